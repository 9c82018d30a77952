"""Initializers: the first weights of a layer, of a size that neither vanishes nor explodes.

W  (n_in, n_out)

Each is called as `he_normal(n_in, n_out, rng=rng)`, and given to a layer as
`Dense(n_in, n_out, init=he_normal, rng=rng)`. A function of your own can take its place.
"""

import numpy as np

from .arrays import require_dtype
from .settings import require_count, require_number, require_rng

__all__ = ["constant", "he_normal", "lecun_normal", "scaled", "small", "xavier_normal", "zeros"]


def zeros(n_in, n_out, *, rng=None, dtype=np.float64):
    """W = 0. If all layers start like this, the units of a layer stay alike.

    In the last layer alone it does no harm, because the units before it differ.
    """
    return np.zeros(_sizes(n_in, n_out), require_dtype(dtype))


def constant(value):
    """W = value everywhere. If all layers start like this, the units of a layer stay alike.

    >>> bp.initializers.constant(0.5)(1, 2)
    array([[0.5, 0.5]])
    """
    value = require_number("value", value, "every weight at the start")

    def init(n_in, n_out, *, rng=None, dtype=np.float64):
        return np.full(_sizes(n_in, n_out), value, require_dtype(dtype))

    return init


def small(scale=0.01):
    """Normal numbers with the standard deviation `scale`, for layers of any size."""
    scale = require_number("scale", scale, "the standard deviation of the weights", above=0)

    def init(n_in, n_out, *, rng, dtype=np.float64):
        n_in, n_out = _sizes(n_in, n_out)
        return _normal(n_in, n_out, scale**2, rng, dtype)

    return init


def scaled(init, factor):
    """The weights of `init` times `factor`: scaled(he_normal, 3) starts at 3 times He's size."""
    factor = require_number("factor", factor, "how many times as large the weights are", above=0)

    def larger(n_in, n_out, *, rng, dtype=np.float64):
        return factor * init(n_in, n_out, rng=rng, dtype=dtype)

    return larger


def lecun_normal(n_in, n_out, *, rng, dtype=np.float64):
    """Normal numbers with variance 1 / n_in: a sum over n_in inputs varies as much as one input.

    Source: LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998), section 4.6.
    """
    n_in, n_out = _sizes(n_in, n_out)
    return _normal(n_in, n_out, 1 / n_in, rng, dtype)


def xavier_normal(n_in, n_out, *, rng, dtype=np.float64):
    """Normal numbers with variance 2 / (n_in + n_out), a compromise between forward and backward.

    Derived for activations that are straight near 0, as tanh.

    Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
    networks" (2010), where it is a uniform distribution of the same variance.
    """
    n_in, n_out = _sizes(n_in, n_out)
    return _normal(n_in, n_out, 2 / (n_in + n_out), rng, dtype)


def he_normal(n_in, n_out, *, rng, dtype=np.float64):
    """Normal numbers with variance 2 / n_in: twice LeCun's, because ReLU makes half of them 0.

    Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers" (2015).
    """
    n_in, n_out = _sizes(n_in, n_out)
    return _normal(n_in, n_out, 2 / n_in, rng, dtype)


def _sizes(n_in, n_out):
    """Both, checked."""
    n_in = require_count("n_in", n_in, "how many inputs the layer has")
    return n_in, require_count("n_out", n_out, "how many outputs the layer has")


def _normal(n_in, n_out, variance, rng, dtype):
    W = require_rng(rng, "A layer").normal(size=(n_in, n_out)) * np.sqrt(variance)
    return W.astype(require_dtype(dtype), copy=False)
