/** The page's own dialogs: a title, something in the middle, buttons at the end. */

import { element, freshId } from "./element.js";
import { icon } from "./icons.js";

/**
 * Open a dialog; returns its element. `body` is its nodes. `submit` (`{label, run, danger?, leave?}`) makes it a form:
 * `run()` may return, or resolve to, false to keep it open; `leave` is what the other button says. The focus goes back
 * where it was when the dialog closes.
 */
export function openDialog({ title, body, submit = null, kind = "" }) {
  const id = freshId("dialog");
  const node = element("dialog", { class: `dialog dialog-small ${kind}`, "aria-labelledby": id });
  const close = element(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => node.close() },
    icon("close"),
  );
  node.append(
    element("header", { class: "dialog-head" }, element("h2", { id, tabindex: "-1" }, title), close),
    submit ? form(node, body, submit) : element("div", { class: "dialog-body" }, body),
  );
  const before = document.activeElement;
  document.body.append(node);
  node.addEventListener("close", () => leave(node, before));
  node.showModal();
  (node.querySelector("[autofocus], .dialog-body :is(input, textarea, button, a)") ?? node.querySelector("h2")).focus();
  return node;
}

function form(node, body, { label, run, danger, leave: leaving = "Cancel" }) {
  const send = element(
    "button",
    { type: "submit", class: `button button-${danger ? "danger" : "primary"}` },
    label,
  );
  const cancel = element("button", { type: "button", class: "button", onclick: () => node.close() }, leaving);
  const onsubmit = async (event) => {
    event.preventDefault();
    if (send.getAttribute("aria-busy") === "true") return;
    send.setAttribute("aria-busy", "true");
    const done = await run();
    send.removeAttribute("aria-busy");
    if (done !== false) node.close();
  };
  return element(
    "form",
    { class: "dialog-form", onsubmit },
    element("div", { class: "dialog-body" }, body),
    element("div", { class: "dialog-actions" }, cancel, send),
  );
}

function leave(node, before) {
  node.remove();
  if (before?.isConnected && document.activeElement === document.body) before.focus();
}

/** Ask before something that cannot be undone; `run` is what is done then. */
export function askFirst({ title, text, label, run }) {
  openDialog({ title, body: [element("p", {}, text)], submit: { label, run, danger: true } });
}
