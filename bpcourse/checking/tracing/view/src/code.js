// Code: the learner's own lines, with the one at which it stands.

import { h } from "../../../../experiments/widget/src/dom.js";

export class Code {
  constructor(recorded) {
    this.recorded = recorded;
    this.lines = recorded.source.map((text, i) => new Line(text, i + 1));
    this.element = h("ol", { class: "bt-code", tabindex: 0, "aria-label": "your code", role: "list" }, ...this.lines.map((line) => line.element));
  }

  // Mark the lines of the steps from `first` to `last`, or none; `steps` may be many where they are folded.
  mark(first, last) {
    const steps = first === undefined ? [] : this.recorded.steps.slice(first, last + 1);
    const own = steps.filter((step) => step.frame === steps[0].frame);
    const [from, to] = [Math.min(...own.map((step) => step.line)), Math.max(...own.map((step) => step.end))];
    const passes = new Map((first === last ? (steps[0]?.loops ?? []) : []).map(([number, line, pass]) => [line, `pass ${pass} of ${this.recorded.passes(number)}`]));
    if (first !== last && steps[0]?.is_head) passes.set(steps[0].line, `${this.recorded.passes(steps[0].loops.at(-1)[0])} passes`);
    this.lines.forEach((line) => line.show(from <= line.number && line.number <= to, line.number === steps[0]?.line, passes.get(line.number)));
    if (steps.length) this.scrollTo(this.lines[from - 1]?.element, this.lines[to - 1]?.element);
  }

  // Mark the line of a step that made what has come out: with ≠ where that is what differs.
  markMade(step) {
    if (step < 0) return;
    const line = this.lines[this.recorded.steps[step].line - 1];
    line.tell(this.recorded.call.beside ? "≠" : "▸", "");
    this.scrollTo(line.element);
  }

  // The page itself must not move, so it is done by hand.
  scrollTo(first, last) {
    if (!first) return;
    const { scrollTop, clientHeight } = this.element;
    const top = first.offsetTop - this.element.offsetTop;
    const end = (last ?? first).offsetTop - this.element.offsetTop + (last ?? first).offsetHeight;
    if (top < scrollTop) this.element.scrollTop = top - 24;
    else if (end > scrollTop + clientHeight) this.element.scrollTop = Math.min(top - 24, end + 24 - clientHeight);
  }
}

class Line {
  constructor(text, number) {
    this.number = number;
    this.sign = h("span", { class: "bt-here", "aria-hidden": "true" });
    this.note = h("span", { class: "bt-pass" });
    this.element = h("li", {}, this.sign, h("span", { class: "bt-number", "aria-hidden": "true" }, String(number)), h("code", {}, text || " "), this.note);
  }

  show(isCurrent, isFirst, pass = "") {
    this.element.toggleAttribute("data-current", isCurrent);
    if (isFirst) this.element.setAttribute("aria-current", "step");
    else this.element.removeAttribute("aria-current");
    this.tell(isFirst ? "▸" : "", pass);
  }

  tell(sign, note) {
    this.sign.textContent = sign;
    this.element.toggleAttribute("data-wrong", sign === "≠");
    this.note.textContent = note;
  }
}
