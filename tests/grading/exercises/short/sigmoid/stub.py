import numpy as np


def sigmoid(z):
    """1 / (1 + exp(-z)), for every element."""
    raise NotImplementedError
