// Store: what this browser keeps of the learner's: the files of the work folder, as the worker has them, and texts that are
// still being written. Other pages of the course hear what is new, so that none of them goes on with something old.

const NAME = "bpcourse";
const FILES = "files"; // from the path in the work folder to its bytes
const TEXTS = "texts"; // from a name to a text: drafts, and what was shown last

export async function openStore() {
  try {
    const store = new Store(await opened());
    await store.keepText("opened", "yes"); // some private windows open it, and then keep nothing
    return store;
  } catch {
    return new Store(null);
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(FILES);
      request.result.createObjectStore(TEXTS);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

class Store {
  constructor(database) {
    this.keeps = database !== null; // or everything is lost when the page is closed
    this.database = database;
    this.memory = { [FILES]: new Map(), [TEXTS]: new Map() };
    this.onfile = () => {}; // called with a path, where, and the bytes (null: removed), when another page has kept a file
    this.others = new BroadcastChannel(NAME);
    this.others.onmessage = ({ data }) => this.onfile(data.path, data.start, data.bytes);
  }

  // All files, as pairs of path and bytes.
  async files() {
    if (!this.keeps) return [...this.memory[FILES]];
    const store = this.database.transaction(FILES).objectStore(FILES);
    const [paths, contents] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
    return paths.map((path, i) => [path, contents[i]]);
  }

  // Keep a whole file, or where `start` is a number the end by which it has grown: what another page has added stays.
  async keepFile(path, start, bytes) {
    this.others.postMessage({ path, start, bytes });
    if (!this.keeps) {
      const before = start === null ? [] : (this.memory[FILES].get(path) ?? []);
      this.memory[FILES].set(path, Uint8Array.from([...before, ...bytes]));
      return;
    }
    const store = this.database.transaction(FILES, "readwrite").objectStore(FILES);
    const before = start === null ? null : await done(store.get(path));
    await done(store.put(before ? joined(before, bytes) : bytes, path));
  }

  async removeFile(path) {
    this.others.postMessage({ path, start: null, bytes: null });
    if (!this.keeps) return this.memory[FILES].delete(path);
    return done(this.database.transaction(FILES, "readwrite").objectStore(FILES).delete(path));
  }

  async text(name) {
    if (!this.keeps) return this.memory[TEXTS].get(name);
    return done(this.database.transaction(TEXTS).objectStore(TEXTS).get(name));
  }

  async keepText(name, text) {
    if (!this.keeps) return this.memory[TEXTS].set(name, text);
    return done(this.database.transaction(TEXTS, "readwrite").objectStore(TEXTS).put(text, name));
  }
}

function joined(before, after) {
  const whole = new Uint8Array(before.length + after.length);
  whole.set(before);
  whole.set(after, before.length);
  return whole;
}
