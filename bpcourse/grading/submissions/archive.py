"""Archive: what is in a folder, a zip or a tar, without trusting any of it.

Everything is read member by member and within bounds; links are not followed, nothing is written to
disk, and a path that leads elsewhere is only a name. What is left out is said.
"""

import bz2
import gzip
import io
import lzma
import os
import re
import stat
import tarfile
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

from ...errors import UserError
from ..results.store import RESULTS
from . import dates
from .identity import PACKED

FILE = 20 << 20  # bytes of one file; a notebook with pictures has two or three million
TOTAL = 60 << 20  # bytes of one submission
MEMBERS = 3000
STREAM = 300 << 20  # bytes that all tars of a submission may unfold to while looked through
LOOKED_AT = 3 * MEMBERS  # files in all archives of a submission together
NESTED = 2  # archives in archives
DEPTH = 4  # folders in folders down to which the parts of an export are found
AT_ONCE = 120.0  # seconds: a file whose date is that near to its arrival here may be a copy
COPYING = 600.0  # seconds that copying a class may take
PACKING = 3600.0  # seconds that a platform may take to pack one
LOCKED = 1  # the flag of a zip's member that needs a password
PASSED_OVER = {
    *("__pycache__", "__MACOSX", ".git", ".ipynb_checkpoints", "node_modules", "site-packages"),
    *("attempts", ".bpcourse", ".venv", "venv"),
}
LEFT_OUT = "Left out: "  # how a note on it begins
NOT_READ = {  # ways to pack, by the ending of the name, with the first bytes
    "7z": rb"7z\xbc\xaf\x27\x1c",
    "rar": rb"Rar!\x1a\x07",
    "gz": rb"\x1f\x8b\x08",
    "bz2": rb"BZh[1-9]1AY&SY",
    "xz": rb"\xfd7zXZ\x00",
    "zst": rb"\x28\xb5\x2f\xfd",
}


@dataclass(frozen=True)
class Stamp:
    """The date of a file.

    Where all files of a class have dates within `slack` seconds of each other, these are the dates
    of packing or copying them, and not those on which they came. 0 is for a date that is certain.
    """

    when: float = dates.UNKNOWN
    slack: float = 0.0


class Contents:
    """Files by name, in the order in which they were met, and notes on what was left out."""

    def __init__(self):
        self.files = {}
        self.stamps = {}  # name → Stamp
        self.notes = []
        self.size = 0

    def add(self, name, data, stamp):
        self.size += len(data)
        if self.size > TOTAL:
            raise UserError(f"It unpacks to more than {TOTAL >> 20} MB, so it was not read.")
        if len(self.files) >= MEMBERS:
            raise UserError(f"It has more than {MEMBERS} files, so it was not read.")
        self.files.pop(name, None)  # of two files with one name the last counts
        self.files[name], self.stamps[name] = data, stamp

    def leave_out(self, name, why):
        if len(self.notes) < 5:
            self.notes.append(f"{LEFT_OUT}{clean_name(name)} ({why}).")


class Bounds:
    """What all archives of one submission may unfold to, together."""

    def __init__(self):
        self.bytes, self.members = STREAM, LOOKED_AT

    def take(self, size=0, members=0):
        self.bytes, self.members = self.bytes - size, self.members - members
        if self.bytes < 0:
            raise UserError(f"It unpacks to more than {STREAM >> 20} MB, so it was not read.")
        if self.members < 0:
            raise UserError(f"Its archives hold more than {LOOKED_AT} files, so it was not read.")

    @property
    def exhausted(self):
        return self.bytes < 0 or self.members < 0


def is_archive(name):
    return name.lower().endswith(PACKED)


def other_packing(name, data):
    """The name of a way to pack that is not read here, or an empty text."""
    if is_archive(name) and not name.lower().endswith(".zip"):
        return ""
    for kind, start in NOT_READ.items():
        if name.lower().endswith(f".{kind}") or re.match(start, data):
            return kind
    return ""


def clean_name(name):
    """A path as it may be shown: printable, and not too long."""
    text = "".join(letter if letter.isprintable() else "?" for letter in name)
    return text if len(text) <= 120 else f"{text[:60]}…{text[-50:]}"


def wanted(name):
    """Is this a path inside, and none of the folders that programs make for themselves?"""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return bool(parts) and not PASSED_OVER.intersection(parts) and not parts[-1].startswith("._")


def are_results(names):
    """Are these the names in a folder into which a grading wrote?"""
    return names >= {RESULTS, "grades.csv", "report.html", "pages", "exports"}


def leads_outside(name):
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or path[1:2] == ":"


def read_folder(folder, contents, without=()):
    """Add the files of a folder, but those in the paths `without`; links are not followed."""
    seen = 0
    for root, folders, names in os.walk(folder, followlinks=False):
        if are_results({*folders, *names}):
            contents.leave_out(Path(root).name, "the results of a grading")
            folders.clear()
            continue
        if without:
            folders[:] = [name for name in folders if Path(root, name).resolve() not in without]
            names = [name for name in names if Path(root, name).resolve() not in without]
        folders[:] = sorted(name for name in folders if wanted(name))
        for name in [name for name in folders if Path(root, name).is_symlink()]:
            contents.leave_out(name, "a link")
        for name in sorted(names):
            seen += 1
            if seen > MEMBERS:
                raise UserError(f"It has more than {MEMBERS} files, so it was not read.")
            path = Path(root, name)
            inside = path.relative_to(folder).as_posix()
            if wanted(inside):
                _add_file(contents, inside, path)


def _add_file(contents, name, path):
    try:
        contents.add(name, *read_file(path))
    except (UserError, OSError) as error:
        if isinstance(error, UserError) and contents.size > TOTAL:
            raise
        contents.leave_out(name, str(error).rstrip(".") or "it cannot be read")


def read_file(path):
    """The bytes of a regular file, and its Stamp.

    UserError where it is a link, a pipe, a device, or too large.
    """
    try:
        descriptor = _open(path)
    except OSError as error:
        if Path(path).is_symlink():
            raise UserError("a link, which is not followed") from None
        raise UserError(error.strerror or str(error)) from None
    with os.fdopen(descriptor, "rb") as file:
        told = os.fstat(descriptor)
        if not stat.S_ISREG(told.st_mode):
            raise UserError("not a regular file")
        if told.st_size > FILE:
            raise UserError(f"larger than {FILE >> 20} MB")
        just_written = abs(told.st_ctime - told.st_mtime) < AT_ONCE
        return file.read(FILE), Stamp(
            dates.believed(told.st_mtime), COPYING if just_written else 0.0
        )


def _open(path):
    """Open without following a link, and without waiting for who writes into a pipe."""
    careful = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    return os.open(path, os.O_RDONLY | careful | getattr(os, "O_BINARY", 0))


def read_archive(name, data, stamp, bounds):
    """The Contents of a zip or a tar, given as bytes; what is in it has the archive's own Stamp.

    The dates inside were written by whoever packed it.
    """
    contents = Contents()
    with _told():
        if name.lower().endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                bounds.take(members=len(packed.infolist()))
                _add_members(contents, packed, _members(packed), lambda info: stamp)
        else:
            _add_tar(contents, name, data, stamp, bounds)
    return contents


@contextmanager
def _told():
    """Whatever damaged bytes lead to becomes a UserError."""
    try:
        yield
    except UserError:
        raise
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise UserError(f"The archive is damaged: {str(error).rstrip('.')}.") from None
    except (lzma.LZMAError, NotImplementedError, RuntimeError, KeyError) as error:
        raise UserError(f"The archive cannot be read: {str(error).rstrip('.')}.") from None
    except Exception as error:  # zlib.error and others
        raise UserError(f"The archive is damaged: {type(error).__name__}.") from None


def _members(packed):
    """Pairs of a name and what the zip says of it, without folders."""
    return [(_name(info), info) for info in packed.infolist() if not info.is_dir()]


def _name(info):
    """The name of a member; some programs do not say that it is UTF-8, and some write \\ for /."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    name = name.replace("\\", "/")
    root = "/" if name.startswith("/") else ""
    return root + "/".join(piece for piece in name.split("/") if piece not in ("", "."))


def _add_members(contents, packed, members, stamp_of):
    if len(members) > MEMBERS:
        raise UserError(f"It has more than {MEMBERS} files, so it was not read.")
    if sum(info.file_size for _, info in members) > TOTAL:
        raise UserError(f"It unpacks to more than {TOTAL >> 20} MB, so it was not read.")
    members = [(name, info) for name, info in members if wanted(name)]
    if members and all(info.flag_bits & LOCKED for _, info in members):
        raise UserError("It is locked with a password. Pack it without one, and hand it in again.")
    for name, info in members:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if leads_outside(name):
            contents.leave_out(name, "its path leads outside")
        elif kind not in (0, stat.S_IFREG):
            contents.leave_out(name, "a link or a device")
        elif info.flag_bits & LOCKED:
            contents.leave_out(name, "locked with a password")
        elif info.file_size > FILE:
            contents.leave_out(name, f"larger than {FILE >> 20} MB")
        else:
            with packed.open(info) as file:
                contents.add(name, file.read(FILE), stamp_of(info))


class Export:
    """A zip with the submissions of many, of any size: each of its parts is read by itself."""

    def __init__(self, path):
        if not stat.S_ISREG(path.lstat().st_mode):
            raise UserError("It cannot be read: not a regular file.")
        self.packed = zipfile.ZipFile(path)
        self.parts = {}  # name of a file, or of a folder down to DEPTH → pairs of name and info
        for name, info in _members(self.packed):
            if wanted(name) and not leads_outside(name):
                pieces = name.split("/", DEPTH + 1)
                for i in range(1, min(len(pieces), DEPTH) + 1):
                    self.parts.setdefault("/".join(pieces[:i]), []).append((name, info))
                if len(pieces) > DEPTH:
                    self.parts[name] = [(name, info)]
        times = [info.date_time for info in self.packed.infolist() if not info.is_dir()]
        self.slack = PACKING if times == sorted(times) else 0.0

    def level(self, folder):
        """Names of what lies directly in a folder, "" being the whole; true for a folder."""
        start = f"{folder}/" if folder else ""
        found = {}
        for name, _ in self.parts.get(folder, ()) if folder else self._all():
            first, *rest = name[len(start) :].split("/", 1)
            found[first] = found.get(first, False) or bool(rest)
        return found

    def _all(self):
        return [pair for name, pairs in self.parts.items() if "/" not in name for pair in pairs]

    def read(self, part, contents, zone=None):
        """Add the files of one part."""
        with _told():
            members = self.parts.get(part, [])
            _add_members(contents, self.packed, members, partial(self._stamp, zone=zone))

    def _stamp(self, info, zone):
        return Stamp(dates.of_member(info, zone), self.slack)


def export(path):
    """The Export at a path, opened once. UserError where it cannot be read."""
    with _told():
        told = path.lstat()
        return _opened(path, told.st_mtime_ns, told.st_size)


@lru_cache(maxsize=4)
def _opened(path, *version):
    return Export(path)


OPENERS = {".gz": gzip.open, ".tgz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def _add_tar(contents, name, data, stamp, bounds):
    opener = OPENERS.get(Path(name.lower()).suffix, lambda file: file)
    stream = _Bounded(opener(io.BytesIO(data)), bounds)
    with tarfile.open(fileobj=stream, mode="r|") as packed:
        for seen, info in enumerate(packed):
            bounds.take(members=1)
            if seen > MEMBERS:
                raise UserError(f"It has more than {MEMBERS} files, so it was not read.")
            if info.isdir() or not wanted(info.name):
                continue
            if leads_outside(info.name):
                contents.leave_out(info.name, "its path leads outside")
            elif not info.isreg():
                contents.leave_out(info.name, "a link or a device")
            elif info.size > FILE:
                contents.leave_out(info.name, f"larger than {FILE >> 20} MB")
            else:
                contents.add(info.name, packed.extractfile(info).read(FILE), stamp)


class _Bounded:
    """A stream whose bytes count against the bounds."""

    def __init__(self, stream, bounds):
        self.stream, self.bounds = stream, bounds

    def read(self, size):
        data = self.stream.read(size)
        self.bounds.take(len(data))
        return data
