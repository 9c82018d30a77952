import numpy as np


def squash(z):
    """1 / (1 + exp(-z)), for every element."""
    raise NotImplementedError
