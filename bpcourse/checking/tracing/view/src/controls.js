// Controls: back and on, a slider over all places, the passes of a loop, and what is folded.

import { h, newId, setAttribute, setText } from "../../../../experiments/widget/src/dom.js";

export class Controls {
  constructor({ go, pass, fold, hasLoops, hasHelpers }) {
    const button = (text, name, act) => h("button", { type: "button", "aria-label": name, title: name, onclick: act }, text);
    this.back = button("◂", "one step back", () => go(this.place - 1));
    this.on = button("▸", "one step on", () => go(this.place + 1));
    this.slider = h("input", { type: "range", min: 0, step: 1, "aria-label": "step", oninput: () => go(Number(this.slider.value)) });
    this.count = h("span", { class: "bt-count" });
    this.before = button("◂", "the pass before", () => pass(-1));
    this.after = button("▸", "the next pass", () => pass(1));
    this.pass = h("span", { class: "bt-count" });
    this.passes = h("span", { class: "bt-passes", role: "group", "aria-label": "passes of the loop" }, this.before, this.pass, this.after);
    const loops = hasLoops ? folding("fold loops", (is) => fold({ loops: is })) : null;
    const helpers = hasHelpers ? folding("step over helpers", (is) => fold({ helpers: is })) : null;
    this.element = h("div", { class: "bt-controls" }, this.back, this.on, this.slider, this.count, this.passes, loops, helpers);
  }

  show(place, places, said, pass) {
    this.place = place;
    this.back.disabled = place === 0;
    this.on.disabled = place === places - 1;
    setAttribute(this.slider, "max", places - 1);
    this.slider.value = place;
    setAttribute(this.slider, "aria-valuetext", said);
    setText(this.count, `${place} of ${places - 1}`);
    this.passes.hidden = !pass;
    if (!pass) return;
    setText(this.pass, `pass ${pass.number} of ${pass.of}`);
    this.before.disabled = !pass.before;
    this.after.disabled = !pass.after;
  }
}

function folding(text, fold) {
  const id = newId("fold");
  return h("span", {}, h("input", { type: "checkbox", id, onchange: (event) => fold(event.target.checked) }), h("label", { for: id }, ` ${text}`));
}
