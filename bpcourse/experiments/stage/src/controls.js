// Controls: native inputs, each with its true name and its true value. A slider is an index into a row of values.

import { h, newId } from "./dom.js";

const make = { slider: makeSlider, switch: makeSwitch };

export class Controls {
  constructor(specs, changed) {
    this.specs = specs;
    this.controls = Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [name, make[spec.kind](spec, changed)]),
    );
    this.element = h("fieldset", { class: "bp-controls" }, h("legend", {}, "Controls"));
    this.element.append(...Object.values(this.controls).map((control) => control.element));
  }

  get values() {
    return Object.fromEntries(
      Object.entries(this.controls).map(([name, control]) => [name, this.specs[name].values[control.index]]),
    );
  }

  set values(values) {
    for (const [name, control] of Object.entries(this.controls)) {
      control.index = this.specs[name].values.indexOf(values[name]);
    }
  }
}

function makeSlider(spec, changed) {
  const id = newId("slider");
  const last = spec.values.length - 1;
  const said = h("output", { for: id });
  const say = () => {
    said.textContent = spec.texts[input.value];
    input.setAttribute("aria-valuetext", spec.texts[input.value]);
  };
  const input = h("input", {
    id,
    type: "range",
    min: 0,
    max: last,
    step: 1,
    oninput: () => {
      say();
      changed();
    },
  });
  const element = h("div", { class: "bp-slider" }, h("label", { for: id }, spec.label), input, said);
  return {
    element,
    get index() {
      return Number(input.value);
    },
    set index(index) {
      input.value = index;
      say();
    },
  };
}

export function makeSwitch(spec, changed) {
  const name = newId("switch");
  const inputs = spec.values.map((_, i) => h("input", { type: "radio", name, value: i, onchange: changed }));
  const labels = inputs.map((input, i) => h("label", { class: "bp-choice" }, input, spec.texts[i]));
  return {
    element: h("fieldset", { class: "bp-switch" }, h("legend", {}, spec.label), ...labels),
    inputs,
    get index() {
      return inputs.findIndex((input) => input.checked);
    },
    set index(index) {
      inputs.forEach((input, i) => (input.checked = i === index));
    },
  };
}
