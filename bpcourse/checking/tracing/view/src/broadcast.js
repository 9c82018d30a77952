// Broadcast: both arrays as large as they become, with the numbers that are repeated in grey, and what they make.

import { h } from "../../../../experiments/widget/src/dom.js";
import { at, stretched } from "./cells.js";
import { table } from "./table.js";
import { minus, shapeOf } from "./words.js";

export function isStretched(one, arrays) {
  return arrays.length > 1 && arrays.some((value) => value.shape.join() !== one.value.shape.join());
}

export function broadcast(one, of, entry, choose) {
  const marks = (index) => (entry && index.join() === entry.join() ? ["met"] : []);
  const tables = of.map((part) => {
    const own = part.value.shape ?? [];
    const isGhost = (index) => stretched(index, own).join() !== index.slice(index.length - own.length).join() || index.slice(0, index.length - own.length).some((i) => i > 0);
    const large = { ...one.value, cells: filled(one.value, part.value) };
    return h("figure", {}, table(large, { name: part.text, letters: one.letters, marks: (index) => [...marks(index), ...(isGhost(index) ? ["ghost"] : [])] }), h("figcaption", {}, h("code", {}, part.text), ` ${own.length ? shapeOf(part.value, part.letters) : ""}`));
  });
  const made = h("figure", {}, table(one.value, { name: one.text, letters: one.letters, marks, choose }), h("figcaption", {}, h("code", {}, one.text), ` ${shapeOf(one.value, one.letters)}`));
  const sign = /^\W+$/.test(one.sign) ? minus(one.sign) : one.sign;
  return h("div", { class: "bt-meeting" }, tables[0], h("span", { class: "bt-operator" }, sign), tables[1], h("span", { class: "bt-operator" }, "="), made);
}

// The numbers of an array in the places of the larger one.
function filled(larger, value) {
  const isRow = larger.shape.length === 1;
  const first = larger.shape.slice(2).map(() => 0);
  return larger.cells.map((row, i) =>
    row.map((_, j) => {
      const place = isRow ? [larger.from[1] + j] : [...first, larger.from[0] + i, larger.from[1] + j];
      return at(value, stretched(place, value.shape)) ?? "?";
    }),
  );
}
