"""Toys: data sets small enough to draw, each made from a formula and `rng`.

`n` counts samples. `noise` is the standard deviation of what is added to the formula, in its units.
Where there are k classes, sample i belongs to class i mod k: no class has more than one sample more
than another, and the first m samples of a set are as even as the whole.
"""

import math
import operator

import numpy as np

Samples = tuple[np.ndarray, np.ndarray]  # X and targets


def lines(n, *, noise, rng, slope=2.0, intercept=0.5) -> Samples:
    """n points around the line  y = slope x + intercept, for x between -1 and 1.

    Returns X (n, 1) and targets (n, 1).
    """
    _require_n_and_noise(n, noise)
    X = rng.uniform(-1, 1, size=(n, 1))
    return X, slope * X + intercept + noise * rng.normal(size=(n, 1))


def sine(n, *, noise, rng) -> Samples:
    """n points around one wave  y = sin x, for x between -pi and pi.

    Returns X (n, 1) and targets (n, 1).
    """
    _require_n_and_noise(n, noise)
    X = rng.uniform(-np.pi, np.pi, size=(n, 1))
    return X, np.sin(X) + noise * rng.normal(size=(n, 1))


def xor(n, *, noise, rng) -> Samples:
    """n points around the corners of a square: class 1 where exactly one coordinate is 1.

    The first four are around (0, 0), (0, 1), (1, 0), (1, 1), and so on in turn, so that n = 4
    without noise is the table itself. Returns X (n, 2) and targets (n, 1), each 0 or 1.

    >>> X, targets = bp.datasets.xor(4, noise=0.0, rng=rng)
    >>> np.column_stack([X, targets])
    array([[0., 0., 0.],
           [0., 1., 1.],
           [1., 0., 1.],
           [1., 1., 0.]])
    """
    _require_n_and_noise(n, noise)
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    X = corners[np.arange(n) % 4]  # (n, 2)
    targets = (X[:, :1] != X[:, 1:]).astype(np.float64)  # (n, 1)
    return X + noise * rng.normal(size=(n, 2)), targets


def two_moons(n, *, noise, rng) -> Samples:
    """n points around two half circles that reach into each other.

    class 0:  (cos t, sin t)        class 1:  (1 - cos t, 1/2 - sin t)        t between 0 and pi

    Returns X (n, 2) and targets (n, 1), each 0 or 1.
    """
    _require_n_and_noise(n, noise)
    targets = _in_turn(n, 2)[:, np.newaxis].astype(np.float64)  # (n, 1)
    t = rng.uniform(0, np.pi, size=n)
    upper = np.stack([np.cos(t), np.sin(t)], axis=1)  # (n, 2)
    X = np.where(targets == 0, upper, [1, 0.5] - upper)
    return X + noise * rng.normal(size=(n, 2)), targets


def circles(n, *, noise, rng, inner=0.5) -> Samples:
    """n points around two circles, class 0 with radius 1, class 1 inside it with radius `inner`.

    Returns X (n, 2) and targets (n, 1), each 0 or 1.
    """
    _require_n_and_noise(n, noise)
    targets = _in_turn(n, 2)[:, np.newaxis].astype(np.float64)  # (n, 1)
    t = rng.uniform(0, 2 * np.pi, size=n)
    radius = np.where(targets == 0, 1.0, inner)  # (n, 1)
    X = radius * np.stack([np.cos(t), np.sin(t)], axis=1)
    return X + noise * rng.normal(size=(n, 2)), targets


def spirals(n, *, noise, rng, classes=3, turns=0.75) -> Samples:
    """n points around as many arms of a spiral as there are classes.

    (r cos a, r sin a)  with  a = 2 pi (turns r + class / classes)        r between 0.1 and 1

    Returns X (n, 2) and the labels as targets (n,), whole numbers from 0 to classes - 1.
    """
    _require_n_and_noise(n, noise)
    targets = _in_turn(n, classes)  # (n,)
    r = rng.uniform(0.1, 1, size=n)  # the arms do not reach the centre, where they would meet
    a = 2 * np.pi * (turns * r + targets / classes)
    X = np.stack([r * np.cos(a), r * np.sin(a)], axis=1)
    return X + noise * rng.normal(size=(n, 2)), targets


def _in_turn(n, classes):
    """0, 1, ..., classes - 1, and again from 0, n numbers in all."""
    if not _is_count(classes):
        raise ValueError(
            f"classes counts the arms, so it is a whole number from 1 on, but it is {classes!r}.\n"
            "Write classes=3 for three of them."
        )
    return np.arange(n, dtype=np.int64) % classes


def _is_count(number):
    try:
        return operator.index(number) >= 1
    except TypeError:
        return False


def _require_n_and_noise(n, noise):
    if not _is_count(n):
        raise ValueError(
            f"n counts samples, so it is a whole number from 1 on, but it is {n!r}.\n"
            "Write 200 for two hundred of them."
        )
    if not 0 <= noise < math.inf:
        raise ValueError(
            f"The noise is a standard deviation, so it is 0 or more, but it is {noise}.\n"
            "Write noise=0 for none, noise=0.1 for a little."
        )
