// End panel: what was given beside what was expected, and for a number that is chosen what has gone into it.

import { coded, h } from "../../../../experiments/widget/src/dom.js";
import { indexAt } from "./cells.js";
import { origin } from "./entry.js";
import { named, titled } from "./step_panel.js";
import { lineOf } from "./whence.js";
import { indexOf, minus } from "./words.js";

export function endPanel(recorded, toStep) {
  const { call, finding } = recorded;
  const said = finding?.message ? titled("What the check says", ...finding.message.split("\n").map((line) => h("p", {}, ...coded(line)))) : null;
  const parts = call.beside ? [...beside(recorded, toStep), said] : [said, ...given(call)];
  if (recorded.isEndless) parts.push(h("p", {}, "The last line that was seen: ", toLine(recorded, recorded.steps.length - 1, toStep)));
  if (call.raised) parts.unshift(h("p", { class: "bt-raised" }, `✗ ${call.raised}`));
  if (finding?.outcome === "no" && call.remarks.length) parts.push(remarks(recorded, toStep));
  return parts.filter(Boolean);
}

function toLine(recorded, step, toStep) {
  return h("button", { type: "button", onclick: () => toStep(step) }, `go to line ${recorded.steps[step].line}`);
}

function given(call) {
  if (!call.result) return [];
  return [titled(`${call.name} gives`, named("the result", call.result, { note: call.origin ? `this is ${call.origin}` : "" }))];
}

function remarks(recorded, toStep) {
  const rows = recorded.call.remarks.map(({ step, text }) => h("li", {}, toLine(recorded, step, toStep), h("span", {}, minus(text))));
  return titled("Worth a look", h("ul", { class: "bt-parts" }, ...rows));
}

function beside(recorded, toStep) {
  const { name, got, expected, differs } = recorded.call.beside;
  const [row, column] = got.from ?? [0, 0];
  const isOff = (index) => {
    const [i, j] = index.length > 1 ? index.slice(-2) : [0, index[0] ?? 0];
    return differs?.[i - row]?.[j - column];
  };
  const marks = (index) => (isOff(index) ? ["differs"] : []);
  const made = lineOf(recorded);
  const came = h("div", { "aria-live": "polite" });
  const choose = (index) => came.replaceChildren(...whence(recorded, made, index, toStep));
  const canChoose = got.kind === "array" && made.place !== null;
  const yours = named("given", got, { marks, choose: canChoose ? choose : undefined });
  choose(firstOff(got, isOff));
  const pair = h("div", { class: "bt-beside" }, yours, named("expected", expected, { marks }));
  const hint = canChoose ? h("p", { class: "bt-note" }, "Choose a number on the left: then it is shown what has gone into it.") : null;
  return [titled(name, ...[pair, hint, came].filter(Boolean))];
}

// The number that is looked at first.
function firstOff(got, isOff) {
  if (got.kind !== "array" || !got.shape.length || !got.cells) return [];
  const all = got.cells.flatMap((row, i) => row.map((_, j) => indexAt(got, i, j)));
  return all.find(isOff) ?? all[0] ?? [];
}

// The line that made it, and what went into the number at `index` there.
function whence(recorded, { step, place }, index, toStep) {
  if (step < 0) return [];
  const { line, operations } = recorded.steps[step];
  const button = toLine(recorded, step, toStep);
  if (place === null) return [h("p", {}, "It was made here: ", button)];
  return [h("p", {}, `By line ${line}, ${index.length ? `the number at ${indexOf(index)}` : "the number"}: `, button), h("ul", { class: "bt-origin" }, origin(operations.list, place, index))];
}
