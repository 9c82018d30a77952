"""Slips apart: do the slips of a rule give different results where the data are fixed?

Two that never differ cannot be told apart by any report, and one that is never wrong is no slip.
"""

import itertools
import runpy

from ..checking.compare import alike
from ..checking.result import equal
from ..checking.rule import Rule

MISSING = "missing"


def rules(exercise):
    """The rules that the checks of an exercise declare."""
    names = runpy.run_path(str(exercise.checks))
    return [value for value in names.values() if isinstance(value, Rule)]


def report(exercises):
    """The lines of a report on these exercises, and whether all slips can be told apart."""
    lines = []
    for rule in (rule for exercise in exercises for rule in rules(exercise)):
        lines += [f"{rule.name}: {one} is right in all fixed cases" for one in unseen(rule)]
        lines += [f"{rule.name}: {one} and {other} never differ" for one, other in twins(rule)]
    return [*lines, f"{len(lines)} slips cannot be told."], not lines


def unseen(rule):
    """The ids of slips that give the right result in all fixed cases."""
    every, seen = set(), set()
    for predicted in predictions(rule):
        every |= {_id(key) for key in predicted}
        seen |= {_id(key) for key, wrong in predicted.items() if wrong}
    return sorted(every - seen)


def twins(rule):
    """Pairs of ids whose slips give the same results in all fixed cases."""
    cases = list(predictions(rule))
    keys = sorted({key for predicted in cases for key in predicted})
    for one, other in itertools.combinations(keys, 2):
        if _id(one) == _id(other):
            continue
        pairs = [(predicted.get(one, {}), predicted.get(other, {})) for predicted in cases]
        if any(a for a, _ in pairs) and all(_same(a, b) for a, b in pairs):
            yield _id(one), _id(other)


def predictions(rule):
    """For each fixed case, what each slip would get wrong: key → (path → value)."""
    for case in rule.fixed():
        known = rule.known(case)
        yield {key: _wrong(values, known.expected) for key, _, values in known.slips}


def _wrong(values, leaves):
    """What differs, or is missing: path → value."""
    values = dict.fromkeys(leaves, MISSING) | values if () not in values else values
    return {
        path: value
        for path, value in values.items()
        if value is not None and (path not in leaves or not alike(leaves[path], value))
    }


def _same(one, other):
    return one.keys() == other.keys() and all(_equal(one[path], other[path]) for path in one)


def _equal(one, other):
    return equal(one, other) if isinstance(one, list | tuple | dict) else alike(one, other)


def _id(key):
    return key.partition("/")[0]
