// Quiz: questions in a cell. Each is answered on its own, by its keyboard or by hand, and says what there is to learn from it.

import { makeSwitch } from "./controls.js";
import { h, newId, setText } from "./dom.js";
import { watchTheme } from "./theme.js";

export class Quiz {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.cards = {};
    this.listener = (message) => this[message.kind](message);
    model.on("msg:custom", this.listener);
    root.setAttribute("aria-label", "Questions");
    root.classList.add("bp-quiz");
    this.unwatch = watchTheme(root, () => {});
    this.say({ kind: "hello" });
  }

  close() {
    this.model.off("msg:custom", this.listener);
    this.unwatch();
  }

  say(message) {
    this.model.send(message);
  }

  // ---- what the kernel says, by its kind ----

  quiz({ questions }) {
    this.cards = Object.fromEntries(questions.map((question, i) => [question.name, new Card(question, i + 1, (message) => this.say(message))]));
    this.root.replaceChildren(...Object.values(this.cards).map((card) => card.element));
  }

  answered({ question }) {
    this.cards[question.name]?.show(question);
  }

  refused({ name, text }) {
    this.cards[name]?.refuse(text);
  }
}

class Card {
  constructor(question, number, say) {
    this.number = number;
    this.say = say;
    this.body = h("div");
    this.told = h("div", { role: "status", class: "bp-told" }); // stays, so that what changes in it is read aloud
    this.element = h("div", { class: "bp-card", role: "group", "aria-label": `Question ${number}` }, this.body, this.told);
    this.show(question);
  }

  show(question) {
    const hadFocus = this.element.contains(document.activeElement);
    this.body.replaceChildren(...(question.given === null ? this.ask(question) : this.answered(question)));
    this.told.replaceChildren(...(question.given === null ? [] : this.verdict(question)));
    if (hadFocus) this.body.querySelector("button:enabled, input")?.focus();
  }

  ask(question) {
    const heading = `${this.number}. ${question.text}`;
    const buttons = [true, false].map((sure) =>
      h("button", { type: "button", disabled: true, onclick: () => this.answer(question, field.value, sure) }, sure ? "Answer: I am sure" : "Answer: I am not sure"),
    );
    const ready = (is) => buttons.forEach((button) => (button.disabled = !is));
    const isChoice = question.kind === "choice";
    const field = isChoice ? choices(heading, question.options, ready) : blank(heading, ready);
    const unknown = h("button", { type: "button", onclick: () => this.answer(question, null, false) }, question.dont_know);
    this.refusal = h("span", { class: "bp-refusal", role: "alert" });
    return [field.element, h("p", { class: "bp-buttons" }, ...buttons, ...(isChoice ? [] : [unknown]), this.refusal)];
  }

  answer(question, answer, sure) {
    this.say({ kind: "answer", name: question.name, answer, sure });
  }

  answered(question) {
    const asked = h("p", {}, ...coded(`${this.number}. ${question.text}`));
    const again = h("button", { type: "button", onclick: () => this.say({ kind: "again", name: question.name }) }, "Answer again");
    if (question.verdict !== null) return [asked, again];
    const compare = h("button", { type: "button", onclick: () => this.say({ kind: "compare", name: question.name }) }, "Compare with what happened");
    return [asked, h("p", {}, "Now run the cell below, look, and then compare."), compare];
  }

  verdict(question) {
    const given = h("p", {}, h("b", {}, "You answered: "), ...coded(question.given), question.sure ? " (sure)" : " (not sure)");
    if (question.verdict === null) return [given];
    return [given, h("p", { class: "bp-verdict" }, question.right ? "✓ " : "✗ ", ...coded(question.verdict))];
  }

  refuse(text) {
    setText(this.refusal, text);
  }
}

// The options of a question; "I don't know yet" is among them.
function choices(heading, options, ready) {
  const choice = makeSwitch({ label: heading, values: options, texts: options }, () => ready(true));
  for (const label of choice.element.querySelectorAll("label")) label.lastChild.replaceWith(h("span", {}, ...coded(label.lastChild.textContent)));
  choice.element.querySelector("legend").replaceChildren(...coded(heading));
  return {
    element: choice.element,
    get value() {
      return choice.index;
    },
  };
}

// A blank for a number.
function blank(heading, ready) {
  const id = newId("number");
  const input = h("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", oninput: () => ready(input.value.trim() !== "") });
  return {
    element: h("p", { class: "bp-blank" }, h("label", { for: id }, ...coded(heading)), input),
    get value() {
      return input.value;
    },
  };
}

// Text with `code` in it, as nodes.
function coded(text) {
  return text.split("`").map((piece, i) => (i % 2 ? h("code", {}, piece) : piece));
}
