"""relative_error is judged pair by pair: large and small, of both signs, and zeros."""

import numpy as np

from bpcourse.checking.draws import numbers, positive
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip


def rule(a, b, floor):
    return np.abs(a - b) / largest(a, b, floor)


def largest(*sizes):
    return np.max(np.broadcast_arrays(*map(np.abs, sizes)), axis=0)


BY_ONE = "It is divided by the size of one of them: take the larger of both."


def slips(a, b, floor):
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    distance, size = np.abs(a - b), largest(a, b, floor)
    right = distance / size
    smaller = np.minimum(np.abs(a), np.abs(b))
    whole = np.linalg.norm(a - b) / max(np.linalg.norm(a), np.linalg.norm(b), floor)
    found = [
        Slip("by_one", BY_ONE, distance / np.maximum(np.abs(a), floor)),
        Slip("by_one", BY_ONE, distance / np.maximum(np.abs(b), floor)),
        Slip("by_one", BY_ONE, distance / np.abs(a)),
        Slip("by_one", BY_ONE, distance / np.abs(b)),
        Slip(
            "by_the_smaller",
            "It is divided by the smaller of both.",
            distance / np.maximum(smaller, floor),
        ),
        Slip("by_the_smaller", "It is divided by the smaller of both.", distance / smaller),
        Slip(
            "by_the_sum",
            "It is divided by the sum of both sizes, as some books do: here it is the larger one.",
            distance / np.maximum(np.abs(a) + np.abs(b), floor),
        ),
        Slip(
            "by_the_sum",
            "It is divided by the sum of both sizes, as some books do: here it is the larger one.",
            distance / (np.abs(a) + np.abs(b)),
        ),
        Slip(
            "by_the_mean",
            "It is divided by the mean of both sizes: take the larger one.",
            distance / np.maximum((np.abs(a) + np.abs(b)) / 2, floor),
        ),
        Slip("not_divided", "That is the distance alone: divide it by the size.", distance),
        Slip(
            "by_the_floor",
            "It is divided by the floor everywhere: that is only the smallest size.",
            distance / floor,
        ),
        Slip("no_floor", "The floor is missing.", distance / largest(a, b)),
        Slip(
            "floor_of_one",
            "floor is given: take it as it is.",
            distance / largest(a, b, 1.0) if floor != 1 else None,
        ),
        Slip(
            "usual_floor",
            "floor is given: take it as it is.",
            distance / largest(a, b, 1e-8) if floor > 1e-6 else None,
        ),
        Slip(
            "floor_added",
            "The floor is added: it is the smallest size, so take the largest of all three.",
            distance / (largest(a, b) + floor),
        ),
        Slip(
            "cut_at_the_floor",
            "The smallest of size and floor is taken: it is the largest of all three.",
            distance / np.minimum(largest(a, b), floor),
        ),
        Slip("sign_kept", "An error has no sign: take the size of the difference.", (a - b) / size),
        Slip("sign_kept", "An error has no sign: take the size of the difference.", (b - a) / size),
        Slip(
            "sizes_first",
            "The signs are dropped before the difference is taken: −1 and 1 are 2 apart.",
            np.abs(np.abs(a) - np.abs(b)) / size,
        ),
        Slip(
            "signs_below",
            "Below the line a negative number is small: take the sizes of a and b.",
            distance / np.maximum(np.maximum(a, b), floor),
        ),
        Slip("sum_above", "It is the difference of both, not their sum.", np.abs(a + b) / size),
        Slip("squared", "The distance is not squared.", right**2),
        Slip("squared", "The distance is not squared.", distance**2 / size),
        Slip("in_percent", "That is the error in percent.", 100 * right),
        Slip("largest_only", "Each pair has an error of its own: do not join them.", right.max()),
        Slip("mean_only", "Each pair has an error of its own: do not join them.", right.mean()),
        Slip("of_the_whole", "Each pair has an error of its own: do not join them.", whole),
    ]
    common = distance / max(np.abs(a).max(), np.abs(b).max(), floor)
    told = "Each pair is measured by its own size, and not by the largest of all."
    return [*found, Slip("one_size_for_all", told, common)]


def draw(rng, *shape, scale=1.0):
    """Pairs of both signs, some of them below the floor, and one of zeros."""
    a, b = scale * numbers(rng, *shape), scale * numbers(rng, *shape)
    a.flat[0] = b.flat[0] = 0
    return a, b, float(positive(rng))


HAND = np.array([100.0, 99.0, -3.0, -1.0, 0.0]), np.array([99.0, 100.0, -1.0, 1.0, 1.0])
RULE = Rule(
    "relative_error",
    rule,
    result="the result",
    draw=draw,
    sizes={"6 pairs": (6,), "3 by 4 pairs": (3, 4), "2 by 2 pairs": (2, 2)},
    hand={
        "Pair by pair it follows the rule.": [
            (*HAND, 0.125),
            (np.array([[-4.0, 0.5], [8.0, -0.25]]), np.array([[-5.0, -0.75], [2.0, 0.125]]), 0.375),
        ],
    },
    edges={
        "Two zeros have the error 0.": Case(
            np.array([0.0, 2.0, 0.0]), np.array([0.0, 1.0, 3.0]), 0.5, quiet=True
        ),
        "Below the floor, at it and above it, it follows the rule.": (
            np.array([0.25, 0.5, 0.75, -0.5, 0.25]),
            np.array([0.125, 0.25, 0.5, 0.25, -0.5]),
            0.5,
        ),
        "A very small floor is no exception.": (
            np.array([1e-12, 1e-3, 2.0, 0.0]),
            np.array([3e-12, 2e-3, 2.0, 1e-9]),
            1e-8,
        ),
        "A single pair is no exception.": (np.array([3.0]), np.array([-1.0]), 1.5),
        "Two that are the same have the error 0, also where they are negative.": (
            np.array([-2.0, 5.0]),
            np.array([-2.0, 5.0]),
            0.25,
        ),
    },
    slips=slips,
    tip="It is |a − b|, divided by the largest of |a|, |b| and the floor.",
)
globals().update(checks_of(__file__, RULE))
