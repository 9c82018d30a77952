// Help desk: shows the buttons under the reports of this page while a kernel is there to answer them, and puts the answer
// below them. The kernel's side is help_desk.py. It is no view of a widget: there is one for each kernel, shown nowhere.

const SEEN = ".bpcourse-help[hidden] { display: block; }"; // the rest of the look is in help_desk.css
const KEYS = new Set(["Enter", " ", "ArrowUp", "ArrowDown"]);
const BUSY = 1500; // milliseconds without an answer until it is said why

// What all desks of this page share: it is made once, whichever of them comes first.
function shared() {
  if (window.bpcourseHelp) return window.bpcourseHelp;
  const desks = new Set();
  const style = document.createElement("style");
  style.textContent = SEEN;
  const update = () => (desks.size ? document.head.append(style) : style.remove());
  const buttonOf = (event) => event.target instanceof Element && event.target.closest(".bpcourse-help button");
  window.addEventListener("click", (event) => {
    const button = buttonOf(event);
    const desk = [...desks].at(-1);
    if (button && desk) desk.press(button);
  });
  // Keys belong to the button that has the focus, also where the notebook would take them before they arrive.
  window.addEventListener("keydown", (event) => KEYS.has(event.key) && buttonOf(event) && event.stopImmediatePropagation(), true);
  window.bpcourseHelp = {
    open: (desk) => (desks.add(desk), update()),
    close: (desk) => (desks.delete(desk), update()),
  };
  return window.bpcourseHelp;
}

class Desk {
  constructor(model) {
    this.model = model;
    this.waiting = new Map(); // from the number of a press to its button
    this.presses = 0;
    this.hear = ({ text }) => this.answer(JSON.parse(text));
    // a restarted kernel knows none of its widgets any more
    this.look = () => setTimeout(() => model.get("layout")?.comm_live === false && this.close());
    model.on("msg:custom", this.hear);
    model.on("comm_live_update", this.look);
    shared().open(this);
    model.send({ text: JSON.stringify({ kind: "hello" }) });
  }

  close() {
    this.model.off("msg:custom", this.hear);
    this.model.off("comm_live_update", this.look);
    shared().close(this);
  }

  press(button) {
    if (button.getAttribute("aria-busy") === "true") return;
    const place = (this.presses += 1);
    const help = button.closest(".bpcourse-help");
    const note = help.querySelector(".bpcourse-note");
    const late = setTimeout(() => (note.textContent = "The kernel is busy with a cell. The answer comes when that is done."), BUSY);
    button.setAttribute("aria-busy", "true");
    this.waiting.set(place, { button, note, late, help });
    const { exercise, seed } = help.dataset;
    const message = { kind: "press", what: button.dataset.press, exercise, seed: Number(seed), place };
    this.model.send({ text: JSON.stringify(message) });
  }

  answer(message) {
    if (message.kind === "line") this.renew(message);
    if (message.kind === "note") this.note(message);
  }

  // The line at the top of a lesson, wherever it is shown.
  renew({ lesson, html }) {
    for (const line of document.querySelectorAll(`.bpcourse-line[data-lesson="${lesson}"]`)) line.outerHTML = html;
  }

  async note({ place, markdown, html, cell, otherwise }) {
    const asked = this.waiting.get(place);
    if (!asked) return;
    this.waiting.delete(place);
    clearTimeout(asked.late);
    asked.button.removeAttribute("aria-busy");
    const told = !cell || write(asked.help, cell) ? markdown : otherwise;
    asked.note.replaceChildren();
    asked.note.toggleAttribute("data-wide", Boolean(html));
    await this.render(asked.note, html ? { "text/html": html } : { "text/markdown": told }, told);
    this.model.widget_manager?.rendermime?.latexTypesetter?.typeset(asked.note);
  }

  // Markdown or HTML as the notebook itself sets it, formulas, code and scripts included; where it does not offer that, as text.
  async render(note, data, otherwise) {
    const rendermime = this.model.widget_manager?.rendermime;
    if (!rendermime) {
      const text = document.createElement("pre");
      text.textContent = otherwise;
      note.append(text);
      return;
    }
    const renderer = rendermime.createRenderer(Object.keys(data)[0]);
    note.append(renderer.node); // a script runs where it is in the page
    await renderer.renderModel(rendermime.createModel({ data, trusted: true }));
  }
}

// Put a text into the cell that a report stands under, as if it were pasted there: undo brings back what was in it. Returns
// whether the cell holds it now.
function write(help, text) {
  const editor = help.closest(".jp-Cell")?.querySelector(".cm-content");
  if (!editor) return false;
  const ctrl = /Mac/.test(navigator.platform) ? { metaKey: true } : { ctrlKey: true };
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  editor.focus();
  editor.dispatchEvent(new KeyboardEvent("keydown", { key: "a", code: "KeyA", keyCode: 65, bubbles: true, cancelable: true, ...ctrl }));
  editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  const letters = (words) => words.replace(/\s/g, "");
  return letters(editor.innerText).startsWith(letters(text).slice(0, 200));
}

function initialize({ model }) {
  const desk = new Desk(model);
  return () => desk.close();
}

export default { initialize };
