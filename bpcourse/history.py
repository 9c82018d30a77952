"""History: what was measured while training, epoch by epoch, ready to be drawn."""

import numpy as np

from .parameters import parameters


class History(list[float]):
    """The loss of every epoch, in a list; and beside it

    validation       the loss on held-out samples, if there were any
    learning_rates   the rate of the first step of every epoch
    gradient_norms   for each epoch, the norm of the last batch's gradient in each layer that learns
    layers           the texts of these layers, in the same order
    interrupted      did Ctrl-C end the training?
    """

    def __init__(self):
        super().__init__()
        self.validation: list[float] = []
        self.learning_rates: list[float | None] = []
        self.gradient_norms: list[np.ndarray] = []  # of shape (layers,)
        self.layers: list[str] = []
        self.interrupted = False

    def add_gradients(self, net):
        """Note the gradient norm of each layer of `net` that learns: sqrt(sum of dw^2)."""
        squares = {}  # by layer, of which two may look alike
        for w in parameters(net):
            squares[w.layer] = squares.get(w.layer, 0.0) + float(np.sum(w.grad**2))
        self.layers = [repr(layer) for layer in squares]
        self.gradient_norms.append(np.sqrt(list(squares.values())))

    def last(self):
        """The last validation loss, or without validation the last loss."""
        return self.validation[-1] if self.validation else self[-1]
