/** Older messages than the state carries, fetched as the person scrolls back, and kept fresh with the state. */

import { fetchOlder } from "./transport.js";

/** How many messages of each conversation come with the state. */
export const LAST = 100;

const PAGE = 200;
const SLACK = 50;

/** The older messages of each conversation that one person scrolled back to. */
export class History {
  constructor(user) {
    this.user = user;
    this.older = new Map();
  }

  /** The older messages of `channel` that were fetched so far, oldest first. */
  of(channel) {
    return this.older.get(channel) ?? [];
  }

  /** Whether there may be messages before the first that is known of `channel`. */
  hasMore(channel, state) {
    const known = this.of(channel).length + (state.messages[channel]?.length ?? 0);
    return known < (state.channels.find(({ id }) => id === channel)?.message_count ?? 0);
  }

  /** Fetch one page more of `channel`. */
  async more(channel, state) {
    const known = this.of(channel);
    const before = known[0]?.ts ?? state.messages[channel][0].ts;
    const page = await fetchOlder(this.user, { channel, before, limit: PAGE });
    this.older.set(channel, [...page, ...this.of(channel)]);
  }

  /** Fetch again what is known of `channel`, so that edits show; the next time when more came meanwhile. */
  async refresh(channel, state) {
    const known = this.of(channel);
    if (known.length === 0) return;
    const before = state.messages[channel]?.[0]?.ts;
    const limit = known.length + SLACK;
    const page = before ? await fetchOlder(this.user, { channel, before, limit }) : [];
    if (this.of(channel) !== known) return;
    this.older.set(channel, page.filter((message) => Number(message.ts) >= Number(known[0].ts)));
  }
}
