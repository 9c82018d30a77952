"""Toy data sets: small enough to draw, each made from a formula and `rng`.

`n` is the number of samples. `noise` is the standard deviation of the noise that is added. If there
are k classes, sample i belongs to class i mod k. So the classes differ by at most one sample, also
among the first m samples. ValueError is raised for an argument without a meaning.
"""

import numpy as np

from ..nn.arrays import require_array
from ..nn.settings import require_count, require_number, require_rng

Samples = tuple[np.ndarray, np.ndarray]  # X and targets


def lines(n, *, noise, rng, slope=2.0, intercept=0.5) -> Samples:
    """n points around the line  y = slope x + intercept, for x between -1 and 1.

    Returns X (n, 1) and targets (n, 1).
    """
    n, noise = _checked(n, noise, rng)
    slope = require_number("slope", slope, "how steep the line is")
    intercept = require_number("intercept", intercept, "where the line crosses x = 0")
    X = rng.uniform(-1, 1, size=(n, 1))
    return X, slope * X + intercept + noise * rng.normal(size=(n, 1))


def sine(n, *, noise, rng) -> Samples:
    """n points around one wave  y = sin x, for x between -pi and pi.

    Returns X (n, 1) and targets (n, 1).
    """
    n, noise = _checked(n, noise, rng)
    X = rng.uniform(-np.pi, np.pi, size=(n, 1))
    return X, np.sin(X) + noise * rng.normal(size=(n, 1))


def xor(n, *, noise, rng) -> Samples:
    """n points around the corners of a square: class 1 where exactly one coordinate is 1.

    The first four are around (0, 0), (0, 1), (1, 0), (1, 1), and so on, so that n = 4 without noise
    gives the table itself. Returns X (n, 2) and targets (n, 1), each 0 or 1.

    >>> X, targets = bp.datasets.xor(4, noise=0.0, rng=rng)
    >>> np.column_stack([X, targets])
    array([[0., 0., 0.],
           [0., 1., 1.],
           [1., 0., 1.],
           [1., 1., 0.]])
    """
    n, noise = _checked(n, noise, rng)
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    X = corners[np.arange(n) % 4]  # (n, 2)
    targets = (X[:, :1] != X[:, 1:]).astype(np.float64)  # (n, 1)
    return X + noise * rng.normal(size=(n, 2)), targets


def two_moons(n, *, noise, rng) -> Samples:
    """n points around two interlocking half circles.

    class 0:  (cos t, sin t)        class 1:  (1 - cos t, 1/2 - sin t)        t between 0 and pi

    Returns X (n, 2) and targets (n, 1), each 0 or 1.
    """
    n, noise = _checked(n, noise, rng)
    targets = _in_turn(n, 2)[:, np.newaxis].astype(np.float64)  # (n, 1)
    t = rng.uniform(0, np.pi, size=n)
    upper = np.stack([np.cos(t), np.sin(t)], axis=1)  # (n, 2)
    X = np.where(targets == 0, upper, [1, 0.5] - upper)
    return X + noise * rng.normal(size=(n, 2)), targets


def circles(n, *, noise, rng, inner=0.5) -> Samples:
    """n points around two circles, class 0 with radius 1, class 1 inside it with radius `inner`.

    Returns X (n, 2) and targets (n, 1), each 0 or 1.
    """
    n, noise = _checked(n, noise, rng)
    meaning = "the radius of the circle inside, of 1 outside"
    inner = require_number("inner", inner, meaning, at_least=0, at_most=1)
    targets = _in_turn(n, 2)[:, np.newaxis].astype(np.float64)  # (n, 1)
    t = rng.uniform(0, 2 * np.pi, size=n)
    radius = np.where(targets == 0, 1.0, inner)  # (n, 1)
    X = radius * np.stack([np.cos(t), np.sin(t)], axis=1)
    return X + noise * rng.normal(size=(n, 2)), targets


def spirals(n, *, noise, rng, classes=3, turns=0.75) -> Samples:
    """n points around a spiral with an arm for each class.

    (r cos a, r sin a)  with  a = 2 pi (turns r + class / classes)        r between 0.1 and 1

    Returns X (n, 2) and the labels as targets (n,), whole numbers from 0 to classes - 1.
    """
    n, noise = _checked(n, noise, rng)
    classes = require_count("classes", classes, "how many arms the spiral has")
    turns = require_number("turns", turns, "how often an arm turns on its way out")
    targets = _in_turn(n, classes)  # (n,)
    r = rng.uniform(0.1, 1, size=n)  # not from 0, where all arms would meet
    a = 2 * np.pi * (turns * r + targets / classes)
    X = np.stack([r * np.cos(a), r * np.sin(a)], axis=1)
    return X + noise * rng.normal(size=(n, 2)), targets


def mislabel(labels, part, *, rng, classes=None) -> np.ndarray:
    """The labels (n,), some of them replaced at random, as errors of labelling by hand.

    With probability `part` a label is replaced by one that is drawn from all classes. So with k
    classes about part (k - 1) / k of the labels are wrong. `classes` is k, by default the largest
    label + 1. Returns a new array.

    >>> bp.datasets.mislabel(np.array([0, 1, 2, 3, 4, 5]), 0.5, rng=rng)
    array([0, 3, 3, 5, 4, 5])
    """
    labels = require_array("labels", labels)
    if labels.ndim != 1 or labels.dtype.kind not in "iu" or labels.size == 0 or labels.min() < 0:
        raise ValueError(
            f"labels has shape {labels.shape} and holds {labels.dtype}.\n"
            "It must be a row of whole numbers from 0 on, with the shape (n,) and at least one."
        )
    part = require_number("part", part, "the probability to replace a label", at_least=0, at_most=1)
    largest = int(labels.max()) + 1
    meaning = "how many classes there are, more than the largest label"
    k = require_count("classes", largest if classes is None else classes, meaning, at_least=largest)
    redrawn = require_rng(rng, "mislabel").random(len(labels)) < part
    changed = labels.copy()
    changed[redrawn] = rng.integers(k, size=np.count_nonzero(redrawn))
    return changed


def _in_turn(n, classes):
    """0, 1, ..., classes - 1, and again from 0, n numbers in all."""
    return np.arange(n, dtype=np.int64) % classes


def _checked(n, noise, rng):
    require_rng(rng, "A data set")
    n = require_count("n", n, "how many samples there are")
    meaning = "the standard deviation of what is added, 0 for nothing"
    return n, require_number("noise", noise, meaning, at_least=0)
