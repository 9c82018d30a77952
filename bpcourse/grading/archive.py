"""Archive: what is in a folder, a zip or a tar, without trusting any of it.

Everything is read member by member and within bounds; links are not followed, nothing is written to
disk, and a path that leads elsewhere is only a name. What is left out is said.
"""

import bz2
import gzip
import io
import lzma
import os
import stat
import tarfile
import zipfile
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ..trouble import Trouble

FILE = 20 << 20  # bytes of one file; a notebook with pictures has two or three million
TOTAL = 60 << 20  # bytes of one submission
MEMBERS = 3000
STREAM = 300 << 20  # bytes that a compressed tar may unfold to while it is looked through
NESTED = 2  # archives in archives: an export of zips is one
PASSED_OVER = {
    *("__pycache__", "__MACOSX", ".git", ".ipynb_checkpoints", "node_modules", "site-packages"),
    *("attempts", ".bpcourse", ".venv", "venv"),
}
RESULTS = "grades.sqlite"
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")


class Contents:
    """Files by name, in the order in which they were met, and notes on what was left out."""

    def __init__(self):
        self.files = {}
        self.notes = []
        self.size = 0

    def add(self, name, data):
        self.size += len(data)
        if self.size > TOTAL:
            raise Trouble(f"It unpacks to more than {TOTAL >> 20} MB, so it was not read.")
        if len(self.files) >= MEMBERS:
            raise Trouble(f"It has more than {MEMBERS} files, so it was not read.")
        self.files.pop(name, None)  # of two files with one name the last counts
        self.files[name] = data

    def leave_out(self, name, why):
        if len(self.notes) < 5:
            self.notes.append(f"Left out: {clean_name(name)} ({why}).")


def is_archive(name):
    return name.lower().endswith(ARCHIVES)


def clean_name(name):
    """A path as it may be shown: printable, and not too long."""
    text = "".join(letter if letter.isprintable() else "?" for letter in name)
    return text if len(text) <= 120 else f"{text[:60]}…{text[-50:]}"


def wanted(name):
    """Is this a path inside, and none of the folders that programs make for themselves?"""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not PASSED_OVER.intersection(parts) and not parts[-1:][0].startswith("._")


def leads_outside(name):
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or path[1:2] == ":"


def read_folder(folder):
    """The Contents of a folder; links are not followed."""
    contents, seen = Contents(), 0
    for root, folders, names in os.walk(folder, followlinks=False):
        if RESULTS in names:  # an earlier grading of this very folder
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if wanted(name))
        for name in [name for name in folders if Path(root, name).is_symlink()]:
            contents.leave_out(name, "a link")
        for name in sorted(names):
            seen += 1
            if seen > MEMBERS:
                raise Trouble(f"It has more than {MEMBERS} files, so it was not read.")
            path = Path(root, name)
            inside = path.relative_to(folder).as_posix()
            if wanted(inside):
                _add_file(contents, inside, path)
    return contents


def _add_file(contents, name, path):
    try:
        contents.add(name, read_file(path))
    except (Trouble, OSError) as error:
        if isinstance(error, Trouble) and contents.size > TOTAL:
            raise
        contents.leave_out(name, str(error).rstrip(".") or "it cannot be read")


def read_file(path):
    """The bytes of a regular file. Trouble where it is a link, a pipe, a device, or too large."""
    try:
        descriptor = _open(path)
    except OSError as error:
        if Path(path).is_symlink():
            raise Trouble("a link, which is not followed") from None
        raise Trouble(error.strerror or str(error)) from None
    with os.fdopen(descriptor, "rb") as file:
        told = os.fstat(descriptor)
        if not stat.S_ISREG(told.st_mode):
            raise Trouble("not a regular file")
        if told.st_size > FILE:
            raise Trouble(f"larger than {FILE >> 20} MB")
        return file.read(FILE)


def _open(path):
    """Open without following a link, and without waiting for who writes into a pipe."""
    careful = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    return os.open(path, os.O_RDONLY | careful | getattr(os, "O_BINARY", 0))


def read_archive(name, data):
    """The Contents of a zip or a tar, given as bytes."""
    try:
        return _read_zip(data) if name.lower().endswith(".zip") else _read_tar(name, data)
    except Trouble:
        raise
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise Trouble(f"The archive is damaged: {error}.") from None
    except (lzma.LZMAError, NotImplementedError, RuntimeError, KeyError) as error:
        raise Trouble(f"The archive cannot be read: {error}.") from None
    except Exception as error:  # zlib.error and whatever else damaged bytes may lead to
        raise Trouble(f"The archive is damaged: {type(error).__name__}.") from None


def _read_zip(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return _read_members(packed, packed.infolist())


def _read_members(packed, infos):
    contents = Contents()
    if len(infos) > MEMBERS:
        raise Trouble(f"It has more than {MEMBERS} files, so it was not read.")
    if sum(info.file_size for info in infos) > TOTAL:
        raise Trouble(f"It unpacks to more than {TOTAL >> 20} MB, so it was not read.")
    for info in infos:
        if info.is_dir() or not wanted(info.filename):
            continue
        kind = stat.S_IFMT(info.external_attr >> 16)
        if leads_outside(info.filename):
            contents.leave_out(info.filename, "its path leads outside")
        elif kind not in (0, stat.S_IFREG):
            contents.leave_out(info.filename, "a link or a device")
        elif info.flag_bits & 1:
            contents.leave_out(info.filename, "it is encrypted")
        elif info.file_size > FILE:
            contents.leave_out(info.filename, f"larger than {FILE >> 20} MB")
        else:
            with packed.open(info) as file:
                contents.add(info.filename, file.read(FILE))
    return contents


@lru_cache(maxsize=4)
def export(path):
    """A zip of any size, open for reading, since each of its parts is read by itself."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise Trouble("It cannot be read: not a regular file.")
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Trouble(f"The archive is damaged: {error}.") from None


def read_part(path, part):
    """The Contents of one submission's part of an export."""
    try:
        packed = export(path)
        chosen = [i for i in packed.infolist() if f"{i.filename}/".startswith(f"{part}/")]
        return _read_members(packed, chosen)
    except Trouble:
        raise
    except Exception as error:  # whatever damaged bytes may lead to
        raise Trouble(f"The archive is damaged: {error or type(error).__name__}.") from None


OPENERS = {".gz": gzip.open, ".tgz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def _read_tar(name, data):
    contents = Contents()
    opener = OPENERS.get(Path(name.lower()).suffix, lambda file: file)
    stream = _Bounded(opener(io.BytesIO(data)))
    with tarfile.open(fileobj=stream, mode="r|") as packed:
        for seen, info in enumerate(packed):
            if seen > MEMBERS:
                raise Trouble(f"It has more than {MEMBERS} files, so it was not read.")
            if info.isdir() or not wanted(info.name):
                continue
            if leads_outside(info.name):
                contents.leave_out(info.name, "its path leads outside")
            elif not info.isreg():
                contents.leave_out(info.name, "a link or a device")
            elif info.size > FILE:
                contents.leave_out(info.name, f"larger than {FILE >> 20} MB")
            else:
                contents.add(info.name, packed.extractfile(info).read(FILE))
    return contents


class _Bounded:
    """A stream that says so when it unfolds to more than anybody hands in."""

    def __init__(self, stream):
        self.stream, self.left = stream, STREAM

    def read(self, size):
        data = self.stream.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise Trouble(f"It unpacks to more than {STREAM >> 20} MB, so it was not read.")
        return data
