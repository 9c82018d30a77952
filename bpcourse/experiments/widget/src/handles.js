// Handles: what the hand takes hold of in a panel. A handle is an element above the canvas: a slider for the keyboard, a knob
// for the pointer. It moves one or two controls, or one of several places; what it moves is said by the mark (marks.py).
// Points of one's own are handles, too, which come and go (own_points.js).

import { h, setAttribute } from "./dom.js";
import { say } from "./numerals.js";

const NEAR = { mouse: 16, pen: 20, touch: 30 }; // pixels
const KEYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const FAR = 10; // steps, with Page Up and Page Down

export class Handles {
  // `controls` are what is moved; `told` is called with a handle while it has focus or is held, and with null afterwards
  constructor(controls, told) {
    this.controls = controls;
    this.told = told;
    this.list = [];
    this.element = h("div", { class: "bp-handles" });
  }

  // New elements only for handles that were not there before, so that the focus stays.
  show(panel, scales) {
    [this.panel, this.scales] = [panel, scales];
    const before = new Map(this.list.map((handle) => [handle.key, handle]));
    const wanted = panel.marks.flatMap((mark, i) => (isHandle(mark) ? Array.from({ length: this.countOf(mark) }, (_, k) => [mark, `${i}/${k} ${mark.label}`, k]) : []));
    this.list = wanted.map(([mark, key, k]) => before.get(key) ?? Object.assign(this.make(mark, k), { key }));
    const isOld = wanted.length === before.size && wanted.every(([, key]) => before.has(key));
    if (!isOld) this.arrange(before);
    wanted.forEach(([mark, , k], i) => this.place(this.list[i], mark, k));
  }

  arrange(before) {
    const kept = new Set(this.list);
    for (const handle of before.values()) if (!kept.has(handle)) handle.knob.remove();
    this.list.forEach(({ knob }, i) => {
      if (this.element.children[i] !== knob) this.element.insertBefore(knob, this.element.children[i] ?? null);
    });
  }

  // The points of one's own are as many as the hand has set, also where the picture comes later.
  countOf(mark) {
    if (mark.mark === "Rule") return 1;
    const own = this.ownOf(mark);
    return own ? own.value.length : mark.x.length;
  }

  ownOf(mark) {
    const control = typeof mark.moves === "string" && !mark.along ? this.controls.get(mark.moves) : null;
    return control?.spec.kind === "points" ? control : null;
  }

  // The control that a click in this panel sets points of, or undefined.
  get pen() {
    const controls = this.panel?.marks.map((mark) => mark.mark === "Handle" && this.ownOf(mark));
    return controls?.find((control) => control && control.isOpen());
  }

  make(mark, k) {
    const knob = h("div", { class: "bp-knob", role: "slider", tabindex: 0, "data-role": mark.role });
    const handle = { knob, k };
    knob.addEventListener("bp-key", (event) => this.key(handle, event));
    knob.addEventListener("focus", () => this.told(handle));
    knob.addEventListener("blur", () => this.told(null));
    return handle;
  }

  // Where it is, and what is said of it.
  place(handle, mark, k) {
    Object.assign(handle, { mark, move: this.moveOf(mark, k) });
    const { knob, move } = handle;
    const { frame, x: toX, y: toY } = this.scales;
    let [x, y] = mark.mark === "Rule" ? onRule(mark, move.where, this.scales) : [toX(move.where[0] ?? mark.x[k]), toY(move.where[1] ?? mark.y[k])];
    if (knob.matches(":focus")) [x, y] = [within(x, frame.left, frame.right), within(y, frame.top, frame.bottom)]; // axes may follow later
    const isIn = Number.isFinite(x) && Number.isFinite(y) && x >= frame.left - 8 && x <= frame.right + 8 && y >= frame.top - 8 && y <= frame.bottom + 8;
    [handle.x, handle.y] = isIn ? [x, y] : [NaN, NaN];
    knob.hidden = !isIn;
    if (isIn) knob.style.transform = `translate(${x}px, ${y}px)`;
    knob.style.setProperty("--bp-cursor", move.cursor);
    setAttribute(knob, "aria-label", move.name);
    setAttribute(knob, "aria-valuemin", move.low);
    setAttribute(knob, "aria-valuemax", move.high);
    setAttribute(knob, "aria-valuenow", move.now);
    setAttribute(knob, "aria-valuetext", move.text);
    if (move.kind != null) setAttribute(knob, "data-kind", move.kind);
    handle.text = move.text;
  }

  // How the mark moves its controls: by steps of the keyboard, and to a place in the picture.
  moveOf(mark, k) {
    if (mark.mark === "Rule") return this.overTwo(mark, mark.x != null ? [mark.moves, null] : [null, mark.moves]);
    if (mark.along) return this.overRow(mark);
    if (Array.isArray(mark.moves)) return this.overTwo(mark, mark.moves);
    return this.ownOf(mark) ? this.overOwn(mark, k) : this.overPlaces(mark, k);
  }

  // x and y are the values of controls, or of one.
  overTwo(mark, names) {
    const pair = names.map((name) => name && this.controls.get(name));
    const main = pair[0] ?? pair[1];
    const set = (i, index) => {
      const { values } = pair[i].spec;
      this.controls.move(names[i], values[Math.max(0, Math.min(values.length - 1, index))]);
    };
    const said = pair.map((control) => control && control.spec.texts[control.index]);
    return {
      name: mark.label,
      cursor: pair[0] && pair[1] ? "move" : pair[0] ? "ew-resize" : "ns-resize",
      low: 0,
      high: main.spec.values.length - 1,
      now: main.index,
      where: pair.map((control) => control && control.value),
      text: said.every(Boolean) ? this.both(...said) : (said[0] ?? said[1]),
      by: ([dx, dy]) => {
        if (pair[0] && pair[1]) {
          if (dx) set(0, pair[0].index + dx);
          if (dy) set(1, pair[1].index + dy);
        } else set(pair[0] ? 0 : 1, main.index + dx + dy);
      },
      end: (last) => set(pair[0] ? 0 : 1, last ? main.spec.values.length - 1 : 0),
      to: (place) => pair.forEach((control, i) => control && set(i, nearestIndex(control.spec.values, place[i]))),
    };
  }

  // One control, whose values each have a place.
  overRow(mark) {
    const control = this.controls.get(mark.moves);
    const last = control.spec.values.length - 1;
    const set = (index) => this.controls.move(mark.moves, control.spec.values[Math.max(0, Math.min(last, index))]);
    const [xs, ys] = mark.along;
    return {
      name: mark.label,
      cursor: "grab",
      low: 0,
      high: last,
      now: control.index,
      where: [xs[control.index], ys[control.index]],
      text: control.spec.texts[control.index],
      by: ([dx, dy]) => set(control.index + dx + dy),
      end: (isLast) => set(isLast ? last : 0),
      to: (_, px, py) => {
        const far = Array.from(xs, (x, i) => Math.hypot(this.scales.x(x) - px, this.scales.y(ys[i]) - py));
        set(far.indexOf(Math.min(...far)));
      },
    };
  }

  // One of several places.
  overPlaces(mark, k) {
    const control = this.controls.get(mark.moves);
    const { x, y, step, names } = control.spec;
    const now = control.value[k];
    const set = (place) => this.controls.move(mark.moves, control.value.map((old, i) => (i === k ? control.rounded(place) : old)));
    const own = control.value.length > 1 ? ` ${names[k] ?? k + 1}` : "";
    return {
      name: `${mark.label}${own}`,
      cursor: "move",
      low: x[0],
      high: x[1],
      now: now[0],
      where: now,
      text: this.both(say(now[0]), say(now[1])),
      by: ([dx, dy]) => set([now[0] + dx * step, now[1] + dy * step]),
      end: (isLast) => set([x[isLast ? 1 : 0], now[1]]),
      to: (place) => set(place),
      others: control.value.length > 1,
    };
  }

  // One of the points of one's own, which has a class and can be removed.
  overOwn(mark, k) {
    const control = this.ownOf(mark);
    const [x, y, kind] = control.value[k];
    const { spec } = control;
    const set = (place) => control.move(k, place);
    return {
      name: `${mark.label} ${k + 1}, ${spec.classes[kind]}`,
      cursor: "move",
      low: spec.x[0],
      high: spec.x[1],
      now: x,
      where: [x, y],
      text: this.both(say(x), say(y)),
      by: ([dx, dy]) => set([x + dx * spec.step, y + dy * spec.step]),
      end: (isLast) => set([spec.x[isLast ? 1 : 0], y]),
      to: (place) => set(place),
      others: true,
      kind,
      turn: () => control.turn(k),
      remove: () => control.remove(k),
    };
  }

  both(x, y) {
    const named = (label, value) => `${label} ${value}`.trim();
    return `${named(this.panel.x.label, x)}, ${named(this.panel.y.label, y)}`;
  }

  key(handle, event) {
    const { move } = handle;
    const page = { PageUp: 1, PageDown: -1 }[event.key];
    if (KEYS[event.key]) move.by(KEYS[event.key]);
    else if (event.key === "Home" || event.key === "End") move.end(event.key === "End");
    else if (page && move.others) this.list[(this.list.indexOf(handle) + page + this.list.length) % this.list.length].knob.focus();
    else if (page) move.by([FAR * page, 0]);
    else if (move.turn && (event.key === " " || event.key === "Enter")) move.turn();
    else if (move.remove && (event.key === "Delete" || event.key === "Backspace")) return this.remove(handle, event);
    else return;
    event.preventDefault();
    this.refresh(handle);
  }

  // The next point takes its place, so the hand stays where it is; after the last one it goes to the one before.
  remove(handle, event) {
    event.preventDefault();
    handle.move.remove();
    const { key } = handle;
    this.show(this.panel, this.scales);
    const next = this.list.find((one) => one.key === key) ?? this.list.findLast((one) => one.move.remove);
    if (next) next.knob.focus();
  }

  // The knob is where the controls are, so it follows the hand at once, also where the picture comes later.
  refresh(handle) {
    this.place(handle, handle.mark, handle.k);
    this.told(handle);
  }

  // The handle that a pointer at this place means, or null.
  at(px, py, kind) {
    let best = null;
    for (const handle of this.list) {
      if (Number.isNaN(handle.x)) continue;
      const far = farFrom(handle, px, py, this.scales);
      if (far <= (NEAR[kind] ?? NEAR.mouse) && (!best || far < best.far)) best = { handle, far };
    }
    return best?.handle ?? null;
  }

  drag(handle, px, py) {
    const { frame, x, y } = this.scales;
    const [inX, inY] = [within(px, frame.left, frame.right), within(py, frame.top, frame.bottom)];
    handle.move.to([x.invert(inX), y.invert(inY)], inX, inY);
    this.refresh(handle);
  }
}

export function isHandle(mark) {
  return mark.mark === "Handle" || (mark.mark === "Rule" && mark.moves != null);
}

// A rule is held anywhere; its knob is near its end.
function onRule(mark, where, scales) {
  const { left, right, top } = scales.frame;
  return mark.x != null ? [scales.x(where[0]), top + 9] : [right - Math.min(14, (right - left) / 8), scales.y(where[1])];
}

function farFrom(handle, px, py, scales) {
  const { mark } = handle;
  if (mark.mark !== "Rule") return Math.hypot(px - handle.x, py - handle.y);
  const { left, right, top, bottom } = scales.frame;
  const isBeside = px > left - 8 && px < right + 8 && py > top - 8 && py < bottom + 8;
  return isBeside ? Math.abs(mark.x != null ? px - handle.x : py - handle.y) * 2 : Infinity;
}

function nearestIndex(values, value) {
  let best = 0;
  values.forEach((one, i) => {
    if (Math.abs(one - value) < Math.abs(values[best] - value)) best = i;
  });
  return best;
}

function within(value, low, high) {
  return Math.max(low, Math.min(high, value));
}
