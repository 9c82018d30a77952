// Player: play, pause, step and scrub through the frames of a picture. It needs no kernel: the picture holds all frames.

import { h, newId, setAttribute, setText, sign } from "./dom.js";
import { say } from "./numerals.js";

const PAUSE = 110; // milliseconds between frames
const LONG_PAUSE = 900; // where there are few of them, each is to be looked at
const FEW = 12;
const CALM_PAUSE = 400; // for those who asked for less motion
const SIGNS = {
  play: "M4 2.5 13 8 4 13.5Z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  back: "M11 2.5 4.5 8 11 13.5Z",
  forth: "M5 2.5 11.5 8 5 13.5Z",
};

export class Player {
  constructor(changed) {
    this.changed = changed;
    this.frames = 1;
    this.counts = ""; // what is counted from frame to frame: steps of a descent, layers, products
    this.frame = 0;
    this.target = 0; // where the hand has left it, which may not be there yet; null for the end, also when that moves
    const id = newId("frame");
    this.signs = { play: sign(SIGNS.play), pause: sign(SIGNS.pause) };
    this.play = h("button", { type: "button", class: "bp-icon", onclick: () => this.toggle() }, this.signs.play);
    this.back = h("button", { type: "button", class: "bp-icon", onclick: () => this.go(this.frame - 1) }, sign(SIGNS.back));
    this.forth = h("button", { type: "button", class: "bp-icon", onclick: () => this.go(this.frame + 1) }, sign(SIGNS.forth));
    this.range = h("input", { id, type: "range", min: 0, step: 1, oninput: () => this.go(Number(this.range.value)) });
    this.said = h("output", { for: id });
    this.element = h("div", { class: "bp-player", role: "group", "aria-label": "Player" }, this.play, this.back, this.forth, this.range, this.said);
    this.stop();
  }

  close() {
    this.stop();
  }

  // A new picture, with its number of frames and with what they count.
  setFrames({ frames, counts, counted }) {
    this.frames = frames;
    this.counted = counted;
    if (this.counts !== counts) {
      this.counts = counts;
      this.range.setAttribute("aria-label", counts);
      name(this.back, `previous ${counts}`);
      name(this.forth, `next ${counts}`);
    }
    setAttribute(this.range, "max", frames - 1);
    this.element.hidden = frames < 2;
    this.set(this.target ?? frames - 1);
  }

  go(frame) {
    this.stop();
    this.move(frame);
  }

  move(frame) {
    this.set(frame);
    this.target = this.frame === this.frames - 1 ? null : this.frame;
    this.changed(this.frame);
  }

  set(frame) {
    this.frame = Math.max(0, Math.min(frame, this.frames - 1));
    this.range.value = this.frame;
    this.range.style.setProperty("--bp-part", this.frames > 1 ? this.frame / (this.frames - 1) : 0);
    setText(this.said, `${this.number(this.frame)} of ${this.number(this.frames - 1)}`);
    setAttribute(this.range, "aria-valuetext", this.said.textContent);
  }

  number(frame) {
    return say(this.counted ? this.counted[frame] : frame);
  }

  toggle() {
    if (this.timer) return this.stop();
    const first = this.frame >= this.frames - 1 ? 0 : this.frame;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.show("Pause", this.signs.pause);
    const pause = this.frames < FEW ? LONG_PAUSE : calm ? CALM_PAUSE : PAUSE;
    this.timer = setInterval(() => this.advance(), pause);
    this.move(first);
  }

  advance() {
    if (this.frame >= this.frames - 1) return this.stop();
    this.move(this.frame + 1);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.show("Play", this.signs.play);
  }

  show(text, shape) {
    if (this.play.title === text) return;
    name(this.play, text);
    this.play.replaceChildren(shape);
  }
}

// The name of a button that shows a sign only: read aloud, and seen under the pointer.
function name(button, text) {
  button.setAttribute("aria-label", text);
  button.title = text;
}
