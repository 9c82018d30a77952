// Keys: those that belong to the control that has the focus. Whoever surrounds us must not act on them: a notebook takes the
// arrows for its cells, some of them before they arrive here. So they are heard at the window, before anybody else, and
// given to the element that has the focus by ourselves; what the browser does with them (a slider moves) is not touched.

const OURS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", " ", "Enter", "Delete", "Backspace"]);

// Returns what ends it.
export function keepKeys(root) {
  const hear = (event) => {
    const target = event.composedPath()[0];
    if (!OURS.has(event.key) || !root.contains(target) || isCommand(event)) return;
    event.stopImmediatePropagation();
    const { key, shiftKey, altKey } = event;
    const ours = new KeyboardEvent("bp-key", { key, shiftKey, altKey, bubbles: true, cancelable: true });
    if (!target.dispatchEvent(ours)) event.preventDefault();
  };
  window.addEventListener("keydown", hear, true);
  return () => window.removeEventListener("keydown", hear, true);
}

// What is for the notebook wherever the focus is, as running the cell.
function isCommand(event) {
  return event.ctrlKey || event.metaKey || (event.shiftKey && event.key === "Enter");
}
