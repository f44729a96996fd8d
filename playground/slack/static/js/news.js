/** What is new to a person: in conversations, in threads; and the ephemeral messages that they put away. */

import { inChannel } from "./threads.js";

const DISMISSED = "playground.dismissed";

const threadKey = (channel, ts) => `${channel}/${ts}`;

/** How many messages of `channel` the acting person has not seen, thread replies included. */
export function unread(session, channel) {
  const messages = session.messages(channel);
  let count = 0;
  for (let at = messages.length - 1; at >= 0 && session.reads.isRecent(messages[at]); at -= 1) {
    if (isUnread(session, channel, messages[at])) count += 1;
  }
  return count;
}

function isUnread(session, channel, message) {
  if (message.subtype?.startsWith("channel_") || isDismissed(channel, message.ts)) return false;
  const place = inChannel(message) ? channel : threadKey(channel, message.thread_ts);
  return session.reads.isNew(place, message);
}

/** Whether the thread under `root` has replies that the acting person has not seen. */
export function threadIsNew(session, channel, root) {
  const last = { ts: root.latest_reply ?? root.ts };
  if (!session.reads.isNew(threadKey(channel, root.ts), last)) return false;
  const replies = session.messages(channel).filter(
    (message) => message.thread_ts === root.ts && message.ts !== root.ts,
  );
  return replies.some((reply) => session.reads.isNew(threadKey(channel, root.ts), reply));
}

/** Note what is on the screen as seen. */
export function markSeen(session) {
  if (document.hidden || !session.place) return;
  const messages = session.messages(session.place);
  const root = messages.findLast(inChannel);
  const reply = session.thread && messages.findLast((message) => message.thread_ts === session.thread);
  if (root) session.reads.seen(session.place, root.ts);
  if (reply) session.reads.seen(threadKey(session.place, session.thread), reply.ts);
}

const dismissed = new Set(JSON.parse(sessionStorage.getItem(DISMISSED) ?? "[]"));

/** Put an ephemeral message away, in this tab. */
export function dismiss(channel, ts) {
  dismissed.add(threadKey(channel, ts));
  sessionStorage.setItem(DISMISSED, JSON.stringify([...dismissed]));
}

/** Whether it was put away. */
export const isDismissed = (channel, ts) => dismissed.has(threadKey(channel, ts));
