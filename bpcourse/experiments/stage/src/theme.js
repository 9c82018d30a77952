// Theme: light, dark, or the colours that the system forces. The canvas asks here, everything else is in stage.css.

export function watchTheme(root, changed) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const forced = matchMedia("(forced-colors: active)");
  const update = () => {
    root.dataset.theme = isDark(dark) ? "dark" : "light";
    changed();
  };
  const observer = new MutationObserver(update);
  observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "class"] });
  dark.addEventListener("change", update);
  forced.addEventListener("change", update);
  update();
  return () => {
    observer.disconnect();
    dark.removeEventListener("change", update);
    forced.removeEventListener("change", update);
  };
}

// The notebook's own theme goes before the system's.
function isDark(system) {
  const body = document.body;
  if (body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false";
  if (body.classList.contains("vscode-light")) return false;
  return body.classList.contains("vscode-dark") || system.matches;
}

// The colours as they are at this moment, by role.
export function colours(root) {
  const style = getComputedStyle(root);
  const read = (name) => style.getPropertyValue(`--bp-${name}`).trim();
  const roles = ["paper", "ink", "grey", "blue", "vermillion", "green", "purple"];
  return Object.fromEntries(roles.map((role) => [role, read(role)]));
}
