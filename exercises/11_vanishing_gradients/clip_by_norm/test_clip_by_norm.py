"""clip_by_norm is judged by hand, and on long, short and zero gradients."""

import numpy as np
import pytest

from bpcourse.checking.compare import agrees, list_of, number_of, parts_of, same
from bpcourse.checking.given import unchanged

SHAPES = ((3, 2), (2,), (2, 4), (4,))
RULE = "Every array times min(1, limit / norm), the same factor for all."


def length(grads):
    return np.sqrt(sum(np.sum(np.square(g)) for g in grads))


def gradients(rng, size):
    """Random arrays that are together as long as `size`; some much longer than others."""
    grads = [
        rng.normal(size=shape) * scale for shape, scale in zip(SHAPES, (9, 1, 3, 0.2), strict=True)
    ]
    return [g * (size / length(grads)) for g in grads]


def ask(clip_by_norm, grads, max_norm):
    with unchanged(grads=grads):
        got = clip_by_norm(grads, max_norm)
    are_arrays = isinstance(got, list) and all(isinstance(g, np.ndarray) for g in got)
    alone = are_arrays and [g.shape for g in got] == [g.shape for g in grads]
    assert not alone, "The norm is missing: return two things, the list and the norm."
    clipped, norm = parts_of(got, "grads, norm")
    return list_of(clipped, len(grads), "the list of gradients"), norm


def compare(got, grads, max_norm):
    clipped, norm = got
    before = length(grads)
    factor = min(1.0, max_norm / before) if before else 1.0
    lengths = [length([g]) for g in grads]
    slips = [
        ("That is the length after clipping: return the one from before.", factor * before),
        ("That is the sum of the lengths of the arrays.", sum(lengths)),
        ("That is the factor, not the length.", factor),
        ("That is the square of the length.", before**2),
        ("That is the length of the first array only.", lengths[0]),
        ("That is the limit.", max_norm),
    ]
    same(
        number_of(norm, "the norm"), before, "the norm", slips, "It is that of all arrays together."
    )
    right = [factor * g for g in grads]
    if all(map(agrees, clipped, right)):
        return
    known = [
        (
            "Each array is clipped for itself: that bends the arrow. One factor for all.",
            [g * min(1.0, max_norm / n) if n else g for g, n in zip(grads, lengths, strict=True)],
        ),
        (
            "That is clipping by value, which bends the arrow.",
            [np.clip(g, -max_norm, max_norm) for g in grads],
        ),
        (
            "Short gradients are made longer: clipping only ever shortens.",
            [g * max_norm / before for g in grads] if before else grads,
        ),
        (
            "Nothing is clipped, though the gradient is longer than the limit.",
            grads if before > max_norm else [g * np.nan for g in grads],
        ),
        (
            "They all become as long as 1: multiply by the limit as well.",
            [g / before if before > max_norm else g for g in grads],
        ),
        (
            "The factor is limit over norm: this one has the norm squared.",
            [g * min(1.0, max_norm / before**2) if before else g for g in grads],
        ),
        (
            "The factor is upside down: the arrow grows.",
            [g * before / max_norm if before > max_norm else g for g in grads],
        ),
        (
            "The norm is the sum of the lengths, so too much is taken off.",
            [g * min(1.0, max_norm / sum(lengths)) if before else g for g in grads],
        ),
        (
            "The limit is divided by the number of arrays: it is for all of them together.",
            [g * min(1.0, max_norm / len(grads) / before) if before else g for g in grads],
        ),
        (
            "Only the first array is clipped: all of them get the same factor.",
            [factor * grads[0], *grads[1:]],
        ),
        ("The sign has turned: the arrow points the other way.", [-factor * g for g in grads]),
        (
            "Only the largest are scaled: all arrays get the same factor.",
            [g * factor if n > max_norm else g for g, n in zip(grads, lengths, strict=True)],
        ),
    ]
    # what explains all arrays comes before what explains only one of them
    known.sort(key=lambda slip: not explains_all(slip[1], clipped))
    for i, (new, g) in enumerate(zip(clipped, right, strict=True)):
        slips = [(sentence, wrong[i]) for sentence, wrong in known]
        gone = bool(np.any(g)) and not np.any(new)
        tip = "The gradients are gone: they are only shortened." if gone else RULE
        same(new, g, f"array {i}", slips, tip)


def explains_all(wrong, clipped):
    pairs = list(zip(wrong, clipped, strict=True))
    return all(np.shape(a) == np.shape(b) and np.allclose(a, b) for a, b in pairs)


def test_six_and_eight_by_hand(clip_by_norm):
    """The arrow (6, 8) with limit 5 becomes (3, 4), and 10 is told."""
    grads = [np.array([6.0]), np.array([8.0])]
    compare(ask(clip_by_norm, grads, 5.0), grads, 5.0)


@pytest.mark.parametrize("size", [30.0, 4.0], ids=["far above", "above"])
def test_long_gradients_are_shortened(clip_by_norm, rng, size):
    """A gradient longer than the limit becomes as long as the limit, in the same direction."""
    grads = gradients(rng, size)
    compare(ask(clip_by_norm, grads, 2.5), grads, 2.5)


@pytest.mark.parametrize("size", [1.5, 0.01], ids=["below", "far below"])
def test_short_gradients_stay(clip_by_norm, rng, size):
    """A gradient shorter than the limit stays as it is."""
    grads = gradients(rng, size)
    compare(ask(clip_by_norm, grads, 2.5), grads, 2.5)


def test_many_small_ones_are_one_long_one(clip_by_norm, rng):
    """Arrays that are each below the limit can be above it together."""
    grads = [np.full(3, 1.0), np.full((2, 2), -1.0), np.array([1.0])]
    compare(ask(clip_by_norm, grads, 2.2), grads, 2.2)


def test_zeros_stay_zeros(clip_by_norm):
    """A gradient of zeros stays zero, with no nan."""
    grads = [np.zeros((2, 2)), np.zeros(3)]
    with np.errstate(all="ignore"):
        clipped, norm = ask(clip_by_norm, grads, 1.0)
    same(number_of(norm, "the norm"), 0.0, "the norm")
    for i, (new, g) in enumerate(zip(clipped, grads, strict=True)):
        same(
            new, g, f"array {i}", tip="Where the norm is 0, limit / norm is no number: look first."
        )


def test_leaves_what_it_is_given(clip_by_norm, rng):
    """The old list and its arrays stay as they were."""
    grads = gradients(rng, 10.0)
    clipped, _ = ask(clip_by_norm, grads, 1.0)
    assert clipped is not grads, "You return the list that you were given.\nReturn a new one."
