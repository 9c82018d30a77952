"""A multilayer perceptron as plain data: a list of pairs (W, b), and no objects.

    X  (n, n_in)    W  (n_in, n_out)    b  (n_out,)

This is the form of lessons 03 and 07, where the learner writes every function.
"""

import numpy as np

from .arrays import require_floats
from .shapes import ShapeError, require_columns

KINDS = {
    "relu": lambda Z: np.maximum(Z, 0),
    "tanh": np.tanh,
    "sigmoid": lambda Z: 0.5 * (1 + np.tanh(Z / 2)),  # the same curve, in half the time
}


def mlp_forward(params, X, kind):
    """The cache of a forward pass:  {"A": [...], "Z": [...], "kind": kind}.

    A[l] (n, n_in) enters layer l, so A[0] is X, and Z[l] (n, n_out) are its sums. `kind` is the
    activation between the layers: "relu", "tanh" or "sigmoid". The last layer is linear, so Z[-1]
    is the answer. `params` holds a pair (W, b) for each layer.
    Raises ValueError for another kind or no layers, and ShapeError where a layer does not fit.

    >>> cache = bp.mlp_forward([(np.array([[2.0]]), np.array([1.0]))], np.array([[3.0]]), "relu")
    >>> cache["Z"][-1]
    array([[7.]])
    """
    if kind not in KINDS:
        known = ", ".join(map(repr, KINDS))
        raise ValueError(f"kind is {kind!r}.\nIt must be one of {known}: the activation.")
    if len(params) == 0:
        raise ValueError("params is empty.\nIt must hold a pair (W, b) for each layer.")
    A, Z = [require_floats("X", X)], []
    for layer, (W, b) in enumerate(params):
        A[-1] = require_columns(f"A[{layer}]", A[-1], len(W), f"Layer {layer}")
        if np.shape(b) != np.shape(W)[1:]:
            raise ShapeError(
                f"In layer {layer} W has shape {np.shape(W)}, but b has shape {np.shape(b)}.\n"
                "Every column of W needs one number: b has the shape (n_out,)."
            )
        Z.append(A[-1] @ W + b)
        A.append(KINDS[kind](Z[-1]))
    return {"A": A[:-1], "Z": Z, "kind": kind}
