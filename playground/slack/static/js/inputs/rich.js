/** The rich text input: bold, italic, strike, code and lists, by buttons or by the usual keys. */

import { plainText } from "../blocks/text-object.js";
import { element } from "../element.js";
import { icon } from "../icons.js";
import { richText } from "../text/rich-text.js";
import { richValue } from "./rich-value.js";

const TOOLS = [
  ["bold", "Bold", () => document.execCommand("bold")],
  ["italic", "Italic", () => document.execCommand("italic")],
  ["strike", "Strikethrough", () => document.execCommand("strikeThrough")],
  ["code", "Code", markCode],
  ["bullets", "Bulleted list", () => document.execCommand("insertUnorderedList")],
  ["numbers", "Numbered list", () => document.execCommand("insertOrderedList")],
];

/** The control for a `rich_text_input` element. */
export function richInput(item, field) {
  const box = element("div", {
    id: field.id,
    class: "input rich-box rich",
    contenteditable: "true",
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": field.labelId,
    "aria-describedby": field.describedBy,
    "aria-required": field.required,
    "data-focus": field.key,
    "data-placeholder": plainText(item.placeholder),
  });
  if (field.value.rich_text_value) box.append(...richText(field.value.rich_text_value, field.reader));
  const told = () => {
    box.classList.toggle("rich-empty", box.textContent === "" && !box.querySelector("li"));
    field.change({ rich_text_value: richValue(box) });
  };
  box.addEventListener("input", told);
  box.addEventListener("blur", () => field.settle());
  box.addEventListener("paste", pastePlain);
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.stopPropagation());
  box.classList.toggle("rich-empty", box.textContent === "");
  return element("div", { class: "rich-field" }, toolbar(box), box);
}

function toolbar(box) {
  const buttons = TOOLS.map(([name, label, run], at) => element(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": label,
      title: label,
      tabindex: at === 0 ? "0" : "-1",
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => {
        if (document.activeElement !== box) box.focus();
        run(box);
        box.dispatchEvent(new Event("input"));
      },
    },
    icon(name),
  ));
  const onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    buttons.at((at + step) % buttons.length).focus();
  };
  return element("div", { class: "rich-tools", role: "toolbar", "aria-label": "Formatting", onkeydown }, buttons);
}

function markCode(box) {
  const chosen = getSelection();
  if (!chosen.rangeCount || chosen.isCollapsed || !box.contains(chosen.anchorNode)) return;
  const range = chosen.getRangeAt(0);
  const code = element("code");
  code.textContent = range.toString();
  range.deleteContents();
  range.insertNode(code);
}

function pastePlain(event) {
  event.preventDefault();
  document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
}
