/** The page's start: the session, the page, and the address that names the open conversation. */

import { addressed } from "./permalink.js";
import { Page } from "./panes/page.js";
import { Session } from "./session.js";

const TICK_MILLISECONDS = 30_000;

async function follow(session, page) {
  const { channel, ts } = addressed();
  if (!channel || !session.channel(channel)) return;
  session.open(channel);
  if (!ts || channel === "home") return;
  const message = await found(session, channel, ts);
  const inThread = message?.reply_count || (message?.thread_ts && message.thread_ts !== ts);
  if (inThread) session.open(channel, message.thread_ts ?? ts);
  if (message) page.conversation.list.reveal(message.thread_ts ?? ts);
}

/** The message `ts` of `channel`; older messages are fetched until it is among them. */
async function found(session, channel, ts) {
  const known = () => session.messages(channel);
  while (!(Number(known()[0]?.ts) <= Number(ts)) && (await session.fetchOlder(channel))) continue;
  return known().find((one) => one.ts === ts);
}

function rememberAddress(session) {
  const address = `#${session.place}${session.thread ? `/${session.thread}` : ""}`;
  if (location.hash !== address || location.pathname !== "/") history.replaceState(null, "", `/${address}`);
}

async function start() {
  const session = new Session();
  const page = new Page(session);
  const wanted = addressed();
  document.body.append(page.node);
  session.place = wanted.channel;
  await session.actAs(session.user);
  if (wanted.ts) await follow(session, page);
  rememberAddress(session);
  session.addEventListener("change", () => rememberAddress(session));
  addEventListener("hashchange", () => follow(session, page));
  document.addEventListener("visibilitychange", () => session.changed());
  setInterval(() => session.changed(), TICK_MILLISECONDS);
}

start();
