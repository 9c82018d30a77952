import numpy as np


def train_step(params, X, y, lr):
    """One step of gradient descent for a net with ReLU between its layers.

    params is a list of pairs (W, b). X (n, n_in), y (n, k).
    Returns a new list of pairs, and the loss before the step.
    """
    # forward
    A = [X]
    for W, b in params[:-1]:
        A.append(np.maximum(A[-1] @ W + b, 0))
    W, b = params[-1]
    Y = A[-1] @ W + b
    # loss
    loss = np.mean((Y - y) ** 2)
    # output delta
    dZ = 2 * (Y - y) / y.size
    new = []
    for (W, b), a in zip(reversed(params), reversed(A), strict=True):
        # parameter gradients
        dW, db = a.T @ dZ, dZ.sum(axis=0)
        # pass back, through the old W
        dZ = (dZ @ W.T) * (a > 0)
        # update
        new.insert(0, (W - lr * dW, b - lr * db))
    return new, loss
