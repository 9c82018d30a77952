"""Held-out data: a part of the data from which nothing is learned, so that it can be a test.

    (X, targets), (X_new, targets_new) = split(X, targets, rng=rng)
    scale = Standardiser(X)
    scale(X), scale(X_new)

A mean is learned, too. So a Standardiser keeps the statistics of the rows from which it was made,
and scales all others with them; and `split` refuses data that were standardised before.
"""

import numpy as np

from ..nn.arrays import require_array, require_floats
from ..nn.settings import require_number, require_rng
from ..nn.shapes import ShapeError, require_equally_many, require_samples


def split(X, targets, *, part=0.2, rng):
    """Two parts in random order, (X, targets) to learn from and (X, targets) held out.

    Every sample is in exactly one of them. `part` is the share that is held out, rounded to whole
    samples, with at least one in each. Raises ValueError where X and targets differ in length, hold
    fewer than 2 samples, or were standardised already.
    """
    X, targets = (np.asarray(require_array(*named)) for named in (("X", X), ("targets", targets)))
    require_equally_many(X, targets)
    n = len(X)
    if n < 2:
        raise ValueError(
            f"X has {'1 row' if n else 'no rows'}, but each of the two parts needs one.\n"
            "Take more samples."
        )
    meaning = "the share that is held out, 0.2 for one sample in five"
    part = require_number("part", part, meaning, above=0, below=1)
    require_rng(rng, "split")
    _refuse_standardised("X", X)
    _refuse_standardised("targets", targets)
    n_held_out = min(max(1, round(part * n)), n - 1)
    order = rng.permutation(n)
    held_out, train = order[:n_held_out], order[n_held_out:]
    return (X[train], targets[train]), (X[held_out], targets[held_out])


class Standardiser:
    """Z = (X - mean) / deviation, with the mean and deviation of the rows it was made from.

    Make it from the training part, and call it on both parts. It keeps `mean` and `deviation`
    (n_in,), so that new samples can be scaled in the same way. Raises ValueError for a constant
    column, which has no scale, and ShapeError for no rows or when it is called on other columns.
    """

    def __init__(self, X):
        X = require_samples("X", require_floats("X", X))
        constant = X.max(axis=0) == X.min(axis=0)  # the deviation of 0.1, 0.1, 0.1 is not quite 0
        if np.any(constant):
            raise ValueError(
                f"Column {int(np.argmax(constant))} holds the same number in every row, so it "
                "cannot be scaled.\nLeave it out."
            )
        self.mean, self.deviation = X.mean(axis=0), X.std(axis=0)  # (n_in,), (n_in,)

    def __call__(self, X):
        X = require_floats("X", X)
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
    """Raise ValueError if a column has mean 0 and deviation 1 already, which is not by chance."""
    near = 1e-5  # the rounding of float32; by chance about once in a million
    if array.dtype.kind not in "fiu" or array.size == 0:
        return  # names, for example
    array = np.asarray(array, dtype=np.float64).reshape(len(array), -1)
    telling = (abs(array.mean(axis=0)) < near) & (abs(array.std(axis=0) - 1) < near)
    telling &= np.any(abs(array) != 1, axis=0)  # -1 and 1 in equal numbers need no scaling
    if np.any(telling):
        raise ValueError(
            f"Column {int(np.argmax(telling))} of {name} was standardised already, so the held-out "
            "part has leaked into its mean.\nSplit first; then make a Standardiser from the "
            "training part, and call it on both."
        )
