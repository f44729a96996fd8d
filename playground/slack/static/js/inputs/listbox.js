/** The list that opens under a select: groups of options, one of them active, in the page's top layer. */

import { element, freshId } from "../element.js";

/** A list for the combobox `owner`; `onPick(entry)` is told of a choice by pointer. */
export class Listbox {
  constructor(owner, { label, onPick }) {
    this.owner = owner;
    this.onPick = onPick;
    this.active = -1;
    this.rows = [];
    this.node = element(
      "div",
      { id: freshId("list"), class: "listbox", role: "listbox", popover: "manual", "aria-label": label },
    );
    this.node.addEventListener("pointerdown", (event) => event.preventDefault());
    this.place = () => this.reposition();
  }

  get isOpen() {
    return this.node.matches(":popover-open");
  }

  open() {
    if (this.isOpen || !this.node.isConnected) return;
    this.node.showPopover();
    this.tellOwner(true);
    this.reposition();
    addEventListener("scroll", this.place, true);
    addEventListener("resize", this.place);
  }

  close() {
    if (!this.isOpen) return;
    this.node.hidePopover();
    this.tellOwner(false);
    this.owner.removeAttribute("aria-activedescendant");
    removeEventListener("scroll", this.place, true);
    removeEventListener("resize", this.place);
  }

  /** A text box that only completes words has no expanded state to tell. */
  tellOwner(expanded) {
    if (this.owner.getAttribute("role") === "combobox") this.owner.setAttribute("aria-expanded", String(expanded));
  }

  /** Show one line instead of options: loading, nothing found, an error. */
  say(text, kind) {
    this.rows = [];
    this.active = -1;
    this.owner.removeAttribute("aria-activedescendant");
    this.node.replaceChildren(element("div", { class: `list-note list-${kind}`, role: "status" }, text));
    this.reposition();
  }

  /** Show `groups` of entries; those in `chosen` are marked, the first of them (else the first of all) is active. */
  show(groups, chosen) {
    this.rows = [];
    this.node.replaceChildren(...groups.map((group) => this.groupNode(group, chosen)));
    const selected = this.rows.findIndex(({ entry }) => chosen.includes(entry.value));
    this.activate(Math.max(selected, 0));
    this.reposition();
  }

  groupNode(group, chosen) {
    const options = group.options.map((entry) => this.rowNode(entry, chosen.includes(entry.value)));
    if (!group.label) return element("div", { role: "presentation" }, options);
    const label = freshId("group");
    return element(
      "div",
      { role: "group", "aria-labelledby": label },
      element("div", { class: "list-group", id: label }, group.label),
      options,
    );
  }

  rowNode(entry, selected) {
    const more = entry.more && element("span", { class: "option-more" }, entry.more);
    const node = element(
      "div",
      { id: freshId("option"), class: "option", role: "option", "aria-selected": String(selected) },
      element("span", {}, entry.label),
      more,
    );
    const at = this.rows.push({ entry, node }) - 1;
    node.addEventListener("pointermove", () => this.active !== at && this.activate(at));
    node.addEventListener("click", () => this.onPick(entry));
    return node;
  }

  /** Make row `at` the active one; it goes round at the ends. */
  activate(at) {
    if (this.rows.length === 0) return;
    this.rows[this.active]?.node.classList.remove("option-active");
    this.active = (at + this.rows.length) % this.rows.length;
    const { node } = this.rows[this.active];
    node.classList.add("option-active");
    node.scrollIntoView({ block: "nearest" });
    this.owner.setAttribute("aria-activedescendant", node.id);
  }

  get activeEntry() {
    return this.rows[this.active]?.entry ?? null;
  }

  get activeIndex() {
    return this.active;
  }

  reposition() {
    if (!this.isOpen) return;
    const frame = (this.owner.closest(".select") ?? this.owner).getBoundingClientRect();
    const below = innerHeight - frame.bottom - 12;
    const above = frame.top - 12;
    const upward = below < Math.min(220, this.node.scrollHeight) && above > below;
    this.node.style.left = `${frame.left}px`;
    this.node.style.width = `${frame.width}px`;
    this.node.style.maxHeight = `${Math.min(320, upward ? above : below)}px`;
    this.node.style.top = upward ? "auto" : `${frame.bottom + 4}px`;
    this.node.style.bottom = upward ? `${innerHeight - frame.top + 4}px` : "auto";
  }
}
