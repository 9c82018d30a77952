// Tabs: several groups of controls in one place, of which one is in view. The row of their names is one stop for Tab; the
// arrow keys go along it.

import { h, newId } from "./dom.js";

export class Tabs {
  // `panels` is a map from the name of each group to its element
  constructor(panels) {
    this.panels = [...panels.values()];
    this.tabs = [...panels].map(([name, panel], i) => {
      panel.id = newId("group");
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-label", name);
      return h("button", { type: "button", role: "tab", class: "bp-tab", "aria-controls": panel.id, onclick: () => this.open(i), "onbp-key": (event) => this.key(i, event) }, name);
    });
    const row = h("div", { class: "bp-tabs", role: "tablist", "aria-label": "Groups of controls" }, ...this.tabs);
    this.elements = [row, ...this.panels];
    this.open(0);
  }

  open(now) {
    this.panels.forEach((panel, i) => (panel.hidden = i !== now));
    this.tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", i === now);
      tab.tabIndex = i === now ? 0 : -1;
    });
  }

  key(now, event) {
    const last = this.tabs.length - 1;
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const i = (next + last + 1) % (last + 1);
    this.open(i);
    this.tabs[i].focus();
  }
}
