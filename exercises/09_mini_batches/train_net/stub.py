import numpy as np


def train_net(step, params, X, y, cfg):
    """Train with cfg, which has "lr", "epochs", "size" and "seed".

    step(params, X_batch, y_batch, lr) gives new params and the mean loss before it.
    Returns the last params, and a list with the mean loss of each epoch.
    """
    raise NotImplementedError
