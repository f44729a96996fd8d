/** A `rich_text` block as DOM nodes: sections, lists, quotes and preformatted parts. */

import { element } from "../element.js";
import { slackDate } from "../clock.js";
import { emojiFor } from "./emoji.js";
import { channelLink, linkNode, mention } from "./references.js";

const PARTS = {
  rich_text_section: (part, reader) => element("div", {}, ...leaves(part, reader)),
  rich_text_quote: (part, reader) => element("blockquote", {}, ...leaves(part, reader)),
  rich_text_preformatted: (part, reader) => element("pre", {}, element("code", {}, ...leaves(part, reader))),
  rich_text_list: listNode,
};

/** The nodes of a rich text `block`. */
export function richText(block, reader) {
  return block.elements.flatMap((part) => (PARTS[part.type] ? [PARTS[part.type](part, reader)] : []));
}

function listNode(part, reader) {
  const items = part.elements.map((item) => element("li", {}, ...leaves(item, reader)));
  return element(part.style === "ordered" ? "ol" : "ul", { class: `indent-${part.indent ?? 0}` }, items);
}

const LEAVES = {
  text: (leaf) => lines(leaf.text),
  link: (leaf) => [linkNode(leaf.url, leaf.text ?? null)],
  emoji: (leaf) => [element(
    "span",
    { class: "emoji", title: `:${leaf.name}:` },
    emojiFor(leaf.name) ?? `:${leaf.name}:`,
  )],
  user: (leaf, reader) => [mention(leaf.user_id, reader)],
  channel: (leaf, reader) => [channelLink(leaf.channel_id, null, reader)],
  broadcast: (leaf) => [element("span", { class: "mention" }, `@${leaf.range}`)],
  date: (leaf, reader) => [slackDate(leaf.timestamp, leaf.format, reader)],
};

function leaves(part, reader) {
  return part.elements.flatMap((leaf) => styled(LEAVES[leaf.type]?.(leaf, reader) ?? [], leaf.style ?? {}));
}

const STYLES = { code: "code", bold: "strong", italic: "em", strike: "s" };

function styled(nodes, style) {
  return Object.entries(STYLES).reduce(
    (inner, [name, tag]) => (style[name] ? [element(tag, {}, ...inner)] : inner),
    nodes,
  );
}

function lines(text) {
  return text.split("\n").flatMap((line, at) => (at ? [element("br"), line] : [line])).filter((node) => node !== "");
}
