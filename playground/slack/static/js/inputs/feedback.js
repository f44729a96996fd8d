/** The elements of a `context_actions` block: a pair of feedback buttons, and buttons with an icon. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { plainText } from "../blocks/text-object.js";

/** The control for a `feedback_buttons` element. */
export function feedbackButtons(item, field) {
  const pair = [["👍", item.positive_button], ["👎", item.negative_button]];
  const press = (chosen) => {
    field.change({ text: chosen.text, value: chosen.value });
    field.commit();
  };
  return element(
    "span",
    { class: "feedback", role: "group", "aria-label": "Feedback" },
    pair.map(([face, one]) => element(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": one.accessibility_label || plainText(one.text),
        title: plainText(one.text),
        "data-focus": `${field.key}/${one.value}`,
        onclick: () => press(one),
      },
      face,
    )),
  );
}

/** The control for an `icon_button` element; Slack has one icon for it, the trash can. */
export function iconButton(item, field) {
  const press = () => {
    field.change({ text: item.text, value: item.value, icon: item.icon });
    field.commit();
  };
  return element(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": item.accessibility_label || plainText(item.text),
      title: plainText(item.text),
      "data-focus": field.key,
      onclick: press,
    },
    icon("bin"),
  );
}
