// Entry: the numbers that have gone into one number, by the learner's own line. What was not kept is not told.

import { h } from "../../../../experiments/widget/src/dom.js";
import { at, stretched } from "./cells.js";
import { sides } from "./product.js";
import { indexOf, minus } from "./words.js";

const TERMS = 8; // of a sum that are written out
const SIGNS = { "-": "−", "*": "·" };
const FOLLOWED = 3; // of the numbers that one is made of
const DEEP = 4; // operations that are followed

// What an operation did for the number at `index`, and below it where its numbers come from.
export function origin(list, place, index, depth = 0) {
  const one = list[place];
  const told = h("li", {}, h("code", {}, `${bracketed(one, index)}${indexOf(index)}`), ` = ${sum(list, one, index)}`);
  const below = depth < DEEP ? goesIn(list, one, index).filter(([part]) => list[part].of.length).slice(0, FOLLOWED) : [];
  if (below.length) told.append(h("ul", {}, ...below.map(([part, where]) => origin(list, part, where, depth + 1))));
  return told;
}

function bracketed(one, index) {
  return index.length && /\s/.test(one.text) && !/^[\w.]+\(.*\)$/.test(one.text) ? `(${one.text})` : one.text;
}

function value(list, place, index) {
  const found = at(list[place].value, index);
  return found === undefined ? "…" : minus(found);
}

function signed(text) {
  return text.startsWith("−") ? `(${text})` : text;
}

function sum(list, one, index) {
  const own = at(one.value, index);
  const result = own === undefined ? "…" : minus(own);
  const terms = goesIn(list, one, index).map(([part, where]) => value(list, part, where));
  if (!terms.length) return result;
  if (one.kind === "elementwise" && terms.length === 2 && /^\W+$/.test(one.sign)) return `${terms[0]} ${SIGNS[one.sign] ?? one.sign} ${signed(terms[1])} = ${result}`;
  if (one.kind === "elementwise" && /^\W+$/.test(one.sign)) return `${SIGNS[one.sign] ?? one.sign}${signed(terms[0])} = ${result}`;
  if (one.kind === "product") return `${pairs(list, one, index)} = ${result}`;
  if (one.kind === "collapse") return `${one.sign} of ${terms.slice(0, TERMS).join(", ")}${terms.length > TERMS ? ", …" : ""} = ${result}`;
  return one.kind === "elementwise" ? `${one.sign}(${terms.join(", ")}) = ${result}` : result;
}

// The operations that one takes, each with the place of the number that it takes of it.
function goesIn(list, one, index) {
  const [first] = one.of;
  if (one.kind === "elementwise") return one.of.map((part) => [part, stretched(index, list[part].value.shape)]);
  if (one.kind === "collapse") return along(list[first].value.shape ?? [], one.axis, index, one.value.shape ?? []).map((where) => [first, where]);
  if (one.kind === "product" && one.sign !== "outer") return terms(list, one, index).flat();
  if (one.sign === "T") return [[first, [...index].reverse()]];
  return [];
}

// All places of an array that are put together into the one at `index`.
function along(shape, axis, index, made) {
  if (axis === null) return shape.reduce((found, size) => found.flatMap((start) => Array.from({ length: Math.min(size, TERMS + 1) }, (_, i) => [...start, i])), [[]]).slice(0, TERMS + 1);
  const kept = made.length === shape.length; // the axis is still there, with the length 1
  return Array.from({ length: Math.min(shape[axis], TERMS + 1) }, (_, i) => (kept ? index.map((one, a) => (a === axis ? i : one)) : [...index.slice(0, axis), i, ...index.slice(axis)]));
}

function terms(list, one, index) {
  const [left, right] = one.of;
  const [a, b] = [list[left].value, list[right].value];
  if (!a.shape?.length || !b.shape?.length || a.shape.length > 2 || b.shape.length > 2) return [];
  const { row, column } = sides(a, b, index);
  return Array.from({ length: Math.min(a.shape.at(-1), TERMS + 1) }, (_, k) => [
    [left, row === undefined ? [k] : [row, k]],
    [right, column === undefined ? [k] : [k, column]],
  ]);
}

function pairs(list, one, index) {
  const all = terms(list, one, index).map(([[left, i], [right, j]]) => `${signed(value(list, left, i))} · ${signed(value(list, right, j))}`);
  return all.slice(0, TERMS).join(" + ") + (all.length > TERMS ? " + …" : "");
}
