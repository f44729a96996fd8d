/** Buttons of blocks: in messages, in modals and on the Home tab. */

import { element } from "../element.js";
import { confirmed } from "./confirm.js";
import { plainText } from "./text-object.js";

/** A button for `item`; `context.press(item, block, value?)` performs it and resolves when the app has answered. */
export function buttonNode(item, block, context) {
  const node = element(
    "button",
    {
      type: "button",
      class: `button${item.style ? ` button-${item.style}` : ""}`,
      "aria-label": item.accessibility_label,
      "data-focus": `${block.block_id}/${item.action_id}`,
    },
    plainText(item.text),
  );
  node.addEventListener("click", () => press(node, item, { block, context }));
  return node;
}

/** Press `item`, whose button is `node`, once the person agreed where it asks; `value` is of one of two feedbacks. */
export async function press(node, item, { block, context, value }) {
  if (node.getAttribute("aria-busy") === "true") return;
  if (item.confirm && !(await confirmed(item.confirm, context.reader))) return;
  if (item.url) window.open(item.url, "_blank", "noopener");
  node.setAttribute("aria-busy", "true");
  try {
    await context.press(item, block, value);
  } finally {
    node.removeAttribute("aria-busy");
  }
}
