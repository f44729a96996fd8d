/** Bringing children up to date while what did not change stays as it is: focus, typed text, a playing video. */

import { focusQuietly } from "./focus.js";

const signatures = new WeakMap();

/**
 * Make `parent`'s children match `parts`, each `{key, signature, build, refresh?}`. A child is built again only when
 * its signature changed, is never moved while the order stands, and `refresh` is called on it every time.
 */
export function keyed(parent, parts) {
  const wanted = new Set(parts.map((part) => part.key));
  const present = new Map();
  for (const child of [...parent.children]) {
    if (wanted.has(child.dataset.key)) present.set(child.dataset.key, child);
    else child.remove();
  }
  let cursor = parent.firstElementChild;
  for (const part of parts) {
    const before = present.get(part.key);
    const node = before && signatures.get(before) === part.signature ? before : built(part, before);
    if (cursor === before && before) cursor = node;
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
    part.refresh?.(node);
  }
}

function built(part, before) {
  const node = part.build();
  node.dataset.key = part.key;
  signatures.set(node, part.signature);
  if (before) replaceKeepingFocus(before, node);
  return node;
}

function replaceKeepingFocus(before, node) {
  const focused = before.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  before.replaceWith(node);
  if (focused) focusQuietly(node.querySelector(`[data-focus="${CSS.escape(focused)}"]`));
}
