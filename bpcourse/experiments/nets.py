"""Nets: what the experiments that train share, with a plain list of pairs (W, b) for each net."""

from ..datasets import two_moons


def signed_moons(n, *, noise, rng):
    """n points on two moons around the origin, X (n, 2), and y (n, 1): +1 for the upper moon."""
    X, targets = two_moons(n, noise=noise, rng=rng)
    return [0.5, 0.25] - X, 2 * targets - 1
