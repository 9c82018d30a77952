"""Losses: the last node of the graph, one number that says how wrong the answers are.

    Y       (n, k)  the answers of the network
    targets (n, k)  the right answers
    labels  (n,)    the right answers where there are classes: for each row, the number of a column

The average is taken here and nowhere else: over the n samples, and where an output is compared with
a number, over the k columns as well, so over n k elements.
"""

import numpy as np

from .activations import sigmoid, softmax
from .arrays import require_floats
from .shapes import require_labels, require_matrix, require_same_shape, require_samples

ROOM = 1e-4  # by which a nudge or rounding may carry a probability below 0 or above 1


class Loss:
    """The base of the losses here. A loss of your own needs only the two methods."""

    def forward(self, Y, targets):
        """Return L, a plain number, and remember on self what `backward` will need."""
        raise NotImplementedError

    def backward(self):
        """Return dY, the derivative of L with respect to Y. Call `forward` first."""
        raise NotImplementedError

    def __getattr__(self, name):  # called only for a name that is missing
        raise AttributeError(
            f"{self} has no attribute {name!r}.\n"
            "If backward asked for it: call forward first, that is where a loss remembers.",
            name=name,
            obj=self,
        )

    def __repr__(self):
        return f"{type(self).__name__}()"


class MeanSquaredError(Loss):
    """L = mean of (Y - targets)^2 over all n k elements        dY = 2 (Y - targets) / (n k)

    Raises ShapeError unless Y and targets have the same shape. Source: Goodfellow, Bengio and
    Courville, "Deep Learning" (2016), chapter 5.

    >>> bp.MeanSquaredError().forward(np.array([[1.0], [3.0]]), np.array([[0.0], [0.0]]))
    5.0
    """

    def forward(self, Y, targets):
        Y, targets = _alike("Y", Y, targets)
        self.E = Y - targets  # (n, k)
        return float(np.mean(self.E**2))

    def backward(self):
        return 2 * self.E / self.E.size  # (n, k)


class CrossEntropy(Loss):
    """L = mean of -log p        dP = -1 / (n p) at p, else 0        p: that of the right class

    P are probabilities (n, k), as Softmax gives them; labels (n,). Where p is 0 the loss is large,
    but finite. Raises ShapeError or ValueError for labels that are not numbers of columns, and
    ValueError where P goes below 0 or above 1.
    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 3.13.
    """

    def forward(self, P, labels):
        P = require_samples("P", require_matrix("P", P, self))
        self.P, self.labels = P, require_labels(labels, "P", P)
        _require_between_0_and_1("P", P, "For logits use SoftmaxCrossEntropy.")
        return float(-np.mean(np.log(self._given())))

    def backward(self):
        n = len(self.P)
        dP = np.zeros_like(self.P)  # (n, k)
        dP[np.arange(n), self.labels] = -1 / (n * self._given())
        return dP

    def _given(self):
        """p (n,), and the smallest ordinary number where it is 0."""
        p = self.P[np.arange(len(self.P)), self.labels]
        return np.maximum(p, np.finfo(p.dtype).tiny)


class SoftmaxCrossEntropy(Loss):
    """L = mean of log(sum_j e^z_j) - z_label        dZ = (softmax(Z) - onehot) / n

    Z are the logits (n, k), labels (n,). Together, softmax and logarithm never overflow, and their
    derivative is as simple as that of a squared error. Raises ShapeError or ValueError for labels
    that are not numbers of columns.
    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 6.2.2.3.
    """

    def forward(self, Z, labels):
        Z = require_samples("Z", require_matrix("Z", Z, self))
        self.labels = require_labels(labels, "Z", Z)
        n = len(Z)
        Z = Z - Z.max(axis=1, keepdims=True)  # (n, k); shifting a row changes nothing
        E = np.exp(Z)
        S = E.sum(axis=1, keepdims=True)  # (n, 1)
        self.P = E / S
        return float((np.log(S[:, 0]) - Z[np.arange(n), labels]).sum()) / n

    def backward(self):
        n = len(self.P)
        dZ = self.P / n  # (n, k)
        dZ[np.arange(n), self.labels] -= 1 / n
        return dZ

    def predict(self, Z):
        """The probabilities that belong to the logits Z (n, k)."""
        return softmax(Z)


class BinaryCrossEntropy(Loss):
    """L = mean of log(1 + e^z) - y z over all n k elements        dZ = (sigmoid(Z) - y) / (n k)

    Z are the logits (n, k), y the targets (n, k) between 0 and 1. For two classes one logit is
    enough. Raises ShapeError unless both have the same shape, and ValueError for other targets.
    Source: Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 6.2.2.2.
    """

    def forward(self, Z, targets):
        Z, targets = _alike("Z", Z, targets)
        _require_between_0_and_1("targets", targets, "For -1 and 1 write (targets + 1) / 2.")
        self.Z, self.targets = Z, targets
        # log(1 + e^z) = max(z, 0) + log(1 + e^-|z|), in which nothing can overflow
        return float(np.mean(np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z))) - targets * Z))

    def backward(self):
        return (sigmoid(self.Z) - self.targets) / self.Z.size  # (n, k)

    def predict(self, Z):
        """The probabilities that belong to the logits Z (n, k)."""
        return sigmoid(Z)


def _alike(name, Y, targets):
    """Both as floats, of the same shape, and at least one number in each."""
    targets = require_floats("targets", targets)
    Y = require_same_shape(name, Y, "targets", targets)
    return require_samples(name, Y), targets


def _require_between_0_and_1(name, array, repair):
    lowest, highest = array.min(), array.max()
    if lowest < -ROOM or highest > 1 + ROOM:  # nan is let through: then the loss is nan
        raise ValueError(
            f"{name} goes from {lowest:.3g} to {highest:.3g}, but a probability goes from 0 to 1.\n"
            f"{repair}"
        )
