/** Blocks with their controls bound to the form that holds what the person enters, in views and messages alike. */

import { element, freshId } from "../element.js";
import { blockParts } from "../blocks/blocks.js";
import { plainText, textNodes } from "../blocks/text-object.js";
import { boundField } from "./field.js";
import { controlNode, GROUPED, hasNoState } from "./inputs.js";

/** What `keyed` needs to show `view`. `host` is as `blocksContext` takes it. */
export const viewParts = (view, host) => blockParts(view.blocks, blocksContext(host));

/**
 * How blocks build their controls. `host` is `{form, reader, channel, press, suggest, current, touched?}`: `current()`
 * is the view or message as it is by then, `press` a button, `suggest` the app's options.
 */
export function blocksContext(host) {
  return {
    reader: host.reader,
    press: host.press,
    field: (item, block) => boundControl(item, block, { host, ids: {} }),
    input: (block) => inputNode(block, host),
  };
}

/** Every control of `view` that has a value, as `{block, item}`, in the order of the page. */
export function controlsOf(view) {
  const blocks = view.blocks.flatMap((block) => block.child_blocks ?? [block]);
  return blocks.flatMap((block) => {
    const items = block.type === "input" ? [block.element] : [
      block.accessory,
      ...(block.type === "actions" ? block.elements : []),
    ];
    return items.filter((item) => item && !hasNoState(item)).map((item) => ({ block, item }));
  });
}

function boundControl(item, block, { host, ids }) {
  const redo = () => {
    const fresh = boundControl(item, block, { host, ids });
    node.replaceWith(fresh);
    fresh.querySelector("[data-focus]")?.focus();
  };
  const node = controlNode(item, boundField(item, block, { host, ids, redo }));
  return node;
}

function inputNode(block, host) {
  const item = block.element;
  const ids = {
    id: freshId("field"),
    labelId: freshId("label"),
    hintId: block.hint && freshId("hint"),
    errorId: freshId("error"),
  };
  const label = plainText(block.label);
  const words = [label, block.optional && element("span", { class: "optional" }, " (optional)")];
  const control = boundControl(item, block, { host, ids });
  return element(
    "div",
    { class: "field", "data-block": block.block_id },
    GROUPED.has(item.type)
      ? element("p", { class: "label", id: ids.labelId }, words)
      : element("label", { class: "label", id: ids.labelId, for: ids.id }, words),
    control ?? element("p", { class: "unknown" }, `The playground has no ${item.type.replaceAll("_", " ")} yet.`),
    element("p", { class: "field-error", id: ids.errorId, hidden: true }),
    block.hint && element("p", { class: "hint", id: ids.hintId }, ...textNodes(block.hint, host.reader)),
  );
}
