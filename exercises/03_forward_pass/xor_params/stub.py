import numpy as np


def xor_params():
    """The params of a 2-2-1 net with ReLU that solves XOR: [(W1, b1), (W2, b2)]."""
    raise NotImplementedError
