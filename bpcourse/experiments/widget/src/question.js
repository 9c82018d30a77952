// Question: asked, answered, compared. The same for every kind; what differs is the field in which the answer is given.

import { blank, choices } from "./answers.js";
import { coded, h, newId, setText } from "./dom.js";
import { ordering } from "./ordering.js";
import { makePicture, pairs } from "./pairs.js";

const FIELDS = { choice: choices, number: blank, ordering, matching: pairs, labelling: pairs };
const WRONG = { choice: "Not this one", number: "Not this number", ordering: "Not this order" };

// `say` sends a message to the kernel. A quiz numbers its questions and asks how sure one is; an experiment locks a prediction.
export class Question {
  constructor({ say, number = null, after }) {
    this.say = say;
    this.number = number;
    this.after = after; // what to do between a prediction and its comparison
    this.body = h("div");
    this.told = h("div", { role: "status", class: "bp-told" }); // stays, so that what changes in it is read aloud
    const name = number === null ? "Prediction" : `Question ${number}`;
    this.element = h("div", { class: "bp-question", role: "group", "aria-label": name }, this.body, this.told);
  }

  show(question) {
    const hadFocus = this.element.contains(document.activeElement);
    this.question = question;
    this.words = question.prediction ? WORDS.prediction : WORDS.question;
    const { given, verdict } = question;
    const wasLocked = this.element.dataset.stage === "locked";
    this.element.classList.remove("bp-shut");
    this.element.dataset.stage = given == null ? "asked" : verdict == null ? "locked" : "compared";
    this.body.replaceChildren(...(given == null ? this.ask() : question.prediction ? this.folded(wasLocked) : [this.text()]));
    this.told.replaceChildren(...(verdict == null ? [] : this.verdict()));
    this.showRoom(this.rows);
    if (given != null) this.element.append(this.actions());
    else this.buttons?.remove();
    if (hadFocus) (this.buttons?.isConnected ? this.buttons : this.body).querySelector("button:enabled, input, select")?.focus();
  }

  // Beside the verdict: how many in a workshop have chosen what.
  showRoom(rows = []) {
    this.rows = rows;
    const verdict = this.told.querySelector(".bp-verdict");
    for (const part of this.told.querySelectorAll(".bp-room")) part.remove();
    if (verdict && rows.length) verdict.append(h("dt", { class: "bp-room" }, "The room predicted"), h("dd", { class: "bp-room" }, histogram(rows)));
  }

  // What can no longer be answered can still be read.
  end() {
    for (const control of this.element.querySelectorAll("button:not(.bp-fold), input, select")) control.disabled = true;
  }

  refuse(text) {
    setText(this.refusal, text);
  }

  tell(kind, facts = {}) {
    this.say({ kind, name: this.question.name, ...facts });
  }

  get heading() {
    const text = coded(this.question.text);
    return this.number === null ? text : [`${this.number}. `, ...text];
  }

  // The question as it stood, when it is answered.
  text() {
    const { figure } = this.question;
    return h("div", {}, h("p", { class: "bp-asked" }, ...this.heading), figure && makePicture(figure).element);
  }

  ask() {
    const { kind, spec, figure, dont_know: unknown } = this.question;
    const give = (answer, sure) => this.tell("answer", { answer, sure });
    const sureness = this.number === null ? [[null, "Lock in my prediction"]] : [[true, "Answer: I am sure"], [false, "Answer: I am not sure"]];
    const buttons = sureness.map(([sure, text]) => h("button", { type: "button", disabled: true, onclick: () => give(field.value, sure) }, text));
    const ready = (is) => buttons.forEach((button) => (button.disabled = !is));
    const field = FIELDS[kind](this.heading, spec, { ready, figure, done: () => buttons[0].focus() });
    const skip = h("button", { type: "button", class: "bp-quiet", onclick: () => give(null, this.number === null ? null : false) }, unknown);
    this.refusal = h("span", { class: "bp-refusal", role: "alert" });
    const heading = this.number === null ? [h("p", { class: "bp-heading" }, "First predict")] : [];
    return [...heading, field.element, h("p", { class: "bp-buttons" }, ...buttons, skip, this.refusal)];
  }

  // One line that opens: what was predicted, with its sign once it is compared, and under it the question and all the rest.
  // It is open when it has just been compared.
  folded(wasLocked) {
    const { given, verdict } = this.question;
    const id = newId("asked");
    const inside = h("div", { id }, this.text());
    const sign = verdict == null ? [] : [mark(outcomeOf(verdict)), " "];
    const words = [h("b", {}, `${this.words.given}: `), ...coded(given.text)];
    const line = h("button", { type: "button", class: "bp-fold", "aria-controls": id }, ...sign, ...words);
    const open = (is) => {
      line.setAttribute("aria-expanded", is);
      this.element.classList.toggle("bp-shut", !is);
      inside.hidden = !is;
    };
    line.addEventListener("click", () => open(inside.hidden));
    open(verdict != null && wasLocked);
    return verdict == null && this.after ? [line, inside, h("p", { class: "bp-note" }, this.after)] : [line, inside];
  }

  verdict() {
    const { given, verdict } = this.question;
    const many = (rows) => list(rows, this.question.figure ? "A" : "1");
    const lines = verdict.given.map(({ text, right }) => line(text, verdict.given.length > 1 ? right : null));
    const isSame = verdict.right && lines.length > 1; // a list need not be read twice
    const answer = isSame ? [h("p", {}, "As above.")] : many(verdict.answer.map((text) => line(text)));
    return [
      h(
        "dl",
        { class: "bp-verdict", "data-outcome": outcomeOf(verdict) },
        h("dt", {}, this.words.given),
        h("dd", {}, h("p", { class: "bp-outcome" }, mark(outcomeOf(verdict)), " ", this.outcome()), ...(verdict.known ? many(lines) : [])),
        h("dt", {}, this.words.answer),
        h("dd", {}, ...answer),
        h("dt", {}, "Why"),
        h("dd", {}, ...verdict.why.map((text) => h("p", {}, ...coded(text)))),
      ),
    ];
  }

  // The outcome in words, and how sure one was.
  outcome() {
    const { kind, given, verdict } = this.question;
    if (!verdict.known) return given.text;
    const count = verdict.given.filter(({ right }) => right).length;
    const word = verdict.right ? "Right" : WRONG[kind] ?? `${count} of ${verdict.given.length} right`;
    return word + { true: " (you were sure)", false: " (you were not sure)", null: "" }[given.sure];
  }

  actions() {
    const { verdict } = this.question;
    this.buttons?.remove();
    const [kind, text] = verdict == null ? ["compare", "Compare"] : ["again", this.words.again];
    const button = h("button", { type: "button", class: verdict == null ? null : "bp-quiet", onclick: () => this.tell(kind) }, text);
    const show = h("button", { type: "button", onclick: () => this.say({ kind: "code", text: verdict.seen }) }, "Show it in the picture");
    this.buttons = h("p", { class: "bp-buttons" }, verdict?.seen ? show : null, button);
    return this.buttons;
  }
}

const WORDS = {
  question: { given: "You answered", answer: "The answer", again: "Answer again" },
  prediction: { given: "You predicted", answer: "What happens", again: "Predict again" },
};

const SIGN = { right: "✓", wrong: "✗", unknown: "○" };

function outcomeOf({ right, known }) {
  return right ? "right" : known ? "wrong" : "unknown";
}

function mark(outcome) {
  return h("span", { class: "bp-sign", "data-outcome": outcome }, SIGN[outcome]);
}

// A line of an answer, with a sign where it is said whether it is right.
function line(text, right = null) {
  return right === null ? coded(text) : [mark(right ? "right" : "wrong"), " ", ...coded(text)];
}

// A row for each option, with a bar as long as its share.
function histogram(rows) {
  const all = rows.reduce((sum, { count }) => sum + count, 0);
  const bar = (count) => h("span", { class: "bp-share", "aria-hidden": "true" }, h("span", { style: `width: ${(100 * count) / all}%` }));
  const row = ({ text, count, right }) => h("li", { "data-right": right }, ...coded(text), " ", h("b", {}, `${count} of ${all}`), right ? " ✓" : null, bar(count));
  return h("ul", { class: "bp-shares" }, ...rows.filter(({ count }, i) => count || i < rows.length - 1).map(row));
}

function list(rows, type) {
  return rows.length === 1 ? [h("p", {}, ...rows[0])] : [h("ol", { type }, ...rows.map((nodes) => h("li", {}, ...nodes)))];
}
