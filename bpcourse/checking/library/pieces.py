"""Pieces: the learner's answers that have passed, each with what was noted when it did."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from ...errors import UserError
from ..exercise import Exercise, exercises
from ..progress import Progress
from ..source_text import decoded
from ..workspace import fingerprint


@dataclass(frozen=True)
class Piece:
    """One answer that has passed, and the first check in which it did."""

    exercise: Exercise
    source: str  # with plain line ends
    time: str  # "2026-11-30 14:05 UTC"
    attempts: int  # how many different answers were judged until then, with this one
    seed: int  # of that check's random data


def pieces(workspace):
    """The pieces of a workspace, in the order of the course.

    A piece is the answer as it is now if that passes, else the latest that was kept and passed.
    """
    progress = Progress(workspace)
    found = (_piece(exercise, workspace, progress) for exercise in exercises())
    return [piece for piece in found if piece]


def _piece(exercise, workspace, progress):
    checks = progress.events("check", exercise=exercise.name)
    judged = [check for check in checks if check.get("outcome") in ("ok", "no")]
    if not any(check["outcome"] == "ok" for check in judged):
        return None
    for text in _texts(workspace, exercise.name):
        code = fingerprint(text)
        for count, check in enumerate(judged, start=1):
            if (check["outcome"], check["code"]) == ("ok", code):
                attempts = len({earlier["code"] for earlier in judged[:count]})
                source = text.replace("\r\n", "\n").replace("\r", "\n")
                return Piece(exercise, source, _minute(check["time"]), attempts, check["seed"])
    return None


def _texts(workspace, name):
    """The answer as it is now, then the earlier ones, the latest first."""
    for path in (workspace.answer_path(name), *reversed(workspace.attempts(name))):
        with suppress(OSError, UserError):
            yield decoded(path.read_bytes())[0]


def _minute(time):
    return datetime.fromisoformat(time).strftime("%Y-%m-%d %H:%M UTC")
