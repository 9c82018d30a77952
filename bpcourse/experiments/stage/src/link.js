// Link: the conversation with the kernel. One picture is asked for at a time; while it is on its way only the newest state
// is kept, so the picture is never further behind the hand than one computation. A better picture of the same state is
// asked for only while there is no newer state.

const REST = 100; // milliseconds without a new state, before a better picture of the last one is asked for

export class Link {
  constructor(model, { hear, wait }) {
    this.model = model;
    this.hear = hear; // called with each message and its numbers
    this.wait = wait; // called with the seconds that a request has been without an answer; 0 when it has come
    this.asked = 0;
    this.answered = 0;
    this.next = null;
    this.listener = (message, buffers) => this.receive(message, buffers);
    model.on("msg:custom", this.listener);
    this.clock = setInterval(() => this.tick(), 500);
  }

  close() {
    this.model.off("msg:custom", this.listener);
    clearInterval(this.clock);
    clearTimeout(this.resting);
  }

  say(message) {
    this.model.send(message);
  }

  hello() {
    this.since = performance.now();
    this.say({ kind: "hello" });
  }

  // Ask for the picture of a state, now or as soon as the last one has come.
  ask(state) {
    clearTimeout(this.resting);
    this.moved = true;
    this.next = { kind: "state", ...state };
    if (this.asked === this.answered) this.sendNext();
  }

  sendNext() {
    if (!this.next) return;
    this.asked += 1;
    this.since = performance.now();
    this.say({ ...this.next, n: this.asked });
    this.next = null;
  }

  receive(message, buffers) {
    this.since = null;
    this.wait(0);
    if (message.kind === "picture" && message.n === this.asked) {
      this.answered = this.asked;
      this.sendNext(); // the kernel computes the next one while this one is drawn
    }
    this.hear(message, buffers.length ? toNumbers(buffers[0]) : null);
  }

  // The picture that has come is not the last of its state: ask for the next one, unless the hand has moved on.
  askForBetter(n, frame) {
    clearTimeout(this.resting);
    const ask = () => this.asked === this.answered && this.say({ kind: "better", n, frame });
    this.resting = setTimeout(ask, this.moved ? REST : 0);
    this.moved = false;
  }

  tick() {
    if (this.since) this.wait((performance.now() - this.since) / 1000);
  }
}

// A copy, because a Float64Array must start at a multiple of 8 bytes and the message need not.
function toNumbers(view) {
  return new Float64Array(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}
