"""clip_by_norm is judged against the rule, on long, short and zero gradients."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

RULE_TOLD = "Every array times min(1, limit / norm), the same factor for all."
LOOK = "Where the norm is 0, limit / norm is no number: look first."


def rule(grads, max_norm):
    norm = length(grads)
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * g for g in grads], norm


def length(grads):
    return float(np.sqrt(sum(np.sum(np.square(g)) for g in grads)))


def draw(rng, shapes, limit, scale=1.0):
    """Some arrays, and a limit of that many parts of their length."""
    grads = [scale * numbers(rng, *shape) for shape in shapes]
    return grads, limit * length(grads)


def slips(grads, max_norm):
    clipped, before = rule(grads, max_norm)
    lengths = [length([g]) for g in grads]
    factor = min(1.0, max_norm / before) if before else 1.0
    is_long = before > max_norm

    def times(*factors):
        factors = factors if len(factors) > 1 else factors * len(grads)
        return [f * g for f, g in zip(factors, grads, strict=True)]

    def over(norm):
        return min(1.0, max_norm / norm) if norm else 1.0

    own = [over(n) for n in lengths]
    rather = [factor if n > max_norm else 1.0 for n in lengths]
    one_by_one = "Each array is clipped by itself: that turns the arrow. One factor for all."
    return [
        Slip(
            "norm_after",
            "That is the length after clipping: return the one from before.",
            norm=factor * before,
        ),
        Slip("norm_sum", "That is the sum of the lengths of the arrays.", norm=sum(lengths)),
        Slip("factor_for_norm", "That is the factor, not the length.", norm=factor),
        Slip("norm_squared", "That is the square of the length.", norm=before**2),
        Slip("norm_of_first", "That is the length of the first array only.", norm=lengths[0]),
        Slip("limit_for_norm", "That is the limit.", norm=float(max_norm)),
        Slip("one_by_one", one_by_one, grads=times(*own) if len(grads) > 1 else None),
        Slip(
            "by_value",
            "That is clipping by value, which turns the arrow.",
            grads=[np.clip(g, -max_norm, max_norm) for g in grads],
        ),
        Slip(
            "lengthens",
            "Short gradients are made longer: clipping only ever shortens.",
            grads=times(max_norm / before) if before else None,
        ),
        Slip(
            "not_clipped",
            "Nothing is clipped, though the gradient is longer than the limit.",
            grads=grads,
        ),
        Slip(
            "to_length_one",
            "They all become as long as 1: multiply by the limit as well.",
            grads=times(1 / before) if is_long else None,
        ),
        Slip(
            "squared_factor",
            "The factor is limit over norm: this one has the norm squared.",
            grads=times(over(before**2)),
        ),
        Slip(
            "squared_factor",
            "The factor is limit over norm: this one has the norm squared.",
            grads=times(over(before**2)) if is_long else None,
        ),
        Slip(
            "larger_of_two",
            "It takes the larger of 1 and limit / norm: the smaller is meant.",
            grads=times(max(1.0, max_norm / before)) if before else None,
        ),
        Slip(
            "clips_late",
            "It begins to clip above the limit, and not at the limit.",
            grads=grads if before < 1.05 * max_norm else None,
        ),
        Slip(
            "clips_late",
            "It begins to clip above the limit, and not at the limit.",
            grads=grads if before < 1.002 * max_norm else clipped,
        ),
        Slip(
            "upside_down",
            "The factor is upside down: limit over norm, and not norm over limit.",
            grads=times(before / max_norm) if is_long else None,
        ),
        Slip(
            "upside_down",
            "The factor is upside down: limit over norm, and not norm over limit.",
            grads=times(min(1.0, before / max_norm)),
        ),
        Slip(
            "sum_of_lengths",
            "The norm is the sum of the lengths, so too much is taken off.",
            grads=times(over(sum(lengths))),
        ),
        Slip(
            "sum_of_lengths",
            "The norm is the sum of the lengths, so too much is taken off.",
            (times(over(sum(lengths))), sum(lengths)),
        ),
        Slip(
            "limit_shared",
            "The limit is divided by the number of arrays: it is for all of them together.",
            grads=times(over(before * len(grads))),
        ),
        Slip(
            "first_only",
            "Only the first array is clipped: all of them get the same factor.",
            grads=[clipped[0], *grads[1:]],
        ),
        Slip("sign", "The sign has turned: the arrow points the other way.", grads=times(-factor)),
        Slip(
            "long_arrays_only",
            "Only the longest arrays are scaled: all arrays get the same factor.",
            grads=times(*rather) if len(grads) > 1 else None,
        ),
        Slip(
            "gone",
            "The gradients are gone: they are only shortened.",
            grads=[0 * g for g in grads] if is_long else None,
        ),
        Slip("no_look_at_zero", LOOK, grads=times(np.nan) if not before else None),
    ]


ARROW = [np.array([2.0]), np.array([[3.0, 6.0]])]  # the length is 7
EDGE = [np.array([[6.0, 0.0], [0.0, -3.0]]), np.array([2.0, 0.0, 6.0])]  # the length is √85
RULE = Rule(
    "clip_by_norm",
    rule,
    result={"grads": ["the list of gradients", "array {i}"], "norm": "the norm"},
    order=lambda path: path[0] != "norm",
    draw=draw,
    sizes={
        "far above the limit": (((3, 2), (2,), (4,)), 0.125),
        "above the limit": (((2, 4), (3,)), 0.875),
        "below the limit": (((3,), (2, 2)), 1.5),
        "far below the limit": (((3,), (1,), (2, 2)), 64.0),
    },
    hand={
        "A gradient longer than the limit becomes as long as the limit, in the same direction.": (
            [np.array([[3.0, -2.0], [6.0, 1.0]]), np.array([0.5, -1.0]), np.array([[-4.0]])],
            2.5,
        ),
        "A gradient shorter than the limit stays as it is.": (
            [np.array([[0.5, -0.25], [0.5, 1.0]]), np.array([0.5, -1.0])],
            2.5,
        ),
    },
    edges={
        "At 0.99, 1.00, 1.01 and 2.00 of the limit it does what the rule says.": [
            Case(ARROW, limit, about=f"With a length of {share:g} of the limit")
            for share, limit in (
                *((0.99, 7 / 0.99), (0.9999, 7 / 0.9999), (1.0, 7.0)),
                *((1.0001, 7 / 1.0001), (1.01, 7 / 1.01), (2.0, 3.5)),
            )
        ],
        "Arrays that are each below the limit can be above it together.": (
            [np.full(3, 1.0), np.full((2, 2), -1.0), np.array([1.0])],
            2.2,
        ),
        "A gradient of zeros stays zero, with no nan.": Case(
            [np.zeros((2, 2)), np.zeros(3)], 1.0, quiet=True
        ),
        "Zeros and a single array are no exception.": [
            (EDGE, 4.0),
            ([np.array([3.0, 0.0, -4.0])], 2.0),
        ],
    },
    slips=slips,
    tip={
        "grads": RULE_TOLD,
        "norm": "It is that of all arrays together, before anything is clipped.",
    },
)
globals().update(checks_of(__file__, RULE))
