/** Checkboxes and radio buttons. */

import { element } from "../element.js";
import { textNodes } from "../blocks/text-object.js";

/** The control for a `checkboxes` element. */
export function checkboxes(item, field) {
  const chosen = (field.value.selected_options ?? []).map((option) => option.value);
  return group(item, field, {
    type: "checkbox",
    chosen,
    value: (inputs) => ({ selected_options: item.options.filter((_, at) => inputs[at].checked) }),
  });
}

/** The control for a `radio_buttons` element. */
export function radioButtons(item, field) {
  return group(item, field, {
    type: "radio",
    chosen: [field.value.selected_option?.value],
    value: (inputs) => ({ selected_option: item.options.find((_, at) => inputs[at].checked) ?? null }),
  });
}

function group(item, field, { type, chosen, value }) {
  const inputs = item.options.map((option, at) =>
    element(
      "input",
      {
        type,
        name: field.id,
        value: option.value,
        checked: chosen.includes(option.value),
        "data-focus": `${field.key}/${at}`,
      },
    ),
  );
  const rows = item.options.map((option, at) =>
    element(
      "label",
      { class: "choice" },
      inputs[at],
      element(
        "span",
        { class: "choice-text" },
        element("span", {}, ...textNodes(option.text, field.reader)),
        option.description && element("span", { class: "choice-more" }, ...textNodes(option.description, field.reader)),
      ),
    ),
  );
  const role = type === "radio" ? "radiogroup" : "group";
  return element(
    "div",
    {
      id: field.id,
      class: "choices",
      role,
      "aria-labelledby": field.labelId,
      "aria-label": field.label,
      "aria-describedby": field.describedBy,
      onchange: () => {
        field.change(value(inputs));
        field.commit();
      },
    },
    rows,
  );
}
