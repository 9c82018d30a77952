// Heat map: a large matrix as squares, the darker the larger. The colours are those of the theme, also when it changes.

import { facts, minus } from "./words.js";

const SIZE = 7; // pixels of a square
const LEVELS = 9; // the highest digit
const SPACE = "http://www.w3.org/2000/svg";

export function heat(value, name) {
  const rows = value.heat;
  const [width, height] = [rows[0].length * SIZE, rows.length * SIZE];
  const picture = element("svg", { class: "bt-heat", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": `${name}: ${facts(value)}` });
  rows.forEach((row, i) => {
    for (const run of row.matchAll(/(.)\1*/g)) {
      const is = run[1] === "!" ? { class: "bt-odd" } : { style: `--bp-part: ${(100 * Number(run[1])) / LEVELS}%` };
      picture.append(element("rect", { x: run.index * SIZE, y: i * SIZE, width: run[0].length * SIZE, height: SIZE, ...is }));
    }
  });
  const ends = document.createElement("span");
  ends.className = "bt-bar";
  ends.setAttribute("aria-hidden", "true");
  ends.append(minus(value.low), document.createElement("i"), minus(value.high));
  const both = document.createElement("div");
  both.append(picture, ends);
  return both;
}

function element(tag, attributes) {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
