// Own points: points of two classes that are set, moved and removed by hand. Each is [x, y, class]. The control holds the
// pen, which says what a click in the picture does; with the keyboard a button sets a point, and its handle has the focus.

import { h, newId } from "./dom.js";

const CLASSES = ["class A", "class B"]; // as the key of the picture says
const REMOVE = "remove";
const NOTE = "A click in the picture sets one. Drag it, or remove it with Delete.";

export function makeOwnPoints(spec, changed) {
  const pen = makePen();
  const control = {
    spec: { ...spec, classes: CLASSES },
    value: [],
    add(place) {
      if (pen.kind === null || control.value.length >= spec.most) return;
      set([...control.value, [...roundedPlace(place, spec), pen.kind]]);
    },
    // a click in the picture sets a point only while the pen is in view
    isOpen: () => control.element.checkVisibility(),
    move(k, place) {
      const to = [...roundedPlace(place, spec), control.value[k][2]];
      if (to.join() !== control.value[k].join()) set(replaced(k, to));
    },
    turn(k) {
      const [x, y, kind] = control.value[k];
      set(replaced(k, [x, y, 1 - kind]));
    },
    remove(k) {
      set(control.value.filter((_, i) => i !== k));
    },
    // what the pen does to a point that is there
    touch(k) {
      if (pen.kind === null) control.remove(k);
      else if (pen.kind !== control.value[k][2]) control.turn(k);
    },
  };
  const replaced = (k, point) => control.value.map((old, i) => (i === k ? point : old));
  const set = (points) => {
    control.value = points;
    changed();
  };
  const addFree = () => control.add(freePlace(control.value, spec));
  const button = h("button", { type: "button", class: "bp-small", onclick: addFree }, "add one");
  const empty = h("button", { type: "button", class: "bp-small", onclick: () => control.value.length && set([]) }, "remove all");
  const row = h("div", { class: "bp-own-row" }, button, empty);
  return Object.assign(control, {
    element: h("fieldset", { class: "bp-switch bp-own" }, h("legend", {}, spec.label), pen.element, row, h("p", { class: "bp-note" }, NOTE)),
    inputs: [...pen.inputs, button, empty],
  });
}

// What a click does: it sets a point of a class, or removes the one that is there.
function makePen() {
  const name = newId("pen");
  const texts = ["A", "B", REMOVE];
  const names = [...CLASSES, REMOVE];
  const inputs = texts.map((_, i) => h("input", { type: "radio", name, value: i, "aria-label": names[i] }));
  inputs[0].checked = true;
  const labels = inputs.map((input, i) => h("label", { class: "bp-choice" }, input, h("span", {}, texts[i])));
  return {
    inputs,
    element: h("div", { class: "bp-options", role: "radiogroup", "aria-label": "A click sets" }, ...labels),
    get kind() {
      return inputs[2].checked ? null : inputs.findIndex((input) => input.checked);
    },
  };
}

// The middle, or beside it where there is a point already.
function freePlace(points, { x, step }) {
  const place = [(x[0] + x[1]) / 2, 0];
  while (points.some(([px, py]) => Math.hypot(px - place[0], py - place[1]) < 2 * step)) place[0] += 4 * step;
  return place;
}

// A place within the control's ranges, rounded as the kernel rounds it.
export function roundedPlace(place, spec) {
  return [spec.x, spec.y].map(([low, high], i) => {
    const steps = Math.round(Math.max(low, Math.min(high, place[i])) / spec.step);
    return Number((steps * spec.step).toPrecision(6)) + 0;
  });
}
