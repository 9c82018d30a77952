// The presenter's view: asks once a second for the counts of the room, and shows them. Every text is set as text, never as HTML.

const EVERY = 1000; // milliseconds
const KEYS = { ArrowRight: "next", ArrowLeft: "back", o: "open", a: "answered", t: "theme" };
const NOT_YET = "Counts of mistakes are shown from five who have tried on.";

const byId = (id) => document.getElementById(id);
const store = `bpcourse ${location.pathname}`;
if (location.hash.length > 1) {
  sessionStorage.setItem(store, location.hash.slice(1));
  history.replaceState(null, "", location.pathname); // nobody reads the secret from the wall
}
const secret = sessionStorage.getItem(store);
let room = null;

// A node of that kind, with its text or the nodes inside of it.
function node(kind, inside, facts = {}) {
  const made = document.createElement(kind);
  made.append(...[inside].flat().filter((part) => part !== "" && part !== null));
  for (const [name, value] of Object.entries(facts)) made.setAttribute(name, value);
  return made;
}

function show(id, inside) {
  const made = node("div", inside);
  const place = byId(id);
  if (place.innerHTML !== made.innerHTML) place.replaceChildren(...made.childNodes); // what stays is not said again
}

async function ask(path, body) {
  const options = { headers: { Authorization: `Bearer ${secret}` } };
  if (body) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
  try {
    const reply = await fetch(path, options);
    const facts = await reply.json();
    if (reply.ok) render((room = facts));
    else show("trouble", facts.told);
  } catch {
    show("trouble", "The computer of the workshop does not answer. This page tries again every second.");
  }
}

const plural = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
const share = (count, all) => (all ? (100 * count) / all : 0);

function bars(parts, all) {
  const made = node("div", parts.map(([kind]) => node("span", "", { class: kind })), { class: "bars", "aria-hidden": "true" });
  parts.forEach(([, count], i) => (made.children[i].style.width = `${share(count, all)}%`));
  return made;
}

function clock(now, elapsed) {
  const left = now.minutes * 60 - elapsed;
  const minutes = Math.floor(Math.abs(left) / 60);
  const seconds = String(Math.abs(left) % 60).padStart(2, "0");
  return left < 0 ? `${minutes}:${seconds} over` : `${minutes}:${seconds} left`;
}

// What is cut to be in time again: of this section first, then of those after it that are held on the same day.
function cuts({ sections, section, late }) {
  if (late < 1) return "";
  const rest = sections.slice(section).filter(({ part }) => part === sections[section].part);
  let missing = late;
  const chosen = rest.flatMap(({ cut }) => cut).filter(({ minutes }) => missing > 0 && (missing -= minutes, true));
  const items = chosen.map(({ what, minutes }) => node("li", `${minutes} min: ${what}`));
  const told = node("p", `${plural(late, "minute")} behind the plan.${items.length ? " To cut:" : ""}`);
  return [told, items.length ? node("ul", items) : ""];
}

function exercise({ name, todo, wrong, right, mistakes }) {
  const commonest = mistakes === null ? (wrong ? NOT_YET : "") : mistakes.map(([id, count]) => `${id} ${count}`).join(", ");
  return node("div", [
    node("code", name),
    bars([["right", right], ["wrong", wrong]], todo + wrong + right),
    node("span", [`${right} right, ${wrong} wrong, ${todo} to do`, commonest && `. ${commonest}`], { class: "told" }),
  ], { class: "row" });
}

function prediction(asked, seats) {
  const head = node("h3", [node("code", asked.experiment), ` ${asked.text}`]);
  if (!asked.counts) return [head, node("p", `${asked.answered} of ${seats} have predicted.`)];
  const rows = asked.options.map((option, i) => [option, asked.counts[i], i === asked.right]);
  if (asked.unknown) rows.push(["I don't know yet.", asked.unknown, false]);
  return [head, ...rows.map(([option, count, isRight]) => node("div", [
    node("span", option),
    bars([[isRight ? "right" : "given", count]], asked.answered),
    node("span", `${count}${isRight ? " ✓ right" : ""}`, { class: "told" }),
  ], { class: "row option" }))];
}

const closed = () => here(room.predictions).find(({ counts }) => !counts);
const here = (things) => things.filter(({ section }) => section === room.section);
const fills = (part, things) => (byId(part).hidden = things.length === 0);

function render({ title, link, code, trouble, seats, section, elapsed, sections, ready, exercises, predictions, stuck }) {
  const now = sections[section];
  document.title = `${now ? now.title : title}, workshop`;
  show("plan-title", title);
  show("link", `bpcourse join ${link}`);
  show("code", code);
  show("trouble", trouble);
  show("now-title", now ? now.title : "Before it begins");
  show("clock", now ? clock(now, elapsed) : `${plural(seats, "seat")}`);
  show("done", now ? `${now.done} of ${plural(seats, "seat")} done` : `First: ${sections[0].title}`);
  show("left-out", now && now.left_out ? `Left out: ${now.left_out}` : "");
  show("late", cuts(room));
  const failed = ready.failed.map(([name, count]) => node("li", `${name}: ${count}`));
  show("ready", [
    node("p", `${ready.ready} of ${plural(seats, "seat")}`),
    failed.length ? node("ul", failed) : "",
    ready.unknown ? node("p", `${ready.unknown} without a readiness code`) : "",
  ]);
  show("stuck", stuck.map(({ seat, exercise: name, minutes }) => node("li", `Seat ${seat}${name && `, ${name}`}, ${minutes} min`)));
  show("exercises", here(exercises).map(exercise));
  show("predictions", here(predictions).flatMap((asked) => prediction(asked, seats)));
  show("plan", sections.map((one, i) => node("li", `${one.part && `${one.part}: `}${one.title}, ${one.minutes} min`,
    i === section ? { "aria-current": "step" } : i < section ? { class: "past" } : {})));
  fills("exercises-part", here(exercises));
  fills("predictions-part", here(predictions));
  const enabled = { next: section < sections.length - 1, back: section > 0, answered: stuck.length, open: closed(), theme: true };
  for (const button of document.querySelectorAll("button")) button.disabled = !enabled[button.dataset.act];
}

// What a key does is taken as done at once, so that the next key need not wait for the answer.
function go(to) {
  room.section = Math.max(0, Math.min(to, room.sections.length - 1));
  ask("act", { act: "section", section: room.section });
}

const ACTS = {
  next: () => go(room.section + 1),
  back: () => go(room.section - 1),
  open: () => {
    const asked = closed();
    if (!asked) return;
    asked.counts = [];
    ask("act", { act: "open", question: asked.question });
  },
  answered: () => {
    const first = room.stuck.shift();
    if (first) ask("act", { act: "answered", seat: first.seat, n: first.n });
  },
  theme: () => {
    const dark = getComputedStyle(document.body).backgroundColor === "rgb(17, 17, 17)";
    document.documentElement.dataset.theme = dark ? "light" : "dark";
  },
};

document.addEventListener("click", (event) => {
  const act = event.target.closest("button")?.dataset.act;
  if (act && room) ACTS[act]();
});
document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || !room || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  ACTS[act]();
});

async function follow() {
  await ask("live");
  setTimeout(follow, EVERY);
}
if (secret) follow();
else show("trouble", "Open the instructor's link, which `bpcourse workshop` has printed.");
