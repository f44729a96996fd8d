/** The file input of a modal: files are uploaded as they are chosen, and can be taken out again. */

import { element } from "../element.js";
import { icon } from "../icons.js";
import { sizeText } from "../upload.js";

/** The control for a `file_input` element. */
export function fileInput(item, field) {
  return new FileField(item, field).node;
}

class FileField {
  constructor(item, field) {
    this.item = item;
    this.field = field;
    this.files = field.value.files ?? [];
    this.most = item.max_files ?? 10;
    this.list = element("ul", { class: "chosen-files", "aria-label": "Chosen files" });
    this.note = element("p", { class: "hint", role: "status" });
    this.box = element("input", {
      id: field.id,
      class: "file-box",
      type: "file",
      multiple: this.most > 1,
      accept: item.filetypes?.map((kind) => `.${kind}`).join(","),
      "data-focus": field.key,
      "aria-describedby": field.describedBy,
      "aria-required": field.required,
      onchange: () => this.take([...this.box.files]),
    });
    this.node = element("div", { class: "file-field" }, this.box, this.list, this.note);
    this.show();
  }

  async take(chosen) {
    const unfit = chosen.find((file) => !this.fits(file));
    if (unfit) return this.say(`${unfit.name} cannot be used here: only ${this.item.filetypes.join(", ")} files.`);
    if (this.files.length + chosen.length > this.most) {
      return this.say(`At most ${this.most} ${this.most === 1 ? "file" : "files"} can be added. Remove one first.`);
    }
    this.say(`Uploading ${chosen.map((file) => file.name).join(", ")}…`);
    for (const file of chosen) {
      const outcome = await this.field.upload(file);
      if (!outcome.ok) return this.say(`${file.name} was not uploaded: ${outcome.error}. Choose it again to retry.`);
      this.files = [...this.files, outcome.file ?? { id: outcome.file_id, name: file.name, size: file.size }];
      this.tell();
    }
    return this.say("");
  }

  fits(file) {
    const kinds = this.item.filetypes;
    return !kinds?.length || kinds.includes(file.name.split(".").pop().toLowerCase());
  }

  remove(gone) {
    this.files = this.files.filter((file) => file !== gone);
    this.tell();
    this.box.focus();
  }

  tell() {
    this.field.change({ files: this.files });
    this.field.commit();
    this.show();
  }

  say(text) {
    this.note.textContent = text;
    this.box.value = "";
  }

  show() {
    this.list.hidden = this.files.length === 0;
    this.list.replaceChildren(...this.files.map((file) => this.row(file)));
  }

  row(file) {
    const name = file.title || file.name || file.id;
    const remove = element(
      "button",
      { type: "button", class: "icon-button", "aria-label": `Remove ${name}`, onclick: () => this.remove(file) },
      icon("close"),
    );
    const size = element("span", { class: "file-facts" }, sizeText(file.size) ?? "");
    const words = element("span", { class: "file-name" }, name);
    return element("li", { class: "file-card" }, icon("file"), words, size, remove);
  }
}
