"""numerical_grad is judged with large nudges, where every wrong difference shows."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip


def rule(f, w, h):
    above, below = sides(f, w, h)
    return (above - below) / (2 * h)


def sides(f, w, h, *, put_back=True, cut=False):
    """f with h more and with h less, for each number of w: two arrays like w."""
    w = np.array(w, dtype=float)
    h = np.broadcast_to(h, w.shape)
    above, below = np.zeros(w.shape), np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        kept = w[i]
        for values, nudged in ((above, kept + h[i]), (below, kept - h[i])):
            w[i] = np.trunc(nudged) if cut else nudged
            values[i] = f(w.copy())
        w[i] = kept if put_back else w[i]
    return above, below


def in_rows(f, w, h):
    """The differences for whole rows: one number for each."""
    found = []
    for i in range(len(w)):
        more, less = np.array(w, dtype=float), np.array(w, dtype=float)
        more[i] += h
        less[i] -= h
        found.append((f(more) - f(less)) / (2 * h))
    return np.array(found)


def slips(f, w, h):
    w = np.array(w, dtype=float)
    here, (above, below) = f(w), sides(f, w, h)
    right = (above - below) / (2 * h)
    more, less = sides(f, w, h, put_back=False)
    at_once = (f(w + h) - f(w - h)) / (2 * h)
    alone = "All numbers are nudged at once: nudge one, and leave the others as they are."
    one_sided = "Only one side is asked: the difference goes from h less to h more."
    rows = in_rows(f, w, h)
    found = [
        Slip("one_sided", one_sided, (above - here) / h),
        Slip("one_sided", one_sided, (here - below) / h),
        Slip("no_two", "The 2 is missing: from h less to h more it is 2h.", (above - below) / h),
        Slip(
            "half_a_difference",
            "One side only, but divided by 2h: the difference goes from h less to h more.",
            (above - here) / (2 * h),
        ),
        Slip(
            "halved_times_h",
            "`/ 2 * h` divides by 2 and multiplies by h: write `/ (2 * h)`.",
            (above - below) / 2 * h,
        ),
        Slip("not_divided", "That is the difference alone: divide it by 2h.", above - below),
        Slip("h_squared", "The difference is divided by 2h, not by its square.", right / h),
        Slip(
            "sign",
            "Every number is right but for its sign: h more minus h less.",
            (below - above) / (2 * h),
        ),
        Slip("size_only", "A slope has a sign: leave it as it is.", np.abs(right)),
        Slip("sum_for_difference", "It is the difference of both.", (above + below) / (2 * h)),
        Slip(
            "no_difference",
            "Both values of f belong to the same array, so they never differ.",
            0 * right,
        ),
        Slip(
            "another_h",
            "h is given: the nudge is h, and no other number.",
            rule(f, w, 1e-5) if h > 1e-3 else None,
        ),
        Slip(
            "scaled_h",
            "The nudge is h itself, whatever w is.",
            rule_with(f, w, h * np.maximum(1, np.abs(w))),
        ),
        Slip("scaled_h", "The nudge is h itself, whatever w is.", rule_with(f, w, h * np.abs(w))),
        Slip(
            "not_put_back",
            "A number is not put back before the next one is nudged.",
            (more - less) / (2 * h),
        ),
        Slip("all_at_once", alone, at_once),
        Slip("all_at_once", alone, np.full(w.shape, at_once)),
        Slip("values", "That is f with h more: take the difference of both.", above),
        Slip("last_left_out", "The last number is left out.", only(right, slice(-1))),
        Slip(
            "first_only",
            "Only the first number has a slope: does `return` stand inside the loop?",
            only(right, slice(1)),
        ),
    ]
    if w.ndim > 1:
        told = "Whole rows are nudged at once: each number has a slope of its own."
        spread = np.broadcast_to(rows.reshape(-1, *[1] * (w.ndim - 1)), w.shape)
        found += [Slip("whole_rows", told, rows), Slip("whole_rows", told, spread.copy())]
        found.append(Slip("flat", "The result has the shape of w.", right.ravel()))
    if np.all(w == np.rint(w)):
        above, below = sides(f, w, h, cut=True)
        cut = "The nudge is lost: an array of whole numbers cuts it off. Copy w as floats."
        found.append(Slip("nudge_cut", cut, (above - below) / (2 * h)))
    return found


def rule_with(f, w, steps):
    above, below = sides(f, w, steps)
    return (above - below) / (2 * steps)


def only(right, these):
    """The right slopes there, and 0 elsewhere."""
    some = np.zeros(right.size)
    some[these] = right.ravel()[these]
    return some.reshape(right.shape)


def draw(rng, *shape, scale=1.0):
    """A function that bends, and in which the numbers of w meet; these are not all whole."""
    bend, meet, w = (numbers(rng, *shape) for _ in range(3))
    if np.all(w == np.rint(w)):
        w.flat[0] += 1 / 8

    def f(w):
        return scale * (np.sum(bend * w**3) / 8 + np.sum(meet * w) ** 2)

    return f, w, (0.125, 0.25, 0.5)[rng.integers(3)]


X = np.array([[1.0, -0.5, 2.0], [0.25, 1.5, -1.0]])
TARGETS = np.array([[1.0, 0.0], [0.0, 1.0]])
BOX = np.arange(4.0).reshape(2, 1, 2) / 4
RULE = Rule(
    "numerical_grad",
    rule,
    result="the gradient",
    draw=draw,
    sizes={"3 numbers": (3,), "2 by 3 numbers": (2, 3), "2 by 2 numbers": (2, 2)},
    hand={
        "Of w₀³ + w₀ w₁ at (1, 2), with h = 0.5, it makes 5.25 and 1.": (
            lambda w: w[0] ** 3 + w[0] * w[1],
            np.array([1.0, 2.0]),
            0.5,
        ),
        "In a matrix every number has a slope of its own.": (
            lambda w: w[0, 0] ** 3 + w[0, 1] * w[1, 0] - 2 * w[1, 1] ** 2 + w[0, 2] * w[1, 2],
            np.array([[2.0, -1.0, 3.0], [0.5, -1.5, 1.0]]),
            0.25,
        ),
    },
    edges={
        "The squared error of a layer is no exception.": (
            lambda W: np.mean((X @ W - TARGETS) ** 2),
            np.array([[0.5, -1.0], [1.0, 0.0], [0.25, 1.5]]),
            0.125,
        ),
        "A single number, and three axes, are no exception.": [
            (lambda w: w[0] ** 4, np.array([2.0]), 0.5),
            (lambda w: np.sum(w**3) + w[0, 0, 1] * w[1, 0, 0], BOX, 0.5),
        ],
        "A very small nudge is no exception.": (
            lambda w: np.sin(w[0]) * w[1] ** 2,
            np.array([0.5, 2.0]),
            1e-5,
        ),
        "Where f does not change, all slopes are 0.": (lambda w: 7.0, np.array([1.0, -2.0]), 0.25),
        "At a corner it is the mean of both sides.": (
            lambda w: 2 * np.abs(w[0]) + np.maximum(w[1], 0) ** 2 + w[2] ** 3,
            np.array([0.0, 0.0, 1.5]),
            0.5,
        ),
    },
    slips=slips,
    tip="For number i it is (f(h more at i) − f(h less at i)) / (2h).",
)
globals().update(checks_of(__file__, RULE))
