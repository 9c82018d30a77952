// Question: predict, lock, look, compare. The picture and its controls stay shut until an answer is locked in.

import { makeSwitch } from "./controls.js";
import { h } from "./dom.js";

export class Question {
  constructor({ predict, compare, again }) {
    this.element = h("div", { class: "bp-question", role: "group", "aria-label": "Prediction" });
    this.actions = { predict, compare, again };
  }

  show({ text, options, chosen, verdict }) {
    const hadFocus = this.element.contains(document.activeElement);
    this.element.replaceChildren(
      ...(chosen === null ? this.ask(text, options) : this.answered(text, options, chosen, verdict)),
    );
    if (hadFocus) this.element.querySelector("button")?.focus();
  }

  ask(text, options) {
    const lock = h("button", { type: "button", disabled: true }, "Lock in my prediction");
    const choice = makeSwitch({ label: text, values: options, texts: options }, () => (lock.disabled = false));
    lock.addEventListener("click", () => this.actions.predict(choice.index));
    return [h("p", { class: "bp-heading" }, "First predict"), choice.element, lock];
  }

  answered(text, options, chosen, verdict) {
    const prediction = h("p", {}, h("b", {}, "You predicted: "), options[chosen]);
    const compare = h("button", { type: "button", onclick: this.actions.compare }, "Compare with what happened");
    const again = h("button", { type: "button", onclick: this.actions.again }, "Predict again");
    const asked = h("p", {}, h("b", {}, "Question: "), text);
    if (verdict === null) return [asked, prediction, h("p", {}, "Now try it out below, and then compare."), compare];
    return [asked, h("p", { class: "bp-verdict" }, verdict), again];
  }
}
