// The presenter's view: asks once a second for the counts of the room, and shows them. Every text is set as text, never as HTML.

const EVERY = 1000; // milliseconds
const KEYS = { ArrowRight: "next", ArrowLeft: "back", o: "open", a: "answered", j: "join", s: "slides", t: "theme" };
const NOT_YET = "Counts of mistakes are shown from five who have tried on.";

const byId = (id) => document.getElementById(id);
const store = `bpcourse ${location.pathname}`;
if (location.hash.length > 1) {
  sessionStorage.setItem(store, location.hash.slice(1));
  history.replaceState(null, "", location.pathname); // nobody reads the secret from the wall
}
const secret = sessionStorage.getItem(store);
let room = null;
let drawn = false; // the QR code
let turn = 0; // how many acts there were: what was asked before the last of them is no news
let acts = Promise.resolve();
let joining = null; // whether it is shown how to join; null as long as nobody has said so

function show(id, inside) {
  const made = node("div", inside);
  const place = byId(id);
  if (place.innerHTML !== made.innerHTML) place.replaceChildren(...made.childNodes); // what stays is not said again
}

const headers = { "Workshop-Secret": secret };

// One act after the other, so that none overtakes another on its way.
function act(body) {
  const mine = (turn += 1);
  acts = acts.then(() => ask("act", body, mine));
}

async function ask(path, body, asked = turn) {
  const options = { headers };
  if (body) Object.assign(options, { method: "POST", body: JSON.stringify(body) });
  try {
    const reply = await fetch(path, options);
    const facts = await reply.json();
    if (asked !== turn) return;
    if (reply.ok) render((room = facts));
    else show("trouble", facts.told);
  } catch {
    show("trouble", "The computer of the workshop does not answer. This page tries again every second.");
  }
}

const plural = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
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
  return [node("h3", [node("code", asked.experiment), ` ${asked.text}`]), ...counted(asked, seats)];
}

function readiness({ ready, failed, unknown }, all, unknowns) {
  const items = failed.map(([name, count, repair]) => node("li", `${name}, ${count}: ${repair}`));
  return [
    node("p", `${ready} of ${all}`),
    items.length ? node("ul", items) : "",
    unknown ? node("p", `${unknown} ${unknowns}`) : "",
  ];
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
  show("large-link", link);
  byId("joining").hidden = !(joining ?? !now);
  show("now-title", now ? now.title : "Before it begins");
  show("clock", now ? clock(now, elapsed) : `${plural(seats, "seat")}`);
  show("done", now ? `${now.done} of ${plural(seats, "seat")} done` : `First: ${sections[0].title}`);
  show("left-out", now && now.left_out ? `Left out: ${now.left_out}` : "");
  show("late", cuts(room));
  show("ready", readiness(ready, plural(seats, "seat"), "without a readiness code"));
  byId("preflight").hidden = Boolean(now); // it is for before
  show("stuck", stuck.map(({ seat, exercise: name, minutes }) => node("li", `Seat ${seat}${name && `, ${name}`}, ${minutes} min`)));
  show("exercises", here(exercises).map(exercise));
  show("predictions", here(predictions).flatMap((asked) => prediction(asked, seats)));
  show("plan", sections.map((one, i) => node("li", `${one.part && `${one.part}: `}${one.title}, ${one.minutes} min`,
    i === section ? { "aria-current": "step" } : i < section ? { class: "past" } : {})));
  fills("exercises-part", here(exercises));
  fills("predictions-part", here(predictions));
  const enabled = { next: section < sections.length - 1, back: section > 0, answered: stuck.length, open: closed(), join: true, slides: now && now.lesson, theme: true };
  for (const button of document.querySelectorAll("button[data-act]")) button.disabled = !enabled[button.dataset.act];
}

// What a key does is taken as done at once, so that the next key need not wait for the answer.
function go(to) {
  room.section = Math.max(0, Math.min(to, room.sections.length - 1));
  act({ act: "section", section: room.section });
}

const ACTS = {
  next: () => go(room.section + 1),
  back: () => go(room.section - 1),
  open: () => {
    const asked = closed();
    if (!asked) return;
    asked.counts = [];
    act({ act: "open", question: asked.question });
  },
  answered: () => {
    const first = room.stuck.shift();
    if (first) act({ act: "answered", seat: first.seat, n: first.n });
  },
  join: () => (byId("joining").hidden = !(joining = byId("joining").hidden)),
  slides: () => {
    const { lesson } = room.sections[room.section] ?? {};
    if (lesson) open(`slides/${lesson}`, `slides of lesson ${lesson}`);
  },
  theme: () => {
    const dark = getComputedStyle(document.body).backgroundColor === "rgb(17, 17, 17)";
    document.documentElement.dataset.theme = dark ? "light" : "dark";
  },
};

document.addEventListener("click", (event) => {
  const name = event.target.closest("button[data-act]")?.dataset.act;
  if (name && room) ACTS[name]();
});
// The readiness codes of a room that has not come yet, out of whatever text they stand in.
byId("preflight").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [file] = byId("codes-file").files;
  const text = byId("codes").value + (file ? `\n${await file.text()}` : "");
  const codes = (text.match(/[\w.]+-[a-z]\d+-[0-9a-f]+-[a-z]\b/gi) ?? []).slice(0, 500); // nothing else is sent
  const reply = await fetch("preflight", { method: "POST", headers, body: JSON.stringify({ text: codes.join(" ") }) });
  const facts = await reply.json();
  show("codes-told", facts.codes ? readiness(facts, plural(facts.codes, "code"), "that cannot be read: ask again")
    : node("p", "There is no readiness code in this text."));
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("textarea, input")) return;
  const name = KEYS[event.key];
  if (!name || !room || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  ACTS[name]();
});

// The link as a square for a camera; where no QR code can be made, nothing is drawn.
async function draw() {
  const reply = await fetch("qr", { headers });
  if (!reply.ok) return false;
  const { size, path } = await reply.json();
  if (!size) return true;
  const dark = document.createElementNS("http://www.w3.org/2000/svg", "path");
  dark.setAttribute("d", path);
  byId("qr").setAttribute("viewBox", `0 0 ${size} ${size}`);
  byId("qr").replaceChildren(dark);
  return true;
}

async function follow() {
  await ask("live");
  if (room && !drawn) drawn = await draw().catch(() => false);
  setTimeout(follow, EVERY);
}
if (secret) follow();
else show("trouble", "Open the instructor's link, which `bpcourse workshop` has printed.");
