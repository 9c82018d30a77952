"""How fast a room hears of its learners, and its costs:  python tests/benchmarks/workshop.py [N]

N learners (200) on this computer tell one event after the other for ten seconds, then all at one
moment, while two presenter's views ask once a second. Then the room is killed in the middle of such
ten seconds, and started again. A time is that from an event to its acknowledgement, when it is on
the disk; memory and CPU are the server's own. On a busy machine all of it is more.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))  # as pytest finds it

from tests.workshop.running import Running

SECONDS, EACH = 10, 14  # so long, and so many events of each learner
NAMES = ("row_means", "linear_grad", "mse", "predict", "dense_forward", "xor_params", "backward")


def main(count):
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    print(f"{cores} cores, load before it began {load:.1f}, {count} learners\n")
    with tempfile.TemporaryDirectory() as folder:
        room = Running(Path(folder) / "room.sqlite", "half-day")
        try:
            room = asyncio.run(measure(room, count))
        finally:
            room.end()


async def measure(room, count):
    learners = [Learner(room, random.Random(i)) for i in range(count)]
    server = psutil.Process(room.process.pid)
    began = time.perf_counter()
    await asyncio.gather(*(learner.join() for learner in learners))
    print(f"all have joined within          {time.perf_counter() - began:7.2f} s\n")
    print("                                 median   95 %    all within   server's CPU")
    views = [asyncio.create_task(watch(room)) for _ in range(2)]
    await row(f"{EACH} events each in {SECONDS} s", server, learners, spread=SECONDS)
    await row("one event each, at one moment", server, learners, spread=0)
    for view in views:
        view.cancel()
    took = [await timed(live(room)) for _ in range(20)]
    print(f"\nthe counts for a presenter      {1000 * sorted(took)[10]:7.0f} ms")
    print(f"memory of the server            {server.memory_info().rss / 1e6:7.0f} MB")
    return await killed_in_the_middle(room, learners)


async def row(what, server, learners, spread):
    """Every learner tells what it has to tell in so many seconds."""
    before, began = sum(server.cpu_times()[:2]), time.perf_counter()
    rounds = EACH if spread else 1
    times = await asyncio.gather(*(learner.tell_all(rounds, spread) for learner in learners))
    took, cpu = time.perf_counter() - began, sum(server.cpu_times()[:2]) - before
    every = sorted(1000 * one for own in times for one in own)
    middle, most = every[len(every) // 2], every[int(0.95 * len(every))]
    print(f"{what:31} {middle:5.0f} ms {most:5.0f} ms {took:8.2f} s {cpu:11.2f} s")


async def killed_in_the_middle(room, learners):
    """Kill the room while all tell, start it again 3 seconds later; the room that runs now."""
    told = asyncio.gather(*(learner.tell_all(EACH, SECONDS) for learner in learners))
    await asyncio.sleep(SECONDS / 2)
    room.kill()
    await asyncio.sleep(3)
    room = await asyncio.to_thread(Running, room.file, port=room.port)
    await told
    failed = sum(learner.failed for learner in learners)
    wanted = {(learner.number, n) for learner in learners for n in range(learner.said)}
    kept = await asyncio.to_thread(room.kept, "select seat, n from event")
    print(f"\nkilled in the middle, 3 s down: {failed} posts failed; of {len(wanted)} events")
    print(f"{len(set(kept) & wanted)} are kept, {len(kept) - len(set(kept))} are there twice")
    return room


class Learner:
    def __init__(self, room, rng):
        self.room, self.rng = room, rng
        self.said = self.failed = 0

    async def join(self):
        told = await ask(self.room, "POST", "/join", {"code": self.room.link.rpartition("/")[2]})
        self.seat, self.number = told["seat"], told["number"]

    async def tell_all(self, rounds, spread):
        """Tell so many events within so many seconds; from each event to its acknowledgement."""
        began, times = time.perf_counter(), []
        moments = sorted(self.rng.uniform(0, spread) for _ in range(rounds))
        for moment in moments:
            await asyncio.sleep(max(0, began + moment - time.perf_counter()))
            times.append(await timed(self.tell()))
        return times

    async def tell(self):
        outcome = self.rng.choice(("wrong", "right"))
        event = {"n": self.said, "kind": "exercise", "what": self.rng.choice(NAMES)}
        event |= {"outcome": outcome, "mistake": "uphill"}
        while True:
            try:
                told = await ask(self.room, "POST", "/events", {"events": [event]}, self.seat)
                assert told["kept"] == self.said
                self.said += 1
                return
            except (OSError, EOFError):
                self.failed += 1
                await asyncio.sleep(self.rng.uniform(0.2, 0.5))


async def live(room):
    await ask(room, "GET", "/live", None, room.secret)


async def watch(room):
    while True:
        await live(room)
        await asyncio.sleep(1)


async def timed(what):
    began = time.perf_counter()
    await what
    return time.perf_counter() - began


async def ask(room, method, path, body, secret=""):
    reader, writer = await asyncio.open_connection("127.0.0.1", room.port)
    data = json.dumps(body).encode() if body is not None else b""
    head = f"{method} {path} HTTP/1.1\r\nWorkshop-Secret: {secret}\r\nContent-Length: {len(data)}"
    try:
        writer.write(f"{head}\r\n\r\n".encode() + data)
        reply = await reader.read()
    finally:
        writer.close()
    status, _, rest = reply.partition(b"\r\n\r\n")
    if b" 200 " not in status[:16]:
        raise EOFError(status[:100])
    return json.loads(rest)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
