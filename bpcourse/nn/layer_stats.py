"""Layer statistics: the size of the numbers in each layer, and the share without a slope."""

from typing import NamedTuple

import numpy as np

from .layers import innermost, predict
from .settings import require_methods
from .shapes import require_samples

NEAR = 0.01  # to a bound, as a part of 1: at 0.99 the slope of tanh is 0.02, of sigmoid 0.01


class LayerStats(NamedTuple):
    """Statistics of what one layer returns for a batch of samples."""

    layer: str  # its text
    mean: float  # of all its numbers
    deviation: float  # their standard deviation, with 1/n
    silent: float  # the share of its units that are 0 for every sample
    saturated: float  # the share of its numbers within 0.01 of a bound; 0 where it has no bounds


def layer_stats(net, X) -> list[LayerStats]:
    """A LayerStats for each layer of `net`, in their order, as X (n, n_in) flows through them.

    For a network inside, its layers. Uses `predict`, so what `backward` remembers stays. The bounds
    are the attribute `bounds` of the layer: 0 and 1 for Sigmoid, -1 and 1 for Tanh.

    >>> bp.layer_stats(bp.Network(bp.ReLU()), np.array([[-1.0, 3.0], [-2.0, 5.0]]))
    [LayerStats(layer='ReLU()', mean=2.0, deviation=2.1213203435596424, silent=0.5, saturated=0.0)]
    """
    require_methods("net", net, "forward", "backward")
    stats, Y = [], X
    for layer in innermost(net):
        Y = require_samples("Y", predict(layer, Y))
        silent = np.all(Y == 0, axis=0)  # (k,)
        stats.append(
            LayerStats(
                repr(layer),
                float(Y.mean()),
                float(Y.std()),
                float(silent.mean()),
                _saturated(layer, Y),
            )
        )
    return stats


def _saturated(layer, Y):
    bounds = getattr(layer, "bounds", None)
    if bounds is None:
        return 0.0
    low, high = bounds
    return float(np.mean((Y - low < NEAR) | (high - Y < NEAR)))
