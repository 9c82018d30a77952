// Exercise: an editor, a button that has what is in it judged, and the report.

import { openTraces } from "../../../checking/tracing/view/src/open_traces.js";
import { h, setText } from "../../../experiments/widget/src/dom.js";
import { whenNear } from "./near.js";
import { CRASHED, ENDED, EXITED, FAILED, STOPPED } from "./python.js";
import { Written } from "./written.js";

const SECONDS = 60; // to get ready; then the kernel says how long an answer may take until it is ended with its worker
const TOLD = {
  [STOPPED]: "Stopped, so it has no result. Your answer is kept.",
  [FAILED]: "The page itself has failed here: a fault of the course, not of your code. Please report it.",
};
const HOW = "Shift-Enter checks it, too. Tab leaves the editor.";

export class Exercise {
  constructor(element, course) {
    this.element = element;
    this.course = course;
    this.id = element.dataset.cell;
    this.name = element.dataset.exercise;
    const shown = element.querySelector("pre");
    this.written = new Written({
      shown, name: `answer ${this.name}`, label: `Your answer to ${this.name}`, store: course.store, outlives: true,
      run: () => this.check(), touched: () => course.touch(),
    });
    this.button = h("button", { type: "button", class: "site-check", onclick: () => this.check() }, "Check");
    this.told = h("p", { class: "site-told", role: "status" });
    this.spoken = h("p", { class: "site-spoken", role: "status" }); // what the report says is seen already
    this.report = h("div", { class: "site-report" });
    element.append(h("p", { class: "site-buttons" }, this.button, h("span", { class: "site-how" }, HOW)), this.told, this.spoken, this.report);
    course.reports.set(this.name, this);
    this.restored = this.restore();
    whenNear(element, () => this.restored.then(() => this.written.open()));
  }

  get above() {
    return { cell: this.id, exercise: this.name };
  }

  // A draft is newer than the answer that was judged last; the files are there if the work was done elsewhere.
  async restore() {
    if (await this.written.restore()) return;
    const answer = await this.course.file(`answers/${this.name}.py`);
    if (answer) this.written.text = answer;
  }

  async check() {
    if (this.isJudging) return;
    this.isJudging = true;
    this.button.setAttribute("aria-busy", "true");
    setText(this.spoken, "");
    setText(this.told, this.course.isReady ? "" : "It is judged as soon as Python is there.");
    await this.written.keep(); // whatever this answer does, it is not lost
    const answer = { exercise: this.name, source: this.written.text };
    let why = await this.course.ask({ kind: "check", ...answer }, SECONDS);
    if ([ENDED, EXITED, CRASHED].includes(why)) why = await this.course.ask({ kind: "ended", how: why, ...answer });
    if (why) setText(this.told, TOLD[why] ?? TOLD[FAILED]);
    this.button.removeAttribute("aria-busy");
    this.isJudging = false;
  }

  // What the judge says, with its buttons.
  show({ html, headline }) {
    this.report.innerHTML = html;
    setText(this.told, "");
    setText(this.spoken, headline);
    const help = this.report.querySelector(".bpcourse-help");
    if (!help) return;
    help.hidden = false;
    for (const button of help.querySelectorAll("[data-press]")) button.addEventListener("click", () => this.press(button, help));
  }

  async press(button, help) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    this.note = help.querySelector(".bpcourse-note");
    const { exercise, seed } = help.dataset;
    const why = await this.course.ask({ kind: "press", what: button.dataset.press, exercise, seed: Number(seed), place: this.name }, 20);
    button.removeAttribute("aria-busy");
    if (why) setText(this.note, TOLD[why] ?? TOLD[FAILED]);
  }

  // What one of the buttons leads to; a new start brings the stub, which undo takes back.
  async tell({ html, cell }) {
    this.note.innerHTML = html;
    openTraces(this.note);
    const isTrace = this.note.querySelector(".bpcourse-trace") !== null;
    this.note.toggleAttribute("data-wide", isTrace);
    if (isTrace) this.note.append(h("script", { src: new URL("./trace_view.js", import.meta.url).href })); // it opens what it finds
    if (!cell) return;
    await this.written.open();
    this.written.text = cell.replace(/^%%exercise .*\n/, "");
  }

  begin() {}
}
