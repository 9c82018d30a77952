"""Compare: what the checks of an exercise say when they look at a single thing.

A check says what it saw, which rule that breaks, and what to do next; never only "wrong". These
functions raise Wrong with such a message:

    same(predict(X, w, b), X @ w + b, "the prediction", slips=[
        Slip("no_bias", "b is missing: the line runs through the origin.", X @ w),
    ])

What is expected decides what is asked for: an array where it is an array, a number where it is a
number. It also decides how exact the answer must be: relative to the largest number expected.
"""

import numbers

import numpy as np

from ..nn.gradients import usual_factors
from .in_words import OTHER_ARRAYS, count, other_kind, start
from .wrong import Part, Slip, Wrong, fail, keyed

TOLERANCE = 1e-5  # of the largest number expected; single precision and nudging stay well below
NOTHING = 1e-11  # the same where only zeros are expected, of the numbers they were made from
FACTORS = ("sign", "twice", "half", "sum_not_mean", "mean_twice", "no_mean_no_two")


def same(got, expected, what, slips=(), tip="", *, scale=0.0, tolerance=TOLERANCE):
    """Raise Wrong unless `got` equals `expected` in kind, shape and value.

    `what` names the thing in the message. A slip that gives exactly what was seen is quoted; `tip`
    is the next step where none does. `scale` is the size of the numbers that it was made from: it
    matters where only zeros are expected.
    """
    problem = difference(got, expected, what, scale=scale, tolerance=tolerance)
    if problem is None:
        return
    seen, kind = problem
    offered = {key: slip for key, slip in keyed(slips) if not alike(expected, slip.value)}
    fitting = {key: slip.sentence for key, slip in offered.items() if alike(got, slip.value)}
    told = tip if kind in ("wrong_value", "wrong_shape") else ""
    part = Part(what, got, expected, scale, tolerance)
    raise Wrong(seen, kind, offered=offered, fitting=fitting, tip=told, part=part)


def difference(got, expected, what, *, scale=0.0, tolerance=TOLERANCE):
    """How `got` differs: what was seen, and the id of that. None where it does not."""
    if isinstance(expected, str | bool) or expected is None:
        return _other_word(got, expected, what)
    is_number = isinstance(got, float) and isinstance(expected, float)  # most numbers
    if is_number and abs(got - expected) <= tolerance * abs(expected) < np.inf:
        return None
    is_array = isinstance(expected, np.ndarray) and expected.ndim > 0
    is_row = isinstance(expected, list)  # of plain numbers: an array will do as well
    if is_array and type(got) is np.ndarray and got.dtype.kind in "fiu":  # nearly always
        array = got
    else:
        array, problem = numbers_in(got, what, _wanted(is_array, is_row), lists=is_row)
        if problem:
            return problem
    if not is_array:
        expected = np.asarray(expected, dtype=float)
    if array.shape != expected.shape:
        return _other_shape(array, expected, what)
    if _all_near(array, expected, scale, tolerance):
        return None
    return _other_value(array, expected, what, scale, tolerance)


def close(array, expected, scale=0.0, tolerance=TOLERANCE):
    """Are these the same numbers, for what is expected here? Shapes that differ are not."""
    array, expected = np.asarray(array), np.asarray(expected)
    if array.shape != expected.shape or array.dtype.kind not in "fiu":
        return False
    return _all_near(array, expected.astype(float), scale, tolerance)


def _all_near(array, expected, scale, tolerance):
    largest = np.abs(expected).max(initial=0.0)
    if 0 < largest < np.inf:  # nearly always
        off = np.abs(array - expected).max()
        if not np.isnan(off):
            return bool(off <= tolerance * largest)
    return bool(np.all(near(array, expected, scale, tolerance)))


def near(array, expected, scale, tolerance):
    """For each number, whether it is near enough."""
    with np.errstate(all="ignore"):
        off = np.abs(array - expected)
        expected = np.asarray(expected)
        largest = np.max(np.abs(expected[np.isfinite(expected)]), initial=0.0)
        is_near = off <= (tolerance * largest if largest else NOTHING * (scale or 1.0))
        return is_near | (array == expected) | (np.isnan(array) & np.isnan(expected))


def alike(got, value):
    """Is this exactly what a slip gives?"""
    if value is None:
        return False
    if isinstance(value, str | bool):
        return not isinstance(got, np.ndarray) and got == value
    got = _plain(got)
    if not np.any(value):  # to be near 0 is not enough, and None is no 0
        is_number = got.dtype.kind in "biuf"
        return is_number and np.shape(got) == np.shape(value) and not np.any(got)
    return close(got, value)


def _plain(got):
    try:
        return np.asarray(got)
    except (ValueError, TypeError):
        return np.asarray(None)


def numbers_in(got, what, wanted, *, lists=False):
    """`got` as an array of real numbers, and None; or None and how it differs."""
    if not isinstance(got, np.ndarray | numbers.Real) or isinstance(got, bool | OTHER_ARRAYS):
        if lists and isinstance(got, list | tuple):
            try:
                got = np.asarray(got)
            except ValueError:
                seen = f"{start(what)} holds rows of different lengths, so it is no array."
                return None, (seen, "rows_of_different_lengths")
        else:
            return None, other_kind(got, what, wanted)
    array = np.asarray(got)
    if array.dtype.kind in "iuf":
        return array, None
    holds = {"c": "complex numbers, but the rule gives real ones", "b": "True and False"}
    holds |= {"U": "texts", "S": "texts"}
    told = holds.get(array.dtype.kind, "objects that are no numbers")
    told += "" if array.dtype.kind == "c" else ", but should hold numbers"
    is_truth = array.dtype.kind == "b"
    advice = "\n`1.0 * (...)` makes 1 of True and 0 of False." if is_truth else ""
    return None, (f"{start(what)} holds {told}.{advice}", "no_numbers")


def _wanted(is_array, is_row):
    return "an array" if is_array else "a list of numbers" if is_row else "a number"


def _other_word(got, expected, what):
    """For texts, truth values and None: how it differs, or None."""
    if isinstance(expected, bool) and isinstance(got, bool | np.bool_):
        got = bool(got)
    if type(got) is type(expected) and got == expected:
        return None
    shown = repr(expected)
    if type(got) is type(expected):
        return f"{start(what)} is {got!r:.80}, but should be {shown}.", "wrong_value"
    if isinstance(got, np.str_):
        return _other_word(str(got), expected, what)
    return other_kind(got, what, shown)


def _other_value(array, expected, what, scale, tolerance):
    if not np.all(np.isfinite(array)) and np.all(np.isfinite(expected)):
        if not expected.ndim:
            told = f"{start(what)} is {_first_odd(array)}, but should be {show(expected)}."
        else:
            told = f"{start(what)} holds {_first_odd(array)}, where numbers are expected."
        return told, "not_finite"
    shown = show(array), show(expected)
    if shown[0] == shown[1]:
        shown = show(array, 12), show(expected, 12)
    seen = f"{start(what)} is {shown[0]}, but should be {shown[1]}."
    return seen + _where(array, expected, scale, tolerance), "wrong_value"


def _other_shape(array, expected, what):
    if array.ndim == 2 and close(array.T, expected):
        seen = f"{start(what)} has shape {array.shape}, but should have shape {expected.shape}."
        return f"{seen}\nIt is transposed: rows and columns have changed places.", "transposed"
    if not expected.ndim:
        advice = "Return the number itself." if array.size == 1 else ""
        seen = f"{start(what)} is an array of shape {array.shape}, but should be one number."
        return f"{seen}{advice and chr(10)}{advice}", "array_for_number"
    if not array.ndim:
        seen = f"{start(what)} is one number, but should be an array of shape {expected.shape}."
        return seen, "number_for_array"
    seen = f"{start(what)} has shape {array.shape}, but should have shape {expected.shape}."
    if array.size == expected.size > 1:
        told = "As many numbers as there should be, but they lie differently: look at the axes."
        return f"{seen}\n{told}", "other_axes"
    if array.size == 1 == expected.size:
        return (
            f"{seen}\nIt is one number either way, with an axis too many or too few.",
            "other_axes",
        )
    return seen, "wrong_shape"


def number_of(got, what):
    """`got` as one float; Wrong where it is not a single number."""
    array, problem = numbers_in(got, what, "a number")
    if problem is None and array.ndim:
        problem = _other_shape(array, np.asarray(0.0), what)
    if problem:
        fail(problem[0], kind=problem[1])
    return float(array)


def parts_of(got, names, what="the result"):
    """`got` as a list with one thing for each name in "dw, db"; Wrong where it is not."""
    number = len(names.split(", "))
    if got is None:
        advice = f"Does your function end with `return {names}`?"
        fail(f"{start(what)} is None, but should be ({names}).", advice, kind="no_return")
    if not isinstance(got, list | tuple):
        seen, kind = other_kind(got, what, f"{number} things: ({names})")
        fail(seen, kind=kind)
    if len(got) != number:
        told = f"{start(what)} has {count(len(got), 'part')}, but should have {number}: ({names})."
        fail(told, kind="wrong_count")
    return list(got)


def entries_of(got, keys):
    """What a dictionary holds under these keys, in their order; Wrong where it is not one."""
    wanted = ", ".join(map(repr, keys))
    if not isinstance(got, dict):
        seen, kind = other_kind(got, "the result", f"a dictionary with the keys {wanted}")
        fail(seen, kind=kind)
    for key in keys:
        if key not in got:
            told = f"The result is a dictionary without the key {key!r}: it should have {wanted}."
            fail(told, kind="key_missing")
    return [got[key] for key in keys]


def list_of(got, length, what):
    """`got` as a list of `length` things; Wrong where it is something else."""
    if not isinstance(got, list | tuple):
        seen, kind = other_kind(got, what, f"a list of {length}")
        fail(seen, kind=kind)
    if len(got) != length:
        told = f"{start(what)} has {count(len(got), 'entry')}, but should have {length}."
        fail(told, kind="wrong_count")
    return list(got)


def show(value, digits=5):
    """A number or an array in at most a line or two, with as many digits as one wants to read."""
    array = np.asarray(value) + 0  # which makes 0 of the number that is printed as -0
    if array.ndim == 0:
        return f"{float(array):.{digits + 1}g}"
    if array.size > 12:
        first = show(array.ravel()[:4], digits)[:-1]
        return f"an array of shape {array.shape} that starts {first}, ...]"
    form = {"float_kind": lambda number: f"{number:.{digits}g}", "int_kind": str}
    return " ".join(np.array2string(array, separator=", ", formatter=form).split())


def usual_slips(right, n=None):
    """The usual wrong factors of a gradient, as `slips`."""
    pairs = zip(FACTORS, usual_factors(n), strict=False)
    return [Slip(name, told, factor * np.asarray(right)) for name, (factor, told) in pairs]


def _where(array, expected, scale, tolerance):
    """For arrays too large to compare by eye: how many differ, and where first."""
    if array.size <= 12:
        return ""
    wrong = ~near(array, expected, scale, tolerance)
    place = tuple(map(int, np.argwhere(wrong)[0]))
    index = ", ".join(map(str, place))
    number = int(wrong.sum())
    return (
        f" {number} of {array.size} numbers {'differs' if number == 1 else 'differ'}, the first at "
        f"[{index}]: {array[place]:.6g} instead of {expected[place]:.6g}."
    )


def _first_odd(array):
    return "nan (not a number)" if np.any(np.isnan(array)) else "an infinite number"
