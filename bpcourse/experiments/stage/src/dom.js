// Elements: h("p", { class: "note" }, "text") makes one; attributes that are null or false are left out.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Text that stays as it is costs the page nothing.
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let count = 0;

// An id that no other element of the page has, for labels that name their control.
export function newId(name) {
  count += 1;
  return `bpcourse-${name}-${count}`;
}
