"""Patience is judged by what it says, and by what it keeps."""

import numpy as np

from bpcourse.checking.compare import number_of, same
from bpcourse.checking.wrong import Slip


def test_counts_the_updates_without_gain(Patience):
    """It says stop after `patience` updates without gain."""
    stopping = Patience(2)
    said = [bool(stopping.update(loss, [np.zeros(1)])) for loss in (3.0, 2.0, 2.5, 1.0, 1.5, 1.5)]
    right = [False, False, False, False, False, True]
    assert said == right, f"It says {said}, but should say {right}."


def test_two_of_them_do_not_mix(Patience):
    """Each has a count of its own."""
    first, second = Patience(1), Patience(1)
    first.update(1.0, [])
    assert not second.update(5.0, []), "The second one knows the losses of the first."
    same(number_of(second.best_loss, "best_loss"), 5.0, "best_loss")


def test_keeps_the_best_as_it_was(Patience, rng):
    """It keeps a deep copy: training goes on in place, and the best must not move with it."""
    params = {"W": rng.normal(size=(2, 2)), "b": [rng.normal(size=2)]}
    W, b = params["W"].copy(), params["b"][0].copy()
    stopping = Patience(3)
    stopping.update(1.0, params)
    params["W"] += 1
    params["b"][0] *= 2
    params["b"].append(rng.normal(size=2))
    stopping.update(2.0, params)
    same(stopping.best["W"], W, "best['W']", [Slip("moves", "It moves on with W: copy it.", W + 1)])
    same(
        stopping.best["b"][0],
        b,
        "best['b'][0]",
        [Slip("moves", "It moves on with b: copy deeply.", 2 * b)],
    )
    count = len(stopping.best["b"])
    assert count == 1, f"best['b'] has {count} entries, but had 1.\nCopy the list too."
