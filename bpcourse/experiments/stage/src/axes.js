// Axes: scales, ticks and labels of one panel, drawn on its canvas.

import { scaleLinear, scaleLog } from "d3-scale";

const MARGIN = { left: 58, right: 12, top: 8, bottom: 38 };
const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

// The two scales of a panel on a canvas of that size, in CSS pixels.
export function makeScales(panel, width, height) {
  const range = {
    x: [MARGIN.left, width - MARGIN.right],
    y: [height - MARGIN.bottom, MARGIN.top],
  };
  const domain = { x: [panel.x.low, panel.x.high], y: [panel.y.low, panel.y.high] };
  if (panel.equal) widen(domain, range);
  const scale = (axis, name) => (axis.log ? scaleLog() : scaleLinear()).domain(domain[name]).range(range[name]);
  return { x: scale(panel.x, "x"), y: scale(panel.y, "y") };
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

export function drawAxes(context, panel, scales, colours) {
  const [left, right] = scales.x.range();
  const [bottom, top] = scales.y.range();
  context.strokeStyle = colours.ink;
  context.fillStyle = colours.ink;
  context.lineWidth = 1;
  context.strokeRect(left, top, right - left, bottom - top);
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const value of ticks(scales.x, (right - left) / 60, panel.x.ticks)) {
    const x = scales.x(value);
    line(context, x, bottom, x, bottom + 4);
    context.fillText(say(value, panel.x.log), x, bottom + 6);
  }
  context.fillText(panel.x.label, (left + right) / 2, bottom + 22);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const value of ticks(scales.y, (bottom - top) / 34, panel.y.ticks)) {
    const y = scales.y(value);
    line(context, left - 4, y, left, y);
    context.fillText(say(value, panel.y.log), left - 7, y);
  }
  context.save();
  context.translate(9, (top + bottom) / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(panel.y.label, 0, 0);
  context.restore();
}

function ticks(scale, count, kind) {
  if (kind === "none") return [];
  if (!scale.base) return scale.ticks(count).filter((value) => kind !== "whole" || Number.isInteger(value));
  // powers of ten only, and so many of them as there is room for
  const [low, high] = scale.domain().map(Math.log10);
  const every = Math.max(1, Math.ceil((high - low) / count));
  const first = Math.ceil(low - 1e-9);
  const powers = [];
  for (let power = first; power <= high + 1e-9; power += every) powers.push(10 ** power);
  return powers;
}

function say(value, log) {
  if (!log) return String(Number(value.toPrecision(6))).replace("-", "−");
  const power = Math.round(Math.log10(value));
  if (power >= -2 && power <= 3) return String(Number((10 ** power).toPrecision(1)));
  return "10" + [...String(power)].map((digit) => SUPERSCRIPT[digit]).join("");
}

function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}
