/** Menus: a button that opens a list of things to do, used by pointer or by keyboard alike. */

import { element } from "./element.js";
import { icon } from "./icons.js";

const STEPS = { ArrowDown: (at) => at + 1, ArrowUp: (at) => at - 1, Home: () => 0, End: () => -1 };

/**
 * A button called `label` that opens a menu of what `items()` returns by then: `{label, more?, mark?, run, danger?,
 * checked?}`, or `{group, items}` for items under a title. `face` is what the button shows.
 */
export function menuButton({ label, face, items, focus, kind = "icon-button", title = label }) {
  const menu = element("div", { class: "menu", role: "menu", popover: "auto", "aria-label": label });
  const button = element(
    "button",
    { type: "button", class: kind, "aria-label": label, title, "aria-haspopup": "menu", "data-focus": focus },
    face,
  );
  button.popoverTargetElement = menu;
  button.addEventListener("click", () => menu.replaceChildren(...items().map((item) => entryNode(item, menu))));
  button.addEventListener("keydown", (event) => event.key === "ArrowDown" && openByKey(event, button));
  menu.addEventListener("toggle", (event) => event.newState === "open" && settle(menu, button));
  menu.addEventListener("keydown", (event) => move(event, menu));
  return element("span", { class: "menu-place" }, button, menu);
}

function openByKey(event, button) {
  event.preventDefault();
  button.click();
}

function entryNode(item, menu) {
  if (!item.group) return itemNode(item, menu);
  return element(
    "div",
    { role: "group", "aria-label": item.group },
    element("p", { class: "list-group", "aria-hidden": "true" }, item.group),
    item.items.map((one) => itemNode(one, menu)),
  );
}

function itemNode(item, menu) {
  const more = item.more && element("span", { class: "menu-more" }, item.more);
  const node = element(
    "button",
    {
      type: "button",
      class: `menu-item${item.danger ? " menu-danger" : ""}`,
      role: item.checked === undefined ? "menuitem" : "menuitemradio",
      "aria-checked": item.checked === undefined ? null : String(item.checked),
      tabindex: "-1",
    },
    item.mark ? icon(item.mark) : null,
    element("span", { class: "menu-words" }, item.label, more),
    item.checked ? icon("check") : null,
  );
  node.addEventListener("click", () => {
    menu.hidePopover();
    item.run();
  });
  return node;
}

function settle(menu, button) {
  const frame = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = innerHeight - frame.bottom - 8;
  const top = height <= below || below > frame.top ? frame.bottom + 4 : Math.max(8, frame.top - height - 4);
  menu.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
  menu.style.left = `${Math.max(8, Math.min(frame.left, innerWidth - width - 8))}px`;
  menu.querySelector("[role^=menuitem]")?.focus();
}

function move(event, menu) {
  const items = [...menu.querySelectorAll("[role^=menuitem]")];
  const at = items.indexOf(document.activeElement);
  if (event.key === "Escape") event.stopPropagation();
  if (event.key === "Tab") menu.hidePopover();
  const target = STEPS[event.key] ? STEPS[event.key](at) : lettered(event, items, at);
  if (target === null) return;
  event.preventDefault();
  event.stopPropagation();
  items.at(target % items.length)?.focus();
}

function lettered({ key, ctrlKey, metaKey, altKey }, items, at) {
  if (key.length !== 1 || key === " " || ctrlKey || metaKey || altKey) return null;
  const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  const found = order.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
  return found ? items.indexOf(found) : null;
}
