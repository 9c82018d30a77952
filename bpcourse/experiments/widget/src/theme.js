// Theme: light, dark, or the colours that the system forces. The canvas asks here, everything else is in the style sheets.

export function watchTheme(root, changed) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const forced = matchMedia("(forced-colors: active)");
  const update = () => {
    root.dataset.theme = isDark(dark) ? "dark" : "light";
    changed();
  };
  const observer = new MutationObserver(update);
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "class"] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  dark.addEventListener("change", update);
  forced.addEventListener("change", update);
  update();
  return () => {
    observer.disconnect();
    dark.removeEventListener("change", update);
    forced.removeEventListener("change", update);
  };
}

// The notebook's or the page's own theme goes before the system's.
function isDark(system) {
  const { body, documentElement } = document;
  if (body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false";
  if (documentElement.dataset.theme) return documentElement.dataset.theme === "dark";
  if (body.classList.contains("vscode-light")) return false;
  return body.classList.contains("vscode-dark") || system.matches;
}

const ROLES = ["paper", "ink", "grey", "line", "edge", "blue", "vermillion", "green", "purple"];
const MARKS = ["blue", "vermillion", "green", "purple"];

// The colours as they are at this moment, by role. Text in the colour of a mark is mixed with ink, so that it can be read.
export function colours(style) {
  const read = (name) => style.getPropertyValue(`--bp-${name}`).trim();
  const all = Object.fromEntries(ROLES.map((role) => [role, read(role)]));
  const ink = partsOf(all.ink);
  const mixed = (role) => `rgb(${partsOf(all[role]).map((part, i) => Math.round(0.55 * part + 0.45 * ink[i])).join()})`;
  const text = { ink: all.ink, grey: all.grey, ...Object.fromEntries(MARKS.map((role) => [role, mixed(role)])) };
  return { ...all, text, inkParts: ink, paperParts: partsOf(all.paper) };
}

// Red, green and blue of a colour, which may be a name of the system's.
function partsOf(colour) {
  const context = document.createElement("canvas").getContext("2d");
  context.fillStyle = colour;
  const text = context.fillStyle;
  return [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
}
