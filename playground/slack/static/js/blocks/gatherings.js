/** Blocks that gather things: cards, carousels of cards, containers of blocks. */

import { element } from "../element.js";
import { richText } from "../text/rich-text.js";
import { picture } from "./image.js";
import { textNodes } from "./text-object.js";

/** A `card` block; `buttons` are its actions, built by who knows how. */
export function cardNode(block, context, buttons) {
  const words = (name) => block[name] && element("div", { class: `card-${name}` }, ...textNodes(block[name], context.reader));
  return element(
    "article",
    { class: "card" },
    block.hero_image && picture(block.hero_image, "card-hero", context),
    element(
      "div",
      { class: "card-head" },
      block.icon && picture(block.icon, "card-icon", context),
      element("div", { class: "card-words" }, words("title"), words("subtitle")),
    ),
    words("body"),
    buttons.length > 0 && element("div", { class: "actions" }, buttons),
  );
}

/** A `carousel` block: its cards side by side; arrow keys scroll it. */
export const carouselNode = (cards) =>
  element("div", { class: "carousel", tabindex: "0", role: "region", "aria-label": "Cards, side by side" }, cards);

/** A `container` block around `children`; one that can be folded opens and closes by its title. */
export function containerNode(block, context, children) {
  const title = block.rich_text_title ? richText(block.rich_text_title, context.reader) : textNodes(block.title, context.reader);
  const subtitle = block.subtitle && element("div", { class: "container-subtitle" }, ...textNodes(block.subtitle, context.reader));
  const head = [
    block.icon && picture(block.icon, "card-icon", context),
    element("div", { class: "card-words" }, element("div", { class: "container-title" }, title), subtitle),
  ];
  const body = element("div", { class: "container-body" }, children);
  const look = `container container-${block.width ?? "standard"}${block.has_header_divider ? " container-ruled" : ""}`;
  if (!block.is_collapsible) return element("section", { class: look }, element("div", { class: "card-head" }, head), body);
  const summary = element("summary", { class: "card-head" }, head);
  return element("details", { class: look, open: !block.default_collapsed }, summary, body);
}
