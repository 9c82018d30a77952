// Work: the learner's work as a file: the one that is handed in. It can be loaded again, here or in another browser.

import { h, setText } from "../../../experiments/widget/src/dom.js";

export class Work {
  constructor(element, course) {
    this.course = course;
    this.name = h("input", { type: "text", autocomplete: "name" });
    this.whole = h("input", { type: "checkbox", checked: "" });
    this.file = h("input", { type: "file", accept: ".zip", onchange: () => this.load() });
    this.told = h("pre", { class: "site-told", role: "status" });
    element.append(
      h("p", { class: "site-field" }, h("label", {}, "Your name or number, if your teacher asks for it: ", this.name)),
      h("p", { class: "site-field" }, h("label", {}, this.whole, " With my earlier answers and predictions, to go on elsewhere; a grader does not look at them")),
      h("p", { class: "site-buttons" }, h("button", { type: "button", onclick: () => this.save() }, "Save my work")),
      h("p", { class: "site-field" }, h("label", {}, "Load work that was saved before: ", this.file)),
      this.told,
    );
  }

  async save() {
    setText(this.told, "It is being packed …");
    const why = await this.course.ask({ kind: "pack", name: this.name.value.trim(), whole: this.whole.checked }, 20);
    if (why) setText(this.told, "Stopped.");
  }

  packed({ receipt, file }, [bytes]) {
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
    h("a", { href: address, download: file }).click();
    setText(this.told, receipt);
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  async load() {
    const [file] = this.file.files;
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    await this.course.ask({ kind: "unpack", data: text }, 20);
  }

  unpacked({ text }) {
    setText(this.told, text);
  }
}
