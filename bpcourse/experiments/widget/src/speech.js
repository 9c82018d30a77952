// Speech: the text of the picture. What is seen follows at once; what is read aloud comes at most once in two seconds.

import { h, setText } from "./dom.js";

const REST = 2000; // milliseconds

export class Speech {
  constructor() {
    this.seen = h("p", { class: "bp-text" });
    this.spoken = h("p", { class: "bp-spoken", role: "status", "aria-live": "polite" });
    this.last = 0;
    this.first = true;
  }

  close() {
    clearTimeout(this.timer);
  }

  say(text) {
    setText(this.seen, text);
    if (this.first) {
      this.first = false; // a live region is empty at first, and speaks of changes
      return;
    }
    clearTimeout(this.timer);
    const wait = Math.max(300, this.last + REST - performance.now());
    this.timer = setTimeout(() => {
      this.last = performance.now();
      this.spoken.textContent = text;
    }, wait);
  }
}
