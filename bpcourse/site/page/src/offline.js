// Offline: the service worker of a site. What never changes, an edition's scripts and Python, is kept by it when it was loaded once;
// pages come from the server as long as that can be reached. The edition stands behind the question mark of its address.

const KEPT = "bpcourse";
const edition = self.location.search.slice(1);
const scope = new URL("./", self.location.href).href;
const FIXED = /\/(e\/\w+|python\/[\w.]+)\//;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(forgetOld().then(() => self.clients.claim())));
self.addEventListener("message", (event) => event.waitUntil(keep(event.data).then(() => event.ports[0].postMessage("kept"))));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope)) event.respondWith(answer(request));
});

async function forgetOld() {
  const kept = await caches.open(KEPT);
  for (const { url } of await kept.keys()) {
    const old = /\/e\/(\w+)\//.exec(url);
    if (old && old[1] !== edition) await kept.delete(url);
  }
}

async function keep(addresses) {
  const kept = await caches.open(KEPT);
  for (const address of addresses) {
    if (address.startsWith(scope) && !(await kept.match(address))) await kept.add(address).catch(() => {});
  }
}

async function answer(request) {
  const kept = await caches.open(KEPT);
  if (FIXED.test(request.url)) return (await kept.match(request)) ?? store(kept, request);
  try {
    return await store(kept, request);
  } catch (error) {
    const before = await kept.match(request, { ignoreSearch: true });
    if (before) return before;
    throw error;
  }
}

async function store(kept, request) {
  const response = await fetch(request);
  if (response.ok) kept.put(request, response.clone());
  return response;
}
