"""Held out: a part of the data that nothing is learned from, so that it can judge.

    (X, targets), (X_new, targets_new) = split(X, targets, rng=rng)
    scale = Standardiser(X)
    scale(X), scale(X_new)

What is learned from the held-out part has leaked, and a mean is learned, too. So the statistics
come from the rows that a Standardiser is made from, whatever it is called on later; and `split`
refuses what was standardised before.
"""

import numpy as np

from ..shapes import ShapeError, require_equally_many


def split(X, targets, *, part=0.2, rng):
    """Two parts in random order, (X, targets) to learn from and (X, targets) held out.

    Every sample is in exactly one of them. `part` is the share that is held out, rounded to whole
    samples, at least one in each. Raises ValueError where X and targets differ in length, hold
    fewer than 2 samples, or were standardised already.
    """
    require_equally_many(X, targets)
    n = len(X)
    if n < 2:
        raise ValueError(
            f"X has {'1 row' if n else 'no rows'}, but each of the two parts needs one.\n"
            "Take more samples."
        )
    if not 0 < part < 1:
        raise ValueError(
            f"part is the share that is held out, between 0 and 1, but it is {part}.\n"
            "Write part=0.2 for one sample in five."
        )
    _refuse_standardised("X", X)
    _refuse_standardised("targets", targets)
    n_held_out = min(max(1, round(part * n)), n - 1)
    order = rng.permutation(n)
    held_out, train = order[:n_held_out], order[n_held_out:]
    return (X[train], targets[train]), (X[held_out], targets[held_out])


class Standardiser:
    """Z = (X - mean) / deviation, with the mean and deviation of the rows it was made from.

    Make it from the training part, and call it on both. `mean` and `deviation` (n_in,) are kept, so
    that samples of tomorrow can be scaled alike. Raises ValueError for a column that is constant,
    which has no scale, and ShapeError where it is called on other columns.
    """

    def __init__(self, X):
        constant = X.max(axis=0) == X.min(axis=0)  # the deviation of 0.1, 0.1, 0.1 is not quite 0
        if np.any(constant):
            raise ValueError(
                f"Column {int(np.argmax(constant))} holds the same number in every row, so it "
                "cannot be scaled.\nLeave it out."
            )
        self.mean, self.deviation = X.mean(axis=0), X.std(axis=0)  # (n_in,), (n_in,)

    def __call__(self, X):
        if X.shape[1:] != self.mean.shape:
            raise ShapeError(
                f"X has shape {X.shape}, but the rows of the training part have shape "
                f"{self.mean.shape}.\nEvery column is scaled as it was there, so give the same "
                "columns in the same order."
            )
        return (X - self.mean) / self.deviation


def standardise(X, like=None) -> np.ndarray:
    """Every column shifted to mean 0 and scaled to standard deviation 1.

    Mean and deviation are those of `like`, by default of X itself: see Standardiser.
    """
    return Standardiser(X if like is None else like)(X)


def _refuse_standardised(name, array):
    """Raise ValueError where a column has mean 0 and deviation 1 already, which is no accident."""
    near = 1e-5  # what float32 leaves; chance comes so near about once in a million
    array = np.asarray(array, dtype=np.float64).reshape(len(array), -1)
    telling = (abs(array.mean(axis=0)) < near) & (abs(array.std(axis=0) - 1) < near)
    telling &= np.any(abs(array) != 1, axis=0)  # -1 and 1 in equal numbers need no scaling
    if np.any(telling):
        raise ValueError(
            f"Column {int(np.argmax(telling))} of {name} was standardised already, so the held-out "
            "part has leaked into its mean.\nSplit first; then make a Standardiser from the "
            "training part, and call it on both."
        )
