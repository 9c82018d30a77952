import numpy as np


def drops_wrongly(forward, backward):
    """Does this dropout break a promise? True or False.

    forward(A, p, rng, train) gives (out, mask), backward(dout, mask) gives dA.
    """
    raise NotImplementedError
