// Contours: where a function on a grid has a certain height. The grid is made finer first, by curves through its numbers, so
// that the lines are smooth; then each small cell is looked at by itself (marching squares): where two neighbouring corners
// lie on different sides of the height, the line crosses the edge between them.
//
// A library would join the pieces to rings, which takes ten times as long as finding them, and no picture here needs rings.

const FINER = 3; // times in each direction

// The grid with FINER - 1 new places between neighbours. A parabola stays exactly one.
export function finer({ x, y, Z }) {
  const [width, height] = [x.length, y.length];
  const [wide, high] = [(width - 1) * FINER + 1, (height - 1) * FINER + 1];
  const rows = new Float64Array(wide * height);
  for (let row = 0; row < height; row += 1) between(Z, row * width, 1, width, rows, row * wide, 1);
  const all = new Float64Array(wide * high);
  for (let column = 0; column < wide; column += 1) between(rows, column, wide, height, all, column, wide);
  return { x: evenly(x, wide), y: evenly(y, high), Z: all };
}

// Catmull and Rom's curve through `count` numbers of `from`, into `to`. Beyond an end the numbers go on as a parabola would.
function between(from, first, stride, count, to, start, step) {
  const at = (i) => from[first + i * stride];
  const before = 3 * at(0) - 3 * at(1) + at(2);
  const after = 3 * at(count - 1) - 3 * at(count - 2) + at(count - 3);
  let [a, b, c] = [before, at(0), at(1)];
  for (let i = 0; i + 1 < count; i += 1) {
    const d = i + 2 < count ? at(i + 2) : after;
    for (let k = 0; k < FINER; k += 1) {
      const t = k / FINER;
      const bend = 2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a);
      to[start + (i * FINER + k) * step] = b + (t / 2) * (c - a + t * bend);
    }
    a = b;
    b = c;
    c = d;
  }
  to[start + (count - 1) * FINER * step] = b;
}

function evenly(places, count) {
  const [first, last] = [places[0], places[places.length - 1]];
  return Float64Array.from({ length: count }, (_, i) => first + ((last - first) * i) / (count - 1));
}

// Calls piece(level, x1, y1, x2, y2) for each straight piece of a contour. Z holds its rows one after the other.
export function eachPiece({ x, y, Z }, levels, piece) {
  const width = x.length;
  const [lowest, highest] = [Math.min(...levels), Math.max(...levels)];
  for (let row = 0; row + 1 < y.length; row += 1) {
    for (let column = 0; column + 1 < width; column += 1) {
      const first = row * width + column;
      const low = lowestOf(Z, first, width);
      const high = highestOf(Z, first, width);
      if (high < lowest || low > highest) continue; // nearly always, so nothing is made before
      for (const level of levels) {
        if (level < low || level >= high) continue;
        const corners = [Z[first], Z[first + 1], Z[first + width + 1], Z[first + width]];
        const places = crossings(corners, level, x[column], x[column + 1], y[row], y[row + 1]);
        for (let i = 0; i + 1 < places.length; i += 2) piece(level, ...places[i], ...places[i + 1]);
      }
    }
  }
}

function lowestOf(Z, first, width) {
  return Math.min(Z[first], Z[first + 1], Z[first + width], Z[first + width + 1]);
}

function highestOf(Z, first, width) {
  return Math.max(Z[first], Z[first + 1], Z[first + width], Z[first + width + 1]);
}

// The places where the line crosses the four edges: two of them, or four in a saddle.
function crossings([a, b, c, d], level, left, right, bottom, top) {
  const places = [];
  const between = (from, to, p, q) => p + ((level - from) / (to - from)) * (q - p);
  if (a > level !== b > level) places.push([between(a, b, left, right), bottom]);
  if (b > level !== c > level) places.push([right, between(b, c, bottom, top)]);
  if (c > level !== d > level) places.push([between(c, d, right, left), top]);
  if (d > level !== a > level) places.push([left, between(d, a, top, bottom)]);
  return places;
}

// The height at a place, between the four numbers around it; null outside the grid.
export function heightAt({ x, y, Z }, px, py) {
  const [i, u] = placeIn(x, px);
  const [k, v] = placeIn(y, py);
  if (i == null || k == null) return null;
  const first = k * x.length + i;
  const bottom = Z[first] * (1 - u) + Z[first + 1] * u;
  const top = Z[first + x.length] * (1 - u) + Z[first + x.length + 1] * u;
  return bottom * (1 - v) + top * v;
}

function placeIn(places, value) {
  const at = ((value - places[0]) / (places[places.length - 1] - places[0])) * (places.length - 1);
  if (!(at >= 0 && at <= places.length - 1)) return [null, 0];
  const i = Math.min(Math.floor(at), places.length - 2);
  return [i, at - i];
}
