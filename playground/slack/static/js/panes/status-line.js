/** What the app says it is doing in a thread, until it has answered there. */

import { element } from "../element.js";

/** The line over a compose box; `render` shows the status of a thread, if there is one. */
export class StatusLine {
  constructor(session) {
    this.session = session;
    this.node = element("p", { class: "status-line", role: "status" });
  }

  /** Show the status of `thread` in `channel`. */
  render(channel, thread) {
    const known = this.session.state.status?.[channel] ?? {};
    const text = thread ? known[thread] : null;
    const words = text ? `${this.session.appName} ${text}` : "";
    if (this.node.textContent !== words) this.node.textContent = words;
  }
}
