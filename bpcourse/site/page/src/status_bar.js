// Status bar: what Python is doing, at the bottom of the page, and the button that stops it. It is there from the first touch on.

import { h, setText } from "../../../experiments/widget/src/dom.js";

const MB = 1e6;
const PATIENCE = 600; // milliseconds that something may take without a word

export class StatusBar {
  constructor(stop) {
    this.progress = h("progress", { "aria-label": "Python is being loaded", max: 1, value: 0 });
    this.text = h("span", {});
    this.spoken = h("span", { class: "site-spoken", role: "status" });
    this.button = h("button", { type: "button", onclick: stop }, "Stop");
    this.element = h("aside", { class: "site-bar", "aria-label": "Python", hidden: true }, this.progress, this.text, this.spoken, this.button);
    document.body.append(this.element);
  }

  show(python) {
    const { state, bytes, total, asked } = python;
    this.element.hidden = state === "off" && !asked.length;
    this.progress.hidden = state !== "loading";
    this.button.disabled = state === "failed" || (state === "ready" && !asked.length);
    const words = WORDS[state](bytes, total, asked.length ? performance.now() - python.since : 0);
    setText(this.text, words);
    if (state !== this.state) setText(this.spoken, state === "loading" ? "Python is being loaded." : words);
    this.state = this.element.dataset.state = state;
    if (state === "loading" && total) this.progress.value = Math.min(1, bytes / total);
  }
}

const WORDS = {
  off: () => "Python was stopped.",
  loading: (bytes, total) =>
    bytes < total * 0.99 ? `Python is being loaded, once for all lessons: ${mb(bytes)} of ${mb(total)} MB` : "Python is starting …",
  ready: (bytes, total, time) =>
    time > PATIENCE ? "Python is computing …" : bytes > total && time < 0 ? `More of Python is being loaded: ${mb(bytes - total)} MB` : "Python is ready.",
  failed: () => "Python could not be loaded. The page can still be read; load it again to try once more.",
};

function mb(bytes) {
  return (bytes / MB).toFixed(1);
}
