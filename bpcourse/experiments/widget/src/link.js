// Link: the conversation with the kernel. While pictures are on their way only the newest state is kept, so the picture is
// never far behind the hand. Where answers come quickly, two requests are under way: the kernel computes the next picture
// while the last one travels and is drawn. Where they are slow there is one, or the hand would wait for two computations.
// A better picture of the same state is asked for only while there is no newer state.

import { fromText, toNumbers, toText } from "./conversation.js";

const REST = 160; // milliseconds without a new state, before a better picture of the last one is asked for
const QUICK = 80; // milliseconds

export class Link {
  constructor(channel, { hear, wait, gone }) {
    this.channel = channel;
    this.hear = hear; // called with each message and its numbers
    this.wait = wait; // called with the seconds that a request has been without an answer; 0 when it has come
    this.gone = gone; // called when nobody will answer any more
    this.asked = 0;
    this.answered = 0;
    this.sent = new Map(); // when each request was sent that has no answer yet
    this.took = Infinity; // milliseconds from the last request to its answer
    this.next = null;
    channel.onmessage = (text, buffers) => this.receive(fromText(text), buffers);
    channel.onclose = () => this.end();
    this.clock = setInterval(() => this.tick(), 500);
  }

  close() {
    this.channel.close();
    clearInterval(this.clock);
    clearTimeout(this.resting);
  }

  end() {
    this.hasEnded = true;
    clearInterval(this.clock);
    clearTimeout(this.resting);
    this.gone();
  }

  say(message) {
    if (!this.hasEnded) this.channel.send(toText(message));
  }

  hello() {
    this.sent.set(0, performance.now());
    this.say({ kind: "hello" });
  }

  // Ask for the picture of a state, now or as soon as there is room on the way.
  ask(state) {
    clearTimeout(this.resting);
    this.moved = true;
    this.next = { kind: "state", ...state };
    this.sendNext();
  }

  sendNext() {
    const underWay = this.asked - this.answered;
    if (!this.next || underWay > (this.took < QUICK ? 1 : 0)) return;
    this.asked += 1;
    this.sent.set(this.asked, performance.now());
    this.say({ ...this.next, n: this.asked });
    this.next = null;
  }

  receive(message, buffers) {
    if (message.kind === "setup") this.sent.delete(0);
    if (message.kind === "picture" && message.n > this.answered) {
      this.answered = message.n;
      this.asked = Math.max(this.asked, message.n); // after a reload the kernel's number is ahead of the page's
      this.took = performance.now() - (this.sent.get(message.n) ?? -Infinity);
      for (const n of this.sent.keys()) if (n <= message.n) this.sent.delete(n);
      this.sendNext(); // the kernel computes the next one while this one is drawn
    }
    if (!this.sent.size) this.wait(0);
    this.hear(message, buffers.length ? toNumbers(buffers[0]) : null);
  }

  // The picture that has come is not the last of its state: ask for the next one, unless the hand has moved on.
  askForBetter(n, frame) {
    if (n !== this.asked) return; // it is of a state that the hand has left, and came late
    clearTimeout(this.resting);
    const ask = () => this.asked === this.answered && this.say({ kind: "better", n, frame });
    if (this.moved) this.resting = setTimeout(ask, REST);
    else ask();
    this.moved = false;
  }

  tick() {
    if (this.sent.size) this.wait((performance.now() - Math.min(...this.sent.values())) / 1000);
  }
}
