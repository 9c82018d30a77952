"""Seat: a learner's place in a workshop: taken, given back, and what is said from it.

It stands in `.bpcourse/workshop.json`. Where that file is not, nothing here opens a connection.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlsplit

from ..atomic_write import write_text
from ..checking.check import current_exercise
from ..checking.progress import Progress
from ..checking.questions import room_answers
from ..checking.workspace import here
from ..errors import UserError
from ..python_process import start as start_process

VARIABLE = "BPCOURSE_WORKSHOP"  # of the environment: the address of the workshop, for codes alone
HERE = "http://127.0.0.1:8800"
FILE = "workshop.json"
HEARD = "workshop_heard.json"  # what the follower heard last: what is kept, and what is on
ANSWERED = ("kept", "answered", "section", "title", "left")
SENTENCES = {
    0: "No workshop answers at {address}. Is the link as your instructor shows it, and is this "
    "computer in the same network?",
    403: "The workshop at {address} has no room {code}. Is a letter misread?",
    409: "The room {code} is full. Ask your instructor.",
    429: "Too many wrong codes were tried from your network. Try again in a minute.",
}
IN_A_PAGE = sys.platform == "emscripten"  # there is no process; the page itself is the follower
YOU_ARE_IN = (
    "You are in: {seat.title}, seat {seat.number}. The room's counts include how its exercises "
    "stand with you, and what you predict:\nno name, no code and no address."
)
NO_FOLLOWER = (
    "Nothing will be sent from here, because this Python can start no process of its own: {error}."
)


@dataclass(frozen=True)
class Seat:
    address: str
    code: str
    token: str  # what this seat shows the server
    number: int  # what the instructor sees
    title: str
    exercises: tuple  # the names of those that the plan counts
    predictions: tuple
    since: int  # events in the journal when it was taken
    follower: str = ""  # the follower that may send; an earlier one ends


def read(workspace):
    """The seat of a workspace; None where there is none."""
    facts = _facts(workspace.private / FILE)
    with suppress(TypeError):
        return Seat(**facts) if facts else None
    return None


def heard(workspace, seat):
    """What the workshop has answered last to this seat; empty before it has."""
    facts = _facts(workspace.private / HEARD)
    return facts if facts.get("seat") == seat.token else {}


def hear(workspace, seat, told):
    """Keep what the workshop has answered last. Raises OSError where that cannot be written."""
    facts = {"seat": seat.token, "at": time.time()} | {key: told.get(key) for key in ANSWERED}
    write_text(workspace.private / HEARD, json.dumps(facts))
    room_answers.keep(workspace, told.get("predicted"))


def _facts(path):
    with suppress(OSError, ValueError):
        facts = json.loads(path.read_text(encoding="utf-8"))
        return facts if isinstance(facts, dict) else {}
    return {}


def _keep(workspace, seat):
    write_text(workspace.private / FILE, json.dumps(asdict(seat)))


def join(link, ready="", workspace=None):
    """Take a seat in the workshop of that link or code; says what happens from now on.

    Raises UserError where there is none. Nothing has changed then.
    """
    from .courier import NotHeard, post  # it is slow to load, and lessons do without a workshop

    workspace = workspace or here()
    address, code = place(link)
    now = read(workspace)
    if now and (now.address, now.code) == (address, code):
        keep_following(workspace)
        return f"You are in already: {now.title}, seat {now.number}."
    try:
        told = post(f"{address}/join", {"code": code, "ready": ready})
    except NotHeard as error:
        raise refusal(error.status, address, code) from None
    if now:
        leave(workspace)
    seat = take(address, code, told, workspace)
    try:
        keep_following(workspace)
    except OSError as error:
        leave(workspace)
        raise UserError(NO_FOLLOWER.format(error=error)) from None
    return (
        f"{YOU_ARE_IN.format(seat=seat)} "
        "`bpcourse stuck` calls for help, `bpcourse done` says that you are done with a section,\n"
        "`bpcourse leave` ends it."
    )


def take(address, code, told, workspace):
    """Keep the Seat that a workshop has given. Raises UserError where `told` gives none."""
    try:
        facts = {"token": told["seat"], "number": told["number"], "title": told["title"]}
        facts |= {"exercises": told["exercises"], "predictions": told["predictions"]}
    except (KeyError, TypeError):
        raise refusal(0, address, code) from None
    workspace.create()
    seat = Seat(address, code, since=len(Progress(workspace).events()), **facts)
    _keep(workspace, seat)
    return seat


def refusal(status, address, code):
    """The UserError that says why nobody was let in, by the status that was answered."""
    sentence = SENTENCES.get(status, SENTENCES[0]).format(address=address, code=code)
    return UserError(f"{sentence}\nNothing has changed, and nothing is sent.")


def place(link):
    """The address and the code in a join link; a code alone belongs to $BPCOURSE_WORKSHOP."""
    text = link.strip()
    if re.fullmatch(r"\w+", text):
        return (os.environ.get(VARIABLE) or HERE).rstrip("/"), text.upper()
    with suppress(ValueError):
        parts = urlsplit(text if "://" in text else f"http://{text}")
        before, _, code = parts.path.rstrip("/").rpartition("/")
        if parts.scheme in ("http", "https") and parts.hostname and code:
            return f"{parts.scheme}://{parts.netloc}{before.removesuffix('/j')}", code.upper()
    raise UserError(
        f"{link!r} is no join link. One looks like http://192.168.1.5:8800/j/K7QPXM, as your "
        "instructor shows it."
    )


def leave(workspace=None):
    """Give the seat back: from now on nothing is sent. Harmless where there is none."""
    workspace = workspace or here()
    seat = give_back(workspace)
    if seat is None:
        return "You are in no workshop."
    from .courier import NotHeard, post

    with suppress(NotHeard):
        post(f"{seat.address}/leave", {}, seat.token)
    return "You have left the workshop. Nothing is sent any more."


def give_back(workspace):
    """Forget the seat; what it was, or None."""
    seat = read(workspace)
    for name in (FILE, HEARD):
        (workspace.private / name).unlink(missing_ok=True)
    room_answers.forget(workspace)
    return seat


def stuck(over=False, workspace=None):
    """Call for help, or take the call back. Raises UserError outside of a workshop."""
    workspace = workspace or here()
    seat = _required(workspace)
    Progress(workspace).record("stuck", exercise=current_exercise(workspace), over=over)
    keep_following(workspace)
    if over:
        return "You wait no more."
    return (
        f"Your instructor sees that seat {seat.number} waits for help. "
        "`bpcourse stuck --over` takes it back."
    )


def done(workspace=None):
    """Say that one is done with the section that is on. Raises UserError where none is."""
    workspace = workspace or here()
    now = heard(workspace, _required(workspace))
    if now.get("section") is None:
        raise UserError("No section is on yet, or this computer has not heard of it.")
    Progress(workspace).record("done", section=now["section"])
    keep_following(workspace)
    return f"Done with: {now['title']}."


def _required(workspace):
    seat = read(workspace)
    if seat is None:
        raise UserError("You are in no workshop. Join one with: bpcourse join LINK")
    return seat


def keep_following(workspace=None):
    """Let one follower send what is new in the journal, if there is a seat. OSError if it cannot.

    An earlier follower sees that the seat is no longer its own, and ends.
    """
    workspace = workspace or here()
    if (seat := read(workspace)) and not IN_A_PAGE:
        name = secrets.token_hex(8)
        _keep(workspace, replace(seat, follower=name))
        nothing = subprocess.DEVNULL
        pipes = {"stdin": nothing, "stdout": nothing, "stderr": nothing}
        call = "bpcourse.workshop.follower:follow"
        FOLLOWERS.append(start_process(call, str(workspace.root), name, **pipes))


FOLLOWERS = []  # that this process has started; they end on their own
