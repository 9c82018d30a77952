// Room line: what a workshop says in the page of a lesson, and its two buttons. The kernel's side is room_line.py. It is no
// view of a widget: there is one for each kernel that takes part, and the page shows the one that was opened last.

const PLACE = "bpcourse-rooms";
const BUSY = 1500; // milliseconds without an answer until it is said why

function place() {
  let found = document.getElementById(PLACE);
  if (!found) {
    found = document.createElement("div");
    found.id = PLACE;
    document.body.append(found);
  }
  return found;
}

export class Line {
  constructor(model) {
    this.model = model;
    this.aside = document.createElement("aside");
    this.aside.className = "bpcourse-room";
    this.aside.setAttribute("aria-label", "Workshop");
    this.text = document.createElement("span");
    this.stuck = this.button(() => (this.waits ? "over" : "stuck"));
    this.done = this.button(() => "done");
    this.note = document.createElement("span");
    this.note.setAttribute("role", "status");
    this.aside.append(this.text, this.stuck, this.done, this.note);
    this.hear = ({ text }) => this.answer(JSON.parse(text));
    // a restarted kernel knows none of its widgets any more
    this.look = () => setTimeout(() => model.get("layout")?.comm_live === false && this.close());
    model.on("msg:custom", this.hear);
    model.on("comm_live_update", this.look);
    this.say({ kind: "hello" });
  }

  say(message) {
    this.model.send({ text: JSON.stringify(message) });
  }

  button(what) {
    const made = document.createElement("button");
    made.type = "button";
    made.addEventListener("click", () => this.press(made, what()));
    return made;
  }

  press(button, what) {
    if (button.getAttribute("aria-busy") === "true" || button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-busy", "true");
    this.late = setTimeout(() => {
      this.note.textContent = "No answer yet: Python may be busy with a cell. Wait for it, or press again.";
      button.removeAttribute("aria-busy"); // it may be pressed again: what it says may be lost on its way
    }, BUSY);
    this.say({ kind: "press", what });
  }

  answer({ kind, text, waits, can_be_done: canBeDone, is_done: isDone }) {
    if (kind === "gone") return this.close();
    clearTimeout(this.late);
    this.note.textContent = "";
    this.waits = waits;
    this.text.textContent = text;
    this.stuck.textContent = waits ? "You wait for help: take it back" : "I am stuck";
    this.stuck.setAttribute("aria-pressed", waits);
    this.done.textContent = isDone ? "✓ Done with this section" : "Done with this section";
    this.done.setAttribute("aria-disabled", isDone);
    this.done.hidden = !canBeDone;
    for (const button of [this.stuck, this.done]) button.removeAttribute("aria-busy");
    if (!this.aside.isConnected) place().append(this.aside);
  }

  close() {
    this.model.off("msg:custom", this.hear);
    this.model.off("comm_live_update", this.look);
    clearTimeout(this.late);
    this.aside.remove();
  }
}

function initialize({ model }) {
  const line = new Line(model);
  return () => line.close();
}

export default { initialize };
