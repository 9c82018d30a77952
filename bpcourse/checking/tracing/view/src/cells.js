// Cells: the numbers of an array as they were kept, by their place in it.

// The number at an index of the array, as text; undefined where it was not kept.
export function at(value, index) {
  if (value.kind === "number") return value.text;
  if (value.kind !== "array" || !value.cells) return undefined;
  const [row, column] = index.length > 1 ? index.slice(-2) : [0, index[0] ?? 0];
  if (index.slice(0, -2).some((one) => one > 0)) return undefined;
  return value.cells[row - value.from[0]]?.[column - value.from[1]];
}

// The index of the array for a row and a column that are shown.
export function indexAt(value, row, column) {
  const whole = [value.from[0] + row, value.from[1] + column];
  if (value.shape.length === 0) return [];
  if (value.shape.length === 1) return [whole[1]];
  return [...value.shape.slice(2).map(() => 0), ...whole];
}

// The index of an operand that is stretched to a larger shape: an axis of length 1 has only the place 0.
export function stretched(index, shape = []) {
  return index.slice(index.length - shape.length).map((one, axis) => (shape[axis] === 1 ? 0 : one));
}
