// Controls: native inputs, each with its true name and its true value. A slider is an index into a row of values. Each
// control has `value` to read and to set; those with a row of values have `index`, too. Places have no input here: their
// handles are in the picture.

import { h, newId, setAttribute, setText } from "./dom.js";
import { say } from "./numerals.js";
import { makeOwnPoints, roundedPlace } from "./own_points.js";
import { Tabs } from "./tabs.js";

const make = { slider: makeSlider, switch: makeSwitch, places: makePlaces, points: makeOwnPoints, blank: makeBlank, text: makeText, button: makeButton };

export class Controls {
  constructor(specs, changed) {
    this.changed = changed;
    this.controls = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, make[spec.kind](spec, () => this.moved(name))]));
    const groups = new Map(); // from the name of a group to what is shown in it
    for (const { spec, element } of Object.values(this.controls)) if (element) groups.set(spec.group, [...(groups.get(spec.group) ?? []), element]);
    const grids = new Map([...groups].map(([name, shown]) => [name, h("div", { class: "bp-grid", "data-many": this.areMany(shown) }, ...shown)]));
    const content = grids.size > 1 ? new Tabs(grids).elements : grids.values();
    this.element = h("div", { class: "bp-controls", role: "group", "aria-label": "Controls" }, ...content);
  }

  // More than six stand closer together, in one column; in two where a field among them needs more room.
  areMany(shown) {
    if (shown.length <= 6) return null;
    return shown.every((element) => element.matches(".bp-slider, .bp-switch")) ? "close" : "columns";
  }

  get(name) {
    return this.controls[name];
  }

  // By the hand in the picture: as if the control itself had been moved.
  move(name, value) {
    const control = this.controls[name];
    if (JSON.stringify(control.value) === JSON.stringify(value)) return;
    control.value = value;
    this.moved(name);
  }

  // What belongs to the value that was left begins anew.
  moved(name) {
    for (const control of Object.values(this.controls)) if (control.spec.anew_with?.includes(name)) control.value = control.spec.start;
    this.changed();
  }

  get values() {
    return Object.fromEntries(Object.entries(this.controls).map(([name, control]) => [name, control.value]));
  }

  set values(values) {
    for (const [name, control] of Object.entries(this.controls)) control.value = values[name];
  }

  // The learner has gone on to another step: what was typed for the one before is taken away. Returns whether there was any.
  goOn() {
    const typed = Object.values(this.controls).filter(({ spec, value }) => spec.each_step && value != null);
    for (const control of typed) control.clear();
    return typed.length > 0;
  }

  close() {
    for (const control of Object.values(this.controls)) for (const input of control.inputs ?? []) input.disabled = true;
  }
}

// A control with a row of values is at one of them.
function overRow(spec, row) {
  return Object.defineProperties(row, {
    spec: { value: spec },
    value: {
      get: () => spec.values[row.index],
      set: (value) => (row.index = spec.values.findIndex((one) => one === value)),
    },
  });
}

function makeSlider(spec, changed) {
  const id = newId("slider");
  const last = spec.values.length - 1;
  const widest = Math.max(...spec.texts.map((text) => text.length));
  // room for every number, so that the label's lines stay while the value changes; a word may take it from the label
  const said = h("output", { for: id, style: `min-width: ${Math.min(widest, 6)}ch` });
  const show = () => {
    setText(said, spec.texts[input.value]);
    setAttribute(input, "aria-valuetext", spec.texts[input.value]);
    input.style.setProperty("--bp-part", last ? input.value / last : 0);
  };
  const input = h("input", {
    id,
    type: "range",
    min: 0,
    max: last,
    step: 1,
    oninput: () => {
      show();
      changed();
    },
  });
  return overRow(spec, {
    element: h("div", { class: "bp-slider" }, h("label", { for: id }, spec.label), said, input),
    inputs: [input],
    get index() {
      return Number(input.value);
    },
    set index(index) {
      input.value = index;
      show();
    },
  });
}

export function makeSwitch(spec, changed) {
  const name = newId("switch");
  const inputs = spec.values.map((_, i) => h("input", { type: "radio", name, value: i, onchange: changed }));
  const labels = inputs.map((input, i) => h("label", { class: "bp-choice" }, input, h("span", {}, spec.texts[i])));
  return overRow(spec, {
    element: h("fieldset", { class: "bp-switch" }, h("legend", {}, spec.label), h("div", { class: "bp-options" }, ...labels)),
    inputs,
    get index() {
      return inputs.findIndex((input) => input.checked);
    },
    set index(index) {
      inputs.forEach((input, i) => (input.checked = i === index));
    },
  });
}

function makePlaces(spec) {
  return { spec, value: [], rounded: (place) => roundedPlace(place, spec) };
}

function makeBlank(spec, changed) {
  const id = newId("blank");
  const read = () => {
    const text = input.value.trim().replace("−", "-").replace(",", ".");
    return text === "" || !Number.isFinite(Number(text)) ? null : Number(text);
  };
  const input = h("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", onchange: changed });
  return {
    spec,
    element: h("div", { class: "bp-field" }, h("label", { for: id }, spec.label), input),
    inputs: [input],
    get value() {
      return read();
    },
    set value(value) {
      if (document.activeElement !== input) input.value = value == null ? "" : say(value, 6);
    },
    clear() {
      input.value = "";
    },
  };
}

// A text of a bounded length. What it means is the kernel's business.
function makeText(spec, changed) {
  const id = newId("text");
  const input = h("input", { id, type: "text", maxlength: spec.longest, spellcheck: "false", autocapitalize: "off", autocomplete: "off", onchange: changed });
  return {
    spec,
    element: h("div", { class: "bp-field" }, h("label", { for: id }, spec.label), input),
    inputs: [input],
    get value() {
      return input.value;
    },
    set value(value) {
      if (document.activeElement !== input) input.value = value;
    },
  };
}

function makeButton(spec, changed) {
  const control = { spec, value: 0 };
  const press = () => {
    control.value += 1;
    changed();
  };
  const input = h("button", { type: "button", onclick: press }, spec.label);
  return Object.assign(control, { element: input, inputs: [input] });
}
