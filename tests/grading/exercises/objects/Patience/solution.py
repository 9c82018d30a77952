import copy


class Patience:
    """Says when the loss has not improved for `patience` updates, and keeps the best parameters."""

    def __init__(self, patience):
        self.patience, self.waited = patience, 0
        self.best_loss, self.best = float("inf"), None

    def update(self, loss, params):
        """True once it is time to stop."""
        if loss < self.best_loss:
            self.best_loss, self.best, self.waited = loss, copy.deepcopy(params), 0
        else:
            self.waited += 1
        return self.waited >= self.patience
