/** A scrolling list of messages, with a line for each day; it stays at the end unless the person scrolled up. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { keyed } from "../keyed.js";
import { dayName, isoDay } from "../clock.js";
import { messagePart } from "./message.js";

const NEAR_END_PIXELS = 80;
const COMPACT_SECONDS = 300;

/** A list of messages; `node` is its frame. */
export class MessageList {
  constructor(session, { label, inThread }) {
    this.session = session;
    this.inThread = inThread;
    this.atEnd = true;
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
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.rows);
  }

  /** Show `messages` of `channel`; `intro` is built above them. */
  render(channel, messages, intro) {
    const changedPlace = this.shown !== intro.key;
    const grown = messages.length > 0 && messages.at(-1).ts !== this.last;
    this.shown = intro.key;
    this.last = messages.at(-1)?.ts;
    keyed(this.rows, [intro, ...this.parts(channel, messages)]);
    if (changedPlace || this.atEnd) this.toEnd();
    else if (grown) this.jump.hidden = false;
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

  noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PIXELS;
    if (this.atEnd) this.jump.hidden = true;
  }

  toEnd() {
    this.atEnd = true;
    this.jump.hidden = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  /** Bring the message `ts` into view and mark it for a moment. */
  reveal(ts) {
    const row = [...this.rows.children].find((node) => node.dataset.key === ts);
    if (!row) return;
    this.atEnd = false;
    row.scrollIntoView({ block: "center" });
    row.classList.add("message-revealed");
    row.addEventListener("animationend", () => row.classList.remove("message-revealed"), { once: true });
  }
}

function continues(before, message) {
  const same = ["user", "bot_id", "username", "is_ephemeral"].every((key) => before[key] === message[key]);
  const special = before.subtype?.startsWith("channel_") || message.subtype === "thread_broadcast";
  const soon = Number(message.ts) - Number(before.ts) < COMPACT_SECONDS;
  return same && soon && !special && !message.is_ephemeral && !before.reply_count;
}
