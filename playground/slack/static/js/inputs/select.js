/** Every kind of select: a field that searches, with a list to choose from by keyboard or pointer. */

import { element } from "../element.js";
import { movedQuietly } from "../focus.js";
import { icon } from "../icons.js";
import { plainText } from "../blocks/text-object.js";
import { Listbox } from "./listbox.js";
import { sourceFor } from "./choose-from.js";

/** The control for a select element. */
export function selectInput(item, field) {
  return new Select(item, field).node;
}

class Select {
  constructor(item, field) {
    this.field = field;
    this.source = sourceFor(item, field);
    this.chosen = this.source.read(field.value);
    this.most = item.max_selected_items ?? Infinity;
    this.asked = 0;
    this.box = this.inputNode(item);
    this.list = new Listbox(this.box, { label: "Options", onPick: (entry) => this.pick(entry) });
    this.box.setAttribute("aria-controls", this.list.node.id);
    this.chips = element("ul", { class: "chips", "aria-label": "Chosen" });
    this.clear = element(
      "button",
      { type: "button", class: "icon-button select-clear", "aria-label": "Clear", onclick: () => this.choose([]) },
      icon("close"),
    );
    const frame = element("div", { class: "select" }, this.box, this.clear, icon("down"));
    this.node = element("div", { class: "select-field" }, this.chips, frame, this.list.node);
    this.show();
  }

  inputNode(item) {
    const node = element("input", {
      id: this.field.id,
      class: "input select-input",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "data-focus": this.field.key,
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-label": this.field.label,
      "aria-describedby": this.field.describedBy,
      "aria-required": this.field.required,
      placeholder: plainText(item.placeholder) || "Choose an option",
    });
    node.addEventListener("focus", () => !movedQuietly() && this.open());
    node.addEventListener("click", () => this.open());
    node.addEventListener("input", () => this.search(node.value));
    node.addEventListener("keydown", (event) => this.key(event));
    node.addEventListener("blur", () => this.leave());
    return node;
  }

  open() {
    if (this.list.isOpen) return;
    this.box.select();
    this.search("");
  }

  search(query) {
    clearTimeout(this.timer);
    this.asked += 1;
    this.list.open();
    const missing = this.source.least - [...query].length;
    const letters = missing === 1 ? "letter" : "letters";
    if (missing > 0) return this.list.say(`Type ${missing} more ${letters} to search`, "hint");
    if (this.source.pause > 0) this.list.say("Searching…", "loading");
    const wait = query === "" ? 0 : this.source.pause;
    this.timer = setTimeout(() => this.ask(query, this.asked), wait);
  }

  async ask(query, number) {
    try {
      const groups = await this.source.groups(query);
      if (number !== this.asked) return;
      if (groups.length === 0) this.list.say("No results", "empty");
      else this.list.show(groups, this.chosen.map((entry) => entry.value));
    } catch {
      if (number === this.asked) this.list.say("The options could not be loaded. Type to try again.", "error");
    }
  }

  key(event) {
    const keys = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      Enter: () => this.enter(),
      Escape: () => this.escape(),
    };
    if (event.key === "Tab") this.list.close();
    if (event.isComposing || !keys[event.key]) return;
    if (event.key === "Escape" && !this.list.isOpen) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }

  step(by) {
    if (this.list.isOpen) this.list.activate(this.list.activeIndex + by);
    else this.open();
  }

  enter() {
    if (!this.list.isOpen) this.open();
    else if (this.list.activeEntry) this.pick(this.list.activeEntry);
  }

  escape() {
    this.dismiss();
    this.show();
  }

  leave() {
    this.dismiss();
    this.show();
  }

  dismiss() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.list.close();
  }

  pick(entry) {
    if (!this.source.many) {
      this.dismiss();
      return this.choose([entry]);
    }
    const without = this.chosen.filter((one) => one.value !== entry.value);
    const added = without.length < this.chosen.length ? without : [...this.chosen, entry];
    this.dismiss();
    return this.choose(added.slice(0, this.most));
  }

  choose(chosen) {
    this.chosen = chosen;
    this.show();
    this.box.focus();
    this.dismiss();
    this.field.change(this.source.write(chosen));
    this.field.commit();
  }

  show() {
    const { many } = this.source;
    this.box.value = many ? "" : (this.chosen[0]?.label ?? "");
    this.clear.hidden = many || this.field.required || this.chosen.length === 0;
    this.chips.hidden = !many || this.chosen.length === 0;
    this.chips.replaceChildren(...(many ? this.chosen.map((entry) => this.chip(entry)) : []));
  }

  chip(entry) {
    const remove = () => this.choose(this.chosen.filter((one) => one !== entry));
    const button = element(
      "button",
      { type: "button", class: "icon-button", "aria-label": `Remove ${entry.label}`, onclick: remove },
      icon("close"),
    );
    return element("li", { class: "chip" }, entry.label, button);
  }
}
