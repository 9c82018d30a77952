"""global_norm is judged by hand, on arrays of all shapes, and where some norms differ from it."""

import numpy as np
import pytest

from bpcourse.checking.compare import number_of, same
from bpcourse.checking.given import unchanged

SHAPES = [((3, 2), (2,)), ((4,), (), (2, 3), (3, 1)), ((3, 3), (3, 3)), ((5,),)]


def ask(global_norm, grads):
    with unchanged(grads=grads):
        return number_of(global_norm(grads), "the length")


def compare(got, grads):
    flat = np.concatenate([np.ravel(g) for g in grads])
    lengths = [np.sqrt(np.sum(np.square(g))) for g in grads]
    right = np.sqrt(np.sum(flat**2))
    matrices = [np.linalg.norm(g, 2) for g in grads if np.ndim(g) == 2]
    slips = [
        (
            "That is the sum of the lengths: add the squares, and take one root at the end.",
            sum(lengths),
        ),
        ("That is the longest of the arrays: all of them belong to the arrow.", max(lengths)),
        ("That is the mean of the lengths.", np.mean(lengths)),
        ("The root is missing: that is the square of the length.", np.sum(flat**2)),
        ("Only the first array is in it.", lengths[0]),
        ("Only the last array is in it.", lengths[-1]),
        ("That is the sum of the absolute values: square them.", np.sum(np.abs(flat))),
        ("That is the largest element.", np.max(np.abs(flat))),
        (
            "That is the root of the mean square: a longer list is a longer arrow.",
            np.sqrt(np.mean(flat**2)),
        ),
        (
            "That is the length of what the elements add up to: square before you add.",
            abs(np.sum(flat)),
        ),
        ("Signs cancel: square every element before you add.", np.sum(flat)),
        ("That is the standard deviation: nothing is taken off.", np.std(flat)),
        (
            "For a matrix np.linalg.norm(., 2) is something else: take it of the raveled array.",
            np.sqrt(
                sum(m**2 for m in matrices)
                + sum(v**2 for v, g in zip(lengths, grads, strict=True) if np.ndim(g) != 2)
            ),
        ),
        ("A root is taken for each array, and again at the end.", np.sqrt(sum(lengths))),
    ]
    tip = "The root of the sum of all squares, over every element of every array."
    same(got, right, "the length", slips, tip)


def test_three_and_four(global_norm):
    """The arrow (3, 0, 4), in two arrays, has the length 5."""
    grads = [np.array([[3.0]]), np.array([0.0, 4.0])]
    compare(ask(global_norm, grads), grads)


@pytest.mark.parametrize("shapes", SHAPES, ids=lambda shapes: " and ".join(map(str, shapes)))
def test_follows_the_rule(global_norm, rng, shapes):
    """On random arrays of all shapes it follows the rule."""
    grads = [rng.normal(size=shape) if shape else float(rng.normal()) for shape in shapes]
    compare(ask(global_norm, grads), grads)


def test_how_it_is_cut_does_not_matter(global_norm, rng):
    """The same numbers in one array, or in many, give the same length."""
    whole = rng.normal(size=12)
    cut = [whole[:5].copy(), whole[5:11].reshape(3, 2).copy(), whole[11:].copy()]
    same(ask(global_norm, cut), ask(global_norm, [whole]), "the length in three pieces")


def test_nothing_is_nothing(global_norm):
    """Zeros have the length 0, and one large number does not hide."""
    zeros = [np.zeros((2, 2)), np.zeros(3)]
    same(ask(global_norm, zeros), 0.0, "the length of zeros")
    same(ask(global_norm, [*zeros, np.array([1e6])]), 1e6, "the length of one large number")


def test_leaves_what_it_is_given(global_norm, rng):
    """It leaves the gradients as they were."""
    ask(global_norm, [rng.normal(size=(2, 3)), rng.normal(size=3)])
