// Marks: how each kind of mark is drawn. The kinds are those of marks.py; matplotlib draws the same ones.

import { symbol, symbolCircle, symbolDiamond, symbolSquare, symbolTriangle } from "d3-shape";

import { isBright, shade, shadesOf } from "./colourmap.js";
import { eachPiece, finer } from "./contours.js";
import { say } from "./numerals.js";

const SHAPES = { circle: symbolCircle, square: symbolSquare, triangle: symbolTriangle, diamond: symbolDiamond };

// Each is called with everything it may need: the mark, the frame, the canvas's context, the scales and the style.
export const draw = {
  Curve(mark, { context, scales, style, frame }) {
    stroke(context, mark, style);
    const y = rowOf(mark, frame);
    trace(context, scales, mark.x, y, 0, mark.x.length);
    context.stroke();
  },

  Lines(mark, { context, scales, style }) {
    stroke(context, mark, style, []);
    context.lineWidth = mark.width;
    context.globalAlpha = 0.7;
    const [columns, rows] = [mark.X.columns, mark.X.length / mark.X.columns];
    for (let i = 0; i < rows; i += 1) {
      const part = (values) => values.subarray(i * columns, (i + 1) * columns);
      trace(context, scales, part(mark.X), part(mark.Y), 0, columns);
      context.stroke();
    }
    context.globalAlpha = 1;
  },

  Band(mark, { context, scales, style }) {
    context.fillStyle = style.colours[mark.role];
    context.globalAlpha = 0.18;
    context.beginPath();
    for (let i = 0; i < mark.x.length; i += 1) context.lineTo(scales.x(mark.x[i]), clamp(scales.y(mark.y_high[i])));
    for (let i = mark.x.length - 1; i >= 0; i -= 1) context.lineTo(scales.x(mark.x[i]), clamp(scales.y(mark.y_low[i])));
    context.fill();
    context.globalAlpha = 1;
  },

  Path(mark, { context, scales, style, frame }) {
    const shown = Math.min(frame + 1, mark.x.length);
    stroke(context, mark, style, []);
    context.lineJoin = "round";
    context.lineWidth = 1;
    context.globalAlpha = 0.3; // where the path will go
    trace(context, scales, mark.x, mark.y, shown - 1, mark.x.length);
    context.stroke();
    context.globalAlpha = 1;
    context.lineWidth = 1.75;
    trace(context, scales, mark.x, mark.y, 0, shown);
    context.stroke();
    if (!scales.isCompact || mark.x.length <= 25) stamp(context, scales, mark, style, { end: shown - 1, area: 15 });
    stamp(context, scales, mark, style, { first: shown - 1, end: shown, area: 64, halo: true }); // where it is now
  },

  Points(mark, { context, scales, style, frame }) {
    if (!mark.at && !mark.size) {
      stamp(context, scales, mark, style, { end: mark.x.length, area: 60, halo: true });
      return;
    }
    for (let i = 0; i < mark.x.length; i += 1) {
      const area = mark.size ? (Math.PI / 4) * mark.size[i] ** 2 : 60;
      if (isShown(mark, i, frame)) stamp(context, scales, mark, style, { first: i, end: i + 1, area, halo: true });
    }
  },

  Arrows(mark, { context, scales, style, frame }) {
    stroke(context, mark, style);
    for (let i = 0; i < mark.x.length; i += 1) {
      if (isShown(mark, i, frame)) arrow(context, scales, mark, i, style);
    }
  },

  Rule(mark, { context, scales, style }) {
    stroke(context, mark, style);
    context.lineWidth = 1.75;
    context.beginPath();
    const { left, right, bottom, top } = scales.frame;
    if (mark.x != null) {
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
    context.lineCap = "butt";
    context.beginPath();
    for (let i = 0; i < mark.x.length; i += 1) {
      if (!isShown(mark, i, frame)) continue;
      context.moveTo(clamp(scales.x(mark.x[i])), clamp(scales.y(mark.y[i])));
      context.lineTo(clamp(scales.x(mark.x[i] + mark.dx[i])), clamp(scales.y(mark.y[i] + mark.dy[i])));
    }
    context.stroke();
  },

  Weights(mark, { context, scales, style, frame }) {
    stroke(context, mark, style);
    context.globalAlpha = 0.75; // many lie on each other
    const w = ofFrame(mark.w, frame);
    for (let i = 0; i < mark.x.length; i += 1) {
      if (!(w[i] > 0)) continue;
      context.lineWidth = Math.min(0.3 + 1.6 * w[i], 6);
      context.beginPath();
      context.moveTo(scales.x(mark.x[i]), scales.y(mark.y[i]));
      context.lineTo(scales.x(mark.x[i] + mark.dx[i]), scales.y(mark.y[i] + mark.dy[i]));
      context.stroke();
    }
    context.globalAlpha = 1;
  },

  Bars(mark, { context, scales, style, frame }) {
    const floor = scales.y.base ? scales.frame.bottom : clamp(scales.y(0));
    context.fillStyle = style.colours[mark.role];
    for (let i = 0; i < mark.x.length; i += 1) {
      if (!isShown(mark, i, frame)) continue;
      const [x, top] = [scales.x(mark.x[i]), clamp(scales.y(mark.y[i]))];
      if (Number.isFinite(top)) context.fillRect(x - mark.width / 2, Math.min(top, floor), mark.width, Math.max(1, Math.abs(floor - top)));
    }
  },

  Boxes(mark, { context, scales, style, frame }) {
    stroke(context, mark, style, mark.dashed ? [4, 3] : []);
    context.lineWidth = 1.25;
    for (let i = 0; i < mark.x.length; i += 1) {
      if (!isShown(mark, i, frame)) continue;
      const [x1, x2] = [scales.x(mark.x[i]), scales.x(mark.x[i] + mark.dx[i])].map(clamp);
      const [y1, y2] = [scales.y(mark.y[i]), scales.y(mark.y[i] + mark.dy[i])].map(clamp);
      if (![x1, x2, y1, y2].every(Number.isFinite)) continue;
      const box = [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)];
      context.globalAlpha = { pale: 0.18, full: 1, none: 0 }[mark.fill];
      context.fillRect(...box);
      context.globalAlpha = 1;
      context.strokeRect(...box);
    }
  },

  Cells(all, view) {
    const mark = { ...all, Z: ofFrame(all.Z, view.frame) };
    if (mark.smooth) smoothCells(mark, view);
    else plainCells(mark, view);
    if (mark.in_key) colourBar(mark, view);
  },

  Tiles(mark, { context, scales, style, frame }) {
    const image = imageOf(mapsInAColumn(mark, frame), style);
    const high = image.height / mark.x.length; // pixels of the image for each map; the first one is the lowest
    context.strokeStyle = style.colours.edge;
    context.setLineDash([]);
    context.lineWidth = 1;
    context.imageSmoothingEnabled = true;
    for (let i = 0; i < mark.x.length; i += 1) {
      const [left, top] = [scales.x(mark.x[i]), scales.y(mark.y[i])].map((middle) => Math.round(middle - mark.side / 2) + 0.5);
      context.fillStyle = style.colours.paper;
      context.fillRect(left, top, mark.side, mark.side);
      context.drawImage(image, 0, image.height - high * (i + 1), image.width, high, left, top, mark.side, mark.side);
      context.strokeRect(left, top, mark.side, mark.side);
    }
  },

  Names(mark, { context, scales, style, frame, font }) {
    context.textAlign = mark.align;
    context.textBaseline = "middle";
    if (mark.bold) context.font = `600 ${font}`;
    mark.texts.forEach((text, i) => {
      if (isShown(mark, i, frame)) haloed(context, text, scales.x(mark.x[i]), scales.y(mark.y[i]) - mark.dy, style, mark.role);
    });
    context.font = font;
  },

  Contours(mark, { context, scales, style }) {
    const drawn = contoursIn(mark, scales, style);
    const { left, top, right, bottom } = drawn.place;
    context.imageSmoothingEnabled = true;
    context.drawImage(drawn.bands, left, top, right - left, bottom - top);
    context.setLineDash([]);
    context.strokeStyle = style.colours.edge;
    context.globalAlpha = 0.75;
    context.lineWidth = 1;
    context.stroke(drawn.lines);
    context.globalAlpha = 1;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const [text, x, y] of drawn.spots) haloed(context, text, x, y, style, "grey");
  },

  // A handle is an element above the canvas (handles.js), so that it can have the focus. Here is where it has been.
  Handle(mark, { context, scales, style, trails }) {
    const trail = mark.trail && trails.of(mark);
    if (!trail) return;
    stroke(context, mark, style, []);
    context.lineWidth = 1;
    context.globalAlpha = 0.5;
    trace(context, scales, trail.x, trail.y, 0, trail.x.length);
    context.stroke();
    context.globalAlpha = 1;
    stamp(context, scales, { ...trail, role: mark.role }, style, { end: trail.x.length, area: 10 });
  },
};

// The y of a curve in a frame: its only row, or the one of that frame.
export function rowOf(mark, frame) {
  const n = mark.x.length;
  const row = Math.min(frame, mark.y.length / n - 1);
  return mark.y.subarray(row * n, (row + 1) * n);
}

// What holds an array for each frame in that frame; an array alone is that of all frames.
export function ofFrame(arrays, frame) {
  return Array.isArray(arrays) ? arrays[Math.min(frame, arrays.length - 1)] : arrays;
}

// All maps of a frame as one table, one over the other.
function mapsInAColumn(mark, frame) {
  const Z = ofFrame(mark.Z, frame);
  return { ...mark, Z, x: { length: Z.columns }, y: { length: Z.length / Z.columns } };
}

// Is piece i of the mark shown in this frame?
export function isShown(mark, i, frame) {
  return !mark.at || mark.at[i] === frame;
}

// ---- cells ----

export function halfOf(places) {
  return places.length > 1 ? Math.abs(places[1] - places[0]) / 2 : 0.5;
}

// One pixel of a small picture for each cell, which is then drawn large: quick, and without seams.
function plainCells(mark, view) {
  const { context, scales, frame, style } = view;
  const [columns, rows] = [mark.x.length, mark.y.length];
  const box = boxOf(mark, scales);
  context.imageSmoothingEnabled = false;
  context.drawImage(imageOf(mark, style), box.left, box.top, box.right - box.left, box.bottom - box.top);
  const [wide, high] = [(box.right - box.left) / columns, (box.bottom - box.top) / rows];
  if (mark.grows && frame + 1 < columns) {
    const now = box.left + wide * (frame + 1);
    context.fillStyle = style.colours.paper;
    context.globalAlpha = 0.8; // what is still to come
    context.fillRect(now, box.top, box.right, box.bottom - box.top);
    context.globalAlpha = 1;
    context.fillStyle = style.colours.ink;
    context.fillRect(now, box.top, 1.5, box.bottom - box.top);
  }
  const isSparse = rows * columns <= 400;
  if (isSparse && (mark.written || mark.ghost || wide > 12)) cellBorders(mark, view, box, wide, high);
  for (let i = 0; i < rows * columns; i += 1) {
    const [left, top] = [box.left + (i % columns) * wide, box.bottom - (Math.floor(i / columns) + 1) * high];
    if (!Number.isFinite(mark.Z[i])) cross(context, left, top, left + wide, top + high, style.colours.ink);
    else if (mark.written) {
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillStyle = mark.ghost?.[i] ? style.colours.grey : isBright(shade(mark, style.maps, mark.Z[i])) ? "#000000" : "#ffffff";
      context.fillText(say(mark.Z[i]), left + wide / 2, top + high / 2);
    }
  }
}

function cellBorders(mark, { context, style }, box, wide, high) {
  const columns = mark.x.length;
  for (let i = 0; i < mark.Z.length; i += 1) {
    const isGhost = Boolean(mark.ghost?.[i]);
    context.setLineDash(isGhost ? [4, 3] : []);
    context.strokeStyle = isGhost ? style.colours.edge : style.colours.paper;
    context.lineWidth = 1;
    const inset = isGhost ? 2.5 : 0;
    const [left, top] = [box.left + (i % columns) * wide, box.bottom - (Math.floor(i / columns) + 1) * high];
    context.strokeRect(left + inset, top + inset, wide - 2 * inset, high - 2 * inset);
  }
  context.setLineDash([]);
}

function smoothCells(mark, { context, scales, style }) {
  const place = { left: scales.x(mark.x[0]), right: scales.x(mark.x[mark.x.length - 1]), bottom: scales.y(mark.y[0]), top: scales.y(mark.y[mark.y.length - 1]) };
  // the centre of the first pixel is at the first place, so the picture reaches half a pixel further on all sides
  const [halfX, halfY] = [(place.right - place.left) / (mark.x.length - 1) / 2, (place.bottom - place.top) / (mark.y.length - 1) / 2];
  context.imageSmoothingEnabled = true;
  context.drawImage(imageOf(mark, style), place.left - halfX, place.top - halfY, place.right - place.left + 2 * halfX, place.bottom - place.top + 2 * halfY);
}

export function boxOf(mark, scales) {
  const [halfX, halfY] = [halfOf(mark.x), halfOf(mark.y)];
  return {
    left: scales.x(mark.x[0] - halfX),
    right: scales.x(mark.x[mark.x.length - 1] + halfX),
    bottom: scales.y(mark.y[0] - halfY),
    top: scales.y(mark.y[mark.y.length - 1] + halfY),
  };
}

const images = new WeakMap(); // by the array Z

function imageOf(mark, style) {
  const key = [mark.low, mark.high, mark.log, mark.colours, style.colours.paper].join();
  const kept = images.get(mark.Z);
  if (kept?.key === key) return kept.image;
  const [columns, rows] = [mark.x.length, mark.y.length];
  const image = document.createElement("canvas");
  [image.width, image.height] = [columns, rows];
  const context = image.getContext("2d");
  const data = context.createImageData(columns, rows);
  for (let i = 0; i < mark.Z.length; i += 1) {
    const pixel = 4 * ((rows - 1 - Math.floor(i / columns)) * columns + (i % columns)); // the first row is the lowest
    if (Number.isNaN(mark.Z[i]) || mark.ghost?.[i]) continue;
    data.data.set(shade(mark, style.maps, mark.Z[i]), pixel);
    data.data[pixel + 3] = 255;
  }
  context.putImageData(data, 0, 0);
  images.set(mark.Z, { key, image });
  return image;
}

// Through a cell whose number is none: the text under the picture says why.
function cross(context, left, top, right, bottom, ink) {
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left, top);
  context.lineTo(right, bottom);
  context.moveTo(left, bottom);
  context.lineTo(right, top);
  context.stroke();
}

export const BAR = 9; // pixels

// What the colours say: a bar at the panel's right, with its ends in numbers.
function colourBar(mark, { context, scales, style, unclipped }) {
  unclipped.push(() => {
    const { right, top, bottom } = scales.frame;
    const shades = shadesOf(style.maps[mark.colours]);
    const last = shades.length / 3 - 1;
    for (let y = Math.floor(top); y < bottom; y += 1) {
      const first = 3 * Math.round(((bottom - y) / (bottom - top)) * last);
      context.fillStyle = `rgb(${shades.slice(first, first + 3).join()})`;
      context.fillRect(right + 7, y, BAR, 1);
    }
    context.fillStyle = style.colours.grey;
    context.textAlign = "left";
    context.textBaseline = "top";
    context.fillText(say(mark.high, 2), right + 7 + BAR + 4, top - 3);
    context.textBaseline = "bottom";
    context.fillText(say(mark.low, 2), right + 7 + BAR + 4, bottom + 3);
  });
}

// ---- contours ----

const drawings = new WeakMap(); // by the array Z

// The lines, the shading between them and the places of their numbers; made once for a Z and a place on the page.
function contoursIn(mark, scales, style) {
  const key = [...mark.levels, ...scales.x.domain(), ...scales.x.range(), ...scales.y.domain(), ...scales.y.range(), style.colours.ink].join();
  const kept = drawings.get(mark.Z);
  if (kept?.key === key) return kept;
  const grid = kept?.grid ?? finer(mark);
  const lines = new Path2D();
  const pieces = new Map([...mark.levels].map((level) => [level, []]));
  eachPiece(grid, [...mark.levels], (level, x1, y1, x2, y2) => {
    const [left, top] = [scales.x(x1), scales.y(y1)];
    lines.moveTo(left, top);
    lines.lineTo(scales.x(x2), scales.y(y2));
    pieces.get(level).push([left, top]);
  });
  const place = { left: scales.x(grid.x[0]), right: scales.x(grid.x[grid.x.length - 1]), bottom: scales.y(grid.y[0]), top: scales.y(grid.y[grid.y.length - 1]) };
  const drawn = { key, grid, lines, place, spots: spotsFor(pieces, scales), bands: bandsOf(grid, mark.levels, style) };
  drawings.set(mark.Z, drawn);
  return drawn;
}

// The higher, the darker: between two lines one pale shade.
function bandsOf(grid, levels, style) {
  const image = document.createElement("canvas");
  [image.width, image.height] = [grid.x.length, grid.y.length];
  const context = image.getContext("2d");
  const data = context.createImageData(image.width, image.height);
  const pixels = new Uint32Array(data.data.buffer); // a whole pixel is set at once: there are a hundred thousand
  const shades = shadesBetween(levels, style.colours.inkParts);
  for (let row = 0; row < image.height; row += 1) {
    const [from, to] = [row * image.width, (image.height - 1 - row) * image.width];
    for (let column = 0; column < image.width; column += 1) {
      let above = 0;
      while (above < levels.length && grid.Z[from + column] > levels[above]) above += 1;
      pixels[to + column] = shades[above];
    }
  }
  context.putImageData(data, 0, 0);
  return image;
}

// The pixel below all levels, that above the first of them, and so on.
function shadesBetween(levels, ink) {
  const parts = Array.from({ length: levels.length + 1 }, (_, above) => [...ink, 6 + (34 * above) / levels.length]);
  return new Uint32Array(Uint8ClampedArray.from(parts.flat()).buffer);
}

// For each line the place of its number: towards the upper right, where the numbers stand in a row, and not on each other.
function spotsFor(pieces, scales) {
  const { left, right, top, bottom } = scales.frame;
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  const spots = [];
  for (const [level, places] of pieces) {
    const inside = places.filter(([x, y]) => x > left + 22 && x < right - 22 && y > top + 12 && y < bottom - 12);
    const isFree = ([x, y]) => spots.every(([, otherX, otherY]) => Math.abs(otherX - x) > 34 || Math.abs(otherY - y) > 16);
    const off = ([x, y]) => Math.abs(Math.atan2(middleY - y, x - middleX) - 0.6);
    const free = inside.filter((place) => off(place) < 0.8 && isFree(place));
    if (!free.length) continue;
    const [x, y] = free.reduce((best, one) => (off(one) < off(best) ? one : best));
    spots.push([say(level, 2), x, y]);
  }
  return spots;
}

// ---- the key ----

// A small picture of the mark, 22 by 14.
export function drawSample(mark, context, style) {
  context.clearRect(0, 0, 22, 14);
  if (mark.mark === "Names") return;
  if (mark.mark === "Cells") {
    const shades = shadesOf(style.maps[mark.colours]);
    for (let x = 0; x < 22; x += 1) {
      const first = 3 * Math.round((x / 21) * (shades.length / 3 - 1));
      context.fillStyle = `rgb(${shades.slice(first, first + 3).join()})`;
      context.fillRect(x, 2, 1, 10);
    }
    return;
  }
  if (mark.mark === "Contours") {
    context.strokeStyle = style.colours.edge;
    context.setLineDash([]);
  } else stroke(context, mark, style, ["Path", "Lines", "Handle"].includes(mark.mark) ? [] : undefined);
  if (mark.mark === "Bars") return context.fillRect(7, 1, 8, 12);
  if (mark.mark === "Boxes" || mark.mark === "Band") {
    if (mark.dashed) context.setLineDash([4, 3]);
    context.globalAlpha = mark.fill === "full" ? 1 : mark.fill === "none" ? 0 : 0.18;
    context.fillRect(4, 2, 14, 10);
    context.globalAlpha = 1;
    return mark.mark === "Boxes" && context.strokeRect(4, 2, 14, 10);
  }
  const flat = (number) => number; // the sample has no axes
  const scales = { x: flat, y: flat };
  if (mark.mark === "Arrows") return arrow(context, scales, { x: [2], y: [7], dx: [18], dy: [0], width: mark.width }, 0, style);
  if (mark.mark === "Segments") context.lineWidth = Math.min(mark.width, 4);
  if (mark.mark === "Handle") {
    context.fillStyle = style.colours.paper;
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(11, 7, 5, 0, 2 * Math.PI);
    context.fill();
    return context.stroke();
  }
  if (mark.mark !== "Points") {
    context.beginPath();
    context.moveTo(1, 7);
    context.lineTo(21, 7);
    context.stroke();
  }
  if (mark.mark === "Path" || mark.mark === "Points") stamp(context, scales, { role: mark.role, x: [11], y: [7] }, style, { end: 1, area: 36 });
}

// ---- lines and signs ----

function stroke(context, mark, style, dash = style.dashes[mark.role]) {
  context.strokeStyle = context.fillStyle = style.colours[mark.role];
  context.setLineDash(dash);
  context.lineWidth = 2;
}

function arrow(context, scales, mark, i, style) {
  const [x1, y1] = [scales.x(mark.x[i]), scales.y(mark.y[i])];
  const [x2, y2] = [scales.x(mark.x[i] + mark.dx[i]), scales.y(mark.y[i] + mark.dy[i])].map(clamp);
  if (![x1, y1, x2, y2].every(Number.isFinite)) return; // the text under the picture says so
  const [length, angle] = [Math.hypot(x2 - x1, y2 - y1), Math.atan2(y2 - y1, x2 - x1)];
  if (length < 1) return;
  const head = Math.min(4 + 2 * mark.width, length);
  context.lineWidth = mark.width;
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2 - 0.7 * head * Math.cos(angle), y2 - 0.7 * head * Math.sin(angle));
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(x2, y2);
  for (const side of [2.7, -2.7]) context.lineTo(x2 + head * Math.cos(angle + side), y2 + head * Math.sin(angle + side));
  context.fill();
  if (mark.role) context.setLineDash(style.dashes[mark.role]);
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
function stamp(context, scales, mark, style, { first = 0, end, area, halo = false }) {
  const shape = symbol(SHAPES[style.markers[mark.role]], area).context(context);
  context.fillStyle = style.colours[mark.role];
  context.setLineDash([]);
  context.beginPath();
  for (let i = Math.max(first, 0); i < end; i += 1) {
    const [x, y] = [clamp(scales.x(mark.x[i])), clamp(scales.y(mark.y[i]))];
    if (Number.isNaN(x) || Number.isNaN(y)) break; // the text under the picture says so
    context.translate(x, y);
    shape();
    context.translate(-x, -y);
  }
  if (halo) {
    context.strokeStyle = style.colours.paper;
    context.lineWidth = 2;
    context.stroke();
  }
  context.fill();
}

// Text that is read over lines and shades.
export function haloed(context, text, x, y, style, role) {
  context.lineJoin = "round";
  context.setLineDash([]);
  context.strokeStyle = style.colours.paper;
  context.lineWidth = 4;
  context.strokeText(text, x, y);
  context.fillStyle = style.colours.text[role];
  context.fillText(text, x, y);
}
