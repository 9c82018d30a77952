// Whence: the line that made what the call has given, or of its parts the one that the check speaks of.
//
//     path     where a part is, as ["1", "dW"] in result[1]["dW"]
//     place    that of an operation in its line, or null where it is not known

// { step, place } of that line; the step is -1 where none was seen.
export function lineOf(recorded) {
  const last = recorded.steps.findLastIndex((one) => one.frame === recorded.frame);
  const path = recorded.call.beside ? recorded.call.beside.place : [];
  return last < 0 || path === null ? { step: last, place: null } : maker(recorded, last, path);
}

// The same for what the function gives that ends with step `last`: names are followed back to where they were made.
function maker(recorded, last, path) {
  let made = returned(recorded.steps[last], last, path);
  while (made.name) {
    const step = recorded.writer(made.name, recorded.steps[last].frame, made.step);
    if (step < 0) break; // it was given
    made = assigned(recorded.steps[step], step, made);
  }
  const inside = made.place === null ? helper(recorded, made.step) : -1;
  return inside < 0 ? { step: made.step, place: made.place } : maker(recorded, inside, made.path);
}

// The part at `path` of what a step returns.
function returned({ text, operations: { list, roots } }, step, path) {
  const unknown = { step, place: null, name: "", path };
  if (!text.startsWith("return")) return unknown;
  const count = list ? roots.length : partsOf(text).length;
  const [part, rest] = count > 1 ? [path[0], path.slice(1)] : [0, path];
  if (!list) return { ...unknown, name: nameIn(partsOf(text)[part]), path: rest };
  return meant(list, roots[part], { ...unknown, path: rest });
}

// What the step gives to a name, if it gives it something new and does not only change what is in it.
function assigned({ text, operations: { list, roots } }, step, { name, path }) {
  const unknown = { step, place: null, name: "", path };
  const isNew = new RegExp(`^${name} [^=]*= `).test(text);
  return isNew && list && roots.length === 1 ? meant(list, roots[0], unknown) : unknown;
}

// An operation, or where it is no more than a name, that name.
function meant(list, place, unknown) {
  if (place === null || place === undefined) return unknown;
  if (list[place].kind === "name") return { ...unknown, name: nameIn(list[place].text) };
  return unknown.path.length ? unknown : { ...unknown, place };
}

function partsOf(text) {
  return text.replace(/^return\s*/, "").replace(/^\((.*)\)$/, "$1").split(",").map((part) => part.trim());
}

function nameIn(text = "") {
  return /^[A-Za-z_]\w*$/.test(text) ? text : "";
}

// Where a line only hands on what a function of the same file gives, the step with which that ends; else -1.
function helper({ steps }, step) {
  const { depth, text } = steps[step];
  if (!/^(return|\w+ =) \w+\([^()]*\)$/.test(text)) return -1;
  const end = steps.findIndex((one, i) => i > step && one.depth <= depth);
  const inside = steps.findLastIndex((one, i) => i > step && (end < 0 || i < end) && one.depth === depth + 1);
  return inside >= 0 && steps[inside].gives ? inside : -1;
}
