"""Operation: one step of a line, X @ w and then X @ w + b, computed once more.

Only arithmetic is: numbers and arrays of numbers, of bounded size.
"""

from dataclasses import dataclass, field

import numpy as np

LARGEST = 20_000  # numbers in an array that is computed once more
NUMBERS = (bool, int, float, np.number, np.bool_)


class Unknown(Exception):
    """It cannot be known without running the line."""


@dataclass
class Operation:
    """One step of a line. `of` are the operations whose values it takes."""

    text: str  # as the line says it
    kind: str  # "name", "number", "elementwise", "product", "collapse" or "other"
    sign: str = ""  # + - * / @ ... or the function's name
    of: list = field(default_factory=list)
    value: object = None  # None where the shapes do not fit
    letters: tuple = ()  # of the axes of the value, "" where one has none
    axis: int | None = None  # of a collapse
    fits: bool = True


def computed(told, act):
    """Compute it, where that is no more than arithmetic."""
    values = [one.value for one in told.of]
    if not all(one.fits for one in told.of):
        raise Unknown
    try:
        if sum(np.size(value) for value in values) > LARGEST or _would_grow(told, values):
            raise Unknown
        told.value = plain(act(*values))
    except (ValueError, IndexError) as error:
        if not isinstance(error, ValueError) or told.kind not in ("elementwise", "product"):
            raise Unknown from None
        told.fits = False
    except (TypeError, ArithmeticError, AttributeError):
        raise Unknown from None
    if told.fits and not told.letters:
        told.letters = _letters_of(told)
    return told


def plain(value):
    """The value, if it is a number or an array of numbers. Raises Unknown."""
    if type(value) is np.ndarray and value.dtype.kind in "biuf" and value.size <= LARGEST:
        return value
    if isinstance(value, NUMBERS):
        return value
    raise Unknown


def _would_grow(told, values):
    """Would the result be much larger than what goes into it, as that of an outer product?"""
    if told.kind == "collapse" or any(np.ndim(value) == 0 for value in values):
        # a whole number to a power may become too long to compute
        return told.sign == "**" and all(isinstance(value, int) for value in values)
    return int(np.prod([np.size(value) for value in values])) > LARGEST * 50


def _letters_of(told):
    """The letters of what an operation gives, from those of what goes into it."""
    shape = np.shape(told.value)
    if not shape:
        return ()
    if told.kind == "elementwise":
        return tuple(_letter(told.of, shape, axis) for axis in range(-len(shape), 0))
    if told.sign in ("@", "dot", "matmul"):
        left, right = told.of
        first = left.letters[:-1] or ("",) * (np.ndim(left.value) - 1)
        second = right.letters[1:] or ("",) * (np.ndim(right.value) - 1)
        letters = (*first, *second)
    elif told.kind == "collapse" and told.axis is not None:
        before = told.of[0].letters or ("",) * np.ndim(told.of[0].value)
        letters = (*before[: told.axis], *before[told.axis + 1 :])
    else:
        return ()
    return letters if len(letters) == len(shape) else ()


def _letter(of, shape, axis):
    for one in of:
        own = np.shape(one.value)
        if one.letters and len(own) >= -axis and own[axis] == shape[axis]:
            return one.letters[axis]
    return ""
