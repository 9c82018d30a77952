"""Right: asks first whether there was no progress; a loss that is nan is told apart."""

import numpy as np


class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best = None
        self.waited = 0

    def update(self, loss, w):
        if np.isnan(loss) or loss >= self.best_loss - self.min_delta:
            self.waited = self.waited + 1
        else:
            self.best_loss = loss
            self.best = []
            for array in w:
                self.best.append(array + 0.0)
            self.waited = 0
        return not self.waited < self.patience
