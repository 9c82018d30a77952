// Operations: which arrays meet in a line, in the order in which Python lets them meet. One of them is drawn.

import { h } from "../../../../experiments/widget/src/dom.js";
import { broadcast, isStretched } from "./broadcast.js";
import { product } from "./product.js";
import { inShort, shapeOf } from "./words.js";

export function operationList(operations, chosen, pick) {
  const shown = operations.list.map((one, place) => ({ one, place })).filter(({ one }) => !["name", "number"].includes(one.kind));
  const rows = shown.map(({ one, place }) =>
    h("li", {}, h("button", { type: "button", "aria-pressed": String(place === chosen), onclick: () => pick(place) }, h("code", {}, one.text), " ", h("span", { class: "bt-shapes" }, meeting(operations.list, one)))),
  );
  return h("ol", { class: "bt-operations" }, ...rows);
}

// (5, 3) @ (3,) → (5,)
export function meeting(list, one) {
  const of = one.of.map((place) => list[place]);
  const given = of.map((part) => (part.value.shape?.length ? shapeOf(part.value, part.letters) : inShort(part.value)));
  const result = !one.fits ? "do not fit" : one.value.shape?.length ? shapeOf(one.value, one.letters) : inShort(one.value);
  const sign = /^\W+$/.test(one.sign) && one.sign !== "[]" ? ` ${one.sign === "@" ? "@" : one.sign} ` : ", ";
  return `${given.join(sign)} → ${result}`;
}

// The one that is drawn first: what does not fit, what is stretched to something larger than both, a product, the last one.
export function firstDrawn({ list, roots }) {
  const arrays = (one) => one.of.map((place) => list[place].value).filter((value) => value.shape?.length);
  const grows = (one) => one.fits && one.kind === "elementwise" && isStretched(one, arrays(one)) && arrays(one).every((value) => value.shape.join() !== one.value.shape.join());
  const tests = [(one) => !one.fits, grows, (one) => one.kind === "product", (one) => one.kind === "elementwise" && one.fits && isStretched(one, arrays(one))];
  for (const test of tests) {
    const place = list.findIndex(test);
    if (place >= 0) return place;
  }
  return roots.find((place) => place !== null) ?? -1;
}

// The picture of one operation, or null where its shapes say it all.
export function picture(operations, place, entry, choose) {
  const one = operations.list[place];
  const of = one.of.map((part) => operations.list[part]);
  const arrays = of.filter((part) => part.value.shape?.length);
  if (!one.fits) return h("p", { class: "bt-note" }, whyNot(one, arrays));
  if (one.kind === "product" && arrays.length === 2 && one.sign !== "outer") return product(one, of, entry, choose);
  if (one.kind === "elementwise" && arrays.length === 2 && of.length === 2 && isStretched(one, arrays.map((part) => part.value))) return broadcast(one, of, entry, choose);
  return null;
}

function whyNot(one, arrays) {
  const [left, right] = arrays.map((part) => part.value.shape);
  if (one.kind === "product") return `The last axis of the first is ${left.at(-1)} long, that which it meets in the second ${right.at(-2) ?? right[0]}. They must be equally long.`;
  return `Axes meet from the last one on. They fit where they are equally long, or where one of them has the length 1: (${left.join(", ")}) and (${right.join(", ")}) do not.`;
}
