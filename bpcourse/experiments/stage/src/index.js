// Stage: one experiment on the page, or some questions. Here the parts are put together; each part knows nothing of the others.

import { Controls, makeSwitch } from "./controls.js";
import { h, newId, setText } from "./dom.js";
import { Link } from "./link.js";
import { Numbers } from "./numbers.js";
import { Picture } from "./picture.js";
import { Player } from "./player.js";
import { Question } from "./question.js";
import { Quiz } from "./quiz.js";
import { Speech } from "./speech.js";
import { watchTheme } from "./theme.js";

// Keys that belong to the control that has the focus. Whoever surrounds us, JupyterLab say, must not act on them.
const OURS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", " ", "Enter"]);

function render({ model, el }) {
  const root = h("div", { class: "bp-stage", role: "group" });
  root.addEventListener("keydown", (event) => OURS.has(event.key) && event.stopPropagation());
  el.append(root);
  const stage = model.get("part") === "quiz" ? new Quiz(model, root) : new Stage(model, root);
  return () => stage.close();
}

class Stage {
  constructor(model, root) {
    this.root = root;
    this.waiting = h("p", { class: "bp-waiting", role: "status" });
    root.append(this.waiting);
    this.link = new Link(model, {
      hear: (message, numbers) => this[message.kind](message, numbers),
      wait: (seconds) => this.wait(seconds),
    });
    this.link.hello();
  }

  close() {
    this.link.close();
    for (const part of [this.player, this.speech, this.drawing]) part?.close();
    this.unwatch?.();
    clearTimeout(this.resting);
  }

  wait(seconds) {
    const patience = "The kernel has not answered yet: it is busy with another cell, or stopped. Run this cell again if it was.";
    const text = seconds > 4 ? patience : seconds > 0.6 ? "computing …" : "";
    setText(this.waiting, text);
  }

  // ---- what the kernel says, by its kind ----

  setup(message) {
    if (this.controls) return; // another view of the same experiment has said hello
    const { title, name, controls, values, challenge, style, question, functions } = message;
    this.root.setAttribute("aria-label", `Experiment: ${title}`);
    this.prediction = question && new Question({
      predict: (choice) => this.link.say({ kind: "predict", choice }),
      compare: () => this.link.say({ kind: "compare" }),
      again: () => this.question({ ...this.asked, chosen: null, verdict: null }),
    });
    this.controls = new Controls(controls, () => this.ask());
    this.controls.values = values;
    this.player = new Player((frame) => this.showFrame(frame));
    this.drawing = new Picture(this.root, style);
    this.speech = new Speech();
    this.numbers = new Numbers();
    this.challenge = challenge && h("p", { class: "bp-challenge" });
    this.challengeText = challenge;
    this.trouble = h("p", { class: "bp-trouble", role: "alert" });
    this.shut = h("p", {}, "The picture opens when you have locked in a prediction; “I don’t know yet” is one too.");
    this.body = h("div", { class: "bp-body" }, this.drawing.element, this.trouble, this.speech.seen, this.speech.spoken);
    this.body.append(this.player.element, this.controls.element, ...this.makeFunctions(functions));
    this.body.append(...[this.challenge, this.makeCode(name), this.numbers.element].filter(Boolean));
    this.root.replaceChildren(
      h("p", { class: "bp-heading" }, title),
      ...(this.prediction ? [this.prediction.element] : []),
      this.shut,
      this.body,
      this.waiting,
    );
    this.unwatch = watchTheme(this.root, () => this.drawing.measure());
    this.question(question);
  }

  question(message) {
    this.asked = message;
    const open = !message || message.chosen !== null;
    if (message) this.prediction.show(message);
    this.shut.hidden = open;
    this.body.hidden = !open;
    if (open) this.drawing.measure();
  }

  picture(message, numbers) {
    if (!this.controls) return;
    const { n, is_last: isLast, scene, text, reached, met, code, trouble, frame } = message;
    for (const panel of scene.panels) for (const mark of panel.marks) fillIn(mark, numbers);
    this.sentences = null; // those of all frames are fetched when the picture plays
    this.player.setFrames(scene.frames, this.scene ? null : frame);
    this.scene = scene;
    this.drawing.show(scene, this.player.frame);
    this.speech.say(text);
    this.numbers.show(scene);
    this.refused({ text: "" });
    setText(this.trouble, trouble);
    if (this.challenge) this.showChallenge(met, reached);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(code), 300);
    if (this.root.dataset.drawn !== String(this.link.answered)) this.root.dataset.drawn = this.link.answered;
    this.root.dataset.asked = this.link.asked;
    this.root.dataset.complete = isLast;
    if (!isLast) this.link.askForBetter(n, this.player.frame);
  }

  // What can wait until the hand rests.
  rest(code) {
    const isTyping = document.activeElement === this.code && this.code.value !== this.written;
    if (!isTyping) this.code.value = this.written = code;
    this.numbers.fill();
  }

  texts({ texts }) {
    this.sentences = texts;
    this.speech.say(texts[this.player.frame]);
  }

  values({ values }) {
    this.controls.values = values;
  }

  functions({ missing }) {
    this.which.inputs[1].disabled = missing.length > 0;
    const verb = missing.length > 1 ? "pass" : "passes";
    this.missing.textContent = missing.length ? `(yours opens when ${missing.join(" and ")} ${verb})` : "";
  }

  refused({ text }) {
    setText(this.refusal, text);
    this.code.toggleAttribute("aria-invalid", Boolean(text));
  }

  // ---- what the learner does ----

  ask() {
    const functions = this.which?.index === 1 ? "mine" : "reference";
    this.link.ask({ values: this.controls.values, frame: this.player.frame, functions });
    this.root.dataset.asked = this.link.asked;
  }

  showFrame(frame) {
    this.drawing.setFrame(frame);
    if (this.sentences) this.speech.say(this.sentences[frame]);
    else this.link.say({ kind: "texts" });
  }

  showChallenge(met, reached) {
    const state = met ? "✓ reached" : reached ? "✓ reached before" : "not yet";
    setText(this.challenge, `Challenge: ${this.challengeText} (${state})`);
  }

  makeFunctions(functions) {
    if (!functions.names.length) return [];
    const texts = ["the model answer", `my own ${functions.names.join(", ")}`];
    this.which = makeSwitch({ label: "This picture runs on", values: texts, texts }, () => this.ask());
    this.which.index = functions.which === "mine" ? 1 : 0;
    this.missing = h("span");
    this.which.element.append(this.missing);
    this.functions(functions);
    // whether the learner's own code passes may have changed since
    this.root.addEventListener("pointerenter", () => this.link.say({ kind: "functions" }));
    this.which.element.addEventListener("focusin", () => this.link.say({ kind: "functions" }));
    return [this.which.element];
  }

  makeCode(name) {
    const id = newId("code");
    this.code = h("input", {
      id,
      type: "text",
      spellcheck: "false",
      autocomplete: "off",
      onchange: () => {
        this.written = this.code.value;
        this.link.say({ kind: "code", text: this.code.value });
      },
    });
    this.refusal = h("span", { class: "bp-refusal", role: "alert" });
    const label = h("label", { for: id }, "State, to note down or to paste");
    return h("div", { class: "bp-code", title: `${name}("…") starts here` }, label, this.code, this.refusal);
  }
}

// The arrays of a mark are parts of the one array that has come with the message.
function fillIn(mark, numbers) {
  for (const [name, value] of Object.entries(mark)) {
    if (value && typeof value === "object" && "from" in value) mark[name] = numbers.subarray(value.from, value.to);
  }
}

export default { render };
