/** Addresses inside the page: `#C0GENERAL` is a conversation, `#C0GENERAL/1795337070.000200` a message in it. */

const PERMALINK = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?$/;

/** The page's own address for a message permalink of this workspace, or null when `url` is something else. */
export function placeOf(url) {
  if (!URL.canParse(url, location.href)) return null;
  const address = new URL(url, location.href);
  const found = PERMALINK.exec(address.pathname);
  if (!found || address.host !== location.host) return null;
  const thread = address.searchParams.get("thread_ts") ?? (found[2] ? `${found[2]}.${found[3]}` : "");
  return thread ? `#${found[1]}/${thread}` : `#${found[1]}`;
}

/** Where the page's address points: `{channel, ts}`, either null. */
export function addressed() {
  const path = location.pathname.match(PERMALINK) ? placeOf(location.href) : location.hash;
  const [channel, ts] = (path ?? "").replace(/^#/, "").split("/");
  return { channel: channel || null, ts: ts || null };
}
