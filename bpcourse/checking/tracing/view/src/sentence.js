// Sentence: in words what the picture shows at one place.

import { lineOf } from "./whence.js";
import { counted, inShort, minus } from "./words.js";

export function sentence(recorded, place) {
  const { call } = recorded;
  if (place.kind === "start") return `${call.name} is called${call.given.length ? ` with ${call.given.map(([name, value]) => `${name} = ${inShort(value, call.letters[name])}`).join(", ")}` : ""}.`;
  if (place.kind === "gap") return `${counted(call.left_out, "step")} are left out here. What they have made is seen only in what comes after.`;
  if (place.kind === "end") return ending(recorded);
  return steps(recorded, place);
}

function ending(recorded) {
  const { call } = recorded;
  const told = call.stopped ? `${call.stopped} ` : "";
  if (call.raised) return `${told}${call.name} stops with ${call.raised}`;
  if (call.result === null) return told || `${call.name} did not come to its end.`;
  const given = `${told}${call.name} gives ${inShort(call.result)}${call.origin ? `: this is ${call.origin}` : ""}.`;
  const { step } = lineOf(recorded);
  return recorded.isWrong && step >= 0 ? `${given} It was made in line ${recorded.steps[step].line}.` : given;
}

function steps(recorded, { first, last }) {
  const step = recorded.steps[first];
  const inside = step.depth ? `in ${step.function}, ` : "";
  const many = last > first ? ` and what follows it, ${counted(last - first + 1, "step")}` : "";
  const passes = step.loops.map(([number, , pass]) => `pass ${pass} of ${recorded.passes(number)}`);
  const where = `${inside}line ${step.line}${many}${last > first || !passes.length ? "" : `, ${passes.join(", ")}`}`;
  const did = what(recorded, first, last);
  return `${where.charAt(0).toUpperCase()}${where.slice(1)}: ${did.replace(/\.$/, "")}.`;
}

function what(recorded, first, last) {
  const step = recorded.steps[first];
  const end = recorded.steps[last];
  if (end.raised && first === last) return `it raises ${end.raised}`;
  const made = recorded.made(first, last).map((one) => {
    const whose = one.origin ? `, which is ${one.origin}` : "";
    return one.in_place ? `${one.name} is changed in place${whose}` : `${one.name} is now ${inShort(one.value, one.letters)}${whose}`;
  });
  if (step.gives && step.depth) made.push(`${step.function} gives ${inShort(step.gives)}`);
  if (made.length) return made.join("; ");
  if (first === last && /^return\b/.test(step.text) && step.frame === recorded.frame && recorded.call.result) return `it returns ${inShort(recorded.call.result)}`;
  if (first === last && /^(for|while)\b/.test(step.text) && !step.is_head) return "there is no further pass";
  const next = recorded.steps.slice(last + 1).find((one) => one.frame === step.frame);
  return next && /^(if|elif|while)\b/.test(step.text) ? `it goes on at line ${next.line}` : "it changes no name";
}

// Of an answer of a function that is not followed line by line.
export function answerSaid({ name, given, gives }) {
  const told = gives === null ? "gives nothing back" : `gives ${inShort(gives)}`;
  return minus(`${name}(${given.map((one) => inShort(one)).join(", ")}) ${told}`);
}
