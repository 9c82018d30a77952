// Timeline: the places at which one can stop. Where loops or helpers are folded, many steps are one place.
//
//     { kind: "start" }   { kind: "steps", first, last }   { kind: "gap" }   { kind: "end" }

export function timeline(recorded, { loops, helpers }) {
  const { steps, gap } = recorded;
  const places = [{ kind: "start" }];
  for (let first = 0; first < steps.length; ) {
    if (first === gap) places.push({ kind: "gap" });
    const end = gap > first ? gap : steps.length;
    const last = Math.min(end - 1, folded(steps, first, loops, helpers));
    places.push({ kind: "steps", first, last });
    first = last + 1;
  }
  return [...places, { kind: "end" }];
}

// The last step of the place that begins at `first`.
function folded(steps, first, loops, helpers) {
  const { depth, frame, line } = steps[first];
  const loop = loops ? steps[first].loops[0] : undefined;
  let last = first;
  while (last + 1 < steps.length) {
    const next = steps[last + 1];
    const isInside = next.depth > depth && (loop || helpers);
    const isSameLoop = loop && next.frame === frame && next.loops[0]?.[0] === loop[0];
    const isItsEnd = loop && next.frame === frame && next.line === loop[1] && line === loop[1] && steps[last].frame === frame && !next.is_head;
    if (!isInside && !isSameLoop && !isItsEnd) break;
    last += 1;
  }
  return last;
}

// The place that holds a step.
export function placeOf(places, step) {
  return places.findIndex((place) => place.kind === "steps" && place.first <= step && step <= place.last);
}

// The same line in the pass before or after (`by` is -1 or 1), of the innermost loop; -1 where there is none.
export function otherPass(recorded, step, by) {
  const here = recorded.steps[step];
  const [number, , pass] = here.loops.at(-1);
  const isThere = (one) => one.frame === here.frame && one.loops.at(-1)?.[0] === number && one.loops.at(-1)[2] === pass + by;
  const same = recorded.steps.findIndex((one) => isThere(one) && one.line === here.line);
  return same >= 0 ? same : recorded.steps.findIndex(isThere);
}
