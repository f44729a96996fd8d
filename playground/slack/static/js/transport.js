/** The page's ways of talking to the local Slack: read its state, act as a person, hear of changes. */

/** What `user` can see, with at most `last` messages of each conversation. */
export const fetchState = (user, last) => fetchJson("/_control/state", { user, last });

/** The people and workspaces that someone who acts in `team` would see. */
export const fetchTeam = (team) => fetchJson("/_control/state", { team, last: 1 });

/** Up to `limit` messages of `channel` older than `before`, oldest first. */
export async function fetchOlder(user, { channel, before, limit }) {
  const { messages } = await fetchJson("/_control/messages", { user, channel, before, limit });
  return messages.sort((one, other) => Number(one.ts) - Number(other.ts));
}

/** The newest calls and dispatches that `query` (`{kind, q, limit}`) asks for, oldest first. */
export const fetchInspector = async (query) => (await fetchJson("/_control/inspector", query)).entries;

async function fetchJson(path, query) {
  const answer = await fetch(`${path}?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(`the local Slack answered ${answer.status}`);
  return answer.json();
}

/** Perform a person's act; one that did not reach the local Slack answers like a refused one. */
export async function sendAct(act) {
  try {
    const answer = await fetch("/_control/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(act),
    });
    return await answer.json();
  } catch {
    return { ok: false, error: "the local Slack did not answer" };
  }
}

/** Call `onChange` at each change and `onLink` with whether the stream is up; returns the way to stop. */
export function watch(user, { onChange, onLink }) {
  const stream = new EventSource(`/_control/stream?user=${encodeURIComponent(user)}`);
  stream.onmessage = onChange;
  stream.onopen = () => onLink(true);
  stream.onerror = () => onLink(false);
  return () => stream.close();
}
