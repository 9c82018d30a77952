import numpy as np


def mlp_forward(params, X, kind):
    """The forward pass of a net: {"A": [...], "Z": [...], "kind": kind}.

    A[l] enters layer l, so A[0] is X. Z[l] are its sums, and Z[-1] is the answer.
    kind is "relu", "tanh" or "sigmoid", the activation between the layers.
    """
    raise NotImplementedError
