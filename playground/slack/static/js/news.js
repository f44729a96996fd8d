/** What is new to a person: in conversations, in threads; and the ephemeral messages that they put away. */

import { inChannel } from "./session.js";

const DISMISSED = "playground.dismissed";

const threadKey = (channel, ts) => `${channel}/${ts}`;

/** How many messages of `channel` the acting person has not seen, thread replies included. */
export function unread(session, channel) {
  return session.messages(channel).filter((message) => isUnread(session, channel, message)).length;
}

function isUnread(session, channel, message) {
  if (message.subtype?.startsWith("channel_") || isDismissed(channel, message.ts)) return false;
  const place = inChannel(message) ? channel : threadKey(channel, message.thread_ts);
  return session.reads.isNew(place, message);
}

/** Whether the thread under `root` has replies that the acting person has not seen. */
export function threadIsNew(session, channel, root) {
  const replies = session.messages(channel).filter(
    (message) => message.thread_ts === root.ts && message.ts !== root.ts,
  );
  return replies.some((reply) => session.reads.isNew(threadKey(channel, root.ts), reply));
}

/** Note what is on the screen as seen. */
export function markSeen(session) {
  if (document.hidden || !session.place) return;
  const messages = session.messages(session.place);
  const roots = messages.filter(inChannel);
  const replies = messages.filter((message) => message.thread_ts && message.thread_ts === session.thread);
  if (roots.length > 0) session.reads.seen(session.place, roots.at(-1).ts);
  if (replies.length > 0) session.reads.seen(threadKey(session.place, session.thread), replies.at(-1).ts);
}

function dismissed() {
  return JSON.parse(sessionStorage.getItem(DISMISSED) ?? "[]");
}

/** Put an ephemeral message away, in this tab. */
export function dismiss(channel, ts) {
  sessionStorage.setItem(DISMISSED, JSON.stringify([...dismissed(), threadKey(channel, ts)]));
}

/** Whether it was put away. */
export const isDismissed = (channel, ts) => dismissed().includes(threadKey(channel, ts));
