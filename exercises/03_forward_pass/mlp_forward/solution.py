import numpy as np


def mlp_forward(params, X, kind):
    """The forward pass of a net: {"A": [...], "Z": [...], "kind": kind}.

    A[l] enters layer l, so A[0] is X. Z[l] are its sums, and Z[-1] is the answer.
    kind is "relu", "tanh" or "sigmoid", the activation between the layers.
    """
    A, Z = [X], []
    for layer, (W, b) in enumerate(params):
        sums = A[layer] @ W + b  # (n, n_out)
        Z.append(sums)
        if layer == len(params) - 1:
            break  # what leaves the last layer is the answer
        if kind == "relu":
            A.append(np.maximum(sums, 0))
        elif kind == "tanh":
            A.append(np.tanh(sums))
        else:
            A.append(1 / (1 + np.exp(-sums)))
    return {"A": A, "Z": Z, "kind": kind}
