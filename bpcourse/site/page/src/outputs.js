// Outputs: what a cell shows, in the order in which it comes: what it prints, pictures, sentences, and parts that live.

import { openTraces } from "../../../checking/tracing/view/src/open_traces.js";
import { h } from "../../../experiments/widget/src/dom.js";

export class Outputs {
  // `say` hands a text on to the kernel's end of a part that lives.
  constructor(say) {
    this.say = say;
    this.element = h("div", { class: "site-outputs" });
    this.parts = new Map(); // from a part's place to its channel
    this.closers = [];
  }

  clear() {
    for (const close of this.closers.splice(0)) close();
    this.parts.clear();
    this.element.replaceChildren();
  }

  add({ html, text, printed, part, place, is_error: isError }) {
    if (part) return this.addPart(part, place);
    if (html !== undefined) {
      this.element.append(h("div", { class: "site-html" }));
      this.element.lastChild.innerHTML = html;
      openTraces(this.element.lastChild);
      return;
    }
    const last = this.element.lastElementChild;
    if (printed !== undefined && last?.dataset.printed !== undefined) return last.append(printed);
    const kind = isError ? "site-error" : null;
    this.element.append(h("pre", { class: `out ${kind ?? ""}`, "data-printed": printed === undefined ? null : "", role: isError ? "alert" : null }, printed ?? text));
  }

  async addPart(part, place) {
    const host = h("div", { class: "site-part" });
    this.element.append(host);
    const channel = { keeps: false, send: (text) => this.say(place, text), onmessage: () => {}, onclose: () => {}, close: () => {} };
    this.parts.set(place, channel);
    const mount = await this.mountIn(host);
    if (this.parts.get(place) === channel) this.closers.push(mount(host, channel, part));
  }

  // What shows a part in the page: a file of its own, loaded for the first one. Without a network it is tried again on a press.
  async mountIn(host) {
    for (let tries = 0; ; tries += 1) {
      try {
        const file = tries ? `./stage.js?${tries}` : "./stage.js"; // browsers remember what they did not find
        const { mount } = await import(file);
        host.replaceChildren();
        return mount;
      } catch {
        await new Promise((resolve) => {
          const again = h("button", { type: "button", onclick: resolve }, "Try again");
          host.replaceChildren(h("p", { role: "alert" }, "This could not be loaded. Is there a network? "), again);
        });
      }
    }
  }
}
