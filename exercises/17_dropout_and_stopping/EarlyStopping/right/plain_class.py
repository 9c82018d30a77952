"""Right: attributes of the class as a start, and NumPy's own truth value comes back."""

import numpy as np


class EarlyStopping:
    best_loss = np.inf
    best = None
    waited = 0

    def __init__(self, patience, min_delta):
        self.patience = patience
        self.min_delta = min_delta

    def update(self, loss, w):
        is_better = np.float64(loss) < self.best_loss - self.min_delta
        self.waited = 0 if is_better else self.waited + 1
        if is_better:
            self.best_loss, self.best = loss, [1.0 * array for array in w]
        return np.greater_equal(self.waited, self.patience)
