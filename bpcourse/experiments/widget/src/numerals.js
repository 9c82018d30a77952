// Numerals: how a number is written, as numerals.py does it: three digits that count, a true minus sign, powers of ten.

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const SPACE = "\u00a0"; // no line ends here

export function say(value, digits = 3) {
  if (Number.isNaN(value)) return "not a number";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value === 0 ? 0 : value).replace("-", "−");
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return unsigned(mantissa.replace("-", ""), Number(exponent), value, digits).replace(/^/, value < 0 ? "−" : "");
}

export function powerOfTen(exponent) {
  return "10" + [...String(exponent)].map((digit) => RAISED[digit]).join("");
}

function unsigned(mantissa, exponent, value, digits) {
  if (exponent > -4 && exponent < 6) {
    const text = Math.abs(Number(value.toPrecision(digits))).toFixed(Math.max(0, digits - 1 - exponent));
    return shortened(text);
  }
  const short = shortened(mantissa);
  return short === "1" ? powerOfTen(exponent) : `${short}${SPACE}×${SPACE}${powerOfTen(exponent)}`;
}

function shortened(text) {
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}
