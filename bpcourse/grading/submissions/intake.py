"""Intake: from whatever was handed in to one source per exercise.

A submission is a folder, a zip or tar, a `.py`, an `.ipynb`, or several of these from one person.
Whatever is wrong with it becomes a sentence on its row, never an exception.
"""

import hashlib
import itertools
import json
import math
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ...errors import UserError
from . import answers, archive, dates, identity
from .collection import Entry, entries
from .identity import MANIFEST
from .structures import structure

__all__ = ["MANIFEST", "Entry", "Submission", "entries", "read", "student_of"]

APART = 600.0  # seconds between files that were not handed in at one time
PACK = "Hand in the .py or .ipynb file itself, or several of them in a .zip."


@dataclass
class Submission:
    """What one person handed in."""

    student: str  # the name for show
    origin: str  # where it lies, for people
    answers: dict = field(default_factory=dict)  # exercise → source
    notebooks: dict = field(default_factory=dict)  # name → text, of those that can be read
    notes: list = field(default_factory=list)  # what the teacher should know
    trouble: str = ""  # why there is nothing to judge
    unread: bool = False  # that may have been the machine's fault
    digest: str = ""  # of all that was handed in
    time: float = dates.UNKNOWN  # of the newest file that counts
    oldest: float = dates.UNKNOWN  # of the oldest answer
    slack: float = 0.0  # if all times are within so many seconds, they are those of packing
    late: bool = False  # the platform marked it as late
    platform: str = ""
    number: str = ""  # with the platform it says whose it is
    email: str = ""
    named: str = ""  # the name that the platform or the file gives
    declared: str = ""  # the name that the student wrote down when packing
    source: str = ""  # the folder or export it came in
    structures: dict = field(default_factory=dict)  # exercise → Structure of the answer

    def __post_init__(self):
        self.named = self.named or self.student

    @property
    def key(self):
        """Whose it is, in one text."""
        return f"{self.platform}:{self.number or self.student}"


def student_of(name):
    """The student's name in the name of a file or folder, as the platforms write it, too."""
    named = identity.by_platform(name)
    return (named.identity if named else identity.by_name(name)).name


def read(entry, exercises, *, until=math.inf):
    """The Submission behind an entry; its answers are to these exercises.

    With `until`, as it stood then: files with a younger date are left out.
    """
    submission = _empty(entry)
    files, found = [], answers.Answers()
    try:
        files, notes = _files(entry, until)
        submission.notes += [*entry.notes, *notes]
        submission.digest = _digest(files)
        _take_manifest(submission, files)
        found = answers.find(files, exercises)
        _take_answers(submission, found)
    except (UserError, OSError) as error:
        submission.trouble = str(getattr(error, "strerror", None) or error)
    except RecursionError:
        submission.trouble = "It is nested too deeply to be read."
    _date(submission, found, files)
    if not submission.answers and not submission.trouble:
        submission.trouble = _nothing(files, submission.notes, exercises)
    return submission


def unread(entry, trouble, unread=False):
    """The Submission behind an entry that cannot be read; `unread` if it is to be tried again."""
    submission = _empty(entry)
    submission.trouble, submission.unread = trouble, unread
    return submission


def _empty(entry):
    who = entry.identity
    submission = Submission(who.name, entry.origin, late=entry.late, source=entry.source)
    submission.platform, submission.number, submission.email = who.platform, who.number, who.email
    return submission


def _files(entry, until):
    """All files that count, and notes on what was left out."""
    whole, pieces, files, bounds = archive.Contents(), [], {}, archive.Bounds()
    for part in entry.parts or (None,):
        try:
            pieces.append((part, _unpacked(_read_part(entry, part), bounds)))
        except UserError as error:
            if len(entry.parts) < 2:
                raise
            whole.leave_out(part.name, str(error).rstrip("."))
    turns = _turns(pieces)
    for i, ((part, piece), turn) in enumerate(zip(pieces, turns, strict=True)):
        whole.notes += piece.notes
        own = PurePosixPath(part.name).name if len(pieces) > 1 else ""
        for name, data in piece.files.items():
            there = f"{own}/{name}" if own not in ("", name) else name
            whole.add(there, data, piece.stamps[name])
            files[there] = answers.File(there, data, piece.stamps[name], turn, i)
    kept = [file for file in files.values() if file.stamp.when <= until]
    if younger := len(files) - len(kept):
        word = "file" if younger == 1 else "files"
        whole.notes.append(f"As it stood on the due date: {younger} younger {word} left out.")
    return kept, whole.notes


def _turns(pieces):
    """For each piece the number of its hand-in: those that came at one time have the same."""
    if len(pieces) == 1:
        return [0]
    newest = [max((s.when for s in piece.stamps.values()), default=0.0) for _, piece in pieces]
    if not all(newest):  # without dates nothing can be told apart
        return [0] * len(pieces)
    order, turns, turn = sorted(range(len(pieces)), key=newest.__getitem__), [0] * len(pieces), 0
    for before, this in itertools.pairwise(order):
        turn += newest[this] - newest[before] > APART
        turns[this] = turn
    return turns


def _read_part(entry, part):
    """The Contents of one part; its files are named from the part on."""
    contents = archive.Contents()
    path = entry.path
    if part is None:
        _read_path(entry, path, contents)
    elif path.is_dir():
        _read_path(entry, path / part.name, contents)
    else:
        inside = archive.Contents()
        archive.export(path).read(part.name, inside, entry.zone)
        contents.notes = inside.notes
        for name, data in inside.files.items():
            own = name[len(part.name) + 1 :] or PurePosixPath(name).name
            contents.add(own, data, inside.stamps[name])
    if part is not None and part.when:
        stamp = archive.Stamp(part.when, slack=0.0)
        contents.stamps = dict.fromkeys(contents.stamps, stamp)
    return contents


def _read_path(entry, path, contents):
    if path.is_symlink():
        raise UserError("It is a link, which is not followed.")
    if path.is_dir():
        archive.read_folder(path, contents, without=entry.without)
        return
    try:
        contents.add(path.name, *archive.read_file(path))
    except UserError as error:
        raise UserError(f"It cannot be read: {error}.") from None


def _unpacked(contents, bounds, depth=0):
    """The same, with the archives in it replaced by what is in them."""
    result = archive.Contents()
    result.notes = contents.notes
    only = len(contents.files) == 1
    for name, data in contents.files.items():
        stamp = contents.stamps[name]
        try:
            if kind := archive.other_packing(name, data):
                raise UserError(f"It is packed as {kind}, which is not read. {PACK}")
            if depth == archive.NESTED or not archive.is_archive(name):
                result.add(name, data, stamp)
                continue
            inner = archive.read_archive(name, data, stamp, bounds)
            inner = _unpacked(inner, bounds, depth + 1)
        except UserError as error:
            if only or result.size > archive.TOTAL or bounds.exhausted:
                raise
            result.leave_out(name, str(error).rstrip("."))
            continue
        result.notes += inner.notes
        for path, more in inner.files.items():
            result.add(f"{name}/{path}", more, stamp)
    return result


def _structures(sources):
    """The structure of each answer, by exercise."""
    found = {name: structure(source) for name, source in sources.items()}
    return {name: told for name, told in found.items() if told}


def _digest(files):
    total = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        total.update(f"{file.name}\0{len(file.data)}\0".encode("utf-8", "replace") + file.data)
    return total.hexdigest()


def _take_manifest(submission, files):
    """What `bpcourse submit` wrote: a name for show where there is no better, and nothing else."""
    for file in files:
        if PurePosixPath(file.name).name != MANIFEST:
            continue
        try:
            told = json.loads(file.data)
            name = told.get("student") if isinstance(told, dict) else None
        except (ValueError, RecursionError):
            submission.notes.append("Its manifest is damaged, so only its files were read.")
            continue
        if isinstance(name, str) and name.strip():
            submission.declared = identity.shown(name)
    named, declared = submission.student.removeprefix("submission-"), submission.declared
    if declared and not identity.alike(named, declared):
        given = "The platform" if submission.platform else "The name of the file"
        submission.notes.append(
            f"{given} says {submission.student}; {declared} is what was written down when packing."
        )
    if declared and not submission.platform:
        submission.student = declared


def _take_answers(submission, found):
    submission.answers = {name: answer.source for name, answer in found.chosen.items()}
    submission.structures = _structures(submission.answers)
    submission.notebooks = found.notebooks
    submission.notes += found.notes
    if found.problems and not submission.answers:
        raise UserError(found.problems[0])
    submission.notes += found.problems[:5]


def _date(submission, found, files):
    """The time is that of the newest of the files that count, or of all where none does."""
    counted = [answer.file for answer in found.chosen.values()]
    known = [file.stamp for file in counted or files if file.stamp.when]
    if known:
        newest = max(known, key=lambda stamp: stamp.when)
        submission.time, submission.slack = newest.when, newest.slack
        times = [file.stamp.when for file in found.files if file.stamp.when]
        submission.oldest = min(times, default=newest.when)


def _nothing(files, notes, exercises):
    """Why there is no answer, with the first thing that was left out."""
    if not files:
        return "It is empty."
    names = ", ".join(archive.clean_name(file.name) for file in files[:3])
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    wanted = ", ".join(exercise.name for exercise in exercises[:3])
    told = f"No answer in it to any of the exercises ({wanted}, …). It holds {names}{more}."
    left_out = next((note for note in notes if note.startswith(archive.LEFT_OUT)), None)
    if left_out:
        notes.remove(left_out)
    return f"{told} {left_out or PACK}"
