// Contours: where a function on a grid has a certain height, by marching squares. Each cell of the grid is looked at by
// itself: where two neighbouring corners lie on different sides of the height, the line crosses the edge between them.
//
// A library would join the pieces to rings, which takes ten times as long as finding them, and no picture here needs rings.

// Calls piece(level, x1, y1, x2, y2) for each straight piece of a contour. Z holds its rows one after the other.
export function eachPiece({ x, y, Z, levels }, piece) {
  const width = x.length;
  for (let row = 0; row + 1 < y.length; row += 1) {
    for (let column = 0; column + 1 < width; column += 1) {
      const first = row * width + column;
      const [a, b, c, d] = [Z[first], Z[first + 1], Z[first + width + 1], Z[first + width]]; // around the cell
      const [low, high] = [Math.min(a, b, c, d), Math.max(a, b, c, d)];
      for (const level of levels) {
        if (level < low || level >= high) continue;
        const places = crossings([a, b, c, d], level, x[column], x[column + 1], y[row], y[row + 1]);
        for (let i = 0; i + 1 < places.length; i += 2) piece(level, ...places[i], ...places[i + 1]);
      }
    }
  }
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
