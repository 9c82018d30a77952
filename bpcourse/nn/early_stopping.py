"""Early stopping: end a training in time, and restore the best weights it had."""

import math
from copy import copy

from .parameters import parameters, statistics
from .settings import require_count, require_number, require_real


class EarlyStopping:
    """Stop when the validation loss has not fallen by more than `min_delta` in `patience` updates.

        for loss in epochs(...):
            if stopping.update(validation_loss, net):
                break
        stopping.restore(net)  # the weights that were best

    A loss that is nan counts as no progress. Source: Prechelt, "Early stopping - but when?" (1998).
    """

    def __init__(self, patience=10, min_delta=0.0):
        meaning = "how many updates may bring no progress"
        self.patience = require_count("patience", patience, meaning)
        meaning = "by how much the loss must fall to count"
        self.min_delta = require_number("min_delta", min_delta, meaning, at_least=0)
        self.best, self.waited, self.updates, self.best_update = math.inf, 0, 0, None

    def update(self, loss, net):
        """Note one validation loss; return True when it is time to stop."""
        loss = require_real("loss", loss, "the validation loss")
        self.updates += 1
        if loss < self.best - self.min_delta:
            self.best, self.best_update, self.waited = loss, self.updates, 0
            self.kept = [copy(array.value) for array in parameters(net) + statistics(net)]
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, net):
        """Give `net` the arrays of the best update back; raise RuntimeError if there is none."""
        if self.best_update is None:
            raise RuntimeError(
                "There is nothing to restore: no update has had a loss that is a number.\n"
                "Call update(validation_loss, net) after each epoch."
            )
        for array, kept in zip(parameters(net) + statistics(net), self.kept, strict=True):
            array.value = copy(kept)

    def __repr__(self):
        return f"EarlyStopping({self.patience}, {self.min_delta:g})"
