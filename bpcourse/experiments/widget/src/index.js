// The page's side: an experiment, or some questions, in an element of any page.

import { h } from "./dom.js";
import { keepKeys } from "./keys.js";
import { Quiz } from "./quiz.js";
import { Stage } from "./stage.js";
import { overWidget } from "./widget.js";

const PARTS = { stage: (channel, root) => new Stage(channel, root), quiz: (channel, root) => new Quiz(channel, root) };

// Put an experiment or some questions into an element; who answers is at the other end of the channel (conversation.js
// says what a channel is). Returns what takes it out again.
export function mount(element, channel, part = "stage") {
  const root = h("div", { class: "bp-stage", role: "group" });
  const release = keepKeys(root);
  element.append(root);
  const mounted = PARTS[part](channel, root);
  return () => {
    mounted.close();
    release();
    root.remove();
  };
}

// How a notebook's widget asks for it.
function render({ model, el }) {
  return mount(el, overWidget(model, el), model.get("part"));
}

export default { render };
