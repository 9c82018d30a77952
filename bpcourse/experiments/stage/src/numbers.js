// Numbers: every number that enters the picture, as tables. They are made when they are opened, and not before.

import { h } from "./dom.js";

export class Numbers {
  constructor() {
    this.body = h("div", { class: "bp-tables" });
    this.element = h(
      "details",
      { class: "bp-numbers", ontoggle: () => this.fill() },
      h("summary", {}, "The numbers in this picture"),
      this.body,
    );
  }

  // The tables follow when `fill` is called: not at every move, but when the hand rests.
  show(scene) {
    this.scene = scene;
  }

  fill() {
    if (!this.element.open || !this.scene) return;
    const open = new Set([...this.body.querySelectorAll("details[open] > summary")].map((s) => s.textContent));
    const tables = this.scene.panels.flatMap((panel) => panel.marks.map((mark) => this.oneMark(panel, mark, open)));
    this.body.replaceChildren(...tables);
  }

  oneMark(panel, mark, open) {
    const name = `${panel.title}: ${mark.label}`;
    const details = h("details", {}, h("summary", {}, name));
    const fill = () => {
      if (details.open && details.childElementCount === 1) details.append(scrollable(name, table(panel, mark)));
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

function table(panel, mark) {
  if (mark.mark === "Contours" || mark.mark === "Cells") return grid(panel, mark);
  const columns = ["x", "y", "dx", "dy", "at"].filter((column) => typeof mark[column] === "object" && mark[column] !== null);
  if (!columns.length) return h("p", {}, mark.x === null ? `${panel.y.label} = ${say(mark.y)}` : `${panel.x.label} = ${say(mark.x)}`);
  const names = { x: panel.x.label, y: panel.y.label, dx: `Δ ${panel.x.label}`, dy: `Δ ${panel.y.label}`, at: "step" };
  const head = h("tr", {}, ...["number", ...columns.map((c) => names[c])].map((text) => h("th", { scope: "col" }, text)));
  const rows = [...mark.x].map((_, i) => row(mark.texts ? mark.texts[i] : i, columns.map((column) => mark[column][i])));
  return h("table", {}, head, ...rows);
}

function grid(panel, mark) {
  const width = mark.x.length;
  const head = h("tr", {}, ...[`${panel.y.label} \\ ${panel.x.label}`, ...[...mark.x].map(say)].map((text) => h("th", { scope: "col" }, text)));
  const rows = [...mark.y].map((y, i) => row(say(y), [...mark.Z.slice(i * width, (i + 1) * width)]));
  const legend = mark.levels ? `Lines at ${[...mark.levels].map(say).join(", ")}.` : `Dark is ${say(mark.low)}, bright is ${say(mark.high)}.`;
  return h("div", {}, h("p", {}, legend), h("table", {}, head, ...rows));
}

function row(name, values) {
  return h("tr", {}, h("th", { scope: "row" }, String(name)), ...values.map((value) => h("td", {}, say(value))));
}

function say(value) {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
