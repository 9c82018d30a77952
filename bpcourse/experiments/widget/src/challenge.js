// Challenge: something to reach, in a line that visibly changes when it is met. What is counted is shown at its end.

import { h, setText } from "./dom.js";

const WORDS = { open: ["○", "Challenge: "], met: ["✓", "Challenge met: "], before: ["✓", "Challenge, met before: "] };

export class ChallengeLine {
  constructor(text) {
    this.sign = h("span", { class: "bp-challenge-sign", "aria-hidden": "true" });
    this.head = h("b");
    this.soFar = h("b");
    this.element = h("p", { class: "bp-challenge" }, this.sign, h("span", {}, this.head, `${text} `, this.soFar));
    this.told = h("span", { class: "bp-spoken", role: "status" });
    this.element.append(this.told);
    this.show(false, false, "");
  }

  show(met, reached, soFar) {
    const state = met ? "met" : reached ? "before" : "open";
    if (this.element.dataset.state === "open" && met) setText(this.told, "Challenge met.");
    else if (this.soFar.textContent && this.soFar.textContent !== soFar) setText(this.told, `Challenge: ${soFar}`);
    setText(this.soFar, soFar);
    this.element.dataset.state = state;
    const [shape, head] = WORDS[state];
    setText(this.sign, shape);
    setText(this.head, head);
  }
}
