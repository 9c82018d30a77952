import numpy as np


def dropout_backward(dout, mask):
    """The gradient of the loss with respect to A, where out = A * mask."""
    raise NotImplementedError
