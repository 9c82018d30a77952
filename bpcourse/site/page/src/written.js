// Written: a text that is shown as it is, until it is to be changed; then an editor takes its place. What is written is kept at
// each change.

import { h } from "../../../experiments/widget/src/dom.js";

const REST = 300; // milliseconds without a key, until a text is kept

export class Written {
  // `shown` is the element with the text, `name` that under which the store keeps what becomes of it.
  // With `outlives` it is kept also where the text it began with has been changed since: it is an answer.
  constructor({ shown, name, label, store, run, touched, outlives = false }) {
    Object.assign(this, { shown, name, label, store, run, touched, outlives });
    this.first = shown.textContent;
    this.now = this.first;
  }

  get text() {
    return this.editor?.text ?? this.now;
  }

  set text(text) {
    this.now = text;
    if (this.editor) this.editor.text = text;
    else this.shown.querySelector("code").textContent = text;
  }

  // What was written here before; not if that was a change to a text that is another one now.
  async restore() {
    const draft = await this.store.text(this.name);
    if (draft && (this.outlives || draft.of === this.first)) this.text = draft.text;
    return Boolean(draft);
  }

  async open() {
    this.opening ??= this.makeEditor();
    return this.opening;
  }

  async makeEditor() {
    const { makeEditor } = await import("./editor.js");
    const host = h("div", { class: "site-editor" });
    this.shown.replaceWith(host);
    const { label, run } = this;
    this.editor = makeEditor(host, { text: this.now, label, run, changed: (text) => this.changed(text) });
    host.addEventListener("focusin", this.touched);
    return this.editor;
  }

  changed(text) {
    this.now = text;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.keep(), REST);
  }

  keep() {
    clearTimeout(this.resting);
    return this.store.keepText(this.name, { text: this.now, of: this.first });
  }
}
