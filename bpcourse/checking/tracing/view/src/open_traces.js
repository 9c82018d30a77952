// Open traces: makes of every watched call inside an element something to step through. It needs no kernel: all that was seen
// stands beside it as data.

import { keepKeys } from "../../../../experiments/widget/src/keys.js";
import { read } from "./recorded.js";
import { TraceView } from "./trace_view.js";

export function openTraces(element) {
  for (const root of element.querySelectorAll(".bpcourse-trace:not([data-open])")) {
    root.dataset.open = "";
    keepKeys(root);
    new TraceView(root, read(root.querySelector("script").textContent));
  }
}
