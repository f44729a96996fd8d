/** What each person has read, remembered by this browser. */

const key = (user) => `playground.read.${user}`;

/** The read marks of one person: a `ts` for each channel and for each thread (`channel/thread_ts`). */
export class Reads {
  constructor(user, now) {
    this.user = user;
    this.marks = JSON.parse(localStorage.getItem(key(user)) ?? "null") ?? { since: now };
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
    if (Number(ts) <= Number(this.marks[place] ?? 0)) return;
    this.marks[place] = ts;
    localStorage.setItem(key(this.user), JSON.stringify(this.marks));
  }
}
