"""Right: counts down, and copies with NumPy's own function."""

import numpy as np


class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best = np.inf, None
        self.left = patience

    def update(self, loss, w):
        self.left -= 1
        if self.best_loss - loss > self.min_delta:
            self.best_loss, self.best = loss, list(map(np.array, w))
            self.left = self.patience
        return self.left <= 0
