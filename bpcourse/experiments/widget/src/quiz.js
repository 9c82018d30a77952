// Quiz: questions in a cell, each answered on its own.

import { fromText, toText } from "./conversation.js";
import { h, setText } from "./dom.js";
import { Question } from "./question.js";
import { watchTheme } from "./theme.js";

const AFTER = "Now run the cell below, look, and then compare.";
const PATIENCE = 4000; // milliseconds
const SILENT = "The kernel has not answered yet: it is busy with another cell, or stopped. Run this cell again if it was.";
const GONE = "The kernel was restarted or shut down. Run this cell again to answer these questions.";

export class Quiz {
  constructor(channel, root) {
    this.channel = channel;
    this.root = root;
    this.cards = {};
    this.waiting = h("p", { class: "bp-waiting", role: "status" });
    channel.onmessage = (text) => this.hear(fromText(text));
    channel.onclose = () => this.end();
    root.setAttribute("aria-label", "Questions");
    root.classList.add("bp-quiz");
    root.append(this.waiting);
    this.unwatch = watchTheme(root, () => {});
    this.say({ kind: "hello" });
  }

  close() {
    this.channel.close();
    this.unwatch();
    clearTimeout(this.patience);
  }

  // Nobody answers any more: the questions stay to be read, and say how they come to life again.
  end() {
    clearTimeout(this.patience);
    setText(this.waiting, GONE);
    this.root.dataset.gone = "";
    for (const card of Object.values(this.cards)) card.end();
  }

  say(message) {
    this.channel.send(toText(message));
    clearTimeout(this.patience);
    this.patience = setTimeout(() => setText(this.waiting, SILENT), PATIENCE);
  }

  hear(message) {
    clearTimeout(this.patience);
    setText(this.waiting, "");
    this[message.kind](message);
  }

  // ---- what the kernel says, by its kind ----

  quiz({ questions }) {
    const say = (message) => this.say(message);
    this.cards = Object.fromEntries(questions.map(({ name }, i) => [name, new Question({ say, number: i + 1, after: AFTER })]));
    questions.forEach((question) => this.cards[question.name].show(question));
    this.root.replaceChildren(this.waiting, ...Object.values(this.cards).map((card) => card.element));
  }

  question({ question }) {
    this.cards[question.name]?.show(question);
  }

  not_an_answer({ name, text }) {
    this.cards[name]?.refuse(text);
  }
}
