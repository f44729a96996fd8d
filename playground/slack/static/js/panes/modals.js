/** The modal of the acting person: the stack of views the app has open for them, the last one on top. */

import { element } from "../element.js";
import { focusQuietly } from "../focus.js";
import { keyed } from "../keyed.js";
import { ModalView } from "./modal-view.js";

/** The page's one modal. */
export class Modals {
  constructor(session) {
    this.session = session;
    this.views = new Map();
    this.top = null;
    this.node = element("dialog", { class: "dialog dialog-modal", oncancel: (event) => this.escape(event) });
  }

  /** Open, update or close, as the state says. */
  render() {
    const { session } = this;
    const open = session.state.views.filter((entry) => entry.user === session.user).map((entry) => entry.view);
    for (const id of this.views.keys()) if (!open.some((view) => view.id === id)) this.views.delete(id);
    keyed(this.node, open.map((view, depth) => this.part(view, { depth, top: depth === open.length - 1 })));
    this.settle(open.at(-1)?.id ?? null);
  }

  part(view, place) {
    return {
      key: view.id,
      signature: "view",
      build: () => this.added(view).node,
      refresh: () => this.views.get(view.id).update(view, place),
    };
  }

  added(view) {
    const shown = new ModalView(view, this.session);
    shown.onCloseAll = () => this.closeAll();
    this.views.set(view.id, shown);
    return shown;
  }

  settle(top) {
    if (top === null && this.node.open) this.node.close();
    if (top !== null && top !== this.top) this.bringUp(this.views.get(top));
    this.top = top;
  }

  bringUp(shown) {
    this.node.setAttribute("aria-labelledby", shown.titleId);
    if (!this.node.open) this.node.showModal();
    const first = shown.node.querySelector(".view-blocks :is(input, textarea, [contenteditable])") ?? shown.title;
    focusQuietly(first);
  }

  escape(event) {
    event.preventDefault();
    this.views.get(this.top)?.close();
  }

  async closeAll() {
    for (const shown of [...this.views.values()].reverse()) await shown.close();
  }
}
