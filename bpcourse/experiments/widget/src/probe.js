// Probe: what is under the pointer, in words and numbers. For each kind of mark: the place of its nearest number, how far it
// is in pixels, and what is to be said of it.

import { heightAt } from "./contours.js";
import { boxOf, isShown, ofFrame, rowOf } from "./marks.js";
import { say } from "./numerals.js";

const NEAR = 26; // pixels: further away a mark is not meant

// The nearest { x, y, text, value, mark }, with x and y in pixels, or null.
export function probe(panel, scales, frame, px, py) {
  let best = null;
  for (const mark of panel.marks) {
    const found = look[mark.mark]?.(mark, { panel, scales, frame, px, py });
    if (found && found.far <= NEAR && (!best || found.far < best.far)) best = { ...found, mark };
  }
  return best;
}

const GROUND = 25; // what lies under everything counts as this far away, so that a mark upon it comes first

const look = {
  Curve(mark, view) {
    return along(mark, mark.x, rowOf(mark, view.frame), mark.x.length, view);
  },

  Path(mark, view) {
    return along(mark, mark.x, mark.y, Math.min(view.frame + 1, mark.x.length), view);
  },

  Points(mark, view) {
    return nearest(mark, view);
  },

  Bars(mark, { panel, scales, frame, px, py }) {
    const floor = scales.y.base ? scales.frame.bottom : scales.y(0);
    for (let i = 0; i < mark.x.length; i += 1) {
      const [x, y] = [scales.x(mark.x[i]), scales.y(mark.y[i])];
      const isOn = Math.abs(px - x) <= mark.width / 2 + 1 && py >= Math.min(y, floor) - 4 && py <= Math.max(y, floor) + 4;
      if (isOn && isShown(mark, i, frame)) return { x, y, far: 2, text: both(panel, mark.x[i], mark.y[i]) };
    }
    return null;
  },

  Arrows(mark, { scales, frame, px, py }) {
    for (let i = 0; i < mark.x.length; i += 1) {
      if (!isShown(mark, i, frame)) continue;
      const [x1, y1] = [scales.x(mark.x[i]), scales.y(mark.y[i])];
      const [x2, y2] = [scales.x(mark.x[i] + mark.dx[i]), scales.y(mark.y[i] + mark.dy[i])];
      const far = fromSegment(px, py, x1, y1, x2, y2);
      if (far < 6) return { x: px, y: py, far, text: `${mark.label}: (${say(mark.dx[i])}, ${say(mark.dy[i])})` };
    }
    return null;
  },

  // Weights under a hand's breadth of others: the widest one is meant.
  Weights(mark, { scales, frame, px, py }) {
    const w = ofFrame(mark.w, frame);
    let best = null;
    for (let i = 0; i < mark.x.length; i += 1) {
      if (!(w[i] > 0)) continue;
      const ends = [scales.x(mark.x[i]), scales.y(mark.y[i]), scales.x(mark.x[i] + mark.dx[i]), scales.y(mark.y[i] + mark.dy[i])];
      const far = fromSegment(px, py, ...ends);
      if (far < 5 && (!best || far < best.far)) best = { x: px, y: py, far, text: `${mark.label}: ${say(w[i])}` };
    }
    return best;
  },

  Tiles(mark, { scales, px, py }) {
    for (let i = 0; i < mark.x.length; i += 1) {
      const [x, y] = [scales.x(mark.x[i]), scales.y(mark.y[i])];
      if (Math.max(Math.abs(px - x), Math.abs(py - y)) <= mark.side / 2) return { x, y, far: 1, text: mark.texts[i] };
    }
    return null;
  },

  Rule(mark, { panel, scales, px, py }) {
    const isUpright = mark.x != null;
    const far = Math.abs(isUpright ? px - scales.x(mark.x) : py - scales.y(mark.y));
    const text = `${mark.label}: ${isUpright ? named(panel.x, mark.x) : named(panel.y, mark.y)}`;
    return far < 6 && { x: isUpright ? scales.x(mark.x) : px, y: isUpright ? py : scales.y(mark.y), far, text };
  },

  Boxes(mark, { scales, frame, px, py }) {
    for (let i = 0; i < mark.x.length; i += 1) {
      if (!isShown(mark, i, frame)) continue;
      const [x1, x2] = [scales.x(mark.x[i]), scales.x(mark.x[i] + mark.dx[i])];
      const [y1, y2] = [scales.y(mark.y[i]), scales.y(mark.y[i] + mark.dy[i])];
      const isIn = (value, a, b) => value >= Math.min(a, b) && value <= Math.max(a, b);
      if (isIn(px, x1, x2) && isIn(py, y1, y2)) return { x: px, y: py, far: 20, text: `${mark.label}: ${say(mark.dx[i])} by ${say(mark.dy[i])}` };
    }
    return null;
  },

  Cells(mark, { panel, scales, frame, px, py }) {
    const { left, right, top, bottom } = boxOf(mark, scales);
    const [columns, rows] = [mark.x.length, mark.y.length];
    const column = Math.floor(((px - left) / (right - left)) * columns);
    const row = Math.floor(((bottom - py) / (bottom - top)) * rows);
    if (column < 0 || row < 0 || column >= columns || row >= rows || (mark.grows && column > frame)) return null;
    const value = ofFrame(mark.Z, frame)[row * columns + column];
    const [x, y] = [scales.x(mark.x[column]), scales.y(mark.y[row])];
    return { x, y, far: GROUND, value, text: `${both(panel, mark.x[column], mark.y[row])}: ${say(value)}` };
  },

  Contours(mark, { scales, px, py }) {
    const value = heightAt(mark, scales.x.invert(px), scales.y.invert(py));
    return value == null ? null : { x: px, y: py, far: GROUND, text: `${mark.label}: ${say(value)}` };
  },
};

// The place of a line above or below the pointer: of its own numbers, the one whose x is nearest.
function along(mark, xs, ys, count, { panel, scales, px, py }) {
  let best = null;
  for (let i = 0; i < count; i += 1) {
    const [x, y] = [scales.x(xs[i]), scales.y(ys[i])];
    const far = Math.hypot((px - x) * 1.5, py - y);
    if (Number.isFinite(far) && (!best || far < best.far)) best = { x, y, far, text: both(panel, xs[i], ys[i]) };
  }
  return best;
}

function nearest(mark, { panel, scales, frame, px, py }) {
  let best = null;
  for (let i = 0; i < mark.x.length; i += 1) {
    if (!isShown(mark, i, frame)) continue;
    const [x, y] = [scales.x(mark.x[i]), scales.y(mark.y[i])];
    const far = Math.max(0, Math.hypot(px - x, py - y) - (mark.size ? mark.size[i] / 2 : 4));
    if (!best || far < best.far) best = { x, y, far, text: both(panel, mark.x[i], mark.y[i]) };
  }
  return best;
}

function both(panel, x, y) {
  return `${named(panel.x, x)}, ${named(panel.y, y)}`;
}

function named(axis, value) {
  return axis.label ? `${axis.label} ${say(value)}` : say(value);
}

function fromSegment(px, py, x1, y1, x2, y2) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const part = Math.max(0, Math.min(1, ((px - x1) * dx + (py - y1) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px - x1 - part * dx, py - y1 - part * dy);
}
