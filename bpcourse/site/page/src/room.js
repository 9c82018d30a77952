// Room: a learner's part in a workshop: the field to join by, the line at the lower edge, and the courier, which is started for
// whoever joins. Python's end is page_room.py; it says what is told, to the room and to the learner.

import { h, setText } from "../../../experiments/widget/src/dom.js";
import { Line } from "../../../notebook/room_line.js";

export const SEAT = ".bpcourse/workshop.json"; // where this is not, no courier is
const PLACE = "room"; // of the line, among the parts that Python speaks to
const STOPPED = "Python was stopped before it was done. Press the button again.";
const LEFT = "You have left the workshop. Nothing is sent any more.";

export class Room {
  constructor(element, course) {
    this.course = course;
    this.link = h("input", { type: "text", autocomplete: "off", spellcheck: "false" });
    this.joining = h("form", { class: "site-field", onsubmit: (event) => this.join(event) });
    this.joining.append(h("label", {}, "The link that your instructor shows: ", this.link), " ", h("button", { type: "submit" }, "Join"));
    this.leaving = h("p", { class: "site-buttons", hidden: true }, h("button", { type: "button", onclick: () => this.leave() }, "Leave the workshop"));
    this.told = h("p", { class: "site-told", role: "status" });
    element.append(this.joining, this.leaving, this.told);
    this.remember(element);
  }

  async remember(element) {
    this.sit(await this.course.file(SEAT));
    const link = new URLSearchParams(location.hash.slice(1)).get("join"); // a link may bring it along; nobody joins by it alone
    if (!link || this.seat) return;
    this.link.value = link;
    element.scrollIntoView();
    this.link.focus();
  }

  // The text of the seat's file is this; there is no seat where there is none.
  sit(text) {
    try {
      this.seat = text ? JSON.parse(text) : null;
    } catch {
      this.seat = null;
    }
    this.joining.hidden = Boolean(this.seat);
    this.leaving.hidden = !this.seat;
    if (!this.seat) return this.end();
    this.start().postMessage({ kind: "sit", seat: this.seat });
    this.begin();
  }

  start() {
    if (!this.courier) {
      this.courier = new Worker(new URL("./courier.js", import.meta.url), { type: "module" });
      this.courier.onmessage = ({ data }) => this[data.kind](data);
    }
    return this.courier;
  }

  // Nothing is sent from here on; the courier says goodbye, and ends.
  end() {
    this.courier?.postMessage({ kind: "leave" });
    this.courier = this.news = null;
    this.line?.close();
    this.line = null;
  }

  // Python is there, or another one: let the line be told how the learner stands.
  begin() {
    if (!this.seat || !this.course.isReady) return;
    this.line?.close();
    this.line = new Line({
      on: (kind, hear) => kind === "msg:custom" && (this.hear = hear),
      off: () => {},
      send: ({ text }) => this.course.say(PLACE, text),
      get: () => null,
    });
    this.tellNews();
  }

  // ---- what the learner does ----

  async join(event) {
    event.preventDefault();
    if (!this.link.value.trim()) return this.link.focus();
    setText(this.told, this.course.isReady ? "" : "Python is being loaded first …");
    const why = await this.course.ask({ kind: "join", link: this.link.value, scheme: location.protocol });
    if (why) setText(this.told, STOPPED);
  }

  async leave() {
    await this.course.store.removeFile(SEAT);
    this.sit(null);
    setText(this.told, LEFT);
    this.course.ask({ kind: "left" });
  }

  // ---- what Python says ----

  said(text) {
    if (this.line) this.hear({ text });
  }

  knock({ address, code }) {
    this.start().postMessage({ kind: "knock", address, code });
  }

  seated({ text }) {
    setText(this.told, text);
  }

  tell({ token, events }) {
    this.courier?.postMessage({ kind: "tell", token, events });
  }

  // ---- what the courier says ----

  async answered({ address, code, status, told }) {
    const why = await this.course.ask({ kind: "joined", address, code, status, told });
    if (why) setText(this.told, STOPPED);
  }

  heard({ token, told }) {
    this.news = { kind: "heard", token, told };
    this.tellNews();
  }

  // The newest answer is handed on when Python has time; what is older is no news.
  async tellNews() {
    if (this.isTelling || !this.course.isReady) return;
    this.isTelling = true;
    while (this.news) {
      const { news } = this;
      this.news = null;
      await this.course.ask(news, 15, true);
    }
    this.isTelling = false;
  }
}
