/** Files of a message: videos play in place, pictures and sounds too, others are a card to download. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { sizeText } from "../upload.js";
import { fileAddress } from "./image.js";

/** What `keyed` needs to show `files` to `user`. */
export function fileParts(files, user) {
  return files.map((file) => ({
    key: file.id,
    signature: JSON.stringify([file.name, file.title, file.size, file.mimetype, file.url_private, user]),
    build: () => fileNode(file, user),
  }));
}

function fileNode(file, user) {
  if (!file.url_private) return element("div", { class: "file" }, card(file, null));
  const address = fileAddress(file.url_private, user);
  const name = file.title || file.name;
  const kind = (file.mimetype ?? "").split("/")[0];
  return element(
    "figure",
    { class: `file file-${kind}` },
    player(kind, { address, name, alt: file.alt_txt }),
    card(file, address),
  );
}

function player(kind, { address, name, alt }) {
  if (kind === "video") {
    return element(
      "video",
      { controls: true, playsinline: true, preload: "metadata", src: address, "aria-label": alt || name },
    );
  }
  if (kind === "audio") {
    return element("audio", { controls: true, preload: "metadata", src: address, "aria-label": name });
  }
  if (kind === "image") return element("img", { src: address, alt: alt || name, loading: "lazy" });
  return null;
}

function card(file, address) {
  const name = file.title || file.name;
  const facts = [
    (file.filetype || file.name?.split(".").pop() || "file").toUpperCase(),
    sizeText(file.size),
  ].filter(Boolean);
  return element(
    "figcaption",
    { class: "file-card" },
    icon("file"),
    element(
      "span",
      { class: "file-text" },
      element("span", { class: "file-name" }, name),
      element("span", { class: "file-facts" }, facts.join(" · ")),
    ),
    address && element(
      "a",
      { class: "icon-button", href: address, download: file.name, "aria-label": `Download ${name}`, title: "Download" },
      icon("download"),
    ),
  );
}
