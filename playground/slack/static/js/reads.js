/** What each person has read: conversations as the local Slack keeps it, threads as this browser remembers it. */

import { sendAct } from "./transport.js";

const TELL_AFTER_MILLISECONDS = 300;

const key = (user) => `playground.read.${user}`;

/** The read marks of one person: a `ts` for each channel and for each thread (`channel/thread_ts`). */
export class Reads {
  constructor(user, now) {
    this.user = user;
    this.marks = JSON.parse(localStorage.getItem(key(user)) ?? "null") ?? { since: now };
    this.untold = new Map();
  }

  /** Take over what the local Slack knows, where it knows more. */
  take(channels) {
    for (const { id, last_read: ts } of channels) if (ts) this.mark(id, ts);
  }

  /** Whether `message` of `place` is news to this person. */
  isNew(place, message) {
    const ts = Number(message.ts);
    return message.user !== this.user && ts > this.marks.since && ts > Number(this.marks[place] ?? 0);
  }

  /** Whether `message` came after this person began to look at all. */
  isRecent(message) {
    return Number(message.ts) > this.marks.since;
  }

  /** Remember that everything up to `ts` in `place` was seen. */
  seen(place, ts) {
    if (!this.mark(place, ts) || place.includes("/")) return;
    this.untold.set(place, ts);
    this.timer ??= setTimeout(() => this.tell(), TELL_AFTER_MILLISECONDS);
  }

  mark(place, ts) {
    if (Number(ts) <= Number(this.marks[place] ?? 0)) return false;
    this.marks[place] = ts;
    localStorage.setItem(key(this.user), JSON.stringify(this.marks));
    return true;
  }

  tell() {
    this.timer = null;
    for (const [channel, ts] of this.untold) sendAct({ act: "read", user: this.user, channel, ts });
    this.untold.clear();
  }
}
