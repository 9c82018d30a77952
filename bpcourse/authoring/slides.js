// Slides: one at a time. The key that goes on first opens what is folded on the slide, so the room can predict.
// → Space PageDown: on; ← PageUp: back; Home, End; T: light or dark.

const all = [...document.querySelectorAll(".slide")];
const where = document.getElementById("where");
const LARGER = [2, 1.8, 1.6, 1.4, 1.2, 1, 0.85, 0.7]; // times the plain size; the largest that fits is taken
let now = 0;

function show(number) {
  now = Math.max(0, Math.min(number, all.length - 1));
  all.forEach((slide, i) => slide.classList.toggle("now", i === now));
  where.textContent = `${now + 1} of ${all.length}`;
  history.replaceState(null, "", `#${now + 1}`); // a reloaded page is where it was
  fit();
  scrollTo(0, 0);
}

function fit() {
  const page = document.documentElement;
  for (const size of LARGER) {
    all[now].style.fontSize = `${size}rem`;
    if (page.scrollHeight <= innerHeight && page.scrollWidth <= innerWidth) return;
  }
}

function on() {
  const folded = all[now].querySelector("details:not([open])");
  if (folded) folded.open = true;
  else show(now + 1);
}

// Which slide the address asks for, by its number or by the name of its experiment.
function asked() {
  const name = location.hash.slice(1);
  const place = /^\w+$/.test(name) && document.querySelector(`[data-experiment="${name}"]`);
  return place ? all.indexOf(place.closest(".slide")) : (Number(name) || 1) - 1;
}

const dark = () => getComputedStyle(document.body).backgroundColor === "rgb(17, 17, 17)";
const KEYS = {
  ArrowRight: on,
  PageDown: on,
  " ": on,
  ArrowLeft: () => show(now - 1),
  PageUp: () => show(now - 1),
  Home: () => show(0),
  End: () => show(all.length - 1),
  t: () => (document.documentElement.dataset.theme = dark() ? "light" : "dark"),
};

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  // on what can be pressed, and in an experiment, keys belong to it, also if the key has taken the handle away
  const inside = event.composedPath().some((node) => node.classList?.contains("stage"));
  const elsewhere = inside || (event.key === " " && event.target.closest("summary, button, a"));
  if (!act || elsewhere || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  act();
});
document.addEventListener("toggle", fit, true);
addEventListener("resize", fit);
addEventListener("load", fit); // pictures have their sizes now
addEventListener("hashchange", () => show(asked()));
document.documentElement.classList.add("shows");
show(asked());
