// Python: the worker, seen from the page. It is started at the first touch. What does not answer in its time is ended with
// its worker, and another one is started: the page keeps the learner's files, so nothing is lost.

import { siteFiles } from "./site_files.js";

export const ENDED = "ended"; // it took too long
export const STOPPED = "stopped"; // the learner has pressed Stop, or Python could not be loaded
export const EXITED = "exited"; // it has ended Python itself
export const CRASHED = "crashed"; // Python could not go on, as after too deep a recursion
export const FAILED = "failed"; // a fault of the course
const LOOK = 250; // milliseconds between two looks at the clock

export class Python {
  // `hear` is called with each message of the kernel and its buffers, `show` with this whenever something has changed,
  // `begin` when a worker is ready: there may have been another one before.
  constructor({ lesson, store, hear, show, begin }) {
    Object.assign(this, { lesson, store, hear, show, begin });
    this.state = "off"; // then "loading", "ready"; or "failed"
    this.asked = []; // what has no answer yet, oldest first
    this.n = 0;
    this.since = Infinity; // when the oldest has begun
    this.bytes = this.total = 0; // loaded so far, and in all
    setInterval(() => this.look(), LOOK);
  }

  async start() {
    if (this.state === "loading" || this.state === "ready") return;
    this.setState("loading");
    const run = (this.run = {}); // so that what comes late from a run that was stopped changes nothing
    const [files, kept] = await Promise.all([siteFiles(), this.store.files()]);
    if (run !== this.run) return;
    this.files = files;
    this.bytes = 0;
    this.total = files.first;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => HEARD[data.kind].call(this, data);
    this.worker.onerror = (event) => HEARD.failed.call(this, { why: event.message });
    this.worker.postMessage({ kind: "start", files, lesson: this.lesson, kept });
  }

  // Ask something of the kernel, which may take so many seconds. Resolved when it is answered; to one of the words above
  // where it is not. With `isForThisRun` it means nothing to another worker, so it is never asked of one.
  ask(message, seconds = 15, isForThisRun = false) {
    this.start();
    return new Promise((resolve) => {
      this.n += 1;
      const asked = { n: this.n, message, seconds, isForThisRun, resolve };
      this.asked.push(asked);
      if (this.state === "ready") this.post(asked);
      this.show(this);
    });
  }

  // Its time begins when all that it needs is loaded, and once more when the kernel says so.
  post(asked) {
    if (this.asked[0] === asked) this.since = Infinity;
    this.worker.postMessage({ kind: "ask", n: asked.n, text: JSON.stringify(asked.message) });
  }

  // The learner's wish: whatever runs is given up.
  stop() {
    const wasReady = this.state === "ready";
    this.endWorker("off");
    for (const asked of this.asked.splice(0)) asked.resolve(STOPPED);
    if (wasReady) this.start();
  }

  begun(seconds) {
    this.since = performance.now();
    if (seconds) this.asked[0].seconds = seconds;
  }

  // Has the oldest taken longer than it may?
  look() {
    const [first] = this.asked;
    if (this.state !== "ready" || !first) return;
    if (performance.now() - this.since < first.seconds * 1000) this.show(this);
    else this.giveUp(ENDED);
  }

  // Only the oldest is given up: what has waited behind it is asked of another worker.
  giveUp(why) {
    const [first, ...others] = this.asked;
    this.endWorker("off");
    this.asked = others.filter((asked) => !asked.isForThisRun);
    for (const asked of [first, ...others]) if (!this.asked.includes(asked)) asked.resolve(why);
    this.start();
  }

  endWorker(state) {
    this.run = null;
    this.worker?.terminate();
    this.setState(state);
  }

  setState(state) {
    this.state = state;
    this.show(this);
  }
}

const HEARD = {
  loaded({ bytes }) {
    this.bytes += bytes;
    this.show(this);
  },

  ready() {
    this.setState("ready");
    this.begin();
    for (const asked of this.asked) this.post(asked);
  },

  failed({ why }) {
    console.error(why);
    this.endWorker("failed");
    for (const asked of this.asked.splice(0)) asked.resolve(STOPPED);
  },

  begun() {
    this.begun();
  },

  said({ text, buffers }) {
    this.hear(JSON.parse(text), buffers);
  },

  done({ why, ending }) {
    if (ending) return this.giveUp(ending);
    if (why) console.error(why);
    const asked = this.asked.shift();
    this.since = Infinity;
    this.show(this);
    asked.resolve(why && FAILED);
  },
};
