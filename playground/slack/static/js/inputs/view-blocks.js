/** The blocks of a modal or Home tab, its controls bound to the form that holds what the person enters. */

import { element, freshId } from "../element.js";
import { blockParts } from "../blocks/blocks.js";
import { plainText, textNodes } from "../blocks/text-object.js";
import { controlNode, GROUPED } from "./inputs.js";
import { dispatchMoment } from "./initial.js";

const TYPING_PAUSE_MILLISECONDS = 400;

/**
 * What `keyed` needs to show `view`. `host` is `{form, reader, channel, press, suggest, current}`; `current()` is the
 * view as it is by then.
 */
export function viewParts(view, host) {
  const context = {
    reader: host.reader,
    press: host.press,
    field: (item, block) => controlNode(item, fieldFor(item, block, { host, ids: {} })),
    input: (block) => inputNode(block, host),
  };
  return blockParts(view.blocks, context);
}

/** Every control of `view` as `{block, item}`, in the order of the page. */
export function controlsOf(view) {
  return view.blocks.flatMap((block) => {
    const items = block.type === "input" ? [block.element] : [
      block.accessory,
      ...(block.type === "actions" ? block.elements : []),
    ];
    return items.filter(
      (item) => item && !["button", "image", "overflow"].includes(item.type),
    ).map((item) => ({ block, item }));
  });
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
  const control = controlNode(item, fieldFor(item, block, { host, ids }));
  const words = [label, block.optional && element("span", { class: "optional" }, " (optional)")];
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

function fieldFor(item, block, { host, ids }) {
  const { form } = host;
  const key = `${block.block_id}/${item.action_id}`;
  const commit = () => form.flush(key);
  const dispatch = dispatchMoment(item, block);
  let timer = 0;
  return {
    key,
    id: ids.id ?? freshId("field"),
    labelId: ids.labelId,
    label: ids.labelId ? null : plainText(item.placeholder) || plainText(block.text),
    describedBy: [ids.errorId, ids.hintId].filter(Boolean).join(" ") || null,
    required: block.type === "input" && !block.optional ? "true" : null,
    reader: host.reader,
    value: form.value(host.current(), { block, item, channel: host.channel }),
    dispatch,
    commit,
    change(value) {
      form.enter(block, item, value);
      host.touched?.(block.block_id);
      clearTimeout(timer);
      if (dispatch === "change" && item.type.endsWith("_input")) timer = setTimeout(commit, TYPING_PAUSE_MILLISECONDS);
    },
    settle: () => dispatch === "never" && form.flush(),
    suggest: (value) => host.suggest({ block_id: block.block_id, action_id: item.action_id, value }),
  };
}
