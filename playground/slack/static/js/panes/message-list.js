/**
 * A scrolling list of messages, with a line for each day; it stays at the end unless the person scrolled up. Only the
 * newest messages are drawn; older ones are drawn, and fetched, as the person scrolls towards them.
 */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { keyed } from "../keyed.js";
import { dayName, isoDay } from "../clock.js";
import { messagePart } from "./message.js";

const NEAR_END_PIXELS = 80;
const COMPACT_SECONDS = 300;
const DRAWN_AT_FIRST = 50;
const DRAWN_MORE = 30;
const NEAR_TOP_PIXELS = 1200;

/** A list of messages; `node` is its frame. */
export class MessageList {
  constructor(session, { label, inThread }) {
    this.session = session;
    this.inThread = inThread;
    this.atEnd = true;
    this.drawn = DRAWN_AT_FIRST;
    this.rows = element("div", { class: "rows" });
    this.scroller = element(
      "div",
      { class: "scroller", tabindex: "0", role: "region", "aria-label": label },
      this.rows,
    );
    this.jump = element(
      "button",
      { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() },
      icon("down"),
      "New messages",
    );
    this.node = element("div", { class: "list" }, this.scroller, this.jump);
    this.scroller.addEventListener("scroll", () => this.noteScroll());
    this.scroller.addEventListener("keydown", (event) => this.walk(event));
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.rows);
  }

  /** Show `messages` of `channel`; `intro` is built above the first of all. */
  render(channel, messages, intro) {
    const changedPlace = this.shown !== intro.key;
    const grown = messages.length > 0 && messages.at(-1).ts !== this.last;
    if (changedPlace) this.drawn = DRAWN_AT_FIRST;
    else if (grown && !this.atEnd) this.drawn += messages.length - this.known;
    this.shown = intro.key;
    this.last = messages.at(-1)?.ts;
    this.known = messages.length;
    Object.assign(this, { channel, messages, intro });
    const shown = messages.slice(-this.drawn);
    const whole = shown.length === messages.length && !this.session.history.hasMore(channel, this.session.state);
    keyed(this.rows, [whole ? intro : earlierPart(), ...this.parts(channel, shown)]);
    if (changedPlace || this.atEnd) this.toEnd();
    else if (grown) this.jump.hidden = false;
  }

  /** Draw more of what lies above, keeping what is on the screen where it is. */
  async drawEarlier() {
    if (this.growing) return;
    this.growing = true;
    const { channel, drawn } = this;
    if (drawn >= this.known) await this.session.fetchOlder(channel);
    if (channel === this.channel && this.drawn < this.known) this.keepingPlace(() => this.grow());
    this.growing = false;
    const isStillNear = this.drawn > drawn && this.scroller.scrollTop < NEAR_TOP_PIXELS / 2;
    if (isStillNear) requestAnimationFrame(() => this.noteScroll());
  }

  grow() {
    this.drawn += DRAWN_MORE;
    this.render(this.channel, this.messages, this.intro);
  }

  keepingPlace(work) {
    const top = this.scroller.getBoundingClientRect().top;
    const held = [...this.rows.querySelectorAll(".message")].find((row) => bottomOf(row) > top);
    const before = held?.getBoundingClientRect().top;
    work();
    if (held?.isConnected) this.scroller.scrollTop += held.getBoundingClientRect().top - before;
  }

  parts(channel, messages) {
    const { session } = this;
    const { zone } = session.reader;
    const parts = [];
    let before = null;
    for (const message of messages) {
      const day = isoDay(Number(message.ts), zone);
      const newDay = !before || isoDay(Number(before.ts), zone) !== day;
      if (newDay) parts.push(this.dayPart(day, message));
      parts.push(messagePart(
        message,
        { channel, inThread: this.inThread, compact: !newDay && continues(before, message) },
        session,
      ));
      before = message;
    }
    return parts;
  }

  dayPart(day, message) {
    const name = dayName(Number(message.ts), { zone: this.session.reader.zone, now: this.session.now() });
    const build = () => element(
      "div",
      { class: "day", role: "separator", "aria-label": name },
      element("span", {}, name),
    );
    return { key: `day-${day}`, signature: name, build };
  }

  /** Arrow keys go from message to message, where no control in one uses them itself. */
  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const from = document.activeElement;
    if (!step || (from !== this.scroller && !from.classList.contains("message"))) return;
    const rows = [...this.rows.querySelectorAll(".message")];
    const target = from === this.scroller ? rows.at(-1) : rows[rows.indexOf(from) + step];
    if (!target) return;
    event.preventDefault();
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
  }

  noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
    if (this.atEnd) this.jump.hidden = true;
    if (scrollTop < NEAR_TOP_PIXELS && this.rows.querySelector(".earlier")) this.drawEarlier();
  }

  toEnd() {
    this.atEnd = true;
    this.jump.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Bring the message `ts` into view and mark it for a moment. */
  reveal(ts) {
    this.drawn = this.messages.filter((message) => Number(message.ts) >= Number(ts)).length + DRAWN_MORE;
    this.render(this.channel, this.messages, this.intro);
    const row = [...this.rows.children].find((node) => node.dataset.key === ts);
    if (!row) return;
    this.atEnd = false;
    row.scrollIntoView({ block: "center" });
    row.classList.add("message-revealed");
    row.addEventListener("animationend", () => row.classList.remove("message-revealed"), { once: true });
  }
}

const bottomOf = (node) => node.getBoundingClientRect().bottom;

function earlierPart() {
  const build = () => element("p", { class: "earlier" }, "Loading earlier messages…");
  return { key: "earlier", signature: "", build };
}

function continues(before, message) {
  const same = ["user", "bot_id", "username", "is_ephemeral"].every((key) => before[key] === message[key]);
  const special = before.subtype?.startsWith("channel_") || message.subtype === "thread_broadcast";
  const soon = Number(message.ts) - Number(before.ts) < COMPACT_SECONDS;
  return same && soon && !special && !message.is_ephemeral && !before.reply_count;
}
