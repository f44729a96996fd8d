/** Files chosen for a message that was not sent yet. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { failureText } from "../outcome.js";
import { sizeText, uploadAct } from "../upload.js";

/** The files over a compose box; `onChange` is told when there are more or fewer. */
export class Attachments {
  constructor(onChange) {
    this.onChange = onChange;
    this.files = [];
    this.box = element("input", {
      type: "file",
      multiple: true,
      hidden: true,
      "aria-label": "Files to attach",
      onchange: () => this.add([...this.box.files]),
    });
    this.list = element("ul", { class: "chosen-files", "aria-label": "Attached files", hidden: true });
    this.node = element("div", { class: "attachments" }, this.box, this.list);
  }

  /** Let the person pick files. */
  choose() {
    this.box.click();
  }

  /** Take files that were dropped or pasted; text is left to the box. */
  takeFrom(transfer, event) {
    const files = [...(transfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.add(files);
  }

  add(files) {
    this.files = [...this.files, ...files];
    this.box.value = "";
    this.show();
  }

  clear() {
    if (this.files.length === 0) return;
    this.files = [];
    this.show();
  }

  show() {
    this.list.hidden = this.files.length === 0;
    this.list.replaceChildren(...this.files.map((file) => this.row(file)));
    this.onChange();
  }

  row(file) {
    const remove = () => {
      this.files = this.files.filter((one) => one !== file);
      this.show();
    };
    return element(
      "li",
      { class: "file-card" },
      icon("file"),
      element("span", { class: "file-name" }, file.name),
      element("span", { class: "file-facts" }, sizeText(file.size) ?? "empty"),
      element(
        "button",
        { type: "button", class: "icon-button", "aria-label": `Remove ${file.name}`, onclick: remove },
        icon("close"),
      ),
    );
  }

  /** Upload all, the text with the first; resolves to what went wrong, the files not sent being kept, or null. */
  async send(session, { text, ...where }) {
    for (const [at, file] of [...this.files].entries()) {
      const act = await uploadAct(file, { ...where, ...(at === 0 && text && { text }) });
      const failure = failureText(await session.act(act), session.appName);
      if (failure) return failure;
      this.files = this.files.filter((one) => one !== file);
      this.show();
    }
    return null;
  }
}
