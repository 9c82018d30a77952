// Colour map: from a part between 0 and 1 to a colour, by a row of colours. Its shades are mixed once.

const SHADES = 255;
const tables = new Map();

// Red, green and blue of all shades, one after the other.
export function shadesOf(colours) {
  const key = colours.join();
  if (!tables.has(key)) tables.set(key, Uint8ClampedArray.from({ length: 3 * (SHADES + 1) }, (_, i) => mix(colours, Math.floor(i / 3) / SHADES, i % 3)));
  return tables.get(key);
}

function mix(colours, part, channel) {
  const place = part * (colours.length - 1);
  const first = Math.min(Math.floor(place), colours.length - 2);
  const read = (text) => parseInt(text.slice(1 + 2 * channel, 3 + 2 * channel), 16);
  return read(colours[first]) + (read(colours[first + 1]) - read(colours[first])) * (place - first);
}

// The maps on this paper: what lies between the two sides is the paper itself, so that it stays pale in a dark theme, too.
export function mapsOn(maps, paper) {
  const last = maps.sides.length - 1;
  const sides = maps.sides.map((_, i) => {
    const part = Math.abs((2 * i) / last - 1); // 1 at both ends, 0 in the middle
    return toText([0, 1, 2].map((channel) => mix([toText(paper), maps.sides[i < last / 2 ? 0 : last]], part, channel)));
  });
  return { ...maps, sides };
}

function toText(parts) {
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

// Which part of the way from the low end to the high end a value of the mark is.
export function partOf(mark, value) {
  const [low, high, at] = mark.log ? [mark.low, mark.high, value].map((v) => Math.log10(Math.max(v, 1e-300))) : [mark.low, mark.high, value];
  return Math.max(0, Math.min(1, (at - low) / (high - low)));
}

export function shade(mark, maps, value) {
  const shades = shadesOf(maps[mark.colours]);
  const first = 3 * Math.round(partOf(mark, value) * SHADES);
  return [shades[first], shades[first + 1], shades[first + 2]];
}

// Is text on this colour read better in black?
export function isBright([red, green, blue]) {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140;
}
