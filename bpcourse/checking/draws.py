"""Draws: random numbers that decide nothing by chance.

They are multiples of 1/8 between 1/4 and 3, of both signs. So none is near 0, where signs and
gates are a matter of taste; their sums and products are exact, also in single precision; and a
report shows them in few digits.
"""

import itertools

import numpy as np

SIZES = np.arange(2, 25) / 8  # 0.25, 0.375, ..., 3
BOTH = np.concatenate([SIZES, -SIZES])


def numbers(rng, *shape):
    """An array of that shape, of both signs."""
    return BOTH[rng.integers(len(BOTH), size=shape)]


def positive(rng, *shape):
    """The same, all above 0."""
    return SIZES[rng.integers(len(SIZES), size=shape)]


def number(rng):
    """One number of either sign."""
    return float(BOTH[rng.integers(len(BOTH))])


def rate(rng):
    """A learning rate: 1/8, 1/4, 3/8, 5/8 or 3/4."""
    return (0.125, 0.25, 0.375, 0.625, 0.75)[rng.integers(5)]


def net(rng, sizes):
    """Weights and biases, a pair for each layer. No sum is exactly 0, where ReLU has its corner."""
    return [
        (numbers(rng, i, o) / 2, numbers(rng, o) / 4 + 0.01 * rng.random(o))
        for i, o in itertools.pairwise(sizes)
    ]


def fixed_net(sizes):
    """Weights and biases without chance: they come from the sine of their places."""
    params, place = [], 0
    for i, o in itertools.pairwise(sizes):
        both = np.sin(1.7 * np.arange(place + 1.0, place + 1 + (i + 1) * o)).reshape(i + 1, o)
        params.append((1.5 * both[:-1], both[-1]))
        place += (i + 1) * o
    return params


def fixed_samples(n, n_in):
    """n samples for such a net, (n, n_in), from the cosine of their places."""
    return np.cos(1.3 * np.arange(n * n_in)).reshape(n, -1)
