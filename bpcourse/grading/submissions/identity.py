"""Identity: who handed something in, as far as the platform says.

An identity is the platform and the number that it gave. The name is for show: two people may have
the same one. Where no platform gave a number, the name of the file or folder stands in its place.

    Moodle      Ada Lovelace_812_assignsubmission_file_/gd_step.py, or the same without the folder
    Canvas      lovelaceada_LATE_11_91_gd_step-1.py: student 11, file 91
    Gradescope  submission_77/, and whose it is in submission_metadata.yml
"""

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath

MOODLE = re.compile(
    r"^(?P<name>[^/]+?)(?:_(?P<number>\d+))?_assignsubmission_(?:file|onlinetext)"
    r"(?:_?/|_|$)(?P<own>.*)$"
)
CANVAS = tuple(
    re.compile(f"^{start}(?P<own>{own})$", re.IGNORECASE)
    for start, own in (
        (r"(?P<name>anon)_(?P<number>[a-z0-9]{5})(?P<late>[_-]LATE)?_(?:(?P<file>\d+)_)?", "[^/]+"),
        (r"(?P<name>[^/]+?)(?P<number>\d+)_question_\d+_(?P<file>\d+)_", "[^/]+"),
        (r"(?P<name>[^/]+?)(?P<late>[_-]LATE)?_(?P<number>\d+)_(?P<file>\d+)_", "[^/]+"),
        (r"(?P<name>[^/]+?)(?P<late>[_-]LATE)?_(?P<number>\d+)_", r"(?:text|link)\.html"),
    )
)
NAMELESS = ("participant", "anon")  # what stands for the name where students are anonymous
COPY = re.compile(r"(?:-\d+| ?\(\d+\))$")  # what Canvas and browsers put behind a second file
LONGEST = 120  # characters of a name that are shown
MANIFEST = "bpcourse-submission.json"  # the list in what `bpcourse submit` has packed
PACKED = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")  # the archives that are read
ENDINGS = (  # of whatever people hand in; those of two parts first
    *(".ipynb.txt", ".ipynb.json", ".py.txt", ".py.gz", *sorted(PACKED, key=len, reverse=True)),
    *(".py", ".ipynb", ".json", ".txt", ".md", ".html", ".pdf", ".doc", ".docx", ".odt", ".rtf"),
    *(".7z", ".rar", ".gz", ".bz2", ".xz", ".zst"),
)


@dataclass(frozen=True)
class Identity:
    """Platform and number say who it is; the name is what people call them."""

    platform: str  # "moodle", "canvas", "gradescope", or "" where there is only a name
    number: str
    name: str = field(compare=False)
    email: str = field(default="", compare=False)

    @property
    def key(self):
        """The identity in one text, by which results are kept."""
        return f"{self.platform}:{self.number}"


@dataclass(frozen=True)
class Named:
    """What a platform writes into the name of a file or folder."""

    identity: Identity
    own: str  # the name that the student gave it
    order: int = 0  # grows with the time at which it came, where the platform counts
    late: bool = False  # marked as late


def by_platform(name):
    """What the name of a file or folder of an export says, or None where no platform wrote it."""
    if match := MOODLE.match(name):
        return _named("moodle", match.groupdict())
    for pattern in CANVAS:
        if match := pattern.match(name):
            return _named("canvas", match.groupdict())
    return None


def _named(platform, told):
    called = shown(told["name"])
    number = told["number"] or exactly(told["name"])  # a group of Moodle may have none
    if called.casefold() in NAMELESS:
        called = f"{called} {number}"
    order = int((told.get("file") or "0")[:18])
    return Named(Identity(platform, number, called), told["own"], order, bool(told.get("late")))


def by_name(name):
    """The Identity of a file or folder that no platform has named: its name, without the ending."""
    name = without_ending(PurePosixPath(name).name)
    return Identity("", exactly(name), shown(name))


def without_ending(name):
    """The name of a file without its ending; a dot in a person's name stays."""
    for ending in ENDINGS:
        if name.lower().endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name


def own_stem(name):
    """The name that the student gave a file: no folder, no platform's words, no ending or copy."""
    name = PurePosixPath(name).name
    named = by_platform(name)
    return COPY.sub("", PurePosixPath(named.own if named and named.own else name).stem)


def exactly(name):
    """The name letter by letter: bytes in it that are not UTF-8 are written with backslashes."""
    return _bytes_of(name).decode("utf-8", "backslashreplace")


def shown(name):
    """The name as people read it: one line of what can be printed, and not too long.

    Bytes that are not UTF-8 are taken for the letters of Windows in Western Europe.
    """
    try:
        name = _bytes_of(name).decode()
    except UnicodeDecodeError:
        name = _bytes_of(name).decode("cp1252", "replace")
    name = unicodedata.normalize("NFC", name)
    text = "".join(letter for letter in name if letter.isprintable()).strip()
    return text[:LONGEST] or "without a name"


def _bytes_of(name):
    try:
        return name.encode("utf-8", "surrogateescape")  # as the system gives it
    except UnicodeEncodeError:
        return name.encode("utf-8", "backslashreplace")


def copy_number(name):
    """The number of a second file with the same name, as 1 in `gd_step-1.py`; of the first, 0."""
    match = COPY.search(PurePosixPath(name).stem)
    return int(re.sub(r"\D", "", match[0])[:9]) if match else 0


def alike(name, other):
    """May these be two ways to write one name? Canvas puts the last name first, without a space."""
    return _letters(name) == _letters(other)


def _letters(name):
    plain = unicodedata.normalize("NFKD", name.casefold())
    return sorted(letter for letter in plain if letter.isalnum())
