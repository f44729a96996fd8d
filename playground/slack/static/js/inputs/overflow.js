/** An overflow menu: a button with up to five choices behind it. */

import { icon } from "../icons.js";
import { menuButton } from "../menu.js";
import { plainText } from "../blocks/text-object.js";

/** The control for an `overflow` element. */
export function overflowMenu(item, field) {
  const choose = (option) => {
    if (option.url) window.open(option.url, "_blank", "noopener");
    field.change({ selected_option: option });
    field.commit();
  };
  const entry = (option) => ({
    label: plainText(option.text),
    more: plainText(option.description) || null,
    run: () => choose(option),
  });
  return menuButton({
    label: item.accessibility_label || "More options",
    face: icon("more"),
    focus: field.key,
    kind: "button button-icon",
    items: () => item.options.map(entry),
  });
}
