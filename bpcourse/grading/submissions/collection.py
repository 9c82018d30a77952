"""Collection: who handed in what, in the folder or the export that was given to the command.

Only that outermost thing can hold the submissions of many. A zip in it, whatever its files are
called, is the work of the one who handed it in. Packed or unpacked, the same comes out.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from ...errors import UserError
from . import archive, gradescope, identity
from .identity import MANIFEST, Identity

JUNK = ("thumbs.db", "desktop.ini")  # what systems lay into folders; names with a dot in front, too
CODE = (".py", ".ipynb")
OF_A_COURSE = re.compile(  # names in one person's work, and not of people
    r"^(?:\d\d_\D.*|answers?|solutions?|notebooks?|src|code|lib|tests?|docs?|data|utils|helpers?"
    r"|(?:lesson|week|unit|part|day|exercise|task|sheet|homework|hw|assignment|ex)s?[\W_]*\d*)$",
    re.IGNORECASE,
)
WRAPPERS = 3  # folders around an export
FEW = 5  # so few things in a folder are looked into, whether one is an export by mistake


@dataclass(frozen=True)
class Part:
    """One of the things that somebody handed in."""

    name: str  # a file or a folder, from the container on
    order: int = 0  # grows with the time at which it came, where the platform counts
    when: float = 0.0  # when it came, where the platform says so


@dataclass(frozen=True)
class Entry:
    """All that one identity handed in, not opened yet."""

    path: Path  # a file, or the folder or export in which the parts lie
    origin: str  # where it lies, for people
    parts: tuple = ()  # of Part; none where the path is all of it
    who: Identity | None = None
    late: bool = False  # marked as late by the platform
    notes: tuple = ()  # for the row and the student
    source: str = ""  # the folder or export that was given
    without: frozenset = frozenset()  # paths in it that are no part of it, as the results
    zone: object = None  # of the dates in an export; None is that of this machine

    @property
    def identity(self):
        return self.who or identity.by_name(self.path.name)


class Collection(list):
    """The entries, what they were taken for, and what the teacher should look at."""

    def __init__(self, form, entries=(), warnings=()):
        super().__init__(sorted(entries, key=lambda entry: (entry.identity.name, entry.origin)))
        self.form, self.warnings = form, list(warnings)

    @property
    def count(self):
        """How many there are, in words."""
        return f"{len(self)} submission{'' if len(self) == 1 else 's'}"


def entries(place, *, one=False, besides=(), known=(), zone=None):
    """The Collection in a folder or an export; with `one` it is itself the only submission.

    The paths `besides` are passed over: the results and the teacher's own lists may lie there, too.
    Names in `known` are those of exercises and lessons, not of people.
    """
    given, place = place, Path(place).resolve()
    if not place.exists():
        raise UserError(f"There is nothing at {given}.")
    gathering = _Gathering(place, {Path(path).resolve() for path in besides if path}, known, zone)
    if one or not (place.is_dir() or place.name.lower().endswith(".zip")):
        return gathering.single()
    return gathering.of_folder(place) if place.is_dir() else gathering.of_zip(place)


class _Gathering:
    """The work of sorting what was given by who handed it in."""

    def __init__(self, place, besides, known, zone):
        self.place, self.besides, self.zone = place, besides, zone
        self.known = frozenset(known)
        self.warnings = []

    def single(self):
        """All of the place is one submission."""
        if self.place.is_file() and archive.is_archive(self.place.name):
            self.warnings.append(
                f"{self.place.name} was read as the work of one person. If it holds the work of "
                "many, unpack it and give the folder."
            )
        named = identity.by_platform(self.place.name)
        one = _Group(named.identity if named else identity.by_name(self.place.name))
        one.late = bool(named and named.late)
        return Collection("one submission", [self._entry(one, self.place)], self.warnings)

    def of_folder(self, folder):
        """What lies in a folder, or in the only thing in it, where that is an export."""
        level = self._visible(folder)
        if not level:
            raise UserError(f"{self.place} is empty: there is nothing to grade.")
        path, inner = folder, level
        for _ in range(WRAPPERS):
            if len(inner) != 1 or _is_of_platform(inner):
                break
            ((name, is_folder),) = inner.items()
            path = path / name
            inner = self._visible(path) if is_folder else {}
        if path.is_file():
            packed = _opened(path)
            if packed and _is_of_platform(_visible(packed.level(_inmost(packed)))):
                return self.of_zip(path)
        elif _is_of_platform(inner):
            folder, level = path, inner
        if not _is_of_platform(level):
            self._look_for_exports(folder, level)
        return self._of_level(level, folder)

    def of_zip(self, path):
        """What lies in an export, or the one submission that the zip is."""
        packed = _opened(path)
        inside = _inmost(packed) if packed else ""
        level = _visible(packed.level(inside)) if packed else {}
        if not (_is_of_platform(level) or self._is_of_many(level, packed, inside)):
            return self.single()
        return self._of_level(level, path, packed, inside)

    def _visible(self, folder):
        """Names in a folder; true where it is a folder itself."""
        return _visible(
            {
                path.name: path.is_dir() and not path.is_symlink()
                for path in sorted(folder.iterdir())
                if path.resolve() not in self.besides and not self._are_results(path)
            }
        )

    def _are_results(self, path):
        """Did an earlier grading write into this folder? Then nobody handed it in."""
        if not (path / archive.RESULTS).is_file():
            return False
        found = archive.are_results({inside.name for inside in path.iterdir()})
        if found:
            name = archive.clean_name(path.name)
            self.warnings.append(f"{name} was passed over: it holds the results of a grading.")
        return found

    def _is_of_many(self, level, packed, inside):
        """Does a zip without any platform's names hold the work of several people?"""
        if MANIFEST in level:
            return False
        people = set()
        for name, is_folder in level.items():
            files = packed.parts.get(f"{inside}/{name}".lstrip("/"), ()) if is_folder else ()
            if is_folder and not any(_is_work(file) for file, _ in files):
                continue
            if is_folder or _is_work(name):
                who = self._by_name(name)
                if who.number in self.known or OF_A_COURSE.match(who.number):
                    return False
                people.add(who)
        return len(people) > 1

    def _of_level(self, level, path, packed=None, inside=""):
        """The Collection of what lies side by side, in a folder or in an export."""
        told = self._gradescope(level, path, packed, inside)
        platform = told is not None or _is_of_platform(level)
        by_platform = _by_platform(level)
        groups, strays = {}, []
        for name, is_folder in level.items():
            part = f"{inside}/{name}".lstrip("/")
            named = by_platform.get(name)
            if told is not None and is_folder and gradescope.FOLDER.match(name):
                folder = told.get(name, gradescope.Folder())
                group = folder.identities(name)
                for who in group:
                    one = groups.setdefault(who, _Group(who))
                    one.parts.append(Part(part, when=folder.when))
                    one.together(group)
            elif named:
                one = groups.setdefault(named.identity, _Group(named.identity))
                one.names.setdefault(named.identity.name, []).append(Part(part, named.order))
                one.parts.append(Part(part, named.order))
                one.late |= named.late
            elif platform and self._is_nobodys(name, is_folder, path, packed):
                strays += [] if name == gradescope.METADATA else [name]
            else:
                who = self._by_name(name)
                groups.setdefault(who, _Group(who)).parts.append(Part(part))
        if strays:
            self.warnings.append(f"Not read, because it is nobody's: {_listed(strays)}.")
        self._look_at_names(groups)
        entries = [
            self._entry(one, path, packed)
            for group in groups.values()
            for one in group.one_each(self.warnings)
        ]
        form = _form(groups, told is not None, packed)
        return Collection(form, entries, self.warnings)

    def _gradescope(self, level, path, packed, inside):
        """What Gradescope's file says of each folder; None where this is not its export."""
        if gradescope.METADATA not in level:
            return {} if _are_numbered(level) else None
        contents = archive.Contents()
        try:
            if packed:
                packed.read(f"{inside}/{gradescope.METADATA}".lstrip("/"), contents)
            else:
                contents.add("", *archive.read_file(path / gradescope.METADATA))
        except UserError as error:
            self.warnings.append(f"{gradescope.METADATA} cannot be read: {error}")
        text = "".join(data.decode("utf-8", "replace") for data in contents.files.values())
        return gradescope.folders(text)

    def _is_nobodys(self, name, is_folder, path, packed):
        """Is this no work, or the export itself, beside what was unpacked from it?"""
        if is_folder or packed or not name.lower().endswith(".zip"):
            return not (is_folder or _is_work(name))
        inner = _opened(path / name)
        return inner is not None and _is_of_platform(_visible(inner.level(_inmost(inner))))

    def _by_name(self, name):
        """Whose a thing is that no platform has named; `ada_gd_step.py` is ada's."""
        who = identity.by_name(name)
        for known in self.known:
            if len(who.number) > len(known) + 1 and who.number.endswith(known):
                rest = who.number[: -len(known)]
                if rest[-1] in "_-. " and rest.strip("_-. "):
                    return identity.by_name(rest.rstrip("_-. "))
        return who

    def _look_at_names(self, groups):
        """Warn where exercises or lessons were taken for people."""
        odd = [who.name for who in groups if not who.platform and who.number in self.known]
        if odd:
            self.warnings.append(
                f"Exercises are called like that, and not people: {_listed(odd)}. If all of "
                f"{self.place.name} is the work of one person, add --one."
            )

    def _look_for_exports(self, folder, level):
        """Warn where a zip looks like an export, since in a folder it is one person's work."""
        for name in level if len(level) <= FEW else ():
            packed = _opened(folder / name)
            inside = _inmost(packed) if packed else ""
            inner = _visible(packed.level(inside)) if packed else {}
            if _is_of_platform(inner) or self._is_of_many(inner, packed, inside):
                self.warnings.append(
                    f"{archive.clean_name(name)} looks like the work of many, but it lies in a "
                    "folder, so it was read as the work of one person. To grade what is in it, "
                    "give the command the file itself."
                )

    def _entry(self, one, path, packed=None):
        """The Entry of a group."""
        parts = tuple(sorted(one.parts, key=lambda part: (part.order, _counted(part.name))))
        origin = parts[0].name if parts else path.name
        origin = f"{path.name}/{origin}" if packed else origin
        origin += f" and {len(parts) - 1} more" if len(parts) > 1 else ""
        return Entry(
            path,
            identity.exactly(origin),
            parts,
            one.who,
            one.late,
            tuple(one.notes),
            source=identity.exactly(str(self.place)),
            without=frozenset(one for one in self.besides if one.is_relative_to(path)),
            zone=self.zone,
        )


class _Group:
    """What one identity handed in, while it is gathered."""

    def __init__(self, who):
        self.who, self.parts, self.late, self.notes = who, [], False, []
        self.names = {}  # name → parts that came under it

    def together(self, group):
        others = [one.name for one in group if one != self.who]
        if others:
            self.notes.append(f"Handed in together with {_listed(others).rstrip('.')}.")

    def one_each(self, warnings):
        """The group itself, or a group for each name, where one number has several names.

        Canvas gives each number one name: the numbers of other files can look like Canvas's.
        """
        if len(self.names) < 2:
            return [self]
        told = f"The number {self.who.number} has several names: {_listed(self.names)}."
        if self.who.platform != "canvas":
            warnings.append(f"{told} They were taken for one person.")
            return [self]
        warnings.append(f"{told} They were taken for different people.")
        found = []
        for name, parts in self.names.items():
            one = _Group(Identity("canvas", f"{self.who.number} {name}", name))
            one.parts, one.late = parts, self.late
            found.append(one)
        return found


def _visible(level):
    """The same without what systems leave behind."""
    return {
        name: is_folder
        for name, is_folder in level.items()
        if not name.startswith((".", "~$")) and name.lower() not in JUNK and archive.wanted(name)
    }


def _opened(path):
    """The export at a path, or None where it cannot be opened."""
    if not path.name.lower().endswith(".zip"):
        return None
    try:
        return archive.export(path)
    except UserError:
        return None


def _inmost(packed):
    """The folder in a zip that holds everything, below folders that hold only one folder each."""
    folder = ""
    for _ in range(WRAPPERS):
        level = _visible(packed.level(folder))
        ((name, is_folder),) = level.items() if len(level) == 1 else [("", False)]
        if not is_folder or _is_of_platform(level):
            break
        folder = f"{folder}/{name}".lstrip("/")
    return folder


def _is_of_platform(level):
    """Are these names that a platform gives?"""
    return gradescope.METADATA in level or _are_numbered(level) or bool(_by_platform(level))


def _by_platform(level):
    """What a platform's names say.

    Those of Canvas are plain enough to come by chance: most names must be like that, and its
    number of a file is never there twice.
    """
    found = {name: named for name in level if (named := identity.by_platform(name))}
    canvas = {name: one for name, one in found.items() if one.identity.platform == "canvas"}
    others = [name for name in level if name not in found and (level[name] or _is_work(name))]
    files = [named.order for named in canvas.values() if named.order]
    if len(canvas) > len(others) and len(files) == len(set(files)):
        return found
    return {name: named for name, named in found.items() if name not in canvas}


def _are_numbered(level):
    """Are these Gradescope's folders, without the file that says whose they are?"""
    folders = [name for name, is_folder in level.items() if is_folder]
    return len(folders) > 1 and all(map(gradescope.FOLDER.match, folders))


def _counted(name):
    """By the name, and a second file of one name after the first."""
    return identity.own_stem(name), identity.copy_number(name), name


def _is_work(name):
    return archive.is_archive(name) or name.lower().endswith(CODE)


def _form(groups, of_gradescope, packed):
    platforms = {who.platform for who in groups}
    named = [name for name in ("moodle", "canvas") if name in platforms]
    if of_gradescope or named:
        return f"an export of {'Gradescope' if of_gradescope else named[0].title()}"
    return "a zip with the work of several people" if packed else "a folder"


def _listed(names, most=5):
    names = [archive.clean_name(name) for name in names]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
