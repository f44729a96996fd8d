/** One view of a modal: its head, its blocks, its buttons, its errors. */

import { element, freshId } from "../element.js";
import { focusQuietly } from "../focus.js";
import { icon } from "../icons.js";
import { keyed } from "../keyed.js";
import { plainText } from "../blocks/text-object.js";
import { avatar } from "../people.js";
import { Form } from "../inputs/form.js";
import { controlsOf, viewParts } from "../inputs/view-blocks.js";
import { failureText } from "../outcome.js";
import { uploadAct } from "../upload.js";

/** A view in the stack; `node` is its form. */
export class ModalView {
  constructor(view, session) {
    this.session = session;
    this.view = view;
    this.channel = session.place;
    this.form = new Form((act) => this.perform(act));
    this.titleId = freshId("title");
    this.build();
  }

  build() {
    this.title = element("h2", { id: this.titleId, tabindex: "-1" });
    this.backButton = element(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Back", onclick: () => this.close() },
      icon("back"),
    );
    const closeAll = element(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => this.onCloseAll() },
      icon("close"),
    );
    this.banner = element("div", { class: "banner banner-error", role: "alert", hidden: true });
    this.body = element("div", { class: "view-blocks" });
    this.cancel = element("button", { type: "button", class: "button", onclick: () => this.close() });
    this.submit = element("button", { type: "submit", class: "button button-primary" });
    this.node = element(
      "form",
      { class: "view", novalidate: true, onsubmit: (event) => this.send(event) },
      element(
        "header",
        { class: "view-head" },
        this.backButton,
        avatar(this.session.app, "small"),
        this.title,
        closeAll,
      ),
      element("div", { class: "view-body" }, this.banner, this.body),
      element("footer", { class: "view-foot" }, this.cancel, this.submit),
    );
  }

  /** Show the view as it is now. */
  update(view, { top, depth }) {
    this.view = view;
    this.node.hidden = !top;
    this.backButton.hidden = depth === 0;
    this.title.textContent = plainText(view.title);
    this.cancel.textContent = plainText(view.close) || (depth > 0 ? "Back" : "Cancel");
    this.submit.textContent = plainText(view.submit);
    this.submit.hidden = !view.submit;
    keyed(this.body, viewParts(view, this.host()));
    this.showErrors();
  }

  host() {
    return {
      form: this.form,
      reader: this.session.reader,
      channel: this.channel,
      current: () => this.view,
      press: (item, block) => this.press(item, block),
      suggest: (act) => this.session.ask({ act: "suggest", view_id: this.view.id, ...act }),
      upload: async (file) => this.session.ask(await uploadAct(file, {})),
      touched: (block) => this.forgive(block),
    };
  }

  async perform(act) {
    if (this.closed && act.act === "select") return { ok: true };
    const outcome = await this.session.act({ view_id: this.view.id, ...act });
    this.say(failureText(outcome, this.session.appName));
    return outcome;
  }

  async press(item, block) {
    await this.form.flush();
    await this.perform({ act: "click", block_id: block.block_id, action_id: item.action_id });
  }

  async send(event) {
    event.preventDefault();
    if (this.node.ariaBusy === "true") return;
    this.busy(true);
    this.say(null);
    const outcome = await this.form.inOrder(() => this.perform({ act: "submit", values: this.entered() }));
    this.busy(false);
    this.errors = outcome.errors ?? {};
    this.showErrors();
    focusQuietly(this.node.querySelector(".field-wrong :is(input, textarea, [contenteditable])"));
  }

  entered() {
    const values = {};
    for (const { block, item } of controlsOf(this.view)) {
      const value = this.form.value(this.view, { block, item, channel: this.channel });
      values[block.block_id] = { ...values[block.block_id], [item.action_id]: value };
    }
    return values;
  }

  busy(on) {
    this.node.ariaBusy = String(on);
    this.submit.setAttribute("aria-busy", String(on));
  }

  /** Leave this view; what was typed is the app's to keep or to drop. */
  async close() {
    this.closed = true;
    const outcome = await this.session.act({ act: "close", view_id: this.view.id });
    this.closed = outcome.ok;
    if (!outcome.ok) this.say(failureText(outcome, this.session.appName));
  }

  say(text) {
    this.banner.hidden = !text;
    this.banner.replaceChildren();
    if (!text) return;
    this.banner.append(icon("alert"), element("span", {}, `${text} Nothing you typed is lost: try again.`));
    this.banner.scrollIntoView({ block: "nearest" });
  }

  showErrors() {
    const shown = new Set();
    for (const field of this.node.querySelectorAll(".field")) {
      const text = this.errors?.[field.dataset.block];
      if (text) shown.add(field.dataset.block);
      markField(field, text);
    }
    const homeless = Object.entries(this.errors ?? {}).filter(([block]) => !shown.has(block));
    if (homeless.length > 0) this.say(homeless.map(([, text]) => text).join(" "));
  }

  forgive(block) {
    if (!this.errors?.[block]) return;
    delete this.errors[block];
    this.showErrors();
  }
}

function markField(field, text) {
  const note = field.querySelector(".field-error");
  field.classList.toggle("field-wrong", Boolean(text));
  note.hidden = !text;
  if (note.textContent !== (text ?? "")) note.textContent = text ?? "";
  for (const control of field.querySelectorAll("input, textarea, [contenteditable]")) {
    if (text) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}
