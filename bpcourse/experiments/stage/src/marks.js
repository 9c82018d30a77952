// Marks: how each kind of mark is drawn. The kinds are those of scene.py; matplotlib draws the same ones in still.py.

import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from "d3-shape";

import { eachPiece } from "./contours.js";

const SHAPES = { circle: symbolCircle, square: symbolSquare, triangle: symbolTriangle, diamond: symbolDiamond };

// Each is called with everything it may need: the mark, the frame, the canvas's context, the scales and the style.
export const draw = {
  Curve(mark, { context, scales, style }) {
    stroke(context, mark, style);
    trace(context, scales, mark.x, mark.y, 0, mark.x.length);
    context.stroke();
  },

  Path(mark, { context, scales, style, frame }) {
    const shown = Math.min(frame + 1, mark.x.length);
    stroke(context, mark, style, []);
    context.lineWidth = 1;
    context.globalAlpha = 0.4; // where the path will go
    trace(context, scales, mark.x, mark.y, shown - 1, mark.x.length);
    context.stroke();
    context.globalAlpha = 1;
    context.lineWidth = 1.5;
    trace(context, scales, mark.x, mark.y, 0, shown);
    context.stroke();
    stamp(context, scales, mark, style, { end: shown - 1, area: 14 });
    stamp(context, scales, mark, style, { first: shown - 1, end: shown, area: 70 }); // where it is now
  },

  Points(mark, { context, scales, style }) {
    stamp(context, scales, mark, style, { end: mark.x.length, area: 64 });
  },

  Arrows(mark, { context, scales, style, frame }) {
    const i = Math.min(frame, mark.x.length - 1);
    const [x1, y1] = [scales.x(mark.x[i]), scales.y(mark.y[i])];
    const [x2, y2] = [scales.x(mark.x[i] + mark.dx[i]), scales.y(mark.y[i] + mark.dy[i])];
    if (![x1, y1, x2, y2].every(Number.isFinite)) return; // the text under the picture says so
    stroke(context, mark, style);
    context.lineWidth = 3;
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    const angle = Math.atan2(y2 - y1, x2 - x1);
    context.beginPath();
    context.moveTo(x2 + 8 * Math.cos(angle), y2 + 8 * Math.sin(angle));
    for (const side of [2.4, -2.4]) context.lineTo(x2 + 8 * Math.cos(angle + side), y2 + 8 * Math.sin(angle + side));
    context.fill();
  },

  Rule(mark, { context, scales, style }) {
    stroke(context, mark, style);
    context.lineWidth = 2;
    context.beginPath();
    const [left, right] = scales.x.range();
    const [bottom, top] = scales.y.range();
    if (mark.x !== null) {
      context.moveTo(scales.x(mark.x), bottom);
      context.lineTo(scales.x(mark.x), top);
    } else {
      context.moveTo(left, scales.y(mark.y));
      context.lineTo(right, scales.y(mark.y));
    }
    context.stroke();
  },

  Segments(mark, { context, scales, style, frame }) {
    stroke(context, mark, style);
    context.lineWidth = mark.width;
    context.beginPath();
    for (let i = 0; i < mark.x.length; i += 1) {
      if (!isShown(mark, i, frame)) continue;
      context.moveTo(clamp(scales.x(mark.x[i])), clamp(scales.y(mark.y[i])));
      context.lineTo(clamp(scales.x(mark.x[i] + mark.dx[i])), clamp(scales.y(mark.y[i] + mark.dy[i])));
    }
    context.stroke();
  },

  Bars(mark, { context, scales, style, frame }) {
    const [bottom] = scales.y.range();
    const floor = scales.y.base ? bottom : clamp(scales.y(0));
    context.fillStyle = style.colours[mark.role];
    for (let i = 0; i < mark.x.length; i += 1) {
      if (!isShown(mark, i, frame)) continue;
      const [x, top] = [scales.x(mark.x[i]), clamp(scales.y(mark.y[i]))];
      if (Number.isFinite(top)) context.fillRect(x - mark.width / 2, Math.min(top, floor), mark.width, Math.max(1, Math.abs(floor - top)));
    }
  },

  Cells(mark, { context, scales, style, frame }) {
    const [halfX, halfY] = [halfOf(mark.x), halfOf(mark.y)];
    const shade = (value) => colourOf(style.map, (value - mark.low) / (mark.high - mark.low));
    const columns = mark.x.length;
    context.lineWidth = 1;
    context.setLineDash([]);
    for (let k = 0; k < columns; k += 1) {
      context.globalAlpha = k <= frame ? 1 : 0.35; // what is still to come
      const [left, right] = [scales.x(mark.x[k] - halfX), scales.x(mark.x[k] + halfX)];
      for (let i = 0; i < mark.y.length; i += 1) {
        const [bottom, top] = [scales.y(mark.y[i] - halfY), scales.y(mark.y[i] + halfY)];
        const value = mark.Z[i * columns + k];
        const known = !Number.isNaN(value);
        context.fillStyle = known ? shade(value) : style.colours.paper;
        context.fillRect(left, top, right - left + 0.5, bottom - top + 0.5);
        if (!Number.isFinite(value)) cross(context, left, top, right, bottom, style.colours.ink);
      }
    }
    context.globalAlpha = 1;
  },

  Names(mark, { context, scales, style }) {
    context.fillStyle = style.colours[mark.role];
    context.textAlign = "center";
    context.textBaseline = "middle";
    mark.texts.forEach((text, i) => context.fillText(text, scales.x(mark.x[i]), scales.y(mark.y[i])));
  },

  Contours(mark, { context, scales, style }) {
    context.setLineDash([]);
    context.strokeStyle = style.colours.grey;
    context.lineWidth = 1;
    context.beginPath();
    const spots = new Map(); // for each level the best place for its number
    eachPiece(mark, (level, x1, y1, x2, y2) => {
      const [left, top] = [scales.x(x1), scales.y(y1)];
      context.moveTo(left, top);
      context.lineTo(scales.x(x2), scales.y(y2));
      if (!spots.has(level) && isFree(left, top, scales, spots)) spots.set(level, [left, top]);
    });
    context.stroke();
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const [level, [left, top]] of spots) {
      const text = String(Number(level.toPrecision(2)));
      context.fillStyle = style.colours.paper;
      context.fillRect(left - 3.4 * text.length, top - 6, 6.8 * text.length, 12);
      context.fillStyle = style.colours.grey;
      context.fillText(text, left, top);
    }
  },
};

const SHADES = 128;
const tables = new WeakMap();

// The colour of a part between 0 and 1, from a row of colours. Its shades are mixed once.
function colourOf(map, part) {
  if (!tables.has(map)) tables.set(map, Array.from({ length: SHADES + 1 }, (_, i) => mix(map, i / SHADES)));
  return tables.get(map)[Math.round(Math.max(0, Math.min(1, part)) * SHADES)];
}

function mix(map, part) {
  const place = part * (map.length - 1);
  const first = Math.min(Math.floor(place), map.length - 2);
  const channel = (text, i) => parseInt(text.slice(i, i + 2), 16);
  const mixed = [1, 3, 5].map((i) => {
    const [from, to] = [channel(map[first], i), channel(map[first + 1], i)];
    return Math.round(from + (to - from) * (place - first));
  });
  return `rgb(${mixed.join(",")})`;
}

// Is piece i of the mark shown in this frame?
function isShown(mark, i, frame) {
  return !mark.at || mark.at[i] === frame;
}

// Half the distance between equally distant places.
function halfOf(places) {
  return places.length > 1 ? Math.abs(places[1] - places[0]) / 2 : 0.5;
}

// Can a contour's number stand here: inside the panel, and not on another number?
function isFree(x, y, scales, spots) {
  const [left, right] = scales.x.range();
  const [bottom, top] = scales.y.range();
  if (x < left + 20 || x > right - 20 || y < top + 10 || y > bottom - 10) return false;
  return [...spots.values()].every(([otherX, otherY]) => Math.hypot(otherX - x, otherY - y) > 44);
}

// A small picture of the mark for the legend.
export function drawSample(mark, context, style) {
  context.clearRect(0, 0, 30, 14);
  if (mark.mark === "Names") return;
  if (mark.mark === "Cells") {
    for (let x = 0; x < 30; x += 1) {
      context.fillStyle = colourOf(style.map, x / 29);
      context.fillRect(x, 2, 1, 10);
    }
    return;
  }
  if (mark.mark === "Contours") {
    context.strokeStyle = style.colours.grey;
    context.setLineDash([]);
  } else stroke(context, mark, style, mark.mark === "Path" ? [] : undefined);
  if (mark.mark === "Arrows") context.lineWidth = 3;
  if (mark.mark === "Segments") context.lineWidth = mark.width;
  if (mark.mark === "Bars") {
    context.fillRect(10, 1, 10, 12);
    return;
  }
  if (mark.mark !== "Points") {
    context.beginPath();
    context.moveTo(1, 7);
    context.lineTo(29, 7);
    context.stroke();
  }
  if (mark.mark === "Path" || mark.mark === "Points") {
    const middle = (number) => number; // the sample has no axes
    stamp(context, { x: middle, y: middle }, { role: mark.role, x: [15], y: [7] }, style, { end: 1, area: 36 });
  }
}

// Through a cell whose number is none: the text under the picture says why.
function cross(context, left, top, right, bottom, ink) {
  context.strokeStyle = ink;
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(right, bottom);
  context.moveTo(left, bottom);
  context.lineTo(right, top);
  context.stroke();
}

function stroke(context, mark, style, dash = style.dashes[mark.role]) {
  context.strokeStyle = context.fillStyle = style.colours[mark.role];
  context.setLineDash(dash);
  context.lineWidth = 2;
}

// A line through the points from `first` to before `end`; it ends where a number is not finite.
function trace(context, scales, xs, ys, first, end) {
  context.beginPath();
  for (let i = Math.max(first, 0); i < end; i += 1) {
    const [x, y] = [scales.x(xs[i]), scales.y(ys[i])];
    if (!Number.isFinite(x) || !Number.isFinite(y)) return;
    context.lineTo(clamp(x), clamp(y));
  }
}

// A canvas draws nothing at all from or to places that are too far away.
function clamp(pixel) {
  return Math.max(-1e5, Math.min(1e5, pixel));
}

// The mark's symbol at the points from `first` to before `end`, all in one path, which is drawn at once.
function stamp(context, scales, mark, style, { first = 0, end, area }) {
  const shape = symbol(SHAPES[style.markers[mark.role]], area).context(context);
  context.fillStyle = style.colours[mark.role];
  context.beginPath();
  for (let i = first; i < end; i += 1) {
    const [x, y] = [clamp(scales.x(mark.x[i])), clamp(scales.y(mark.y[i]))];
    if (Number.isNaN(x) || Number.isNaN(y)) return context.fill(); // the text under the picture says so
    context.translate(x, y);
    shape();
    context.translate(-x, -y);
  }
  context.fill();
}
