// Axes: scales, ticks and labels of one panel. The name of the vertical axis stands level above it, that of the horizontal
// one at its right end: so both are read without turning the head, and take little room.

import { scaleLinear, scaleLog } from "d3-scale";

import { powerOfTen, say } from "./numerals.js";

const LINE = 17; // pixels for one line of text
const COMPACT = 190; // a panel that is lower than this saves lines

// Where things stand on a canvas of that size, in CSS pixels, and the two scales between data and pixels.
export function layOut(panel, width, height, measure) {
  const isCompact = height < COMPACT;
  const name = nameAbove(panel, isCompact, (text) => measure(text) < width);
  const lines = (panel.x.ticks === "none" ? 0 : 1) + (panel.x.label && !isCompact ? 1 : 0);
  const bottom = lines * LINE + (lines ? 5 : 4);
  const frame = { top: name ? LINE + 6 : 8, bottom: height - bottom, right: width - 9 - barWidth(panel, measure) };
  const domain = { x: [panel.x.low, panel.x.high], y: [panel.y.low, panel.y.high] };
  const scale = (axis, name, range) => (axis.log ? scaleLog() : scaleLinear()).domain(domain[name]).range(range);
  const rough = scale(panel.y, "y", [frame.bottom, frame.top]);
  const widest = Math.max(0, ...ticks(rough, (frame.bottom - frame.top) / 32, panel.y.ticks).map((v) => measure(tickText(v, panel.y.log))));
  frame.left = Math.ceil((widest + 10) / 8) * 8; // in steps of 8, so that it does not tremble
  const range = { x: [frame.left, frame.right], y: [frame.bottom, frame.top] };
  if (panel.equal) widen(domain, range);
  return { x: scale(panel.x, "x", range.x), y: scale(panel.y, "y", range.y), frame, width, isCompact, name };
}

// What stands above the vertical axis: its name; where lines are to be saved the other one's, too. A name that the title
// says is not said twice.
function nameAbove(panel, isCompact, fits) {
  const isNew = (label) => label && !panel.title.toLowerCase().includes(label.toLowerCase());
  const y = isNew(panel.y.label) ? panel.y.label : "";
  if (!isCompact || !isNew(panel.x.label)) return y;
  const both = y ? `${y}, over ${panel.x.label}` : `over ${panel.x.label}`;
  return fits(both) ? both : y;
}

// The room that a panel needs for its bar of colours: the bar, and the numbers at its ends.
function barWidth(panel, measure) {
  const cells = panel.marks.find((mark) => mark.mark === "Cells" && mark.in_key);
  return cells ? 20 + Math.max(...[cells.low, cells.high].map((value) => measure(say(value, 2)))) : 0;
}

// One unit equally long in both directions: the direction with room to spare shows more.
function widen(domain, range) {
  const span = (pair) => Math.abs(pair[1] - pair[0]);
  const perUnit = Math.min(span(range.x) / span(domain.x), span(range.y) / span(domain.y));
  for (const name of ["x", "y"]) {
    const middle = (domain[name][0] + domain[name][1]) / 2;
    const half = span(range[name]) / perUnit / 2;
    domain[name] = [middle - half, middle + half];
  }
}

// Lines at the ticks, under the marks.
export function drawGrid(context, panel, scales, colours) {
  const { left, right, top, bottom } = scales.frame;
  context.strokeStyle = colours.line;
  context.globalAlpha = 0.6;
  context.lineWidth = 1;
  context.beginPath();
  for (const value of xTicks(panel, scales)) upright(context, scales.x(value), top, bottom);
  for (const value of yTicks(panel, scales)) level(context, scales.y(value), left, right);
  context.stroke();
  context.globalAlpha = 1;
}

export function drawAxes(context, panel, scales, colours, measure) {
  const { left, right, top, bottom } = scales.frame;
  context.strokeStyle = colours.edge;
  context.lineWidth = 1;
  context.beginPath();
  if (panel.x.ticks !== "none") level(context, bottom, left, right);
  if (panel.y.ticks !== "none") upright(context, left, top, bottom);
  context.stroke();
  context.fillStyle = colours.grey;
  context.textBaseline = "top";
  context.textAlign = "center";
  let free = 0;
  for (const value of xTicks(panel, scales)) {
    const text = tickText(value, panel.x.log);
    const half = measure(text) / 2;
    const at = Math.min(Math.max(half, scales.x(value)), scales.width - half);
    if (at - half < free) continue;
    context.fillText(text, at, bottom + 6);
    free = at + half + 6;
  }
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const value of yTicks(panel, scales)) context.fillText(tickText(value, panel.y.log), left - 6, scales.y(value));
  context.textBaseline = "top";
  if (panel.x.label && !scales.isCompact) context.fillText(panel.x.label, right, bottom + 6 + (panel.x.ticks === "none" ? 0 : LINE));
  context.textAlign = "left";
  context.fillText(scales.name, 2, 1);
}

function xTicks(panel, scales) {
  return ticks(scales.x, (scales.frame.right - scales.frame.left) / 56, panel.x.ticks);
}

function yTicks(panel, scales) {
  return ticks(scales.y, (scales.frame.bottom - scales.frame.top) / 32, panel.y.ticks);
}

export function ticks(scale, count, kind) {
  if (kind === "none") return [];
  if (!scale.base) return scale.ticks(Math.max(2, count)).filter((value) => kind !== "whole" || Number.isInteger(value));
  // powers of ten, as many of them as there is room for; within one power 1, 2 and 5 times it
  const [low, high] = scale.domain().map(Math.log10);
  const every = Math.max(1, Math.ceil((high - low) / Math.max(1, count)));
  const powers = [];
  for (let power = Math.ceil(low / every - 1e-9) * every; power <= high + 1e-9; power += every) powers.push(10 ** power);
  if (powers.length > 2 || high - low > 2) return powers;
  const parts = [1, 2, 5].flatMap((part) => [-1, 0, 1, 2].map((power) => part * 10 ** (Math.floor(low) + power)));
  return parts.filter((value) => Math.log10(value) >= low - 1e-9 && Math.log10(value) <= high + 1e-9).sort((a, b) => a - b);
}

export function tickText(value, log) {
  if (!log) return say(Number(value.toPrecision(12)), 6);
  const power = Math.round(Math.log10(value));
  const isPower = Math.abs(Math.log10(value) - power) < 1e-9;
  return isPower && (power < -2 || power > 3) ? powerOfTen(power) : say(Number(value.toPrecision(6)), 6);
}

// Half a pixel, or a line of one pixel would be drawn as two pale ones.
function upright(context, x, top, bottom) {
  context.moveTo(Math.round(x) + 0.5, top);
  context.lineTo(Math.round(x) + 0.5, bottom);
}

function level(context, y, left, right) {
  context.moveTo(left, Math.round(y) + 0.5);
  context.lineTo(right, Math.round(y) + 0.5);
}
