"""Losses: the last node of the graph, one number that says how wrong we are.

    Y  (n, k)  what the network answered        targets  (n, k)  what it should have answered

The average over the n samples is taken here and nowhere else.
"""

import numpy as np

from .shapes import require_same_shape


class MeanSquaredError:
    """L = mean of (Y - targets)^2        dY = 2 (Y - targets) / number of elements

    Raises ShapeError unless Y and targets have the same shape.
    """

    def forward(self, Y, targets):
        require_same_shape("Y", Y, "targets", targets)
        self.E = Y - targets  # (n, k)
        return float(np.mean(self.E**2))

    def backward(self):
        return 2 * self.E / self.E.size  # (n, k)

    def __repr__(self):
        return "MeanSquaredError()"
