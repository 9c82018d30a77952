"""Mutants: every small change of a model answer. One that still passes is a hole in the checks.

Or it is no mistake at all: then mutants.toml in the exercise's folder says why.

    [[equivalent]]
    why = "Both lists are equally long."
    old = "return [w - lr * dw for w, dw in zip(params, grads, strict=True)]"
    new = ["return [w - lr * dw for w, dw in zip(params, grads)]"]
"""

import ast
import difflib
import tomllib
from dataclasses import dataclass

from .mutations import mutated
from .trial import with_trials


@dataclass(frozen=True)
class Mutant:
    """A changed answer, and the lines that were changed."""

    source: str
    old: str
    new: str


def mutants(source):
    """All mutants of an answer, each once."""
    tree = ast.parse(source)
    original = ast.unparse(tree)
    seen = {original}
    for changed in mutated(tree):
        text = ast.unparse(ast.fix_missing_locations(changed))
        if text not in seen:
            seen.add(text)
            yield Mutant(text, *_difference(original, text))


def _difference(original, text):
    """The lines of the one that are not in the other."""
    lines = list(difflib.ndiff(original.splitlines(), text.splitlines()))
    old, new = ([line[2:].strip() for line in lines if line[0] == sign] for sign in "-+")
    return "\n".join(old), "\n".join(new)


def survivors(trial, exercise):
    """How many mutants there are, and those that pass all checks."""
    made = list(mutants(exercise.solution))
    return len(made), [m for m in made if trial(exercise, m.source).outcome == "ok"]


def listed(exercise):
    """The mutants that are known to be right: (old, new) → why."""
    path = exercise.folder / "mutants.toml"
    if not path.exists():
        return {}
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["equivalent"]
    return {(entry["old"], new): entry["why"] for entry in entries for new in entry["new"]}


def report(exercises):
    """The lines of a report on these exercises, and whether there is no hole."""
    return with_trials(exercises, lambda trial: _report(trial, exercises))


def _report(trial, exercises):
    lines, is_tight = [], True
    for exercise in exercises:
        own = trial(exercise, exercise.solution)
        if own.outcome != "ok":  # so whatever is rejected proves nothing
            lines += [f"{exercise.name}: its own model answer does not pass", str(own)]
            is_tight = False
            continue
        count, passed = survivors(trial, exercise)
        known = listed(exercise)
        holes = [mutant for mutant in passed if (mutant.old, mutant.new) not in known]
        stale = set(known) - {(mutant.old, mutant.new) for mutant in passed}
        is_tight = is_tight and not holes and not stale
        right = len(passed) - len(holes)
        lines.append(f"{exercise.name}: {count} mutants, {right} right, {len(holes)} holes")
        for mutant in holes:
            lines += ["", "[[equivalent]]", 'why = ""', f"old = {quoted(mutant.old)}"]
            lines.append(f"new = [{quoted(mutant.new)}]")
        for old, new in sorted(stale):
            lines.append(f"  mutants.toml lists what is no mutant that passes: {old} → {new}")
    return lines, is_tight


def quoted(text):
    """As a string of TOML."""
    if "'" not in text and "\n" not in text:
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
