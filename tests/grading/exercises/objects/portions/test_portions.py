"""portions is judged by what it yields, and by the randomness it uses."""

import numpy as np

from bpcourse.checking.compare import same
from bpcourse.checking.inputs import unchanged


def test_every_sample_once(portions, rng):
    """Every sample comes once, with its own target."""
    X, y = rng.normal(size=(7, 2)), np.arange(7)
    with unchanged(X=X, y=y):
        batches = list(portions(X, y, 3, rng))
    sizes = [len(part) for part, _ in batches]
    assert sizes == [3, 3, 1], f"The batches have the sizes {sizes}, but should have [3, 3, 1]."
    order = np.concatenate([targets for _, targets in batches])
    same(np.sort(order), y, "all targets, sorted")
    same(np.concatenate([part for part, _ in batches]), X[order], "all samples, in that order")


def test_all_randomness_comes_from_rng(portions, rng):
    """The same rng gives the same batches, and a further epoch gives other ones."""
    X, y = np.arange(20.0)[:, np.newaxis], np.arange(20)
    seed = int(rng.integers(1000))
    runs = []
    for epochs in (1, 2):
        own = np.random.default_rng(seed)
        for _ in range(epochs):
            last = [targets for _, targets in portions(X, y, 20, own)]
        runs.append((last[0], own.random()))
    again = np.random.default_rng(seed)
    first = next(iter(portions(X, y, 20, again)))[1]
    same(first, runs[0][0], "the order with the same rng", tip="Draw from rng alone.")
    assert not np.array_equal(runs[0][0], runs[1][0]), "The second epoch repeats the first."
    assert again.random() == runs[0][1], "After it, rng stands where it should not."
