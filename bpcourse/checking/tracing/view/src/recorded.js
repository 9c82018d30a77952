// Recorded: what was seen of a call (call_record.py says what is in it), and what its names held at any moment.

// Each value stands once in the text; where it is used stands its number.
export function read(text) {
  const data = JSON.parse(text);
  const back = (one) => {
    if (Array.isArray(one)) return one.map(back);
    if (one === null || typeof one !== "object") return one;
    if ("$" in one) return data.values[one.$];
    return Object.fromEntries(Object.entries(one).map(([name, part]) => [name, back(part)]));
  };
  return new Recorded(back({ ...data, values: [] }));
}

class Recorded {
  constructor({ source, call, finding, exercise }) {
    Object.assign(this, { source, call, finding, exercise });
    this.steps = [...call.first, ...call.last];
    this.gap = call.left_out ? call.first.length : -1; // the first step after those that were left out
    this.frame = this.steps[0]?.frame; // of the call itself
    this.isEndless = Boolean(call.stopped) && !call.raised && call.result === null;
    this.isWrong = finding?.outcome === "no" && call.result !== null; // it has come to its end, and the check does not accept it
  }

  // What the names of a frame hold when step `last` has run: name → { value, letters, at }, `at` the step that made it.
  names(frame, last) {
    const held = new Map();
    if (frame === this.frame) for (const [name, value] of this.call.given) held.set(name, { value, letters: this.call.letters[name] ?? [], at: -1 });
    for (let i = 0; i <= last; i += 1) {
      const step = this.steps[i];
      if (i === this.gap) held.clear(); // they may have been changed in between
      if (step.frame !== frame) continue;
      for (const [name, value] of step.entered) held.set(name, { value, letters: [], at: -1 });
      for (const made of step.made) held.set(made.name, { value: made.value, letters: made.letters, at: i });
    }
    return held;
  }

  // What the steps from `first` to `last` have made in the frame of the first: the last word on each name.
  made(first, last) {
    const found = new Map();
    for (let i = first; i <= last; i += 1) {
      if (this.steps[i].frame !== this.steps[first].frame) continue;
      for (const made of this.steps[i].made) found.set(made.name, { ...made, in_place: made.in_place && (found.get(made.name)?.in_place ?? true) });
    }
    return [...found.values()];
  }

  // The last step up to `last` that has written to a name, also where it wrote what was there; -1 where it was given.
  writer(name, frame, last) {
    const made = this.names(frame, last).get(name)?.at ?? -1;
    const writes = new RegExp(`^${name}[[.][^=]*=[^=]`); // as in grad[i] = 0
    const wrote = this.steps.slice(0, last + 1).findLastIndex((one) => one.frame === frame && writes.test(one.text));
    return Math.max(made, wrote);
  }

  passes(number) {
    return this.call.loops[number];
  }
}
