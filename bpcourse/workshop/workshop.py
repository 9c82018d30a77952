"""Workshop: the command that runs a room until it is ended."""

import asyncio
import os
import signal
import socket
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from ..atomic_write import write_text
from ..errors import UserError
from . import counts_table, qr_code, workshop_plan
from .room import Room
from .web_server import serve
from .workshop_server import WorkshopServer

EVERYWHERE = ("0.0.0.0", "::")  # a server that listens there is reached from the whole network
FILE, HOST, PORT = "workshop.sqlite", EVERYWHERE[0], 8800
HUB_PREFIX = "JUPYTERHUB_SERVICE_PREFIX"  # of the environment: where a hub shows this server
SHORT = 0.0005  # seconds until a thread that computes, as slides, lets the server answer
say = partial(print, flush=True)  # also where it is read through a pipe


def workshop(plan=None, *, file=FILE, host=HOST, port=PORT, address=None, out=say, **parts):
    """Run a workshop until Ctrl-C. If the file holds a room, that room goes on.

    `address` is where learners reach it, if that is not this computer's own; `parts` are those of
    a WorkshopServer. Raises UserError where the plan, the file or the port cannot be used.
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
        run(room, host=host, port=port, address=address, out=out, **parts)
    finally:
        room.close()
    out(
        f"\nAll that was counted is in {path}. The same command goes on with it; "
        "when the workshop is over, delete that file."
    )


def write_counts(path, *, file=FILE, out=say):
    """Write what the workshop in a file has counted as a table. Raises UserError, or OSError."""
    if not Path(file).exists():
        raise UserError(f"There is no workshop in {file}. Name its file with --file.")
    room = Room(Path(file))
    try:
        write_text(Path(path), counts_table.table(room.overview()))
    finally:
        room.close()
    out(f"The counts are in {path}.")


def run(room, **options):
    """Serve a room until Ctrl-C, or until the process is asked to end."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SHORT)
    try:
        with suppress(KeyboardInterrupt):
            asyncio.run(_serve(room, **options))
    finally:
        sys.setswitchinterval(before)


async def _serve(room, *, host, port, address, out, beside=None, **parts):
    """`beside(door)` gives tasks that run as long as the server does."""
    shown = (address or f"http://{_reached_at(host)}:{port}").rstrip("/")
    door = WorkshopServer(room, shown, **parts)
    try:
        server = await serve(door.answer, host, port)
    except OSError as error:
        raise UserError(
            f"Port {port} of {host} cannot be used: {error.strerror or error}.\n"
            f"Choose another, as in: bpcourse workshop --port {port + 1}"
        ) from None
    with suppress(NotImplementedError):  # as on Windows; there only Ctrl-C ends it in order
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.close)
    _say_how_to_come_in(room, door, port, out)
    tasks = [asyncio.create_task(one) for one in (beside(door) if beside else ())]
    with suppress(asyncio.CancelledError):
        await server.serve_forever()
    for task in tasks:
        task.cancel()


def _say_how_to_come_in(room, door, port, out):
    plan = room.plan
    length = f"{len(plan.sections)} sections, {plan.minutes // 60} h {plan.minutes % 60:02} min"
    out(f"{plan.title}: {length}.{'' if room.is_new else ' It goes on where it was.'}\n")
    out(qr_code.text(door.join_link))
    out(f"\nLearners:    bpcourse join {door.join_link}")
    out(f"Room code:   {room.code}")
    out(f"Instructor:  {door.presenter_link}")
    if prefix := os.environ.get(HUB_PREFIX):
        path = f"{prefix}proxy/{port}/{door.presenter_link.removeprefix(door.address).lstrip('/')}"
        out(f"             or through this hub, where it has jupyter-server-proxy: {path}")
    out("             Keep this link to yourself. Ctrl-C ends the workshop.")


def _reached_at(host):
    """The address under which others reach a server that listens on `host`."""
    if host not in EVERYWHERE:
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses a network
        return probe.getsockname()[0]
    return "127.0.0.1"
