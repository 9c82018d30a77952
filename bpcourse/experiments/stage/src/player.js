// Player: play, pause, step and scrub through the frames of a picture. It needs no kernel: the picture holds all frames.

import { h, newId } from "./dom.js";

const PAUSE = 110; // milliseconds between frames
const LONG_PAUSE = 900; // where there are few of them, each is to be looked at
const FEW = 12;
const CALM_PAUSE = 400; // for those who asked for less motion

export class Player {
  constructor(changed) {
    this.changed = changed;
    this.frames = 1;
    this.frame = 0;
    const id = newId("step");
    this.play = h("button", { type: "button", onclick: () => this.toggle() }, "Play");
    this.back = h("button", { type: "button", onclick: () => this.go(this.frame - 1) }, "Step back");
    this.forth = h("button", { type: "button", onclick: () => this.go(this.frame + 1) }, "Step");
    this.range = h("input", { id, type: "range", min: 0, step: 1, oninput: () => this.go(Number(this.range.value)) });
    this.said = h("output", { for: id });
    this.element = h(
      "div",
      { class: "bp-player", role: "group", "aria-label": "Steps" },
      this.play,
      this.back,
      this.forth,
      h("label", { for: id }, "step"),
      this.range,
      this.said,
    );
  }

  close() {
    this.stop();
  }

  // A new picture with that many frames. Who stood at the end stays at the end, also when it moves.
  setFrames(frames, frame = null) {
    const atEnd = this.frame >= this.frames - 1;
    this.frames = frames;
    this.range.max = frames - 1;
    this.element.hidden = frames < 2;
    this.set(frame ?? (atEnd ? frames - 1 : this.frame));
  }

  go(frame) {
    this.stop();
    this.set(frame);
    this.changed(this.frame);
  }

  set(frame) {
    this.frame = Math.max(0, Math.min(frame, this.frames - 1));
    this.range.value = this.frame;
    this.said.textContent = `${this.frame} of ${this.frames - 1}`;
    this.range.setAttribute("aria-valuetext", `step ${this.said.textContent}`);
  }

  toggle() {
    if (this.timer) return this.stop();
    if (this.frame >= this.frames - 1) this.set(0);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.play.textContent = "Pause";
    const pause = this.frames < FEW ? LONG_PAUSE : calm ? CALM_PAUSE : PAUSE;
    this.timer = setInterval(() => this.advance(), pause);
    this.changed(this.frame);
  }

  advance() {
    if (this.frame >= this.frames - 1) return this.stop();
    this.set(this.frame + 1);
    this.changed(this.frame);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.play.textContent = "Play";
  }
}
