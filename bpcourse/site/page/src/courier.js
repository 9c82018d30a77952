// Courier: what a workshop is told, and what it answers, in a worker of its own. The page's policy lets it ask nothing of another
// server; this worker can, so it is started for whoever joins, and asks the one server that was joined.
//
// page     knock (an address, a code); sit (in a seat, that of workshop.json); tell (a seat's token, events); leave
// courier  answered (the address, the code, the status, what was told); heard (a seat's token, what was told)

const LOOK = 500; // milliseconds between two looks at what is to be told
const ASK = 5000; // after which the room is asked how it stands
const PATIENCE = 5000; // for one answer
const LONGEST = 30_000; // between two tries, at most
const AT_ONCE = 100; // events

let seat = null;

const HEARD = {
  async knock({ address, code }) {
    self.postMessage({ kind: "answered", address, code, ...(await post(`${address}/join`, { code, ready: "" })) });
  },

  sit(taken) {
    if (seat?.token === taken.seat.token) return;
    if (seat) post(`${seat.address}/leave`, {}, seat.token);
    seat = { ...taken.seat, waiting: [], kept: -1 };
    follow(seat);
  },

  // What is told twice is sent once.
  tell({ token, events }) {
    if (seat?.token !== token) return;
    const last = Math.max(seat.kept, seat.waiting.at(-1)?.n ?? -1);
    seat.waiting.push(...events.filter(({ n }) => n > last));
  },

  async leave() {
    const left = seat;
    seat = null;
    if (left) await post(`${left.address}/leave`, {}, left.token);
    self.close();
  },
};

self.onmessage = ({ data }) => HEARD[data.kind](data);

// Tell what waits, and ask from time to time, as long as the seat is this one. What was not acknowledged is told again, after a
// pause that grows while nobody answers.
async function follow(mine) {
  let failures = 0;
  let asked = -Infinity;
  while (seat === mine) {
    const events = mine.waiting.slice(0, AT_ONCE);
    if (events.length || performance.now() > asked + ASK) {
      const { status, told } = await post(`${mine.address}/events`, { events }, mine.token);
      failures = status === 200 ? 0 : failures + 1;
      if (!failures && seat === mine) {
        asked = performance.now();
        mine.kept = Math.max(mine.kept, told.kept ?? -1);
        mine.waiting = mine.waiting.filter(({ n }) => n > mine.kept);
        self.postMessage({ kind: "heard", token: mine.token, told });
      }
    }
    const pause = failures ? Math.min(LONGEST, LOOK * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2) : LOOK;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

// The status of the answer, 0 where there is none, and what was told.
async function post(address, facts, secret = "") {
  const headers = { "Content-Type": "application/json", "Workshop-Secret": secret };
  const how = { credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(PATIENCE) };
  try {
    const reply = await fetch(address, { method: "POST", headers, body: JSON.stringify(facts), ...how });
    return { status: reply.status, told: await reply.json() };
  } catch {
    return { status: 0, told: null };
  }
}
