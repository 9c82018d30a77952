// Step panel: what a line has made, how, and what all names hold now.

import { h } from "../../../../experiments/widget/src/dom.js";
import { at } from "./cells.js";
import { origin } from "./entry.js";
import { firstDrawn, operationList, picture } from "./operations.js";
import { answerSaid } from "./sentence.js";
import { show } from "./value.js";
import { inShort, minus, shapeOf } from "./words.js";

export function startPanel({ call }) {
  return [titled("It is called with", ...call.given.map(([name, value]) => named(name, value, { letters: call.letters[name] })))];
}

export function stepPanel(recorded, first, last) {
  const step = recorded.steps[first];
  const before = recorded.names(step.frame, first - 1);
  const made = recorded.made(first, last).map((one) => changed(one, before.get(one.name)?.value));
  const parts = [];
  if (step.entered.length) parts.push(titled(`${step.function} begins with`, ...step.entered.map(([name, value]) => named(name, value))));
  if (recorded.steps[last].raised) parts.push(h("p", { class: "bt-raised" }, `✗ ${recorded.steps[last].raised}`));
  if (made.length) parts.push(titled(first === last ? "This line makes" : "These lines make", ...made));
  if (first === last && step.operations.list) parts.push(how(step.operations));
  if (first === last && step.answers.length) parts.push(titled("It asks", h("ul", { class: "bt-parts" }, ...step.answers.map((one) => h("li", {}, answerSaid(one))))));
  if (first === last && step.gives) parts.push(titled(`${step.function} gives`, show(step.gives)));
  parts.push(names(recorded, step, last, new Set(recorded.made(first, last).map((one) => one.name))));
  return parts;
}

function changed({ name, value, letters, in_place, origin: whose }, was) {
  const isSameShape = was?.kind === "array" && value.kind === "array" && was.shape.join() === value.shape.join();
  const marks = (index) => (isSameShape && at(was, index) !== at(value, index) ? ["changed"] : []);
  const notes = [in_place ? "changed in place" : was ? "has a new value" : "new", whose ? `this is ${whose}` : ""].filter(Boolean);
  return named(name, value, { letters, marks, note: notes.join("; ") });
}

// How the line has made it. A number of the picture can be chosen: then it is told what has gone into it.
function how(operations) {
  const drawn = h("div", {});
  const list = h("div", {});
  let chosen = firstDrawn(operations);
  const draw = (entry) => {
    const choose = (index) => {
      draw(index);
      drawn.querySelector(`td[tabindex][data-index="${index.join()}"]`)?.focus();
    };
    const seen = chosen >= 0 ? picture(operations, chosen, entry, choose) : null;
    const came = entry ? h("ul", { class: "bt-origin" }, origin(operations.list, chosen, entry)) : null;
    drawn.replaceChildren(...[seen, came].filter(Boolean));
  };
  const pick = (place) => {
    chosen = place;
    list.replaceChildren(operationList(operations, chosen, pick));
    list.querySelector("[aria-pressed=true]")?.focus();
    draw();
  };
  list.replaceChildren(operationList(operations, chosen, pick));
  draw();
  return titled("How", list, drawn);
}

function names(recorded, step, last, fresh) {
  const rows = [...recorded.names(step.frame, last)].filter(([name]) => !fresh.has(name)).map(([name, { value, letters }]) => {
    const summary = h("summary", {}, h("code", {}, name), ` ${inShort(value, letters)}`);
    return ["array", "list", "tuple", "dict"].includes(value.kind) ? h("details", {}, summary, show(value, { letters, name })) : h("p", {}, h("code", {}, name), ` ${inShort(value)}`);
  });
  return rows.length ? titled(step.depth ? `Other names in ${step.function}` : "Other names", ...rows) : h("span", {});
}

export function named(name, value, { letters = [], note = "", ...options } = {}) {
  const shape = value.kind === "array" && value.shape.length ? ` ${shapeOf(value, letters)}` : "";
  const head = h("p", { class: "bt-name" }, h("code", {}, name), minus(shape), note ? h("span", { class: "bt-tag" }, note) : null);
  return h("div", { class: "bt-named" }, head, show(value, { letters, name, ...options }));
}

export function titled(title, ...inside) {
  return h("section", {}, h("p", { class: "bt-title" }, title), ...inside);
}
