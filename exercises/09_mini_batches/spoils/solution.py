import numpy as np


def spoils(minibatches):
    """Does this maker of mini-batches break a promise? True or False.

    minibatches(X, y, size, rng) gives a list of pairs (X_batch, y_batch).
    """
    numbers = np.arange(30)
    for size, sizes in ((7, [7, 7, 7, 7, 2]), (10, [10, 10, 10])):
        rng, orders = np.random.default_rng(9), []
        for each in (rng, rng, np.random.default_rng(9)):
            X, y = numbers[:, np.newaxis].copy(), numbers.copy()  # row i holds i
            pairs = minibatches(X, y, size, each)
            if np.any(X[:, 0] != numbers) or np.any(y != numbers):
                return True
            if any(np.any(X_batch[:, 0] != y_batch) for X_batch, y_batch in pairs):
                return True
            if [len(y_batch) for _, y_batch in pairs] != sizes:
                return True
            orders.append([i for _, y_batch in pairs for i in y_batch])
        first, second, again = orders
        if sorted(first) != list(numbers) or first == second or first != again:
            return True
        if np.sum(np.diff(first) == 1) > 10:  # neighbours that stay together
            return True
    return False
