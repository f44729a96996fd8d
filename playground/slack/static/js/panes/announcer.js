/** What is said to people who do not see the page: new messages of the open conversation, as they come. */

import { element } from "../element.js";
import { nameOf } from "../people.js";
import { inChannel } from "../threads.js";
import { authorOf } from "./message-head.js";

const KEPT = 20;

/** A live region that reads new messages out; what was there when a conversation was opened is not read. */
export class Announcer {
  constructor(session) {
    this.session = session;
    this.node = element("div", { class: "visually-hidden", role: "log", "aria-live": "polite", "aria-label": "News" });
  }

  render() {
    const { session } = this;
    const here = `${session.user}/${session.place}/${session.thread}`;
    const messages = session.place === "home" ? [] : session.messages(session.place);
    const last = Number(messages.at(-1)?.ts ?? 0);
    if (here === this.heardAt) this.fresh(messages).forEach((message) => this.say(message));
    else this.node.replaceChildren();
    this.heardAt = here;
    this.heard = last;
  }

  fresh(messages) {
    const { thread, user } = this.session;
    const from = messages.findLastIndex((one) => Number(one.ts) <= this.heard) + 1;
    return messages.slice(from).filter((one) => one.user !== user && (inChannel(one) || one.thread_ts === thread));
  }

  say(message) {
    const words = message.text || message.files?.map((file) => file.title).join(", ") || "a message";
    this.node.append(element("p", {}, `${nameOf(authorOf(message, this.session))}: ${words}`));
    while (this.node.children.length > KEPT) this.node.firstElementChild.remove();
  }
}
