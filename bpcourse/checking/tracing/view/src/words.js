// Words: values, shapes and places as one says them.

export function minus(text) {
  return String(text).replace(/-(?=[\d.i])/g, "−");
}

// (n 5, n_in 3), or (5, 3) where the axes have no letters.
export function shapeOf(value, letters = []) {
  const axes = value.shape.map((size, axis) => (letters[axis] && letters[axis] !== String(size) ? `${letters[axis]} ${size}` : size));
  return `(${axes.join(", ")}${axes.length === 1 ? "," : ""})`;
}

export function inShort(value, letters) {
  if (value.kind === "array") {
    const isRow = value.is_whole && value.shape.length === 1 && value.shape[0] <= 4;
    if (!value.shape.length) return minus(value.cells[0][0]);
    return isRow ? `[${minus(value.cells[0].join(", "))}]` : `array ${shapeOf(value, letters)}`;
  }
  if (value.kind === "number" || value.kind === "other") return minus(value.text);
  const isRow = value.parts.length === value.length && value.length <= 4 && value.parts.every(([name, part]) => !name && part.kind === "number");
  const isPair = value.kind === "tuple" && value.parts.length === value.length && value.length <= 4;
  if (isPair && !isRow) return `(${value.parts.map(([, part]) => inShort(part)).join(", ")})`;
  return isRow ? `${value.kind} [${value.parts.map(([, part]) => minus(part.text)).join(", ")}]` : `${value.kind} of ${value.length}`;
}

// What cannot be seen in a picture of it.
export function facts(value) {
  if (!("low" in value)) return "";
  const told = value.low === "" ? [] : [`from ${minus(value.low)} to ${minus(value.high)}`];
  if (value.zeros) told.push(`${Math.round(100 * value.zeros)} % of it 0`);
  if (value.not_finite) told.push(`${value.not_finite} not finite (nan or inf)`);
  return told.join(", ");
}

export function indexOf(index) {
  return index.length ? `[${index.join(", ")}]` : "";
}

export function counted(number, word) {
  return `${number} ${word}${number === 1 ? "" : word.endsWith("s") ? "es" : "s"}`;
}
