// Product: two arrays whose inner axes meet, and what they make. For the chosen number its row and its column are marked.

import { h } from "../../../../experiments/widget/src/dom.js";
import { show } from "./value.js";
import { shapeOf } from "./words.js";

export function product(one, of, entry, choose) {
  const [left, right] = of;
  const index = entry ?? one.value.shape?.map(() => 0) ?? [];
  const { row, column } = sides(left.value, right.value, index);
  const isIn = (marked) => (place) => (marked(place) ? ["met"] : []);
  const figure = (part, marked, more = {}) => h("figure", {}, show(part.value, { name: part.text, letters: part.letters, marks: isIn(marked), ...more }), h("figcaption", {}, h("code", {}, part.text)));
  const parts = [
    figure(left, (place) => left.value.shape.length === 1 || place.at(-2) === row),
    h("span", { class: "bt-operator" }, "@"),
    figure(right, (place) => right.value.shape.length === 1 || place.at(-1) === column),
    h("span", { class: "bt-operator" }, "="),
    figure({ ...one, value: one.value }, (place) => place.join() === index.join(), { choose }),
  ];
  return h("div", {}, meeting(left, right), h("div", { class: "bt-meeting" }, ...parts));
}

// Which row of the left and which column of the right make this number.
export function sides(left, right, index) {
  const row = left.shape.length > 1 ? index[left.shape.length - 2] : undefined;
  const column = right.shape.length > 1 ? index.at(-1) : undefined;
  return { row, column };
}

function meeting(left, right) {
  const [inner, outer] = [left.value.shape.length - 1, Math.max(0, right.value.shape.length - 2)];
  const length = left.value.shape[inner];
  const names = [left.letters[inner], right.letters[outer]].filter((name) => name && name !== String(length));
  const shapes = `${shapeOf(left.value, left.letters)} @ ${shapeOf(right.value, right.letters)}: `;
  if (new Set(names).size === 2) return h("p", { class: "bt-note" }, shapes, h("b", {}, names.join(" meets ")), `; both are ${length} long here, so NumPy adds up along them.`);
  return h("p", { class: "bt-note" }, shapes, "the axes of length ", h("b", {}, names.length ? `${names[0]} = ${length}` : String(length)), " meet and are added up.");
}
