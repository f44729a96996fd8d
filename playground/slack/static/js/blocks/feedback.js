/** The elements of a `context_actions` block: a pair of feedback buttons, and buttons with an icon. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { press } from "./button.js";
import { plainText } from "./text-object.js";

/** The pair of buttons of a `feedback_buttons` element. */
export function feedbackNode(item, block, context) {
  const pair = [["👍", item.positive_button], ["👎", item.negative_button]];
  return element(
    "span",
    { class: "feedback", role: "group", "aria-label": "Feedback" },
    pair.map(([face, one]) => faceButton(one, { face, item, block, context, value: one.value })),
  );
}

/** The button of an `icon_button` element; Slack has one icon for it, the trash can. */
export function iconButtonNode(item, block, context) {
  return faceButton(item, { face: icon("bin"), item, block, context });
}

function faceButton(one, { face, item, block, context, value }) {
  const node = element(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": one.accessibility_label || plainText(one.text),
      title: plainText(one.text),
      "data-focus": `${block.block_id}/${item.action_id}/${value ?? ""}`,
    },
    face,
  );
  node.addEventListener("click", () => press(node, item, { block, context, value }));
  return node;
}
