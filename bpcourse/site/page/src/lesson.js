// Lesson: what makes a page that can be read one that can be worked in. The parts of the page know the course, by which they
// ask Python; what Python's end says is handed to the part that it is for.

import { setText } from "../../../experiments/widget/src/dom.js";
import { CodeCell } from "./code_cell.js";
import { Exercise } from "./exercise.js";
import { LiveCell } from "./live_cell.js";
import { goOffline } from "./go_offline.js";
import { Python } from "./python.js";
import { Room, SEAT } from "./room.js";
import { StatusBar } from "./status_bar.js";
import { openStore } from "./store.js";
import { Work } from "./work.js";

const REST = 1000; // milliseconds
const KINDS = { code: CodeCell, exercise: Exercise, question: LiveCell, experiment: LiveCell };

class Course {
  constructor(store) {
    this.store = store;
    this.lesson = document.body.dataset.lesson || null;
    this.reports = new Map(); // from an exercise's name to its part of the page
    this.bar = new StatusBar(() => this.python.stop());
    this.python = new Python({
      lesson: this.lesson,
      store,
      hear: (message, buffers) => this[message.kind](message, buffers),
      show: (python) => this.bar.show(python),
      begin: () => this.begin(),
    });
    const elements = [...document.querySelectorAll("[data-cell]")];
    this.cells = elements.map((element) => new KINDS[element.dataset.kind](element, this));
    this.byId = new Map(this.cells.map((cell) => [cell.id, cell]));
    this.work = new Work(document.getElementById("work"), this);
    this.room = new Room(document.getElementById("workshop"), this);
    store.onfile = (path, start, bytes) => this.learn(path, start, bytes);
    this.remember();
  }

  // What was shown last is shown at once. Who has worked in this browser before need not touch the page first: all is at hand.
  async remember() {
    const line = await this.store.text(`line ${this.lesson}`);
    if (line) this.showLine(line.html);
    if (await this.store.text("begun")) this.touch();
    for (const place of document.querySelectorAll("[data-done]")) this.showDone(place);
    addEventListener("pagehide", () => this.cells.forEach((cell) => cell.written?.keep()));
  }

  // On the map: how much of a lesson is done.
  async showDone(place) {
    const line = await this.store.text(`line ${place.dataset.done}`);
    if (line?.done) setText(place, line.done === line.count ? "✓ done" : `${line.done} of ${line.count} steps done`);
  }

  touch() {
    this.python.start();
  }

  get isReady() {
    return this.python.state === "ready";
  }

  ask(...words) {
    return this.python.ask(...words);
  }

  say(place, text) {
    this.ask({ kind: "say", place, text }, 15, true);
    this.warmAtRest();
  }

  // What an answer needs is loaded once, when nobody has moved anything for a while: it takes most of a second.
  warmAtRest() {
    clearTimeout(this.warming);
    if (this.isWarm) return;
    this.warming = setTimeout(() => {
      if (!this.isReady) return; // it will begin anew
      if (this.python.asked.length) return this.warmAtRest();
      this.isWarm = true;
      this.ask({ kind: "warm" });
    }, REST);
  }

  // What a cell needs: all cells of code above it, and the answers to the exercises.
  above(cell) {
    const cells = this.cells.slice(0, this.cells.indexOf(cell));
    return cells.filter((one) => one.above).map((one) => one.above);
  }

  async file(path) {
    const files = new Map(await this.store.files());
    return files.has(path) ? new TextDecoder().decode(files.get(path)) : null;
  }

  begin() {
    this.store.keepText("begun", "yes");
    for (const cell of this.cells) cell.begin();
    this.room.begin();
    this.isWarm = false;
    this.warmAtRest();
    this.offline = goOffline(this.python); // resolved when all is kept
  }

  // Another page of the course has kept a file, or removed it: this one's Python learns of it.
  learn(path, start, bytes) {
    const text = bytes && new TextDecoder().decode(bytes);
    if (this.isReady) this.ask(bytes ? { kind: "learn", path, start, text } : { kind: "forget", path });
    if (path === SEAT) this.room.sit(text);
  }

  showLine(html) {
    const place = document.querySelector(".site-line");
    if (place) place.innerHTML = html;
  }

  // ---- what the kernel says, by its kind ----

  shown(message) {
    this.byId.get(message.cell)?.outputs.add(message);
  }

  has_run() {}

  // What came before was getting ready: the answer's own time begins.
  judging({ seconds }) {
    this.python.begun(seconds);
  }

  said({ place, text }, buffers) {
    if (place === "room") return this.room.said(text);
    for (const { outputs } of this.cells) outputs?.parts.get(place)?.onmessage(text, buffers);
  }

  report(message) {
    this.reports.get(message.exercise).show(message);
  }

  note(message) {
    this.reports.get(message.place).tell(message);
  }

  line({ lesson, html, done, count }) {
    this.store.keepText(`line ${lesson}`, { html, done, count });
    if (lesson === this.lesson) this.showLine(html);
  }

  // A file of the learner's is new, or has grown.
  keep({ path, start }, [bytes]) {
    this.store.keepFile(path, start, new Uint8Array(bytes));
    if (path === SEAT) this.room.sit(new TextDecoder().decode(bytes));
  }

  gone({ path }) {
    this.store.removeFile(path);
    if (path === SEAT) this.room.sit(null);
  }

  knock(message) {
    this.room.knock(message);
  }

  seated(message) {
    this.room.seated(message);
  }

  tell(message) {
    this.room.tell(message);
  }

  packed(message, buffers) {
    this.work.packed(message, buffers);
  }

  // Work that was saved elsewhere is here now: it takes the place of what stood in the editors.
  unpacked(message) {
    for (const [name, text] of Object.entries(message.answers)) {
      this.store.keepText(`answer ${name}`, null);
      const exercise = this.reports.get(name);
      if (exercise) exercise.written.text = text;
    }
    this.work.unpacked(message);
  }

  told({ text }) {
    setText(document.querySelector(".site-notice"), text);
  }
}

const store = await openStore();
if (!store.keeps) document.querySelector(".site-keeps-nothing").hidden = false;
window.course = new Course(store);
