// Live cell: questions, or an experiment. Until Python is there they can be read; then they come to life as they come into view.

import { h } from "../../../experiments/widget/src/dom.js";
import { whenNear } from "./near.js";
import { Outputs } from "./outputs.js";

const NAMES = { question: "Answer here", experiment: "Predict, and move it" };

export class LiveCell {
  constructor(element, course) {
    this.element = element;
    this.course = course;
    this.id = element.dataset.cell;
    this.outputs = new Outputs((place, text) => course.say(place, text));
    this.still = h("div", { class: "site-still" }, ...element.childNodes);
    this.button = h("button", { type: "button", class: "site-begin", onclick: () => this.touch() }, NAMES[element.dataset.kind]);
    element.append(this.button, this.still);
  }

  touch() {
    this.wantsFocus = true;
    this.button.setAttribute("aria-busy", "true");
    this.course.touch();
  }

  // Python is there, perhaps another one than before: what lived here lives no longer.
  begin() {
    this.ends?.();
    this.ends = whenNear(this.element, () => this.run());
  }

  async run() {
    this.outputs.clear();
    const message = { kind: "run", cell: this.id, source: this.element.dataset.source, above: [] };
    const why = await this.course.ask(message, 60, true);
    if (why || !this.outputs.parts.size) return;
    if (!this.outputs.element.isConnected) this.element.replaceChildren(this.outputs.element);
    if (this.wantsFocus) this.focus();
  }

  // The button that was pressed is gone: what has come in its place gets the focus.
  focus() {
    this.wantsFocus = false;
    this.element.tabIndex = -1;
    this.element.focus({ preventScroll: true });
  }
}
