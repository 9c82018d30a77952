// Stage: one experiment on the page. Here the parts are put together; each part knows nothing of the others.

import { pictureOf } from "./as_left.js";
import { ChallengeLine } from "./challenge.js";
import { Controls, makeSwitch } from "./controls.js";
import { h, newId, setText } from "./dom.js";
import { Folds } from "./folds.js";
import { Link } from "./link.js";
import { Numbers } from "./numbers.js";
import { Picture } from "./picture.js";
import { Player } from "./player.js";
import { Question } from "./question.js";
import { Readings } from "./readings.js";
import { Speech } from "./speech.js";
import { watchTheme } from "./theme.js";

const REST = 300; // milliseconds without a move, until what can wait is done
const LEAVE = 1700; // and until the picture is kept as it was left
const SHUT = "The picture opens when you have locked in a prediction; “I don’t know yet” is one too.";
const COMPUTING = "computing …";
const SILENT = "The kernel has not answered yet: it is busy with another cell, or stopped. Run this cell again if it was.";
const GONE = "This picture is from before the kernel was started. Run this cell again to move it.";

export class Stage {
  constructor(channel, root) {
    this.root = root;
    this.waiting = h("p", { class: "bp-waiting", role: "status" });
    root.append(this.waiting);
    this.channel = channel;
    this.arrays = new Map(); // those that the kernel need not send again
    this.link = new Link(channel, {
      hear: (message, numbers) => this[message.kind](message, numbers),
      wait: (seconds) => this.wait(seconds),
      gone: () => this.gone(),
    });
    this.link.hello();
  }

  close() {
    this.link.close();
    for (const part of [this.player, this.speech, this.drawing]) part?.close();
    this.unwatch?.();
    clearTimeout(this.resting);
    clearTimeout(this.stopping);
    clearTimeout(this.leaving);
  }

  wait(seconds) {
    setText(this.waiting, seconds > 4 ? SILENT : seconds > 0.6 ? COMPUTING : "");
  }

  // Nobody answers any more: the picture stays as it was last, and says how it comes to life again.
  gone() {
    setText(this.waiting, GONE);
    this.root.dataset.gone = "";
    clearTimeout(this.leaving);
    this.controls?.close();
    this.prediction?.end();
    for (const input of this.which?.inputs ?? []) input.disabled = true;
  }

  // ---- what the kernel says, by its kind ----

  setup(message) {
    if (this.controls) return; // another view of the same experiment has said hello
    const { title, controls, values, challenge, style, question, functions, name } = message;
    this.root.setAttribute("aria-label", `Experiment: ${title}`);
    this.prediction = question && new Question({ say: (told) => this.link.say(told) });
    this.controls = new Controls(controls, () => this.ask());
    this.controls.values = values;
    this.player = new Player((frame) => this.showFrame(frame));
    this.readings = new Readings();
    this.drawing = new Picture(this.root, style, this.controls);
    this.speech = new Speech();
    this.numbers = new Numbers();
    this.challenge = challenge && new ChallengeLine(challenge);
    this.trouble = h("p", { class: "bp-trouble", role: "alert" });
    this.shut = h("p", { class: "bp-shut" }, SHUT);
    const view = h("div", { class: "bp-view" }, this.drawing.element, this.controls.element);
    const line = h("div", { class: "bp-line" }, this.player.element, this.readings.element);
    this.body = h("div", { class: "bp-body" }, view, line, this.trouble, this.speech.seen, this.speech.spoken);
    this.body.append(...(this.challenge ? [this.challenge.element] : []), this.makeFolds(name, functions));
    this.root.replaceChildren(
      h("div", { class: "bp-head" }, h("p", { class: "bp-heading" }, title), this.waiting),
      ...(this.prediction ? [this.prediction.element] : []),
      this.shut,
      this.body,
    );
    this.unwatch = watchTheme(this.root, () => this.drawing.measure());
    this.question({ question });
  }

  question({ question }) {
    const open = !question || question.given != null;
    if (question) this.prediction.show(question);
    this.shut.hidden = open;
    this.body.hidden = !open;
    if (open) this.drawing.measure();
  }

  picture(message, numbers) {
    if (!this.controls) return;
    const { n, is_last: isLast, scene, text, reached, met, so_far: soFar, code, trouble, opens_at: opensAt } = message;
    this.fillIn(scene, numbers);
    this.sentences = null; // those of all frames are fetched when the picture plays
    if (!this.scene) this.player.target = opensAt;
    this.player.setFrames(scene);
    this.scene = scene;
    if (!isLast) this.link.askForBetter(n, this.player.target); // it is computed while this one is drawn
    this.drawing.show(scene, this.player.frame);
    this.readings.show(scene.readings, this.player.frame);
    this.speech.say(text);
    this.numbers.show(scene);
    this.refused({ text: "" });
    setText(this.trouble, trouble);
    this.challenge?.show(met, reached, soFar);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.rest(code), REST);
    if (this.root.dataset.drawn !== String(this.link.answered)) this.root.dataset.drawn = this.link.answered;
    this.root.dataset.asked = this.link.asked;
    this.root.dataset.complete = isLast;
  }

  // What can wait until the hand rests.
  rest(code) {
    const isTyping = document.activeElement === this.code && this.code.value !== this.written;
    if (!isTyping) this.code.value = this.written = code;
    if (this.folds.isOpen(this.numbers.element)) this.numbers.fill();
    this.leaveLater();
  }

  // The picture as it is now, for a page that will be opened without a kernel.
  leaveLater() {
    clearTimeout(this.leaving);
    if (this.channel.keeps) this.leaving = setTimeout(() => this.leave(), LEAVE);
  }

  async leave() {
    if (!this.body.checkVisibility()) return;
    const text = this.speech.seen.textContent;
    this.link.say({ kind: "as_left", png: await pictureOf(this.root), text });
  }

  texts({ texts }) {
    this.sentences = texts;
    this.speech.say(texts[this.player.frame]);
  }

  values({ values, frame }) {
    this.controls.values = values;
    if (frame !== undefined) this.player.target = frame;
  }

  functions({ names, missing, each_alone: eachAlone }) {
    const { inputs } = this.which;
    inputs[1].disabled = missing.length > (eachAlone ? names.length - 1 : 0);
    this.missing.textContent = missing.length ? (eachAlone ? partsOf(names, missing) : `Yours opens when ${missing.join(" and ")} ${missing.length > 1 ? "pass" : "passes"}.`) : "";
    this.nameFunctions();
  }

  // What all in a workshop have predicted.
  room({ rows }) {
    this.prediction?.showRoom(rows);
  }

  not_an_answer({ text }) {
    this.prediction.refuse(text);
  }

  refused({ text }) {
    setText(this.refusal, text);
    this.code.toggleAttribute("aria-invalid", Boolean(text));
  }

  // The arrays of a scene are parts of the one array that has come with the message, or they are known already.
  fillIn(scene, numbers) {
    const arrays = new Map();
    const known = (value) => {
      if (Array.isArray(value)) return value.map(known);
      if (!value || typeof value !== "object") return value;
      const array = "same" in value ? this.arrays.get(value.same) : numbers.subarray(value.from, value.to);
      if (value.columns) array.columns = value.columns;
      arrays.set(value.key ?? value.same, array);
      return array;
    };
    for (const panel of scene.panels) {
      for (const mark of panel.marks) for (const [name, value] of Object.entries(mark)) mark[name] = known(value);
    }
    for (const reading of scene.readings) reading.values = known(reading.values);
    scene.counted = known(scene.counted);
    this.arrays = arrays;
  }

  // ---- what the learner does ----

  ask() {
    const functions = this.which?.index === 1 ? "mine" : "reference";
    this.link.ask({ values: this.controls.values, frame: this.player.target, functions });
    this.root.dataset.asked = this.link.asked;
  }

  showFrame(frame) {
    if (this.controls.goOn()) this.ask();
    this.drawing.setFrame(frame);
    this.readings.show(this.scene.readings, frame);
    if (this.sentences) this.speech.say(this.sentences[frame]);
    else this.link.say({ kind: "texts" });
    clearTimeout(this.stopping); // a reloaded page finds the frame where the hand has left it
    this.stopping = setTimeout(() => this.tellFrame(), REST);
  }

  tellFrame() {
    this.link.say({ kind: "frame", frame: this.player.target });
    this.leaveLater();
  }

  // ---- what is folded away ----

  makeFolds(name, functions) {
    const items = [...this.makeFunctions(functions), { name: "State", content: this.makeCode(name) }];
    items.push({ name: "Numbers", content: this.numbers.element, opened: () => this.numbers.fill() });
    this.folds = new Folds(items);
    this.nameFunctions();
    return this.folds.element;
  }

  makeFunctions(functions) {
    if (!functions.names.length) return [];
    const texts = ["the model answer", functions.each_alone ? "my own, each that passes" : `my own ${functions.names.join(", ")}`];
    this.which = makeSwitch({ label: "This picture runs on", values: texts, texts }, () => this.chooseFunctions());
    this.which.index = functions.which === "mine" ? 1 : 0;
    this.missing = h("p", { class: "bp-note" });
    const content = h("div", {}, this.which.element, this.missing);
    this.functions(functions);
    // whether the learner's own code passes may have changed since
    this.root.addEventListener("pointerenter", () => this.link.say({ kind: "functions" }));
    this.root.addEventListener("focusin", () => this.link.say({ kind: "functions" }));
    return [{ name: "", content, isFunctions: true }];
  }

  chooseFunctions() {
    this.nameFunctions();
    this.ask();
  }

  // The fold's name says whose code runs.
  nameFunctions() {
    const item = this.folds?.items.find(({ isFunctions }) => isFunctions);
    if (item) setText(item.word, this.which.index === 1 ? "Runs on your code" : "Runs on the model answer");
  }

  makeCode(name) {
    const id = newId("code");
    this.code = h("input", {
      id,
      type: "text",
      spellcheck: "false",
      autocomplete: "off",
      onchange: () => this.restore(),
      // a text that is the same as before is meant, too: the picture may have moved on since it was written down
      "onbp-key": ({ key }) => key === "Enter" && this.code.value === this.written && this.restore(),
    });
    this.refusal = h("span", { class: "bp-refusal", role: "alert" });
    const label = h("label", { for: id }, "State, to note down or to paste");
    const note = h("p", { class: "bp-note" }, "In a cell, ", h("code", {}, `${name}("…")`), " starts in that state.");
    return h("div", {}, h("div", { class: "bp-field" }, label, this.code, this.refusal), note);
  }

  restore() {
    this.written = this.code.value;
    this.tellFrame();
    this.link.say({ kind: "code", text: this.code.value });
  }
}

// Whose each function is, where each may be the learner's alone.
function partsOf(names, missing) {
  const own = names.filter((name) => !missing.includes(name));
  return own.length ? `Yours: ${own.join(", ")}. Of the model answer: ${missing.join(", ")}.` : `Yours opens when one of these passes: ${missing.join(", ")}.`;
}
