import numpy as np


def sigmoid_grad(z):
    """The slope of the sigmoid at z."""
    raise NotImplementedError
