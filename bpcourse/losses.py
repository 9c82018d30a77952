"""Losses: the last node of the graph, one number that says how wrong we are.

    Y       (n, k)  what the network answered
    targets (n, k)  what it should have answered
    labels  (n,)    the same for classes: in each row, the number of the right column

The average over the n samples is taken here and nowhere else.
"""

import numpy as np

from .activations import sigmoid, softmax
from .shapes import require_labels, require_same_shape


class MeanSquaredError:
    """L = mean of (Y - targets)^2        dY = 2 (Y - targets) / number of elements

    Raises ShapeError unless Y and targets have the same shape. Source: Goodfellow, Bengio and
    Courville, "Deep Learning" (2016), section 5.1.4.

    >>> bp.MeanSquaredError().forward(np.array([[1.0], [3.0]]), np.array([[0.0], [0.0]]))
    5.0
    """

    def forward(self, Y, targets):
        require_same_shape("Y", Y, "targets", targets)
        self.E = Y - targets  # (n, k)
        return float(np.mean(self.E**2))

    def backward(self):
        return 2 * self.E / self.E.size  # (n, k)

    def __repr__(self):
        return "MeanSquaredError()"


class CrossEntropy:
    """L = mean of -log p        dP = -1 / (n p) at p, else 0        p: what the right class got

    P are probabilities (n, k), as Softmax gives them; labels (n,). Where p is 0 the loss is large,
    but finite. Raises ShapeError or ValueError for labels that name no column. Source: Goodfellow,
    Bengio and Courville, "Deep Learning" (2016), section 3.13.
    """

    def forward(self, P, labels):
        require_labels(labels, "P", P)
        self.P, self.labels = P, labels
        return float(-np.mean(np.log(self._given())))

    def backward(self):
        n = len(self.P)
        dP = np.zeros_like(self.P)  # (n, k)
        dP[np.arange(n), self.labels] = -1 / (n * self._given())
        return dP

    def _given(self):
        """p (n,), kept above 0 by the smallest ordinary number."""
        p = self.P[np.arange(len(self.P)), self.labels]
        return np.maximum(p, np.finfo(p.dtype).tiny)

    def __repr__(self):
        return "CrossEntropy()"


class SoftmaxCrossEntropy:
    """L = mean of log(sum_j e^z_j) - z_label        dZ = (softmax(Z) - onehot) / n

    Z are the logits (n, k), labels (n,). Softmax and logarithm together never overflow, and the
    slope is as plain as that of a squared error. Raises ShapeError or ValueError for labels that
    name no column. Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section
    6.2.2.3.
    """

    def forward(self, Z, labels):
        require_labels(labels, "Z", Z)
        n = len(Z)
        Z = Z - Z.max(axis=1, keepdims=True)  # (n, k); shifting a row changes nothing
        E = np.exp(Z)
        S = E.sum(axis=1, keepdims=True)  # (n, 1)
        self.P, self.labels = E / S, labels
        return float((np.log(S[:, 0]) - Z[np.arange(n), labels]).sum()) / n

    def backward(self):
        n = len(self.P)
        dZ = self.P / n  # (n, k)
        dZ[np.arange(n), self.labels] -= 1 / n
        return dZ

    def predict(self, Z):
        """The probabilities that belong to the logits Z (n, k)."""
        return softmax(Z)

    def __repr__(self):
        return "SoftmaxCrossEntropy()"


class BinaryCrossEntropy:
    """L = mean of log(1 + e^z) - t z        dZ = (sigmoid(Z) - targets) / number of elements

    Z are the logits (n, k), targets (n, k) between 0 and 1. For two classes one logit is enough.
    Raises ShapeError unless both have the same shape. Source: Goodfellow, Bengio and Courville,
    "Deep Learning" (2016), section 6.2.2.2.
    """

    def forward(self, Z, targets):
        require_same_shape("Z", Z, "targets", targets)
        self.Z, self.targets = Z, targets
        # log(1 + e^z) = max(z, 0) + log(1 + e^-|z|), in which nothing can overflow
        return float(np.mean(np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z))) - targets * Z))

    def backward(self):
        return (sigmoid(self.Z) - self.targets) / self.Z.size  # (n, k)

    def predict(self, Z):
        """The probabilities that belong to the logits Z (n, k)."""
        return sigmoid(Z)

    def __repr__(self):
        return "BinaryCrossEntropy()"
