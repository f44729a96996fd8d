/** The blocks of messages and views as DOM nodes. */

import { element } from "../element.js";
import { markdown } from "../text/markdown.js";
import { richText } from "../text/rich-text.js";
import { buttonNode } from "./button.js";
import { feedbackNode, iconButtonNode } from "./feedback.js";
import { chartNode, dataTableNode } from "./figures.js";
import { cardNode, carouselNode, containerNode } from "./gatherings.js";
import { imageBlock, picture } from "./image.js";
import { planNode, taskCardNode } from "./progress.js";
import { tableNode } from "./table.js";
import { plainText, textNodes } from "./text-object.js";
import { videoBlock } from "./video.js";

const BLOCKS = {
  section: sectionNode,
  context: contextNode,
  actions: actionsNode,
  context_actions: actionsNode,
  divider: () => element("hr", { class: "divider" }),
  header: (block) => element("p", { class: "block-header", role: "heading", "aria-level": 3 }, plainText(block.text)),
  image: imageBlock,
  markdown: (block, context) => element("div", { class: "rich md" }, ...markdown(block.text, context.reader)),
  rich_text: (block, context) => element("div", { class: "rich" }, ...richText(block, context.reader)),
  plan: planNode,
  task_card: taskCardNode,
  alert: alertNode,
  input: (block, context) => context.input(block),
  video: videoBlock,
  table: tableNode,
  card: cardBlock,
  carousel: (block, context) => carouselNode(block.elements.map((card) => cardBlock(card, context))),
  container: (block, context) => containerNode(block, context, block.child_blocks.map((one) => wrapped(one, context))),
  data_table: dataTableNode,
  data_visualization: chartNode,
};

const BUTTONS = {
  button: buttonNode,
  workflow_button: buttonNode,
  feedback_buttons: feedbackNode,
  icon_button: iconButtonNode,
};

/**
 * What `keyed` needs to show `blocks`. `context` is `{reader, press, field, input}`: `field(item, block)` builds a
 * control other than a button, `input(block)` an input block.
 */
export function blockParts(blocks, context) {
  return blocks.map((block, at) => ({
    key: block.block_id ?? `${block.type}-${at}`,
    signature: JSON.stringify(block) + context.reader.people,
    build: () => wrapped(block, context),
  }));
}

function wrapped(block, context) {
  const build = BLOCKS[block.type];
  return element("div", { class: `block block-${block.type}` }, build ? build(block, context) : unknown(block.type));
}

function unknown(type) {
  return element("p", { class: "unknown" }, `The playground does not show this ${type.replaceAll("_", " ")} block.`);
}

function sectionNode(block, context) {
  const text = block.text && element("div", { class: "rich" }, ...textNodes(block.text, context.reader));
  const fields = block.fields?.map((field) => element("div", { class: "rich" }, ...textNodes(field, context.reader)));
  return element(
    "div",
    { class: "section" },
    element("div", { class: "section-text" }, text, fields && element("div", { class: "fields" }, fields)),
    block.accessory && element("div", { class: "accessory" }, itemNode(block.accessory, block, context)),
  );
}

function itemNode(item, block, context) {
  const build = BUTTONS[item.type];
  if (build) return build(item, block, context);
  if (item.type === "image") return picture(item, "image-accessory", context);
  return context.field(item, block) ?? unknown(item.type);
}

function actionsNode(block, context) {
  return element("div", { class: "actions" }, block.elements.map((item) => itemNode(item, block, context)));
}

function cardBlock(block, context) {
  return cardNode(block, context, (block.actions ?? []).map((item) => itemNode(item, block, context)));
}

function contextNode(block, context) {
  return element("div", { class: "context" }, block.elements.map((item) => contextItem(item, context)));
}

function contextItem(item, context) {
  if (item.type === "image") return picture(item, "image-context", context);
  return element("span", { class: "rich" }, ...textNodes(item, context.reader));
}

function alertNode(block, context) {
  return element("div", { class: `alert alert-${block.level ?? "default"}` }, ...textNodes(block.text, context.reader));
}
