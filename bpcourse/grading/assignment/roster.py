"""Roster: the list of all who should hand something in, from a CSV file.

Its columns may be a name, or first and last name; one or several numbers; an e-mail address. The
lists that Moodle, Canvas and Gradescope write are read as they are.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from ...errors import UserError
from . import tables

NAME = {"name", "fullname", "student", "studentname", "displayname", "vollständigername"}
FIRST = {"firstname", "first", "givenname", "givennames", "forename", "vorname", "prénom", "nombre"}
LAST = {"lastname", "last", "surname", "familyname", "nachname", "nom", "apellidos", "apellido"}
EMAIL = {"email", "emailaddress", "mail", "emailadresse", "adressedecourriel"}
NUMBER = {
    *("id", "idnumber", "studentid", "studentnumber", "number", "sid", "sisid", "userid", "uid"),
    *("username", "login", "loginid", "matriculation", "matrikelnummer", "orgdefinedid"),
}
IDENTIFIER = "identifier"  # of Moodle's grading worksheet: "Participant 812"
WHEN = {"lastmodifiedsubmission", "submissiontime", "submitted", "submittedat", "handedin"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPOKEN = re.compile(  # as Moodle writes it in English: Tuesday, 10 March 2026, 11:59 AM
    r"\b(?P<day>\d{1,2}) (?P<month>[A-Za-z]+)\.? (?P<year>\d{4}),? "
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d)? ?(?P<half>[AaPp][Mm])"
)
CANVAS = ("ID", "SIS User ID", "SIS Login ID", "Section")  # of Canvas's gradebook
CANVAS_NUMBERS = {"sisuserid", "sisloginid", "integrationid"}


@dataclass(frozen=True)
class Line:
    """One person on the roster."""

    line: int
    name: str
    email: str = ""
    numbers: tuple = ()  # whatever else may name the person
    identifier: str = ""  # as Moodle calls the person in its worksheet
    canvas: dict = field(default_factory=dict, hash=False)  # the first columns of its gradebook
    when: float = 0.0  # when it was handed in, where the list says so

    @property
    def key(self):
        """Whose line it is, as results are kept by it."""
        return f"roster:{(self.numbers or (self.email or self.name,))[0]}"


class Roster:
    """All lines, and who is meant by a name or a number."""

    def __init__(self, lines):
        self.lines = lines
        self.by = {"moodle": {}, "canvas": {}, "email": {}, "number": {}, "name": {}}
        for line in lines:
            if line.identifier:
                self._add("moodle", line.identifier.split()[-1], line)
            if line.canvas:
                self._add("canvas", line.canvas.get("ID", ""), line)
            self._add("email", line.email.casefold(), line)
            for number in line.numbers:
                self._add("number", number.casefold(), line)
            if "@" in line.email:
                self._add("number", line.email.split("@")[0].casefold(), line)
            for name in spellings(line.name):
                self._add("name", name, line)

    def _add(self, kind, value, line):
        if value:
            lines = self.by[kind].setdefault(value, [])
            if line not in lines:
                lines.append(line)

    def find(self, platform, number, names, email=""):
        """The Lines by which somebody may be meant: one, several, or none.

        What the platform itself calls the person goes before the address, and that before the
        name; a number of an unknown kind comes last, because any other may be equal by chance.
        """
        plain = number.casefold()
        looks = [(platform, number), ("email", email.casefold()), ("email", plain)]
        names = [("name", spelling) for name in names for spelling in spellings(name)]
        numbers = [("number", plain)]
        looks += [*names, *numbers] if platform else [*numbers, *names]
        found = []
        for kind, value in looks:
            lines = self.by.get(kind, {}).get(value, [])
            if len(lines) == 1:
                return lines
            found = found or lines
        return found


def load(path, zone=None):
    """The Roster in a file; times in it are of `zone`, else of that of this machine.

    UserError, with the line, where it cannot be used.
    """
    table = tables.read_csv(path)
    kinds = {column: tables.plain(column) for column in table.columns}
    known = {*NAME, *FIRST, *LAST, *EMAIL, *NUMBER, *CANVAS_NUMBERS, IDENTIFIER}
    if not known.intersection(kinds.values()):
        raise UserError(
            f"{path} has no column with names or numbers, only: {', '.join(table.columns)}.\n"
            "Its first line should call a column name, id or email."
        )
    of_canvas = "sisuserid" in kinds.values() or "sisloginid" in kinds.values()
    lines = [_line(number, cells, kinds, of_canvas, zone) for number, cells in table.lines]
    lines = [line for line in lines if line]
    if not lines:
        raise UserError(f"{path} has columns, but no line with a name or a number.")
    seen = {}
    for line in lines:
        if line.key in seen:
            raise UserError(
                f"{path} has {line.key.removeprefix('roster:')!r} twice, in the lines "
                f"{seen[line.key]} and {line.line}. Give each person a number of their own."
            )
        seen[line.key] = line.line
    return Roster(lines)


def _line(number, cells, kinds, of_canvas, zone):
    """The Line of a row; None where it is nobody's, as Canvas's row of the points possible."""
    told = {}
    for column, value in cells.items():
        told.setdefault(kinds[column], []).append(value)

    def first(names):
        return next((v for name in names for v in told.get(name, ()) if v), "")

    name = first(sorted(NAME & told.keys()))
    parts = [first(sorted(FIRST & told.keys())), first(sorted(LAST & told.keys()))]
    name = name if name and not all(parts) else " ".join(filter(None, parts)) or name
    if name.casefold() in ("points possible", "student, test"):
        return None
    if name.count(",") == 1:  # as Canvas has it: Lovelace, Ada
        name = " ".join(reversed([part.strip() for part in name.split(",")]))
    kinds = [kind for kind in told if kind in NUMBER | CANVAS_NUMBERS]
    numbers = [value for kind in kinds for value in told[kind]]
    email = first(sorted(EMAIL & told.keys()))
    identifier = first([IDENTIFIER])
    if not re.search(r"\d$", identifier):  # it is no participant's: then it is a number like others
        numbers, identifier = [*numbers, identifier], ""
    numbers = tuple(dict.fromkeys(filter(None, numbers)))
    if not (name or numbers or email or identifier):
        return None
    shown = name or email or (numbers or (identifier,))[0]
    canvas = {column: cells.get(column, "") for column in CANVAS} if of_canvas else {}
    when = _moment(first(sorted(WHEN & told.keys())), zone)
    if not numbers and identifier:
        numbers = (identifier,)
    return Line(number, shown, email, numbers, identifier, canvas, when)


def _moment(text, zone):
    """The time that a platform writes, or 0: "2026-03-10 11:59", "10 March 2026, 11:59 AM"."""
    try:
        told = datetime.fromisoformat(text.replace(" UTC", "+00:00"))
        return told.replace(tzinfo=told.tzinfo or zone).timestamp()
    except ValueError:
        match = SPOKEN.search(text)
    if not match or match["month"][:3].casefold() not in MONTHS:
        return 0.0
    month = 1 + MONTHS.index(match["month"][:3].casefold())
    hour = int(match["hour"]) % 12 + 12 * (match["half"].casefold() == "pm")
    try:
        day = (int(match["year"]), month, int(match["day"]))
        return datetime(*day, hour, int(match["minute"]), tzinfo=zone).timestamp()
    except (ValueError, OverflowError):
        return 0.0


def spellings(name):
    """The ways in which one name is written: its words in any order, or run together."""
    folded = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    words = re.findall(r"[^\W_]+", "".join(c for c in folded if not unicodedata.combining(c)))
    if not words:
        return []
    last_first = [words[-1], *words[:-1]]
    ascii_only = re.findall(r"[a-z0-9]+", re.sub(r"[^\x00-\x7f]", "", name.casefold()))
    turned = [*ascii_only[-1:], *ascii_only[:-1]]
    found = [" ".join(sorted(words)), "".join(words), "".join(last_first)]
    return list(dict.fromkeys([*found, "".join(ascii_only), "".join(turned)]))
