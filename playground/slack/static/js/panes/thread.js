/** The panel beside a conversation that shows one thread. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { isDismissed } from "../news.js";
import { Composer } from "./composer.js";
import { title } from "./conversation-title.js";
import { MessageList } from "./message-list.js";
import { StatusLine } from "./status-line.js";

/** The thread panel; it is empty and hidden while no thread is open. */
export class Thread {
  constructor(session) {
    this.session = session;
    this.list = new MessageList(session, { label: "Thread messages", inThread: true });
    this.composer = new Composer(session, { inThread: true });
    this.status = new StatusLine(session);
    this.where = element("span", { class: "pane-note" });
    this.heading = element("h2", { id: "thread-title", tabindex: "-1" }, "Thread");
    const close = element(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Close thread",
        onclick: () => session.open(session.place),
      },
      icon("close"),
    );
    this.node = element(
      "aside",
      {
        class: "thread",
        "aria-labelledby": "thread-title",
        hidden: true,
        onkeydown: (event) => event.key === "Escape" && session.open(session.place),
      },
      element("header", { class: "pane-head" }, this.heading, this.where, close),
      this.list.node,
      this.status.node,
      this.composer.node,
    );
  }

  render() {
    const { session } = this;
    const { place, thread } = session;
    const messages = thread ? session.messages(place).filter(
      (message) => message.ts === thread || message.thread_ts === thread,
    ) : [];
    const opened = messages.length > 0 && this.node.hidden;
    this.node.hidden = messages.length === 0;
    if (this.node.hidden) return;
    this.where.textContent = title(session.channel(place), session);
    const shown = messages.filter((message) => !isDismissed(place, message.ts));
    this.list.render(place, shown, { key: `thread-${place}-${thread}`, signature: "", build: () => element("div") });
    this.status.render(place, thread);
    this.composer.render(place, thread, "this thread");
    if (opened) this.heading.focus();
  }
}
