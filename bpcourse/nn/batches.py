"""Batches: all samples in random order, some at a time.

X  (n, n_in)    targets  (n, k), or labels (n,)
"""

import itertools
from collections.abc import Iterator

import numpy as np

from .arrays import require_array
from .settings import require_count, require_rng
from .shapes import require_equally_many

RESTS = ("keep", "drop", "share")


def batches(X, targets, size, *, rng, rest="keep") -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """All samples once, in random order, `size` at a time: pairs of X (size, n_in) and targets.

    If `size` does not divide n, some samples remain. `rest` decides about them: "keep" makes a
    smaller last batch, "drop" leaves them out (other samples each time), and "share" makes all
    batches about equally large, and none larger than `size`.
    Raises ValueError where X and targets differ in length or no batch can be made.

    >>> [len(X_batch) for X_batch, _ in bp.batches(np.zeros((5, 2)), np.zeros(5), 2, rng=rng)]
    [2, 2, 1]
    """
    return shuffled(X, targets, parts(X, targets, "size", size, rest), require_rng(rng, "A batch"))


def parts(X, targets, name, size, rest):
    """A slice of the samples for each batch. `name` is the name of `size` in the errors.

    Raises what `batches` raises.
    """
    require_equally_many(require_array("X", X), require_array("targets", targets))
    n = len(X)
    if n == 0:
        raise ValueError("X has no rows, so there is nothing to learn from.")
    size = require_count(name, size, "how many samples a batch holds")
    if rest not in RESTS:
        raise ValueError(f"rest is {rest!r}.\nIt must be one of {', '.join(map(repr, RESTS))}.")
    if rest == "drop" and n < size:
        raise ValueError(
            f"X has {n} rows, fewer than a batch of {size}, so rest='drop' leaves all out.\n"
            "Make the batches smaller, or keep the rest."
        )
    ends = [*range(0, n, size), n]
    if rest == "drop":
        ends = range(0, n + 1, size)
    elif rest == "share":
        count = len(ends) - 1
        ends = [n * i // count for i in range(count + 1)]
    return [slice(start, end) for start, end in itertools.pairwise(ends)]


def shuffled(X, targets, parts, rng):
    """Shuffle the samples, and yield those of each part."""
    order = rng.permutation(len(X))
    for part in parts:
        chosen = order[part]
        yield X.take(chosen, axis=0), targets.take(chosen, axis=0)  # faster than X[chosen]
