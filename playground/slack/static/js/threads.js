/** Where messages stand: in their channel, or only in a thread. */

/** Whether `message` stands in the channel itself, not only in a thread. */
export function inChannel(message) {
  return !message.thread_ts || message.thread_ts === message.ts || message.subtype === "thread_broadcast";
}
