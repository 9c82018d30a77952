"""Right: a deep copy, and an early return."""

import copy

import numpy as np


class EarlyStopping:
    def __init__(self, patience, min_delta):
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = np.inf
        self.best = None
        self.without = 0

    def update(self, loss, w):
        if loss + self.min_delta < self.best_loss:
            self.best_loss = loss
            self.best = copy.deepcopy(w)
            self.without = 0
            return False
        self.without += 1
        return self.without == self.patience
