"""Beside: what an answer has given, beside what was expected, as plain data."""

import numbers

import numpy as np

from ..compare import near
from .snapshots import COLUMNS, ROWS, array_snapshot, snapshot

EXACT = 12  # digits, where four do not show the difference


def beside(part, result):
    """The Part as data: name, got, expected, differs, place.

    `differs` has a truth for each number that is shown, or is None where they cannot be compared.
    `place` is that of the part in `result`, as ["1", "dW"] in result[1]["dW"], or None.
    """
    told = {"name": part.name, "differs": None, "place": _place(part.got, result)}
    if not _are_numbers(part.got) or not _are_numbers(part.expected):
        return told | {"got": snapshot(part.got), "expected": snapshot(part.expected)}
    got, expected = np.asarray(part.got), np.asarray(part.expected, dtype=float)
    if got.shape != expected.shape or got.ndim > 2:
        return told | {"got": snapshot(part.got), "expected": snapshot(part.expected)}
    differs = np.atleast_2d(~near(got, expected, part.scale, part.tolerance))
    row, column = map(int, np.argwhere(differs)[0]) if differs.any() else (0, 0)
    first = row // ROWS * ROWS, column // COLUMNS * COLUMNS
    shown = differs[first[0] : first[0] + ROWS, first[1] : first[1] + COLUMNS]
    digits = _digits(got, expected, differs)
    if not got.ndim:
        pair = {"got": f"{got + 0:.{digits}g}", "expected": f"{expected:.{digits}g}"}
        told |= {name: {"kind": "number", "text": text} for name, text in pair.items()}
        return told | {"differs": shown.tolist()}
    options = {"first": first, "number": lambda number: f"{number + 0:.{digits}g}"}
    told |= {"got": array_snapshot(got, **options), "expected": array_snapshot(expected, **options)}
    return told | {"differs": shown.tolist()}


def _are_numbers(value):
    """Is it an array of numbers, or one number?"""
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "iuf"
    is_row = isinstance(value, list) and all(isinstance(one, float | int) for one in value)
    return is_row or (isinstance(value, numbers.Real) and not isinstance(value, bool))


def _digits(got, expected, differs):
    pairs = zip(np.atleast_2d(got)[differs], np.atleast_2d(expected)[differs], strict=True)
    return EXACT if any(f"{a:.4g}" == f"{b:.4g}" for a, b in pairs) else 4


def _place(got, result):
    if result is got:
        return []
    if not isinstance(result, list | tuple | dict):
        return None
    parts = result.items() if isinstance(result, dict) else enumerate(result)
    inside = ((key, _place(got, part)) for key, part in parts)
    return next(([str(key), *rest] for key, rest in inside if rest is not None), None)
