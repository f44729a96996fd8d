/** A `video` block: its picture, which leads to the page that plays it. */

import { element } from "../element.js";
import { plainText } from "./text-object.js";

/** Title, picture and what is told about the video; nothing of another host is embedded. */
export function videoBlock(block) {
  const facts = [block.provider_name, block.author_name].filter(Boolean).join(" · ");
  const link = element(
    "a",
    { href: block.title_url ?? block.video_url, target: "_blank", rel: "noopener noreferrer" },
    plainText(block.title),
  );
  return element(
    "figure",
    { class: "video-block" },
    element("p", { class: "plan-title" }, link),
    block.description && element("p", {}, plainText(block.description)),
    facts && element("p", { class: "task-more" }, facts),
    element("img", { class: "image-large", src: block.thumbnail_url, alt: block.alt_text ?? "", loading: "lazy" }),
  );
}
