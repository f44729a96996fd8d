/** Moving the focus for the person, where a select must not open as it would when they move it themselves. */

let quiet = false;

/** Focus `node` without opening anything. */
export function focusQuietly(node) {
  quiet = true;
  node?.focus();
  quiet = false;
}

/** Whether the focus that just moved was moved by the page. */
export const movedQuietly = () => quiet;
