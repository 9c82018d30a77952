// Go offline: a service worker keeps what was loaded, so that a lesson that was once begun works without a network. Browsers have it
// where the connection is secure, and on the machine itself.

const here = () => performance.getEntriesByType("resource").map((entry) => entry.name);

if (window.isSecureContext && navigator.serviceWorker) {
  const edition = new URL("./", import.meta.url).pathname.split("/").at(-2);
  navigator.serviceWorker.register(new URL(`../../offline.js?${edition}`, import.meta.url)).catch(console.warn);
}

// What this page has loaded before the service worker was there is loaded by it once more, from the browser's own cache. Resolved
// when it has all.
export async function goOffline(python) {
  if (!window.isSecureContext || !navigator.serviceWorker) return;
  navigator.storage?.persist?.();
  const { active } = await navigator.serviceWorker.ready;
  const worker = navigator.serviceWorker.controller ?? active; // after a reload Firefox may for a moment know no active one
  const { files } = python;
  const { port1, port2 } = new MessageChannel();
  const done = new Promise((resolve) => (port1.onmessage = resolve));
  worker.postMessage([location.href.split("#")[0], ...here(), files.course, ...files.at_first.map((name) => files.python + name)], [port2]);
  return done.then(() => true);
}
