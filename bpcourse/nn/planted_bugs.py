"""Planted bugs: the backward pass of a small net, right, or wrong in one place.

    Z1 = X W1 + b1        A = f(Z1)        Z2 = A W2 + b2        L = cross-entropy of softmax(Z2)

    X  (n, n_in)    W1  (n_in, m)    b1  (m,)    W2  (m, k)    b2  (k,)    y  labels (n,)

Lesson 08 looks for such bugs with a gradient check. The mean over the n samples is in the loss.
"""

from functools import partial

import numpy as np

from .mlp import KINDS

SLOPES = {  # from the output A
    "relu": lambda A: (A > 0) * 1.0,
    "tanh": lambda A: 1 - A**2,
    "sigmoid": lambda A: A * (1 - A),
}
OTHER = {"relu": "tanh", "tanh": "sigmoid", "sigmoid": "tanh"}  # whose slope is taken for it
RATE, LAM = 0.5, 0.1  # of the step that comes too early, and of the penalty

BUGS = {  # the name of the bug, and what the code does
    "mean forgotten": "The 1/n of the loss is missing in the output delta.",
    "mean twice": "The output delta is divided by n twice.",
    "bias mean": "The bias takes the mean of the deltas, and not their sum.",
    "bias missing": "b1 never gets a gradient.",
    "sign": "The delta changes its sign on the way back.",
    "slope forgotten": "The delta is not multiplied by the slope of the activation.",
    "wrong slope": "The slope is that of another activation.",
    "no transpose": "The delta goes back through W2 in place of its transpose.",
    "slope at the output": "The slope is taken at the output of the activation, not at its sum.",
    "moved weights": "W2 has moved by a step before the delta goes back through it.",
    "softmax slope": "The output delta is multiplied by p (1 - p) as well.",
    "penalty on the biases": "Both biases get a penalty that the loss does not have.",
    "sums for outputs": "dW2 is made from the sums Z1, and not from the outputs A.",
    "one delta for all": "The delta of the first sample is used for all samples.",
}
TRAIN_WELL = (  # seven with which a net still learns to tell three spiral arms apart
    *("bias mean", "slope at the output", "wrong slope", "moved weights"),
    *("softmax slope", "bias missing", "penalty on the biases"),
)


def loss(params, X, y, kind="tanh"):
    """The mean cross-entropy of the labels y: one number."""
    (W1, b1), (W2, b2) = params
    Z2 = KINDS[kind](X @ W1 + b1) @ W2 + b2
    Z2 = Z2 - Z2.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(Z2).sum(axis=1)) - Z2[np.arange(len(y)), y]))


def backward(params, X, y, bug="right", kind="tanh"):
    """The gradients [(dW1, db1), (dW2, db2)], with that bug."""
    (W1, b1), (W2, b2) = params
    n = len(X)
    Z1 = X @ W1 + b1
    A = KINDS[kind](Z1)
    Z2 = A @ W2 + b2
    E = np.exp(Z2 - Z2.max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    dZ2 = (P - np.eye(P.shape[1])[y]) / {"mean forgotten": 1, "mean twice": n**2}.get(bug, n)
    if bug == "softmax slope":
        dZ2 = dZ2 * P * (1 - P)
    dW2, db2 = A.T @ dZ2, dZ2.sum(axis=0)
    if bug == "sums for outputs":
        dW2 = Z1.T @ dZ2
    back = W2 if bug == "no transpose" else W2.T
    if bug == "moved weights":
        back = (W2 - RATE * dW2).T
    dZ1 = dZ2 @ back * _slope(A, kind, bug)
    if bug == "sign":
        dZ1 = -dZ1
    if bug == "one delta for all":
        dZ1 = dZ1[:1].repeat(n, axis=0)
    dW1, db1 = X.T @ dZ1, dZ1.sum(axis=0)
    if bug == "bias mean":
        db1, db2 = db1 / n, db2 / n
    if bug == "bias missing":
        db1 = 0 * db1
    if bug == "penalty on the biases":
        db1, db2 = db1 + LAM * b1, db2 + LAM * b2
    return [(dW1, db1), (dW2, db2)]


def _slope(A, kind, bug):
    if bug == "slope forgotten":
        return 1.0
    if bug == "wrong slope":
        return SLOPES[OTHER[kind]](A)
    if bug == "slope at the output":
        return SLOPES[kind](KINDS[kind](A))
    return SLOPES[kind](A)


FIVE = {  # one of them is right
    "A": "moved weights",
    "B": "wrong slope",
    "C": "bias mean",
    "D": "right",
    "E": "slope at the output",
}


def five():
    """Five backward passes by their letters, for who wants to find the right one."""
    return {letter: partial(backward, bug=bug) for letter, bug in FIVE.items()}


def two_at_once(params, X, y):
    """A backward pass with two bugs, for who wants to find both."""
    layers = backward(params, X, y, "slope at the output")
    return [(dW, db / len(X)) for dW, db in layers]
