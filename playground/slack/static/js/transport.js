/** The page's three ways of talking to the local Slack: read its state, act as a person, hear of changes. */

/** What `user` can see. */
export async function fetchState(user) {
  const answer = await fetch(`/_control/state?user=${encodeURIComponent(user)}`);
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
