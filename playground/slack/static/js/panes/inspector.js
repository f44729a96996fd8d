/** The inspector: every call of the app and every dispatch to it, newest first, to filter, open and export. */

import { element, freshId } from "../element.js";
import { icon } from "../icons.js";
import { keyed } from "../keyed.js";
import { fetchInspector } from "../transport.js";
import { recordPart } from "./record.js";

const PAGE = 100;
const PAUSE_MILLISECONDS = 200;
const KINDS = [["", "Calls and dispatches"], ["call", "Calls by the app"], ["dispatch", "Dispatches to the app"]];

/** The pane at the right; hidden until it is asked for. */
export class Inspector {
  constructor(session) {
    this.session = session;
    this.limit = PAGE;
    this.kind = element("select", { class: "input", "aria-label": "Show", onchange: () => this.restart() });
    this.kind.append(...KINDS.map(([value, name]) => element("option", { value }, name)));
    this.query = element("input", {
      class: "input",
      type: "search",
      "aria-label": "Filter by name or content",
      placeholder: "Filter",
      oninput: () => this.soon(),
    });
    this.list = element("ol", { class: "records" });
    this.note = element("p", { class: "hint", role: "status" });
    this.more = element("button", { type: "button", class: "button", onclick: () => this.showMore() }, "Show older");
    const attributes = { class: "button button-small", download: "inspector.jsonl" };
    this.export = element("a", attributes, icon("download"), "JSONL");
    this.node = this.build();
  }

  build() {
    const id = freshId("inspector");
    this.heading = element("h2", { id, tabindex: "-1" }, "Inspector");
    const close = element(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close inspector", onclick: () => this.leave() },
      icon("close"),
    );
    return element(
      "aside",
      {
        class: "thread inspector",
        "aria-labelledby": id,
        hidden: true,
        onkeydown: (event) => event.key === "Escape" && this.leave(),
      },
      element(
        "header",
        { class: "pane-head" },
        this.heading,
        element("span", { class: "pane-note" }),
        this.export,
        close,
      ),
      element("div", { class: "filters" }, this.kind, this.query),
      element(
        "div",
        { class: "scroller", tabindex: "0", role: "region", "aria-label": "Calls and dispatches" },
        this.note,
        this.list,
        this.more,
      ),
    );
  }

  render() {
    const { inspecting, state, user } = this.session;
    const opened = inspecting && this.node.hidden;
    this.node.hidden = !inspecting;
    if (!inspecting) return;
    if (opened) this.heading.focus();
    const seen = `${user}/${state.revision}`;
    if (opened || seen !== this.seen) this.soon();
    this.seen = seen;
  }

  leave() {
    this.session.inspect(false);
    document.querySelector(".pane-head [aria-pressed]")?.focus();
  }

  /** Ask again in a moment; what comes until then is answered together. */
  soon() {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.load();
    }, PAUSE_MILLISECONDS);
  }

  restart() {
    this.limit = PAGE;
    this.load();
  }

  showMore() {
    this.limit += PAGE;
    this.load();
  }

  async load() {
    const asked = { kind: this.kind.value, q: this.query.value.trim() };
    const filter = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    this.export.href = `/_control/inspector.jsonl${filter.size > 0 ? `?${filter}` : ""}`;
    try {
      const records = await fetchInspector({ ...Object.fromEntries(filter), limit: this.limit });
      this.show(records);
    } catch (error) {
      this.note.textContent = `The list could not be loaded: ${error.message}.`;
    }
  }

  show(records) {
    const newest = records.toReversed();
    keyed(this.list, newest.map((record) => recordPart(record, this.session.reader.zone)));
    this.note.textContent = newest.length === 0 ? "Nothing here yet, or nothing that fits the filter." : "";
    this.more.hidden = newest.length < this.limit;
  }
}
