import numpy as np


class EarlyStopping:
    """Say when to stop a training, and keep the weights of its best update."""

    def __init__(self, patience, min_delta):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best = None
        self.waited = 0

    def update(self, loss, w):
        """Note one loss and the list of arrays w; True when it is time to stop."""
        if loss < self.best_loss - self.min_delta:
            self.best_loss = loss
            self.best = [array.copy() for array in w]
            self.waited = 0
        else:
            self.waited += 1
        return self.waited >= self.patience
