"""History: what was measured while training, epoch by epoch, ready to be drawn."""

import numpy as np

from .parameters import gradient, length, parameters


class History(list[float]):
    """The loss of every epoch, as a list, with these attributes:

    steps            the loss of every step, measured on its batch before the step
    validation       the loss on held-out samples, if there were any
    learning_rates   the rate of the first step of every epoch
    gradient_norms   for each epoch, the norm of the last batch's gradient in each layer that learns
    layers           the texts of these layers, in the same order
    interrupted      True if Ctrl-C ended the training
    """

    def __init__(self):
        super().__init__()
        self.steps: list[float] = []
        self.validation: list[float] = []
        self.learning_rates: list[float | None] = []
        self.gradient_norms: list[np.ndarray] = []  # of shape (layers,)
        self.layers: list[str] = []
        self.interrupted = False

    def add_gradients(self, net):
        """Append the gradient norm of each layer of `net` that learns: sqrt(sum of dw^2)."""
        grads = {}  # by layer, of which two may look alike
        for w in parameters(net):
            grads.setdefault(w.layer, []).append(gradient(w))
        self.layers = [repr(layer) for layer in grads]
        self.gradient_norms.append(np.array([length(dw) for dw in grads.values()]))

    def last(self):
        """The last validation loss; without validation, the last loss."""
        return self.validation[-1] if self.validation else self[-1]
