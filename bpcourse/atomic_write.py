"""Atomic writing: a file is replaced as a whole, or it stays as it was."""

import os
from contextlib import contextmanager, suppress


@contextmanager
def atomic_write(path, mode="w", *, lasting=True, **options):
    """A file to write to, which takes the place of `path` when all of it is written.

    Whoever looks there, even after a crash, finds the old file or the new one; where writing fails,
    the old one. What is made anew in no time need not be `lasting`: it is not forced to the disk,
    which takes most of the time where files are many. Takes the options of `open`.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}")
    try:
        with unfinished.open(mode.replace("w", "x"), **options) as file:
            yield file
            file.flush()
            if lasting:
                os.fsync(file.fileno())  # on the disk, before the old file goes
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def write_text(path, text):
    """Write a text atomically, in a folder that is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(path, encoding="utf-8", newline="\n") as file:
        file.write(text)
