// Numbers: every number that enters the picture, as tables. They are made when they are opened, and not before.

import { h } from "./dom.js";
import { ofFrame } from "./marks.js";
import { say } from "./numerals.js";

const COLUMNS = ["x", "y", "dx", "dy", "w", "at"];
const TABLES = ["Contours", "Cells", "Lines"]; // those with two directions

export class Numbers {
  constructor() {
    this.element = h("div", { class: "bp-tables" });
  }

  // The tables follow when `fill` is called: not at every move, but when the hand rests.
  show(scene) {
    this.scene = scene;
  }

  fill() {
    if (!this.scene) return;
    const open = new Set([...this.element.querySelectorAll("details[open] > summary")].map((s) => s.textContent));
    const { scene } = this;
    const tables = scene.readings.length ? [[`Readings at each ${scene.counts}`, () => readingsTable(scene)]] : [];
    for (const panel of scene.panels) {
      for (const mark of panel.marks) tables.push([`${panel.title}: ${mark.label}`, () => table(scene, panel, mark)]);
    }
    const counts = new Map(); // how many tables of each name there are: several marks may have one
    const details = tables.map(([name, make]) => {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return this.folded(count > 1 ? `${name} (${count})` : name, open, make);
    });
    this.element.replaceChildren(...details);
  }

  folded(name, open, make) {
    const details = h("details", {}, h("summary", {}, name));
    const fill = () => {
      if (details.open && details.childElementCount === 1) details.append(scrollable(name, make()));
    };
    details.addEventListener("toggle", fill);
    details.open = open.has(name);
    return details;
  }
}

// Who uses the keyboard must be able to scroll it, so it can be focused, and then it needs a name.
function scrollable(name, child) {
  return h("div", { class: "bp-scroll", tabindex: 0, role: "group", "aria-label": name }, child);
}

// What is counted, in a frame.
function numberOf({ counted }, frame) {
  return counted ? counted[frame] : frame;
}

function readingsTable(scene) {
  const { counts, readings } = scene;
  const count = Math.max(...readings.map(({ values }) => values.length));
  const rows = Array.from({ length: count }, (_, i) => row(say(numberOf(scene, i)), readings.map(({ values }) => values[Math.min(i, values.length - 1)])));
  return h("table", {}, headOf([counts, ...readings.map(({ label }) => label)]), ...rows);
}

function table(scene, panel, mark) {
  if (Array.isArray(mark.Z)) mark = { ...mark, Z: ofFrame(mark.Z, Infinity) }; // as they are at the end
  if (mark.mark === "Tiles") return maps(mark);
  if (mark.mark === "Weights") mark = { ...mark, w: ofFrame(mark.w, Infinity) };
  if (TABLES.includes(mark.mark)) return grid(panel, mark);
  if (mark.mark === "Curve" && mark.y.length > mark.x.length) return curves(scene, panel, mark);
  if (mark.mark === "Rule") return h("p", {}, mark.x == null ? `${panel.y.label} = ${say(mark.y, 4)}` : `${panel.x.label} = ${say(mark.x, 4)}`);
  const columns = COLUMNS.concat("y_low", "y_high", "size").filter((column) => mark[column]?.length);
  const names = { x: panel.x.label, y: panel.y.label, dx: `Δ ${panel.x.label}`, dy: `Δ ${panel.y.label}`, w: "weight", at: scene.counts, y_low: "lower", y_high: "upper", size: "size" };
  const cell = (column, i) => (column === "at" ? numberOf(scene, mark.at[i]) : mark[column][i]);
  const rows = [...mark.x].map((_, i) => row(mark.texts ? mark.texts[i] : i, columns.map((column) => cell(column, i))));
  return h("table", {}, headOf(["number", ...columns.map((c) => names[c])]), ...rows);
}

// A curve for each frame: a row for each.
function curves(scene, panel, mark) {
  const n = mark.x.length;
  const rows = Array.from({ length: mark.y.length / n }, (_, k) => row(say(numberOf(scene, k)), [...mark.y.subarray(k * n, (k + 1) * n)]));
  return h("table", {}, headOf([`${scene.counts} \\ ${panel.x.label}`, ...[...mark.x].map((x) => say(x, 4))]), ...rows);
}

function grid(panel, mark) {
  if (mark.mark === "Lines") {
    const { columns } = mark.X;
    const rows = Array.from({ length: mark.X.length }, (_, i) => row(Math.floor(i / columns), [mark.X[i], mark.Y[i]]));
    return h("table", {}, headOf(["line", panel.x.label, panel.y.label]), ...rows);
  }
  const width = mark.x.length;
  const head = headOf([`${panel.y.label} \\ ${panel.x.label}`, ...[...mark.x].map((x) => say(x, 4))]);
  const rows = [...mark.y].map((y, i) => row(say(y, 4), [...mark.Z.slice(i * width, (i + 1) * width)]));
  const legend = mark.levels ? `Lines at ${[...mark.levels].map((z) => say(z, 4)).join(", ")}.` : `The colours go from ${say(mark.low)} to ${say(mark.high)}.`;
  return h("div", {}, h("p", {}, legend), h("table", {}, head, ...rows));
}

// A row for each small map, with its numbers row by row.
function maps({ texts, Z }) {
  const size = Z.length / texts.length;
  return h("table", {}, ...texts.map((text, i) => row(text, [...Z.subarray(i * size, (i + 1) * size)])));
}

function headOf(texts) {
  return h("tr", {}, ...texts.map((text) => h("th", { scope: "col" }, text)));
}

function row(name, values) {
  return h("tr", {}, h("th", { scope: "row" }, String(name)), ...values.map((value) => h("td", {}, say(value, 4))));
}
