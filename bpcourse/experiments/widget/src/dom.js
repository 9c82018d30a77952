// Elements: h("p", { class: "note" }, "text") makes one; attributes that are null, undefined or false are left out.

export function h(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

// A small sign on a button, drawn in a square of 16 by 16. It says nothing aloud: the button has its name.
export function sign(path) {
  const make = (tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);
  const shape = filled(make("path"), { d: path }, []);
  return filled(make("svg"), { viewBox: "0 0 16 16", class: "bp-shape", "aria-hidden": "true", focusable: "false" }, [shape]);
}

// Text that stays as it is costs the page nothing.
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

let count = 0;

// An id that no other element of the page has, for labels that name their control.
export function newId(name) {
  count += 1;
  return `bpcourse-${name}-${count}`;
}

// Text with `code` in it, as nodes.
export function coded(text) {
  return text.split("`").map((piece, i) => (i % 2 ? h("code", {}, piece) : piece));
}

// The same without its marks, for names that can only be text.
export function plain(text) {
  return text.replaceAll("`", "").trim();
}

// Let `change` move elements up or down, and let them be seen on their way.
export function glide(elements, change) {
  const tops = elements.map((element) => element.offsetTop);
  change();
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  elements.forEach((element, i) => {
    const by = tops[i] - element.offsetTop;
    if (by) element.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: 150, easing: "ease-out" });
  });
}
