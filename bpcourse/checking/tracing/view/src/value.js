// Value: whatever a name may hold, as an element of the page.

import { h } from "../../../../experiments/widget/src/dom.js";
import { heat } from "./heat.js";
import { caption, table } from "./table.js";
import { inShort, minus } from "./words.js";

export function show(value, options = {}) {
  if (value.kind === "number" || value.kind === "other") return h("span", { class: options.marks?.([]).join(" ") || null }, minus(value.text));
  if (value.kind !== "array") return parts(value);
  if (!value.cells?.[0]?.length) return h("span", {}, "empty");
  const note = caption(value);
  const numbers = table(value, options);
  const shown = value.heat ? [heat(value, options.name ?? ""), h("details", {}, h("summary", {}, "numbers"), numbers)] : [numbers];
  if (value.heat && options.choose) shown[1].open = true;
  return h("div", {}, ...shown, note ? h("p", { class: "bt-note" }, note) : null);
}

// A list, a tuple, a dictionary: what is in it, one below the other.
function parts(value) {
  if (!value.parts.length) return h("span", {}, value.length ? inShort(value) : `empty ${value.kind}`);
  const rows = value.parts.map(([name, part], i) => h("li", {}, h("span", { class: "bt-place" }, name || String(i)), part.kind === "array" ? show(part) : h("span", {}, inShort(part))));
  const more = value.length - value.parts.length;
  return h("ul", { class: "bt-parts" }, ...rows, more > 0 ? h("li", { class: "bt-note" }, `… ${more} more`) : null);
}
