// What stands below each watched call in a notebook.

import { openTraces } from "./open_traces.js";

openTraces(document);
