// Trace view: a call that was watched, to be stepped through. At the left the code, at the right what its line has made.

import { h, setText } from "../../../../experiments/widget/src/dom.js";
import { Code } from "./code.js";
import { Controls } from "./controls.js";
import { endPanel } from "./end_panel.js";
import { sentence } from "./sentence.js";
import { startPanel, stepPanel } from "./step_panel.js";
import { otherPass, placeOf, timeline } from "./timeline.js";
import { lineOf } from "./whence.js";

export class TraceView {
  constructor(root, recorded) {
    this.recorded = recorded;
    this.folds = { loops: false, helpers: false };
    this.places = timeline(recorded, this.folds);
    this.code = new Code(recorded);
    this.panel = h("div", { class: "bt-panel", tabindex: 0, role: "group", "aria-label": "what this line has made" });
    this.said = h("p", { class: "bt-said", role: "status" });
    this.controls = new Controls({
      go: (place) => this.go(place),
      pass: (by) => this.turn(by),
      fold: (change) => this.fold(change),
      hasLoops: recorded.steps.some((step) => step.loops.length),
      hasHelpers: recorded.steps.some((step) => step.depth),
    });
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", `${recorded.call.name}, line by line`);
    root.replaceChildren(heading(recorded), this.controls.element, h("div", { class: "bt-view" }, this.code.element, this.panel), this.said);
    this.go(opening(recorded, this.places));
  }

  go(place) {
    this.place = Math.max(0, Math.min(this.places.length - 1, place));
    const here = this.places[this.place];
    const said = sentence(this.recorded, here);
    this.code.mark(here.first, here.last);
    if (here.kind === "end" && this.recorded.isEndless) this.code.mark(this.recorded.steps.length - 1, this.recorded.steps.length - 1);
    if (here.kind === "end" && this.recorded.isWrong) this.code.markMade(lineOf(this.recorded).step);
    this.controls.show(this.place, this.places.length, said, this.pass(here));
    setText(this.said, said);
    this.panel.replaceChildren(...this.shown(here));
    this.panel.scrollTop = 0;
  }

  shown(here) {
    const toStep = (step) => this.go(placeOf(this.places, step));
    if (here.kind === "start") return startPanel(this.recorded);
    if (here.kind === "end") return endPanel(this.recorded, toStep);
    return here.kind === "gap" ? [] : stepPanel(this.recorded, here.first, here.last);
  }

  // Which pass of the innermost loop this is, and whether there are others; null outside of loops.
  pass(here) {
    const loop = here.first === here.last && here.kind === "steps" ? this.recorded.steps[here.first].loops.at(-1) : null;
    if (!loop) return null;
    const exists = (by) => otherPass(this.recorded, here.first, by) >= 0;
    return { number: loop[2], of: this.recorded.passes(loop[0]), before: exists(-1), after: exists(1) };
  }

  turn(by) {
    this.go(placeOf(this.places, otherPass(this.recorded, this.places[this.place].first, by)));
  }

  // Fold or unfold, and stay where we are.
  fold(change) {
    const here = this.places[this.place];
    Object.assign(this.folds, change);
    this.places = timeline(this.recorded, this.folds);
    const place = here.kind === "steps" ? placeOf(this.places, here.first) : this.places.findIndex(({ kind }) => kind === here.kind);
    this.go(place);
  }
}

// A wrong result is seen at the end, as is that it came to none; an error in its line, and a right call from its beginning.
function opening(recorded, places) {
  const { call } = recorded;
  if (recorded.isWrong) return places.length - 1;
  if (call.raised) return places.length - 2;
  return recorded.isEndless ? places.length - 1 : 0;
}

function heading({ call, finding }) {
  const names = call.given.map(([name]) => name).join(", ");
  const which = call.count > 1 && finding ? `call ${call.number} of ${call.count} of this check` : "";
  const head = h("p", { class: "bt-head" }, h("b", {}, h("code", {}, `${call.name}(${names})`), ", line by line"), which ? ` · ${which}` : "");
  if (!finding) return head;
  const verdict = { ok: "✓ passes: ", no: "✗ fails: ", late: "… not seen to its end: " }[finding.outcome];
  return h("div", {}, head, h("p", { class: "bt-check", "data-outcome": finding.outcome }, h("span", { class: "bt-verdict" }, verdict), finding.check));
}
