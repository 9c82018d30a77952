"""Workshop: the command that runs a room until it is ended."""

import asyncio
import signal
import socket
from contextlib import suppress
from functools import partial
from pathlib import Path

from ..errors import UserError
from . import workshop_plan
from .room import Room
from .web_server import serve
from .workshop_server import WorkshopServer

EVERYWHERE = ("0.0.0.0", "::")  # a server that listens there is reached from the whole network
FILE, HOST, PORT = "workshop.sqlite", EVERYWHERE[0], 8800
say = partial(print, flush=True)  # also where it is read through a pipe


def workshop(plan=None, *, file=FILE, host=HOST, port=PORT, address=None, reads, out=say):
    """Run a workshop until Ctrl-C. If the file holds a room, that room goes on.

    `address` is where learners reach it, if that is not this computer's own. Raises UserError
    where the plan, the file or the port cannot be used.
    """
    path = Path(file)
    chosen = workshop_plan.find(plan) if plan or not path.exists() else None
    room = Room(path, chosen)
    try:
        if chosen and chosen.source != room.plan.source:
            raise UserError(
                f"{path} holds another workshop: {room.plan.title}. Run `bpcourse workshop` without"
                " a plan to go on with it, or begin a new one with --file."
            )
        asyncio.run(_run(room, host, port, address, reads, out))
    except KeyboardInterrupt:
        pass
    finally:
        room.close()
    out(
        f"\nAll that was counted is in {path}. The same command goes on with it; "
        "when the workshop is over, delete that file."
    )


async def _run(room, host, port, address, reads, out):
    shown = (address or f"http://{_reached_at(host)}:{port}").rstrip("/")
    door = WorkshopServer(room, shown, reads)
    try:
        server = await serve(door.answer, host, port)
    except OSError as error:
        raise UserError(
            f"Port {port} of {host} cannot be used: {error.strerror or error}.\n"
            f"Choose another, as in: bpcourse workshop --port {port + 1}"
        ) from None
    with suppress(NotImplementedError):  # as on Windows; there only Ctrl-C ends it in order
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.close)
    plan = room.plan
    length = f"{len(plan.sections)} sections, {plan.minutes // 60} h {plan.minutes % 60:02} min"
    out(f"{plan.title}: {length}.{'' if room.is_new else ' It goes on where it was.'}\n")
    out(f"Learners:    bpcourse join {door.join_link}")
    out(f"Room code:   {room.code}")
    out(f"Instructor:  {door.presenter_link}")
    out("             Keep this link to yourself. Ctrl-C ends the workshop.")
    with suppress(asyncio.CancelledError):
        await server.serve_forever()


def _reached_at(host):
    """The address under which others reach a server that listens on `host`."""
    if host not in EVERYWHERE:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses a network
        return probe.getsockname()[0]
    return "127.0.0.1"
