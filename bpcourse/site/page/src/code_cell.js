// Code cell: a cell of the lesson that can be changed and run. Those above it that have not been run are run first, unseen.

import { h, setText } from "../../../experiments/widget/src/dom.js";
import { Outputs } from "./outputs.js";
import { CRASHED, ENDED, EXITED, FAILED, STOPPED } from "./python.js";
import { Written } from "./written.js";

const SECONDS = 60; // that a cell and those above it may take
const TOLD = {
  [ENDED]: `This cell had no answer after ${SECONDS} seconds, so it was stopped. The cells above it are run again when they are needed.`,
  [STOPPED]: "Stopped. The cells above are run again when they are needed.",
  [EXITED]: "This cell has ended Python itself, so another Python was started. The cells above are run again when they are needed.",
  [CRASHED]: "In this cell Python itself has crashed, as it does when functions call each other too deeply. Another Python was started. The cells above are run again when they are needed.",
  [FAILED]: "The page itself has failed here: a fault of the course, not of your code. Please report it.",
};

export class CodeCell {
  constructor(element, course) {
    this.element = element;
    this.course = course;
    this.id = element.dataset.cell;
    const code = element.querySelector("pre");
    this.written = new Written({ shown: code, name: `cell ${this.id}`, label: "Code of this cell", store: course.store, run: () => this.run(), touched: () => course.touch() });
    this.still = element.querySelector(".site-still"); // what the cell has shown when the lesson was made
    this.outputs = new Outputs((place, text) => course.say(place, text));
    this.runButton = h("button", { type: "button", onclick: () => this.run() }, "Run");
    this.changeButton = h("button", { type: "button", onclick: () => this.change() }, "Change");
    this.told = h("p", { class: "site-told", role: "status" });
    code.after(h("p", { class: "site-buttons" }, this.runButton, this.changeButton), this.told, this.outputs.element);
    this.written.restore().then((was) => was && this.changeButton.isConnected && this.change(false));
  }

  // What has to be run before a cell below this one.
  get above() {
    return { cell: this.id, source: this.written.text };
  }

  async change(takesFocus = true) {
    this.changeButton.remove();
    const editor = await this.written.open();
    if (takesFocus) editor.focus();
  }

  async run() {
    if (this.isRunning) return;
    this.isRunning = true;
    this.runButton.setAttribute("aria-busy", "true");
    this.still?.remove();
    this.outputs.clear();
    setText(this.told, "");
    this.course.ask({ kind: "leave", cell: this.id });
    const message = { kind: "run", cell: this.id, source: this.written.text, above: this.course.above(this) };
    const why = await this.course.ask(message, SECONDS);
    this.runButton.removeAttribute("aria-busy");
    this.isRunning = false;
    if (why) setText(this.told, TOLD[why]);
  }

  // Another Python is there: what lived here lives no longer, and says so.
  begin() {
    for (const channel of this.outputs.parts.values()) channel.onclose();
    this.outputs.parts.clear();
  }
}
