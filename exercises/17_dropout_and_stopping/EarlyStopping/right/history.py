"""Right: remembers in which update the best was, and which one this is."""

import numpy as np


class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.best_loss, self.losses, self.when = None, np.inf, [], 0

    def update(self, loss, w):
        self.losses.append(loss)
        if loss < self.best_loss - self.min_delta:
            self.when = len(self.losses)
            self.best_loss = float(loss)
            self.best = [np.copy(array) for array in w]
        return len(self.losses) - self.when >= self.patience
