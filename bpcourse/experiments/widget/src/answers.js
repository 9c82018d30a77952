// Answers: the fields for a choice and for a number. A field has an element and a value, and calls `ready` when that is one.

import { makeSwitch } from "./controls.js";
import { coded, h, newId } from "./dom.js";

export function choices(heading, { options }, { ready }) {
  const choice = makeSwitch({ label: "", values: options, texts: options }, () => ready(true));
  for (const label of choice.element.querySelectorAll("label")) label.lastChild.replaceWith(h("span", {}, ...coded(label.lastChild.textContent)));
  choice.element.querySelector("legend").replaceChildren(...heading);
  return {
    element: choice.element,
    get value() {
      return choice.index;
    },
  };
}

export function blank(heading, spec, { ready, done }) {
  const id = newId("number");
  const input = h("input", {
    id,
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    oninput: () => ready(input.value.trim() !== ""),
    "onbp-key": (event) => event.key === "Enter" && input.value.trim() !== "" && done(),
  });
  return {
    element: h("p", { class: "bp-blank" }, h("label", { for: id }, ...heading), input),
    get value() {
      return input.value;
    },
  };
}
