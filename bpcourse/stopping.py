"""Stopping: end a training in time, and give back the best weights it had."""

import math

from .parameters import parameters, statistics


class EarlyStopping:
    """Stop when the validation loss has not fallen by more than `min_delta` in `patience` updates.

        for loss in epochs(...):
            if stopping.update(validation_loss, net):
                break
        stopping.restore(net)                                   # the weights that were best

    Source: Prechelt, "Early stopping - but when?" (1998).
    """

    def __init__(self, patience=10, min_delta=0.0):
        if patience < 1:
            raise ValueError(
                f"patience counts updates without progress, at least 1, but it is {patience}."
            )
        self.patience, self.min_delta = patience, min_delta
        self.best, self.waited, self.updates, self.best_update = math.inf, 0, 0, None

    def update(self, loss, net):
        """Note one validation loss; returns True when it is time to stop."""
        self.updates += 1
        if loss < self.best - self.min_delta:
            self.best, self.best_update, self.waited = loss, self.updates, 0
            self.kept = [array.value.copy() for array in parameters(net) + statistics(net)]
        else:
            self.waited += 1
        return self.waited >= self.patience

    def restore(self, net):
        """Give `net` the arrays that it had at the best update. Raises RuntimeError without one."""
        if self.best_update is None:
            raise RuntimeError(
                "There is nothing to restore: no update has had a loss that is a number.\n"
                "Call update(validation_loss, net) after each epoch."
            )
        for array, kept in zip(parameters(net) + statistics(net), self.kept, strict=True):
            array.value = kept.copy()

    def __repr__(self):
        return f"EarlyStopping({self.patience}, {self.min_delta:g})"
