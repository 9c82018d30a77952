// Pairs: for each thing on the left one on the right, chosen in a list or dragged there. With a figure, the things on the left are
// places in it, which have letters.

import { coded, h, newId, plain } from "./dom.js";

export function pairs(heading, { lefts, rights, once }, { ready, figure }) {
  const rows = lefts.map((left, i) => makeRow(left, figure?.places[i].letter));
  const pieces = rights.map((text, i) => makePiece(text, i));
  const picture = figure && makePicture(figure, (i) => rows[i].select.focus());
  const said = h("p", { class: "bp-spoken", role: "status" });
  const element = h(
    "fieldset",
    { class: "bp-switch bp-pairs" },
    h("legend", {}, ...heading),
    picture?.element,
    h("p", { class: "bp-note" }, `Choose in each row, or drag ${figure ? "a label onto the picture" : "a piece there"}.`),
    h("div", { class: "bp-rows" }, ...rows.map((row) => row.element)),
    h("ul", { class: "bp-pieces", "aria-hidden": "true" }, ...pieces),
    said,
  );

  function makeRow(left, letter) {
    const id = newId("pair");
    const options = rights.map((text, i) => h("option", { value: i }, plain(text)));
    const select = h("select", { id, onchange: () => choose(row, select.value) }, h("option", { value: "" }, "choose …"), ...options);
    const name = letter ? [h("b", { class: "bp-letter" }, letter), " ", ...coded(left)] : coded(left);
    const row = { select, element: h("div", { class: "bp-pair" }, h("label", { for: id }, ...name), select) };
    for (const [event, is] of [["focus", true], ["blur", false]]) select.addEventListener(event, () => picture?.light(rows.indexOf(row), is));
    return row;
  }

  // Where each belongs to one only, it leaves the row in which it was.
  function choose(row, value) {
    row.select.value = value;
    const other = once && value !== "" && rows.find((one) => one !== row && one.select.value === value);
    if (other) {
      other.select.value = "";
      said.textContent = `${plain(rights[value])} has left ${plain(lefts[rows.indexOf(other)])}.`;
    }
    const used = new Set(rows.map((one) => one.select.value));
    pieces.forEach((piece, i) => piece.classList.toggle("bp-used", once && used.has(String(i))));
    picture?.name(rows.map((one) => (one.select.value === "" ? "" : plain(rights[one.select.value]))));
    ready(!used.has(""));
  }

  function makePiece(text, index) {
    const piece = h("li", { class: "bp-piece" }, ...coded(text));
    let from = null;
    piece.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      event.preventDefault();
      piece.setPointerCapture(event.pointerId);
      from = event;
      piece.classList.add("bp-dragged");
    });
    piece.addEventListener("pointermove", (event) => {
      if (!from) return;
      piece.style.transform = `translate(${event.clientX - from.clientX}px, ${event.clientY - from.clientY}px)`;
      light(rowUnder(event));
    });
    for (const end of ["pointerup", "pointercancel"]) {
      piece.addEventListener(end, (event) => {
        const row = from && end === "pointerup" ? rowUnder(event) : null;
        from = null;
        piece.classList.remove("bp-dragged");
        piece.style.transform = "";
        light(null);
        if (row) choose(row, String(index));
      });
    }
    return piece;
  }

  function rowUnder(event) {
    const root = element.getRootNode(); // what is under the pointer, and not the piece itself
    const under = root.elementsFromPoint(event.clientX, event.clientY).filter((node) => !node.closest(".bp-piece"))[0];
    return rows.find((row, i) => row.element.contains(under) || picture?.pins[i].contains(under)) ?? null;
  }

  function light(row) {
    rows.forEach((one, i) => {
      one.element.classList.toggle("bp-over", one === row);
      picture?.light(i, one === row);
    });
  }

  return {
    element,
    get value() {
      return rows.map((row) => Number(row.select.value));
    },
  };
}

// A picture with its places, each with a letter and, once it is chosen, its label.
export function makePicture({ svg, png, alt, width, height, places }, chosen) {
  const image = h("div", { role: "img", "aria-label": alt, style: `aspect-ratio: ${width} / ${height}` });
  if (svg) image.innerHTML = svg; // it ships with the course
  else image.append(h("img", { src: png, alt: "" }));
  const tags = places.map(() => h("span", { class: "bp-tag" }));
  const pins = places.map(({ letter, x, y }, i) =>
    h(
      "div",
      { class: x > 0.75 ? "bp-pin bp-left-of" : "bp-pin", "aria-hidden": "true", style: `left: ${100 * x}%; top: ${100 * y}%; max-width: ${100 * (x > 0.75 ? x : 1 - x)}%`, onclick: () => chosen?.(i) },
      h("span", { class: "bp-letter" }, letter),
      tags[i],
    ),
  );
  return {
    pins,
    element: h("div", { class: "bp-figure", "data-kind": svg ? "svg" : "png" }, image, ...pins),
    light: (i, is) => pins[i].classList.toggle("bp-over", is),
    name: (texts) => texts.forEach((text, i) => (tags[i].textContent = text)),
  };
}
