// Readings: the numbers that matter most, in one line beside the player. Their places do not move when the numbers change.

import { h, setText } from "./dom.js";
import { say } from "./numerals.js";

export class Readings {
  constructor() {
    this.element = h("p", { class: "bp-readings" });
    this.labels = "";
  }

  show(readings, frame) {
    const labels = readings.map(({ label }) => label).join();
    if (labels !== this.labels) {
      this.labels = labels;
      this.values = readings.map(() => h("b"));
      this.element.replaceChildren(...readings.map(({ label }, i) => h("span", {}, `${label} `, this.values[i])));
    }
    readings.forEach(({ values }, i) => setText(this.values[i], say(values[Math.min(frame, values.length - 1)])));
  }
}
