/** One control's tie to its form: what it starts with, where its changes go, how it is named and described. */

import { confirmed } from "../blocks/confirm.js";
import { plainText, textNodes } from "../blocks/text-object.js";
import { freshId } from "../element.js";
import { dispatchMoment } from "./initial.js";

const TYPING_PAUSE_MILLISECONDS = 400;

/** The field of `item` in `block`; `redo` draws its control again when the person took a change back. */
export function boundField(item, block, { host, ids, redo }) {
  const { form } = host;
  const key = `${block.block_id}/${item.action_id}`;
  const dispatch = dispatchMoment(item, block);
  let timer = 0;
  const commit = async () => {
    if (item.confirm && dispatch !== "never" && !(await confirmed(item.confirm, host.reader))) {
      form.withdraw(block, item);
      return redo();
    }
    return form.flush(key);
  };
  return {
    key,
    id: ids.id ?? freshId("field"),
    labelId: ids.labelId,
    label: ids.labelId ? null : nameOf(item, block, host.reader),
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
    upload: host.upload,
  };
}

function nameOf(item, block, reader) {
  const beside = textNodes(block.text, reader).map((node) => node.textContent ?? node).join("");
  return item.accessibility_label || plainText(item.placeholder) || beside || item.type.replaceAll("_", " ");
}
