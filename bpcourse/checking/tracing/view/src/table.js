// Table: the numbers of an array, each in its place. A number can be chosen, with the pointer or with the arrow keys.
//
//     marks(index)   words for the class of a cell: "changed", "differs", "met", "ghost"
//     choose(index)  called when a number is chosen; without it none can be

import { h } from "../../../../experiments/widget/src/dom.js";
import { indexAt } from "./cells.js";
import { facts, indexOf, minus } from "./words.js";

const SAID = { changed: "changed", differs: "differs", met: "goes in", ghost: "repeated" };
const SIGNS = { differs: "≠", changed: "•" };
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function table(value, { letters = [], marks = () => [], choose, name = "" } = {}) {
  const rows = value.cells.map((row, i) => row.map((text, j) => cell(text, indexAt(value, i, j), marks, choose, name)));
  const [rowLetter, columnLetter] = value.shape.length > 1 ? letters.slice(-2) : ["", letters[0]];
  const isMatrix = value.shape.length > 1;
  const [firstRow, firstColumn] = value.from;
  const corner = header("col", [isMatrix && rowLetter ? `${rowLetter} ↓` : "", columnLetter ? `${columnLetter} →` : ""].filter(Boolean).join(" "));
  const columns = value.cells[0]?.map((_, j) => h("th", { scope: "col" }, String(firstColumn + j))) ?? [];
  const more = value.shape.length && firstColumn + columns.length < value.shape.at(-1);
  const head = value.shape.length ? [h("thead", {}, h("tr", {}, corner, ...columns, more ? h("th", { scope: "col" }, "…") : null))] : [];
  const body = rows.map((row, i) => h("tr", {}, value.shape.length ? header("row", isMatrix ? String(firstRow + i) : "") : null, ...row.map(({ element }) => element), more ? h("td", {}, "…") : null));
  if (isMatrix && firstRow + rows.length < value.shape.at(-2)) body.push(h("tr", {}, h("th", {}, "…")));
  const made = h("table", { class: "bt-table", "aria-label": name || null }, ...head, h("tbody", {}, ...body));
  if (choose) choosable(made, rows, choose);
  return made;
}

// A header without a word in it is none.
function header(scope, text) {
  return text ? h("th", { scope }, text) : h("td", { class: "bt-empty" });
}

function cell(text, index, marks, choose, name) {
  const words = marks(index);
  const said = words.map((word) => SAID[word]).filter(Boolean);
  const signs = words.map((word) => SIGNS[word] ?? "").join("");
  const element = h(
    "td",
    { class: words.join(" ") || null, tabindex: choose ? -1 : null, "aria-label": choose ? `${name}${indexOf(index)} ${minus(text)} ${said.join(", ")}` : null, "data-index": index.join(), title: said.join(", ") || null },
    signs ? h("span", { class: "bt-sign", "aria-hidden": "true" }, signs) : null,
    minus(text),
  );
  return { element, index };
}

function choosable(made, rows, choose) {
  const elements = rows.map((row) => row.map(({ element }) => element));
  const first = elements.flat().find((element) => element.classList.contains("differs")) ?? elements[0]?.[0];
  first?.setAttribute("tabindex", 0);
  const placeOf = (element) => elements.flatMap((row, i) => row.map((one, j) => [one, i, j])).find(([one]) => one === element);
  made.addEventListener("click", (event) => {
    const element = event.target.closest("td[data-index]");
    const found = element && placeOf(element);
    if (found) choose(rows[found[1]][found[2]].index);
  });
  made.addEventListener("bp-key", (event) => {
    const found = placeOf(event.target.closest("td"));
    if (!found) return;
    const [element, i, j] = found;
    if (event.key === "Enter" || event.key === " ") choose(rows[i][j].index);
    const move = MOVES[event.key];
    const next = move && elements[i + move[0]]?.[j + move[1]];
    if (next) {
      element.setAttribute("tabindex", -1);
      next.setAttribute("tabindex", 0);
      next.focus();
    }
    if (move || event.key === "Enter" || event.key === " ") event.preventDefault();
  });
}

// The same with what cannot be seen in it: one matrix of several, or a part of a large one.
export function caption(value) {
  const told = facts(value);
  const which = value.shape.length > 2 ? `of ${value.shape.slice(0, -2).join(" × ")} matrices the first` : "";
  return [which, value.is_whole ? "" : told].filter(Boolean).join("; ");
}
