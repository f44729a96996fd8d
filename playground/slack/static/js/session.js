/** Who acts, where they are, and the last known state; everything the page shows is drawn from here. */

import { History, LAST } from "./history.js";
import { failureText } from "./outcome.js";
import { nameOf, partner } from "./people.js";
import { Reads } from "./reads.js";
import { fetchState, sendAct, watch } from "./transport.js";

const ACTOR = "playground.actor";
const DEFAULT_ACTOR = "U0ALICE";
const INSPECTING = "playground.inspecting";

/** One page's session. `change` events say that something to draw changed. */
export class Session extends EventTarget {
  constructor() {
    super();
    this.user = localStorage.getItem(ACTOR) ?? DEFAULT_ACTOR;
    this.state = null;
    this.place = null;
    this.thread = null;
    this.inspecting = sessionStorage.getItem(INSPECTING) === "yes";
    this.linked = true;
    this.fetching = null;
    this.again = false;
    this.gathered = new Map();
    this.peopleVersion = 0;
  }

  /** Become `user`: their state, their read marks, their stream. */
  async actAs(user) {
    this.stopWatching?.();
    this.user = user;
    this.state = null;
    this.reads = null;
    this.history = new History(user);
    await this.refresh();
    if (!this.state && user !== DEFAULT_ACTOR) return this.actAs(DEFAULT_ACTOR);
    localStorage.setItem(ACTOR, user);
    this.stopWatching = watch(user, { onChange: () => this.refresh(), onLink: (up) => this.noteLink(up) });
  }

  /** Fetch the state; calls that come while one is under way share the next one. */
  refresh() {
    this.again = true;
    this.fetching ??= this.fetchUntilFresh().finally(() => (this.fetching = null));
    return this.fetching;
  }

  async fetchUntilFresh() {
    while (this.again) {
      this.again = false;
      const user = this.user;
      try {
        const state = await fetchState(user, LAST);
        await this.history.refresh(this.place, state);
        if (user === this.user) this.take(state);
        else this.again = true;
      } catch {
        this.noteLink(false);
      }
    }
  }

  take(state) {
    this.state = state;
    this.gathered.clear();
    this.skew = state.now - Date.now() / 1000;
    this.reads ??= new Reads(this.user, state.now);
    this.reads.take(state.channels);
    this.reader = this.readerOf(state);
    if (!this.channel(this.place) || (this.place === "home" && !this.installed)) {
      this.place = state.channels[0]?.id ?? null;
      this.thread = null;
    }
    this.changed();
  }

  /** What is needed to show text to the acting person; `people` changes when any name does. */
  readerOf(state) {
    const { users, channels } = state;
    const own = users.find((user) => user.id === this.user);
    const names = JSON.stringify([this.user, users.map(nameOf), channels.map((channel) => channel.name)]);
    if (names !== this.names) this.peopleVersion += 1;
    this.names = names;
    return { user: this.user, users, channels, zone: own?.tz ?? "UTC", now: state.now, people: this.peopleVersion };
  }

  noteLink(up) {
    if (this.linked === up) return;
    this.linked = up;
    this.changed();
  }

  /** Go to a conversation, or to the app's Home tab (`home`), with a thread beside it when given. */
  open(place, thread = null) {
    this.place = place;
    this.thread = thread;
    this.changed();
  }

  /** Show or hide the inspector, in this tab. */
  inspect(on) {
    this.inspecting = on;
    sessionStorage.setItem(INSPECTING, on ? "yes" : "no");
    this.changed();
  }

  changed() {
    if (this.state) this.dispatchEvent(new Event("change"));
  }

  /** Perform an act of this person; afterwards the state is fresh. */
  async act(act) {
    const outcome = await sendAct({ user: this.user, ...act });
    await this.refresh();
    return outcome;
  }

  /** Perform an act; the person is told when it did not work. */
  async attempt(act) {
    const outcome = await this.act(act);
    const failure = failureText(outcome, this.appName);
    if (failure) this.tell(failure);
    return outcome;
  }

  /** Perform an act that changes nothing on the page, such as asking for options. */
  ask(act) {
    return sendAct({ user: this.user, ...act });
  }

  /** Tell the person something that only this page knows, such as that the app did not answer. */
  tell(text) {
    this.dispatchEvent(new CustomEvent("notice", { detail: text }));
  }

  /** The local Slack's idea of now, in epoch seconds. */
  now() {
    return Date.now() / 1000 + this.skew;
  }

  channel(id) {
    return this.state.channels.find((channel) => channel.id === id) ?? (id === "home" ? { id } : null);
  }

  person(id) {
    return this.state.users.find((user) => user.id === id);
  }

  /** All workspaces, the acting person's among them. */
  get teams() {
    return this.state.teams ?? [{ ...this.state.team, installed: true }];
  }

  /** Whether the app is installed in the acting person's workspace. */
  get installed() {
    return this.teams.find(({ id }) => id === this.state.team.id)?.installed !== false;
  }

  /** The app's bot user. */
  get app() {
    return this.state.users.find((user) => user.is_bot && user.id !== "USLACKBOT");
  }

  /** The acting person's direct messages with the app, once there are any. */
  get appTalk() {
    return this.state.channels.find(
      (channel) => channel.is_im && this.app && partner(channel, this.state, this.user)?.id === this.app.id,
    );
  }

  get appName() {
    return this.app ? nameOf(this.app) : "The app";
  }

  /** What is known of `channel` for this person, their ephemeral messages in place, oldest first. */
  messages(channel) {
    if (!this.gathered.has(channel)) this.gathered.set(channel, this.gather(channel));
    return this.gathered.get(channel);
  }

  gather(channel) {
    const own = this.state.ephemerals.filter((entry) => entry.channel === channel && entry.user === this.user);
    const shown = own.map((entry) => ({ ...entry.message, is_ephemeral: true }));
    const known = [...this.history.of(channel), ...(this.state.messages[channel] ?? [])];
    if (shown.length === 0) return known;
    return [...known, ...shown].sort((one, other) => Number(one.ts) - Number(other.ts));
  }

  /** Fetch older messages of `channel`; resolves to whether there were any. */
  async fetchOlder(channel) {
    const { history, state } = this;
    if (!history.hasMore(channel, state)) return false;
    const before = history.of(channel).length;
    const failed = () => this.tell("Older messages could not be loaded. Scroll to try again.");
    await history.more(channel, state).catch(failed);
    this.gathered.delete(channel);
    this.changed();
    return history.of(channel).length > before;
  }
}
