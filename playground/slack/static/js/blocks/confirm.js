/** The dialog that a `confirm` object puts before an action. */

import { element, freshId } from "../element.js";
import { plainText, textNodes } from "./text-object.js";

/** Ask what `confirm` asks; resolves to whether the person agreed. */
export function confirmed(confirm, reader) {
  const title = freshId("confirm");
  const dialog = element(
    "dialog",
    { class: "dialog dialog-small", "aria-labelledby": title },
    element("h2", { id: title }, plainText(confirm.title)),
    element("p", {}, ...textNodes(confirm.text, reader)),
    element(
      "form",
      { method: "dialog", class: "dialog-actions" },
      element("button", { class: "button", value: "no" }, plainText(confirm.deny) || "Cancel"),
      element(
        "button",
        { class: `button button-${confirm.style ?? "primary"}`, value: "yes" },
        plainText(confirm.confirm) || "Yes",
      ),
    ),
  );
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
}
