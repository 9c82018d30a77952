"""Intake: from whatever was handed in to one source per exercise.

A submission is a folder, a zip or tar, a `.py`, an `.ipynb`, or a part of an export that holds the
submissions of many. Whatever is wrong with it becomes a sentence on its row, never an exception.
"""

import difflib
import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath

from ..checking.workspace import fingerprint
from ..trouble import Trouble
from . import archive, cells

MANIFEST = "bpcourse-submission.json"
ENCODINGS = {
    **dict.fromkeys(("latin-1", "iso-8859-1"), "latin-1"),
    **dict.fromkeys(("cp1252", "windows-1252"), "cp1252"),
    "iso-8859-15": "iso-8859-15",
}
COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)
MOODLE = re.compile(r"^(.+?)_\d+_assignsubmission_(?:file|onlinetext)_?(?:/|$)")
CANVAS = re.compile(r"^([^_/]+?)(?:_LATE)?_\d+_\d+_[^/]*$")


@dataclass
class Submission:
    """What one person handed in at one time."""

    student: str
    origin: str  # where it lies, from the folder of submissions on
    answers: dict = field(default_factory=dict)  # exercise → source
    notebooks: dict = field(default_factory=dict)  # name → text, of those that can be read
    notes: list = field(default_factory=list)  # what the teacher should know
    trouble: str = ""  # why there is nothing to judge
    digest: str = ""  # of all that was handed in
    time: float = 0.0  # when it was handed in, as far as the file knows


@dataclass(frozen=True)
class Entry:
    """One submission that has not been opened yet."""

    path: Path
    origin: str
    inside: str = ""  # the part of an export that is this one's

    @property
    def student(self):
        return student_of(self.inside or self.path.name)


def entries(place, *, one=False):
    """All submissions in a folder, or in one export; in the order of their names.

    With `one` the folder is itself the only submission.
    """
    place = Path(place)
    if not place.exists():
        raise Trouble(f"There is nothing at {place}.")
    if one:
        place = place.resolve()
        return [Entry(place, place.name)]
    if place.is_dir():
        found = [path for path in sorted(place.iterdir()) if not path.name.startswith(".")]
    else:
        found = [place]
    root = place if place.is_dir() else place.parent
    result = []
    for path in found:
        origin = path.relative_to(root).as_posix()
        parts = _parts(path) if path.name.lower().endswith(".zip") else []
        result += [Entry(path, f"{origin}/{part}", part) for part in parts]
        if not parts:
            result.append(Entry(path, origin))
    if not result:
        raise Trouble(f"{place} is empty: there is nothing to grade.")
    return result


def _parts(path):
    """The submissions in an export of many: its inner archives, or Moodle's folders. Else none."""
    try:
        names = [i.filename for i in archive.export(path).infolist() if not i.is_dir()]
    except Trouble:
        return []
    names = [name for name in names if archive.wanted(name)]
    moodle = {match[0].rstrip("/"): None for name in names if (match := MOODLE.match(name))}
    inner = [name for name in names if archive.is_archive(name) or CANVAS.match(name)]
    if moodle:
        return [*moodle, *(name for name in inner if not MOODLE.match(name))]
    own = any(PurePosixPath(name).name == MANIFEST for name in names)
    return inner if len(inner) > 1 and not own else []


def student_of(name):
    """The student's name in the name of a file or folder, as Moodle and Canvas write it too."""
    name = unicodedata.normalize("NFC", name)
    for pattern in (MOODLE, CANVAS):
        if match := pattern.match(name):
            return _clean(match[1])
    name = PurePosixPath(name).name
    for suffix in (*archive.ARCHIVES, ".py", ".ipynb"):
        if name.lower().endswith(suffix):
            name = name[: -len(suffix)]
            break
    return _clean(name)


def _clean(name):
    """One line of what can be printed, and not too long."""
    text = "".join(letter for letter in name if letter.isprintable()).strip()
    return text[:120] or "without a name"


def read(entry, exercises):
    """The Submission behind an entry; its answers are to these exercises."""
    submission = Submission(entry.student, entry.origin)
    try:
        submission.time = entry.path.lstat().st_mtime
        contents = _contents(entry)
        submission.notes += contents.notes
        _digest(submission, contents.files)
        _take_manifest(submission, contents.files)
        _collect(submission, contents.files, exercises)
    except (Trouble, OSError) as error:
        submission.trouble = str(getattr(error, "strerror", None) or error)
    except RecursionError:
        submission.trouble = "It is nested too deeply to be read."
    if not submission.answers and not submission.trouble:
        submission.trouble = _nothing(submission, contents.files, exercises)
    return submission


def _contents(entry):
    path = entry.path
    if path.is_symlink():
        raise Trouble("It is a link, which is not followed.")
    if entry.inside:
        contents = archive.read_part(path, entry.inside)
        if not contents.files:
            raise Trouble("It is empty, or nothing in it may be read.")
    elif path.is_dir():
        contents = archive.read_folder(path)
    else:
        try:
            data = archive.read_file(path)
        except Trouble as error:
            raise Trouble(f"It cannot be read: {error}.") from None
        contents = archive.Contents()
        contents.add(path.name, data)
    return _unpack(contents)


def _unpack(contents, depth=0):
    """The same, with the archives in it replaced by what is in them."""
    if depth >= archive.NESTED or not any(map(archive.is_archive, contents.files)):
        return contents
    result = archive.Contents()
    result.notes = contents.notes
    only = len(contents.files) == 1
    for name, data in contents.files.items():
        if not archive.is_archive(name):
            result.add(name, data)
            continue
        try:
            inner = _unpack(archive.read_archive(name, data), depth + 1)
        except Trouble as error:
            if only:
                raise
            result.leave_out(name, str(error).rstrip("."))
            continue
        result.notes += inner.notes
        for path, more in inner.files.items():
            result.add(f"{name}/{path}", more)
    return result


def _digest(submission, files):
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode("utf-8", "replace") + files[name])
    submission.digest = total.hexdigest()


def _take_manifest(submission, files):
    """What `bpcourse submit` wrote: believed in the name, and in nothing that counts."""
    for name, data in files.items():
        if PurePosixPath(name).name == MANIFEST:
            try:
                told = json.loads(data)
                student = told.get("student") if isinstance(told, dict) else None
            except (ValueError, RecursionError):
                submission.notes.append("Its manifest is damaged, so only its files were read.")
                continue
            if isinstance(student, str) and student.strip():
                submission.student = _clean(unicodedata.normalize("NFC", student))


def _collect(submission, files, exercises):
    """Find the answers; of several to one exercise the last that is not the stub counts."""
    patterns, stubs = _sought(tuple(exercises))
    found = {name: [] for name in patterns}  # exercise → places and sources, the best last
    problems = []
    for path, data in files.items():
        name = PurePosixPath(path)
        try:
            if name.suffix.lower() == ".ipynb":
                text = _text(submission, path, data)
                _from_notebook(submission, path, text, patterns, found)
                submission.notebooks[path] = text
            elif name.suffix.lower() in (".py", ".txt") and not name.name.startswith("test_"):
                _from_python(path, _text(submission, path, data), patterns, found)
        except Trouble as error:
            problems.append(f"{archive.clean_name(path)}: {error}")
    for name, sources in found.items():
        if not sources:
            continue
        sources.sort(key=lambda source: source[0])  # stable: the order of the files stays
        own = [source for source in sources if fingerprint(source[2]) != stubs[name]]
        _, place, source = (own or sources)[-1]
        submission.answers[name] = source
        if len({fingerprint(source) for _, _, source in own}) > 1:
            where = archive.clean_name(place)
            submission.notes.append(f"{name} was answered {len(own)} times; {where} counts.")
    if problems and not submission.answers:
        raise Trouble(problems[0])
    submission.notes += problems[:5]


@cache
def _sought(exercises):
    """For each exercise, what in a file answers it, and the fingerprint of its stub."""
    patterns = {exercise.name: _pattern(exercise) for exercise in exercises}
    return patterns, {exercise.name: fingerprint(exercise.stub) for exercise in exercises}


def _pattern(exercise):
    names = "|".join(re.escape(name) for name in exercise.defines)
    return re.compile(rf"^(?:(?:async[ \t]+)?def|class)[ \t]+(?:{names})\b|^(?:{names})[ \t]*[=:]",
                      re.MULTILINE)  # fmt: skip


def _from_python(path, text, patterns, found):
    stem = PurePosixPath(path).stem
    # Canvas puts numbers before a name and -1 behind it
    own = re.sub(r"^.*_\d+_\d+_", "", re.sub(r"-\d+$", "", stem))
    for name, pattern in patterns.items():
        if name in (stem, own):
            found[name].append((2, path, text))
        elif pattern.search(text):
            found[name].append((0, path, text))


def _from_notebook(submission, path, text, patterns, found):
    for named, source in cells.answers_in(cells.code_cells(text), patterns.get):
        if named is None:
            for name, pattern in patterns.items():
                if pattern.search(source):
                    found[name].append((0, f"a cell without %%exercise in {path}", source))
        elif named in patterns:
            found[named].append((1, f"the cell in {path}", source))
        elif near := difflib.get_close_matches(named, patterns, n=1):
            told = f"A cell says %%exercise {archive.clean_name(named)}; there is none of that name"
            submission.notes.append(f"{told}. It was taken for {near[0]}.")
            found[near[0]].append((0, f"the cell in {path}", source))


def _text(submission, path, data):
    """The text of a file: UTF-8, or what it says it is, or what its first bytes show."""
    if not data.strip():
        raise Trouble("It is empty.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        pass
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        cookie = COOKIE.search(b"\n".join(data.split(b"\n")[:2]))
        encoding = ENCODINGS.get(cookie[1].decode().lower()) if cookie else None
    try:
        text = data.decode(encoding) if encoding else None
    except UnicodeDecodeError:
        text = None
    if text is None:
        raise Trouble("It is not UTF-8 text, so it cannot be read. Save it as UTF-8.")
    submission.notes.append(f"{archive.clean_name(path)} is in {encoding}, not in UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _nothing(submission, files, exercises):
    if not files:
        return "It is empty."
    names = ", ".join(archive.clean_name(name) for name in list(files)[:3])
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    wanted = ", ".join(exercise.name for exercise in exercises[:3])
    return f"No answer in it to any of the exercises ({wanted}, …). It holds {names}{more}."
