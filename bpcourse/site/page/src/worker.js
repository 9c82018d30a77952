// Worker: Python, away from the page, so that the page never stands still. It is told where its files are, loads them with
// a count of their bytes, and hands on what page and kernel say to each other. bpcourse/browser is the kernel.
//
// page    start (where everything is, the learner's files); ask (a number, a text)
// worker  loaded (bytes), ready, failed (why); begun (all that an answer needs is loaded); said (text, buffers); done (with what was
//         asked; why it failed, and whether Python was ended by it, or has crashed)

const WORK = "/home/learner/bpcourse-work"; // the learner's folder

let kernel, pyodide;
let queue = Promise.resolve();

self.onmessage = ({ data }) => {
  queue = queue.then(() => (data.kind === "start" ? start(data) : ask(data)));
};

async function start({ files, lesson, kept }) {
  try {
    countBytes(files.sizes);
    const { loadPyodide } = await import(files.python + "pyodide.mjs");
    const course = fetch(files.course).then((response) => response.arrayBuffer());
    pyodide = await loadPyodide({ indexURL: files.python, packages: ["numpy", "pytest"], env: { BPCOURSE_WORK: WORK, MPLBACKEND: "agg", HOME: "/home/learner" } });
    tell(files.sizes["pyodide.mjs"] + files.sizes["pyodide.asm.mjs"]); // scripts are loaded by import, which nobody can count
    pyodide.unpackArchive(await course, "zip", { extractDir: "/home/course" });
    for (const [path, bytes] of kept) lay(`${WORK}/${path}`, bytes);
    const say = (text, buffers) => {
      const copies = buffers.map((one) => one.buffer);
      self.postMessage({ kind: "said", text, buffers: copies }, copies);
    };
    pyodide.globals.set("say", say);
    kernel = pyodide.runPython(`
import sys
sys.path.insert(0, "/home/course")
from pyodide.ffi import to_js
from bpcourse.browser.course_kernel import CourseKernel
CourseKernel(lambda text, buffers=(): say(text, to_js([memoryview(one).cast("B") for one in buffers])))
`);
    if (lesson) kernel.hear(JSON.stringify({ kind: "open", lesson }));
    self.postMessage({ kind: "ready" });
  } catch (error) {
    self.postMessage({ kind: "failed", why: String(error) });
  }
}

async function ask({ n, text }) {
  try {
    const needed = JSON.parse(kernel.needs(text));
    if (needed.length) await pyodide.loadPackage(needed, { messageCallback: () => {} });
    self.postMessage({ kind: "begun" });
    kernel.hear(text);
    self.postMessage({ kind: "done", n });
  } catch (error) {
    self.postMessage({ kind: "done", n, why: String(error), ending: ending(error) });
  }
}

// "exited" where Python was ended, as by os._exit, "crashed" where its stack was full or its memory is broken, null where it lives.
function ending(error) {
  try {
    pyodide.runPython("1");
    return null;
  } catch {
    return String(error).startsWith("Exit:") ? "exited" : "crashed";
  }
}

function tell(bytes) {
  self.postMessage({ kind: "loaded", bytes });
}

function lay(path, bytes) {
  pyodide.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  pyodide.FS.writeFile(path, bytes);
}

// Every file of the site's is counted while it comes. Some are packed, whatever the server can; nothing is asked of another server.
function countBytes(sizes) {
  const plain = self.fetch.bind(self);
  self.fetch = async (address, options) => {
    const url = new URL(address instanceof Request ? address.url : address, self.location.href);
    if (url.origin !== self.location.origin) throw new TypeError(`Nothing is fetched from ${url.origin}: this site has all it needs.`);
    const name = url.pathname.split("/").at(-1);
    const packed = `${name}.packed` in sizes;
    const response = await plain(packed ? `${url.href}.packed` : address, options);
    if (!response.ok || !response.body) return response;
    let body = response.body.pipeThrough(new TransformStream({ transform }));
    if (packed) body = body.pipeThrough(new DecompressionStream("gzip"));
    const headers = new Headers({ "Content-Type": name.endsWith(".wasm") ? "application/wasm" : response.headers.get("Content-Type") ?? "" });
    return new Response(body, { status: response.status, headers });
  };
  function transform(chunk, controller) {
    tell(chunk.length);
    controller.enqueue(chunk);
  }
}
