// Folds: a row of words, each of which opens what it names, under the row. One is open at a time.

import { h, newId } from "./dom.js";

export class Folds {
  // `items` is a list of { name, content, opened }; `opened` is called when it opens
  constructor(items) {
    this.items = items.map((item) => ({ ...item, ...this.make(item) }));
    const row = h("div", { class: "bp-folds-row" }, ...this.items.map(({ button }) => button));
    this.element = h("div", { class: "bp-folds" }, row, ...this.items.map(({ panel }) => panel));
  }

  make({ name, content, opened }) {
    const id = newId("fold");
    const word = h("span", {}, name);
    const button = h("button", { type: "button", class: "bp-fold", "aria-expanded": "false", "aria-controls": id }, word);
    const panel = h("div", { id, class: "bp-folded", hidden: true }, content);
    button.addEventListener("click", () => this.open(panel.hidden ? panel : null) || (panel.hidden ? null : opened?.()));
    return { button, panel, word };
  }

  open(panel) {
    for (const item of this.items) {
      item.panel.hidden = item.panel !== panel;
      item.button.setAttribute("aria-expanded", !item.panel.hidden);
    }
  }

  isOpen(content) {
    return this.items.some((item) => item.content === content && !item.panel.hidden);
  }
}
