// Histogram: what a room has predicted, for the presenter's view and for slides. Every text is set as text, never as HTML.

// A node of that kind, with its text or the nodes inside of it.
function node(kind, inside, facts = {}) {
  const made = document.createElement(kind);
  made.append(...[inside].flat().filter((part) => part !== "" && part !== null));
  for (const [name, value] of Object.entries(facts)) made.setAttribute(name, value);
  return made;
}

const share = (count, all) => (all ? (100 * count) / all : 0);

function bars(parts, all) {
  const made = node("div", parts.map(([kind]) => node("span", "", { class: kind })), { class: "bars", "aria-hidden": "true" });
  parts.forEach(([, count], i) => (made.children[i].style.width = `${share(count, all)}%`));
  return made;
}

// How many have answered a question; once it is open, how many have chosen what.
function counted(asked, seats) {
  if (!asked.counts) return [node("p", `${asked.answered} of ${seats} have predicted.`)];
  const rows = asked.options.map((option, i) => [option, asked.counts[i], i === asked.right]);
  if (asked.unknown) rows.push(["I don't know yet.", asked.unknown, false]);
  return rows.map(([option, count, isRight]) => node("div", [
    node("span", option),
    bars([[isRight ? "right" : "given", count]], asked.answered),
    node("span", `${count}${isRight ? " ✓ right" : ""}`, { class: "told" }),
  ], { class: "row option" }));
}
