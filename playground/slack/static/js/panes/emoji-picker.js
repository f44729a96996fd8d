/** A dialog with emoji to choose from, searched by name, walked by arrow keys. */

import { openDialog } from "../dialog.js";
import { element, freshId } from "../element.js";
import { emojiFor, emojiNames } from "../text/emoji.js";

const COLUMNS = 8;
const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };

/** Ask for an emoji; `chosen(name)` is called with the one that was taken. */
export function pickEmoji(chosen) {
  const id = freshId("emoji");
  const search = element("input", { id, class: "input", type: "search", autocomplete: "off", autofocus: true });
  const grid = element("div", { class: "emoji-grid", role: "group", "aria-label": "Emoji" });
  const none = element("p", { class: "hint", role: "status" });
  const label = element("label", { class: "label", for: id }, "Search by name");
  const dialog = openDialog({ title: "Add a reaction", body: [label, search, grid, none], kind: "dialog-emoji" });
  const take = (name) => {
    dialog.close();
    chosen(name);
  };
  const show = () => {
    const names = emojiNames().filter((name) => name.replaceAll("_", " ").includes(search.value.trim().toLowerCase()));
    grid.replaceChildren(...names.map((name) => emojiButton(name, take)));
    none.textContent = names.length === 0 ? "No emoji has that name." : "";
  };
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => fromSearch(event, grid));
  grid.addEventListener("keydown", (event) => walk(event, grid));
  show();
}

function emojiButton(name, take) {
  return element(
    "button",
    { type: "button", "aria-label": name.replaceAll("_", " "), title: `:${name}:`, onclick: () => take(name) },
    emojiFor(name),
  );
}

function fromSearch(event, grid) {
  const first = grid.firstElementChild;
  if (!first || !["ArrowDown", "Enter"].includes(event.key)) return;
  event.preventDefault();
  if (event.key === "Enter") first.click();
  else first.focus();
}

function walk(event, grid) {
  const step = STEPS[event.key];
  if (!step) return;
  const buttons = [...grid.children];
  const target = buttons[buttons.indexOf(document.activeElement) + step];
  event.preventDefault();
  target?.focus();
}
