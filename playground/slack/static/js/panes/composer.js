/** The box to write in: plain text is posted, a slash command is run, names and commands complete themselves. */

import { element, freshId } from "../element.js";
import { icon } from "../icons.js";
import { Listbox } from "../inputs/listbox.js";
import { failureText } from "../outcome.js";
import { Attachments } from "./attachments.js";
import { completions } from "./completions.js";
import { composerMenu } from "./composer-menu.js";

/** One compose box; what is typed is kept for each conversation and person. */
export class Composer {
  constructor(session, { inThread }) {
    this.session = session;
    this.inThread = inThread;
    this.drafts = new Map();
    const label = freshId("compose");
    this.label = element("label", { class: "visually-hidden", id: label, for: `${label}-box` });
    this.box = element(
      "textarea",
      { id: `${label}-box`, rows: 1, class: "compose-box", "aria-autocomplete": "list", autocomplete: "off" },
    );
    this.list = new Listbox(this.box, { label: "Suggestions", onPick: (entry) => this.complete(entry) });
    this.sendButton = element(
      "button",
      { type: "submit", class: "icon-button compose-send", "aria-label": "Send", title: "Send" },
      icon("send"),
    );
    this.notice = element("div", { class: "notice", role: "alert", hidden: true });
    this.attachments = new Attachments(() => this.allowSending());
    this.also = element("input", { type: "checkbox", class: "tick" });
    const menu = composerMenu(session, { attach: () => this.attachments.choose(), inThread });
    const frame = element("div", { class: "compose-frame select" }, menu, this.box, this.sendButton);
    this.node = element(
      "form",
      { class: "compose", onsubmit: (event) => this.submit(event) },
      this.notice,
      this.label,
      this.attachments.node,
      frame,
      inThread && element("label", { class: "also" }, this.also, "Also send to the channel"),
      this.list.node,
    );
    this.listen();
  }

  listen() {
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("blur", () => this.list.close());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("paste", (event) => this.attachments.takeFrom(event.clipboardData, event));
    this.node.addEventListener("dragover", (event) => event.preventDefault());
    this.node.addEventListener("drop", (event) => this.attachments.takeFrom(event.dataTransfer, event));
  }

  /** Be the box for a conversation or a thread in it. */
  render(channel, thread, name) {
    const key = `${this.session.user}/${channel}/${thread ?? ""}`;
    this.label.textContent = `Message ${name}`;
    this.box.placeholder = this.inThread ? "Reply…" : `Message ${name}, or type /`;
    this.target = { channel, thread };
    if (key === this.draftKey) return;
    this.draftKey = key;
    this.attachments.clear();
    this.write(this.drafts.get(key) ?? "");
    this.say(null);
  }

  write(text) {
    this.box.value = text;
    this.typed();
    this.list.close();
  }

  typed() {
    this.drafts.set(this.draftKey, this.box.value);
    this.allowSending();
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
    this.offer();
  }

  allowSending() {
    this.sendButton.disabled = this.box.value.trim() === "" && this.attachments.files.length === 0;
  }

  offer() {
    const upTo = this.box.value.slice(0, this.box.selectionStart);
    const found = completions(upTo, { session: this.session, inThread: this.inThread });
    this.found = found;
    if (!found) return this.list.close();
    this.list.open();
    this.list.show([found.group], []);
  }

  complete(entry) {
    const at = this.box.selectionStart;
    const before = this.box.value.slice(0, at - this.found.length) + entry.value;
    this.box.value = before + this.box.value.slice(at);
    this.box.setSelectionRange(before.length, before.length);
    this.box.focus();
    this.typed();
    this.list.close();
  }

  key(event) {
    if (event.isComposing) return;
    const taken = this.list.isOpen ? this.listKey(event) : this.sendKey(event);
    if (!taken) return;
    event.preventDefault();
    event.stopPropagation();
  }

  listKey({ key, shiftKey }) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) this.list.activate(this.list.activeIndex + step);
    else if (key === "Escape") this.list.close();
    else if ((key === "Enter" && !shiftKey) || key === "Tab") this.complete(this.list.activeEntry);
    else return false;
    return true;
  }

  sendKey({ key, shiftKey }) {
    if (key !== "Enter" || shiftKey) return false;
    this.node.requestSubmit();
    return true;
  }

  submit(event) {
    event.preventDefault();
    const text = this.box.value.trim();
    const isCommand = /^\/[a-z]/i.test(text);
    if (isCommand && this.inThread) {
      const name = text.split(/\s/)[0];
      this.say(`${name} cannot be used in a thread. Use it in the channel, or mention @${this.session.appName} here.`);
    } else if (this.attachments.files.length > 0) {
      this.sendFiles(text);
    } else if (text !== "") {
      this.send(text, isCommand);
    }
  }

  async sendFiles(text) {
    const { channel, thread } = this.target;
    this.write("");
    const refused = await this.attachments.send(this.session, {
      channel,
      ...(text && { text }),
      ...(thread && { thread_ts: thread }),
    });
    this.allowSending();
    if (refused) this.giveBack(this.draftKey, text, refused);
  }

  async send(text, isCommand) {
    const { draftKey } = this;
    this.say(null);
    this.write("");
    const outcome = await this.perform(text, isCommand);
    const failure = failureText(outcome, this.session.appName);
    if (!failure) return;
    if (isCommand || !outcome.ok) this.giveBack(draftKey, text, failure);
    else this.session.tell(failure);
  }

  perform(text, isCommand) {
    const { channel, thread } = this.target;
    if (isCommand) return this.session.act({ act: "command", channel, text });
    const broadcast = this.also.checked;
    this.also.checked = false;
    return this.session.act({ act: "post", channel, text, ...(thread && { thread_ts: thread, broadcast }) });
  }

  giveBack(draftKey, text, failure) {
    if (!this.drafts.get(draftKey)) this.drafts.set(draftKey, text);
    if (draftKey !== this.draftKey) return this.session.tell(failure);
    if (this.box.value === "") this.write(text);
    return this.say(`${failure} What you typed is back in the box.`);
  }

  say(text) {
    this.notice.hidden = !text;
    this.notice.replaceChildren(...(text ? [icon("alert"), element("span", {}, text)] : []));
  }
}
