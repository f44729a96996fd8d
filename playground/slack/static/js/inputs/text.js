/** Text and number inputs, with a counter where a length is asked for. */

import { element } from "../element.js";
import { plainText } from "../blocks/text-object.js";

const KINDS = { email_text_input: "email", url_text_input: "url" };

/** The control for a text or number input. */
export function textInput(item, field) {
  const attributes = {
    id: field.id,
    class: "input",
    "data-focus": field.key,
    placeholder: plainText(item.placeholder) || null,
    "aria-describedby": field.describedBy,
    "aria-required": field.required,
  };
  const control = item.multiline
    ? element("textarea", { ...attributes, rows: 5 })
    : element(
      "input",
      { ...attributes, type: KINDS[item.type] ?? "text", inputmode: numeric(item), autocomplete: "off" },
    );
  control.value = field.value.value ?? "";
  const counter = lengthCounter(item);
  counter?.show(control.value);
  control.addEventListener("input", () => {
    counter?.show(control.value);
    field.change({ value: control.value === "" ? null : control.value });
  });
  control.addEventListener("change", () => field.settle());
  control.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (field.dispatch === "enter") field.commit();
    if (!item.multiline && field.dispatch === "enter") event.preventDefault();
  });
  return element("div", { class: "text-field" }, control, counter?.node);
}

function numeric(item) {
  if (item.type !== "number_input") return null;
  return item.is_decimal_allowed ? "decimal" : "numeric";
}

function lengthCounter(item) {
  if (!item.max_length && !item.min_length) return null;
  const node = element("p", { class: "counter" });
  return {
    node,
    show(value) {
      const { text, wrong } = lengthText([...value].length, item);
      node.textContent = text;
      node.classList.toggle("counter-wrong", wrong);
    },
  };
}

function lengthText(length, { min_length: least, max_length: most }) {
  if (most && length > most) return { text: `${length - most} too many · ${length} of ${most}`, wrong: true };
  const tooShort = least && length > 0 && length < least;
  if (tooShort) return { text: `${least - length} more needed · ${length}`, wrong: false };
  return { text: most ? `${length} of ${most}` : `${length}`, wrong: false };
}
