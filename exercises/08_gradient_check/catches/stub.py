import numpy as np


def catches(loss, backward):
    """Is this backward pass wrong? True or False.

    loss(params, X, y) is a number, backward(params, X, y) claims its gradients.
    """
    raise NotImplementedError
