"""Catalogue: the set of exercises that is graded, and the private checks that lie over it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ...checking import exercise as known
from ...errors import UserError


@dataclass(frozen=True)
class Catalogue:
    """Exercises in their order, and pairs of an exercise's name and a further file of checks."""

    exercises: tuple
    private: tuple = ()

    @property
    def folders(self):
        return [exercise.folder for exercise in self.exercises]

    @property
    def fingerprint(self):
        """Changes when any check, stub or private check does."""
        total = hashlib.sha256()
        for exercise in self.exercises:
            for path in (exercise.checks, exercise.folder / "stub.py"):
                total.update(f"{exercise.name}/{path.name}\0".encode() + path.read_bytes())
        for name, path in self.private:
            total.update(f"private/{name}/{path.name}\0".encode() + path.read_bytes())
        return total.hexdigest()[:16]


def catalogue(folder=None, private=None, only=()):
    """The course's exercises, or those in `folder`; with `only`, some of them by name."""
    exercises = known.exercises() if folder is None else _exercises_in(Path(folder).resolve())
    names = [exercise.name for exercise in exercises]
    for name in only:
        if name not in names:
            raise UserError(f"There is no exercise called {name!r} among: {', '.join(names)}.")
    chosen = tuple(exercise for exercise in exercises if not only or exercise.name in only)
    return Catalogue(chosen, _private_checks(private, names, chosen) if private else ())


def _exercises_in(folder):
    found = sorted(path.parent for path in folder.rglob("exercise.toml"))
    if not found:
        raise UserError(
            f"{folder} holds no exercise: a folder with exercise.toml, stub and checks."
        )
    exercises = sorted(map(known.read, found), key=lambda exercise: exercise.number)
    names = [exercise.name for exercise in exercises]
    if twice := {name for name in names if names.count(name) > 1}:
        raise UserError(f"{folder} has two exercises called {min(twice)}.")
    for exercise in exercises:
        if not exercise.checks.is_file():
            raise UserError(
                f"{exercise.folder} has no {exercise.checks.name}, so it cannot be graded."
            )
    return tuple(exercises)


def _private_checks(folder, names, chosen):
    folder, wanted = Path(folder).resolve(), {exercise.name for exercise in chosen}
    found = []
    for path in sorted(folder.rglob("test_*.py")):
        name = path.parent.name if path.parent.name in names else path.stem.removeprefix("test_")
        if name not in names:
            raise UserError(
                f"{path} belongs to no exercise: put it into a folder with an exercise's name."
            )
        if name in wanted:
            found.append((name, path))
    if not found:
        raise UserError(
            f"{folder} holds no checks: files test_*.py in folders named like exercises."
        )
    return tuple(found)
