import numpy as np


def sanity_report(model, X, y):
    """What a net shows before a long training: a dictionary with five keys.

    "first_loss", "expected", "learns_20", "gradient_error" and "same_twice".
    model has "params", "loss", "gradients", "train" and "predict".
    """
    raise NotImplementedError
