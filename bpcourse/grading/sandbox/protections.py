"""Protections: what stands between a student's code and the rest of the machine, one by one.

Each can be missing on some system without the others: then the grading goes on with what there is,
and says with every result what there was.
"""

import os
import sys
import sysconfig
from pathlib import Path

from ...content import PACKAGE, content

LIMITS = "limits"
SESSION = "session"
FOLDER = "private folder"
PRIVILEGES = "no new privileges"
NAMESPACES = "name spaces"
PROCESSES = "own processes"
LANDLOCK = "Landlock"
SECCOMP = "seccomp"

MEANING = {
    LIMITS: "time, memory, open files and the size of files are limited",
    SESSION: "it is stopped together with what it has started",
    FOLDER: "it writes into a folder of its own, which goes with it",
    PRIVILEGES: "no program can give it more rights",
    NAMESPACES: "no network, no home folder, no other files, no shared memory",
    PROCESSES: "it sees no other process, and none outlives it",
    LANDLOCK: "the kernel lets it read Python, and write into its folder only",
    SECCOMP: "the kernel refuses new processes, connections, signals to others",
}
FOLDER_BYTES = 16 << 20  # bytes that an answer may write
MESSAGE_BYTES = 1 << 16  # of a message to the fork server, and of its answer


class Protections:
    """Which layers are on, and of the others why not."""

    def __init__(self, missing=None):
        self.missing = dict(missing or {})  # name → why

    @property
    def present(self):
        return [name for name in MEANING if name not in self.missing]

    @property
    def complete(self):
        return not self.missing

    def __str__(self):
        if self.complete:
            return f"all {len(MEANING)} layers"
        return f"{len(self.present)} of {len(MEANING)} layers; without {', '.join(self.missing)}"

    def told(self):
        """A line for each layer: what it does, or what is not protected and why."""
        for name, meaning in MEANING.items():
            if name in self.missing:
                yield f"missing  {name}: {self.missing[name]}. Not protected: {meaning}."
            else:
                yield f"ok       {name}: {meaning}."


def readable_paths(hidden):
    """The folders that Python needs to go on importing: its own, its packages', the system's."""
    paths = sysconfig.get_paths()
    wanted = [paths["stdlib"], paths["platstdlib"], sysconfig.get_config_var("DESTSHARED")]
    wanted += [path for path in sys.path if _holds_packages(path)]
    wanted += ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"]
    wanted += ["/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo"]
    wanted += [str(Path(sys.base_prefix, "lib", f"libpython3.{sys.version_info.minor}.so.1.0"))]
    return outermost(path for path in wanted if path and os.path.exists(path))  # noqa: PTH110


def outermost(paths):
    """The same without those that lie inside another one."""
    paths = dict.fromkeys(paths)
    return [path for path in paths if not any(_beneath(path, other) for other in paths)]


def _holds_packages(path):
    return Path(path).name in ("site-packages", "dist-packages")


def _beneath(path, other):
    return path != other and Path(other) in Path(path).parents


def hidden_paths(*more):
    """What may not be read even where it lies inside a folder that may: the course itself.

    Wherever it is found: an editable installation leaves a second copy of its content.
    """
    copies = [Path(place, PACKAGE.name) for place in sys.path if os.path.isabs(place)]  # noqa: PTH117
    paths = [PACKAGE, content("exercises"), *copies, *map(Path, more)]
    return [path for path in dict.fromkeys(paths) if path.exists()]


def without(paths, hidden):
    """The same paths, with each folder that holds something hidden taken apart around it."""
    for path in map(Path, paths):
        if any(path == h or h in path.parents for h in hidden):
            continue
        if any(path in h.parents for h in hidden) and path.is_dir():
            yield from without(sorted(path.iterdir()), hidden)
        else:
            yield str(path)
