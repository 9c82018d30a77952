// Ordering: lines to be put in order, by their buttons, by the arrow keys on these, or by dragging.

import { coded, glide, h, plain } from "./dom.js";

export function ordering(heading, { steps }, { ready }) {
  const items = steps.map((text, i) => makeItem(text, i));
  const list = h("ol", { class: "bp-steps" }, ...items);
  const said = h("p", { class: "bp-spoken", role: "status" });
  const help = h("p", { class: "bp-note" }, "Move the lines with their buttons, with the arrow keys on a button, or drag them.");
  const element = h("fieldset", { class: "bp-switch" }, h("legend", {}, ...heading), help, list, said);

  function makeItem(text, index) {
    const button = (by, sign, word) =>
      h(
        "button",
        { type: "button", "aria-label": `Move ${word}: ${plain(text)}`, onclick: () => move(item, by), "onbp-key": (event) => press(event, item) },
        sign,
      );
    const grip = h("span", { class: "bp-grip", "aria-hidden": "true" }, "⠿");
    const words = h("span", { class: "bp-step-text" }, ...coded(text));
    const item = h("li", { class: "bp-step", "data-index": index }, grip, words, button(-1, "↑", "up"), button(1, "↓", "down"));
    return item;
  }

  function press(event, item) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    move(item, by);
  }

  // The neighbour moves, so that the item keeps the focus.
  function move(item, by) {
    const neighbour = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (neighbour) glide([...list.children], () => (by < 0 ? item.after(neighbour) : item.before(neighbour)));
    tell(item);
  }

  function tell(item) {
    const place = [...list.children].indexOf(item) + 1;
    said.textContent = `Place ${place} of ${steps.length}: ${item.querySelector(".bp-step-text").textContent}`;
  }

  // With a finger only the grip drags, so that the page can still be scrolled.
  let dragged = null;
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest(".bp-step");
    const isGrip = event.pointerType === "mouse" || event.target.closest(".bp-grip");
    if (!item || !isGrip || event.target.closest("button") || event.button) return;
    event.preventDefault();
    list.setPointerCapture(event.pointerId);
    dragged = item;
    item.classList.add("bp-dragged");
  });
  list.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const y = event.clientY - list.getBoundingClientRect().top;
    const middle = (item) => item.offsetTop + item.offsetHeight / 2;
    const { previousElementSibling: before, nextElementSibling: after } = dragged;
    if (before && y < middle(before)) move(dragged, -1);
    else if (after && y > middle(after)) move(dragged, 1);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    list.addEventListener(end, () => {
      dragged?.classList.remove("bp-dragged");
      dragged = null;
    });
  }

  setTimeout(() => ready(true)); // any order is an answer
  return {
    element,
    get value() {
      return [...list.children].map((item) => Number(item.dataset.index));
    },
  };
}
