"""Compare: what the checks of an exercise say when they look at an answer.

A check says what it saw, which rule that breaks, and what to do next; never only "wrong". These
functions raise AssertionError with such a message:

    same(predict(X, w, b), X @ w + b, "the prediction", slips=[
        ("b is missing: the line runs through the origin.", X @ w),
    ])
"""

import numpy as np

from ..gradients import usual_factors

TOLERANCE = 1e-6  # central differences agree to about 1e-9 in float64
TOLERANCE_32 = 1e-3  # what float32 can promise after some sums
RETURN = "Does your function end with `return`?"


def same(got, expected, what, slips=(), tip=""):
    """Raise AssertionError unless `got` equals `expected` in kind, shape and value.

    `what` names the thing in the message. `slips` are pairs: a sentence, and the value which that
    mistake would have given; the first that fits is quoted. `tip` is the next step where none fits.
    """
    expected = np.asarray(expected, dtype=float)
    number = expected.ndim == 0
    array = as_numbers(got, what, number)
    if array.shape == expected.shape and _close(array, expected):
        return
    cause = next((sentence for sentence, value in slips if _is(array, value)), "")
    if array.shape != expected.shape:
        wanted = "be one number" if number else f"have shape {expected.shape}"
        rule = cause or _shape_rule(array, expected) or tip
        fail(f"{start(what)} has shape {array.shape}, but should {wanted}.", rule)
    cause = cause or tip
    if not np.all(np.isfinite(array)) and np.all(np.isfinite(expected)):
        fail(f"{start(what)} holds {_first_odd(array)}, where numbers are expected.", cause)
    fail(
        f"{start(what)} is {show(array)}, but should be {show(expected)}.{_where(array, expected)}",
        cause,
    )


def agrees(got, expected):
    """Would `same` accept it? For checks whose slips are costly, and needed only where not."""
    try:
        same(got, expected, "it")
    except AssertionError:
        return False
    return True


def as_numbers(got, what, number=False):
    """`got` as an array of real numbers; AssertionError, in plain words, where it is none."""
    kind = "a number" if number else "an array"
    if got is None:
        fail(f"{start(what)} is None, but should be {kind}.", RETURN)
    if callable(got) or isinstance(got, (str, bytes, dict, set)):
        fail(f"{start(what)} is {_kind(got)}, but should be {kind}.")
    try:
        array = np.asarray(got)
    except ValueError:
        fail(f"{start(what)} holds rows of different lengths, so it is no array.")
    if array.dtype.kind not in "iufc":
        fail(f"{start(what)} holds {array.dtype} values, but should hold numbers.")
    if array.dtype.kind == "c":
        fail(f"{start(what)} holds complex numbers, but the rule gives real ones.")
    return array


def number_of(got, what):
    """`got` as one float; AssertionError where it is not a single number."""
    array = as_numbers(got, what, number=True)
    assert array.ndim == 0, f"{start(what)} has shape {array.shape}, but should be one number."
    return float(array)


def parts_of(got, names, what="the result"):
    """`got` as a list with one thing for each name in "dw, db"; AssertionError where it is not."""
    count = len(names.split(", "))
    if got is None:
        fail(
            f"{start(what)} is None, but should be ({names}).",
            f"Does your function end with `return {names}`?",
        )
    if not isinstance(got, list | tuple):
        fail(f"{start(what)} is {_kind(got)}, but should be {count} things: ({names}).")
    if len(got) != count:
        fail(f"{start(what)} has {len(got)} parts, but should have {count}: ({names}).")
    return list(got)


def list_of(got, length, what):
    """`got` as a list of `length` things; AssertionError where it is something else."""
    if got is None:
        fail(f"{start(what)} is None, but should be a list.", RETURN)
    if isinstance(got, np.ndarray) or not isinstance(got, list | tuple):
        fail(
            f"{start(what)} is {_kind(got)}, but should be a list of {length}.",
            "Arrays of different shapes cannot be rows of one array: collect them in a list.",
        )
    if len(got) != length:
        fail(f"{start(what)} has {len(got)} entries, but should have {length}.")
    return list(got)


def show(value):
    """A number or an array in at most a line or two, with as many digits as one wants to read."""
    if np.ndim(value) == 0:
        return f"{float(value):.6g}"
    array = np.asarray(value)
    if array.size > 12:
        return f"an array of shape {array.shape} that starts {show(array.ravel()[:4])[:-1]}, ...]"
    text = np.array2string(array, separator=", ", formatter={"float_kind": lambda x: f"{x:.5g}"})
    return " ".join(text.split())


def usual_slips(right, n=None):
    """The usual wrong factors of a gradient, as `slips`."""
    return [(sentence, factor * np.asarray(right)) for factor, sentence in usual_factors(n)]


def _close(a, b):
    tolerance = TOLERANCE_32 if a.dtype in (np.float32, np.float16) else TOLERANCE
    with np.errstate(all="ignore"):  # inf - inf, where both are right
        if (np.abs(a - b) - tolerance * np.abs(b) <= tolerance).all():
            return True  # nearly always, and np.isclose takes five times as long
        return bool(np.all(np.isclose(a, b, rtol=tolerance, atol=tolerance, equal_nan=True)))


def _is(array, value):
    """Is this the value which that slip gives? Zeros alone explain nothing."""
    value = np.asarray(value, dtype=float)
    return array.shape == value.shape and np.any(value != 0) and _close(array, value)


def _shape_rule(array, expected):
    """What usually leads to such a shape. Empty where nothing is usual about it."""
    if array.ndim == 2 and array.shape == expected.shape[::-1]:
        return "It is transposed: rows and columns have changed places."
    if array.size == expected.size:
        return "As many numbers as there should be, but they lie differently: look at the axes."
    if array.ndim == expected.ndim + 1:
        return "When (n,) meets (n, 1), NumPy makes the table of all pairs: print the shapes."
    return ""


def _where(array, expected):
    """For arrays too large to compare by eye: how many differ, and where first."""
    if array.size <= 12:
        return ""
    wrong = ~np.isclose(array, expected, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)
    place = tuple(map(int, np.argwhere(wrong)[0]))
    index = ", ".join(map(str, place))
    return (
        f" {wrong.sum()} of {array.size} numbers differ, the first at [{index}]: "
        f"{array[place]:.6g} instead of {expected[place]:.6g}."
    )


def _first_odd(array):
    return "nan (not a number)" if np.any(np.isnan(array)) else "an infinite number"


def _kind(value):
    if callable(value):
        return "a function"
    if isinstance(value, np.ndarray):
        return "an array"
    return "a number" if np.isscalar(value) else f"of type {type(value).__name__}"


def start(what):
    return what[:1].upper() + what[1:] if what.startswith(("the ", "your ", "a ")) else what


def fail(*sentences):
    raise AssertionError("\n".join(filter(None, sentences)))
