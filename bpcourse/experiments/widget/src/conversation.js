// Conversation: what page and kernel say to each other, as JSON text, whoever carries it. conversation.py is the kernel's
// side: JSON has no NaN, no infinity and no whole number beyond 2^53, so these travel as {"$number": "nan"}.
//
// A channel carries the words. It has
//   send(text, buffers)                 to the kernel
//   onmessage = (text, buffers) => …    from the kernel; the page sets it
//   onclose = () => …                   there is nobody any more who answers; the page sets it
//   close()                             the page listens no longer
//   keeps                               does the kernel keep the picture, as it was left, for a page without kernel?
// A widget of a notebook is one channel (widget.js); a worker in the page or a socket can be another.

const NUMBER = "$number";
const NAMES = { nan: NaN, inf: Infinity, "-inf": -Infinity };

export function toText(message) {
  return JSON.stringify(message, (_, value) => {
    if (value === undefined) return null;
    if (typeof value === "bigint") return { [NUMBER]: String(value) };
    if (typeof value === "number" && !Number.isFinite(value)) return { [NUMBER]: Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf" };
    return value;
  });
}

export function fromText(text) {
  return JSON.parse(text, (_, value) => {
    const name = value?.[NUMBER];
    return name === undefined ? value : name in NAMES ? NAMES[name] : BigInt(name);
  });
}

// The numbers of a buffer. A copy, because a Float64Array must start at a multiple of 8 bytes and a buffer's part need not.
export function toNumbers(buffer) {
  if (buffer instanceof ArrayBuffer) return new Float64Array(buffer);
  return new Float64Array(buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.byteLength));
}
