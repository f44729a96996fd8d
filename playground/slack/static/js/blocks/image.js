/** Pictures in blocks. One that cannot be shown leaves its description in its place. */

import { element } from "../element.js";
import { plainText } from "./text-object.js";

/** The address at which `user` may read the file at `url`: always this page's own origin. */
export function fileAddress(url, user) {
  const address = new URL(url, location.href);
  address.searchParams.set("user", user);
  return address.pathname + address.search;
}

/** An `<img>` of class `kind` for an image element or block. */
export function picture(item, kind, context) {
  const inside = item.slack_file?.url;
  const source = inside ? fileAddress(inside, context.reader.user) : item.image_url;
  const node = element("img", { class: kind, src: source, alt: item.alt_text ?? "", loading: "lazy" });
  node.addEventListener(
    "error",
    () => node.replaceWith(element("span", { class: `${kind} picture-missing` }, item.alt_text || "Picture")),
  );
  return node;
}

/** An `image` block: title, picture. */
export function imageBlock(block, context) {
  const title = block.title && element("figcaption", {}, plainText(block.title));
  return element("figure", { class: "image-block" }, title, picture(block, "image-large", context));
}
