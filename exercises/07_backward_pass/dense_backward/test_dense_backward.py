"""dense_backward is judged against the rule, also where every product of matrices would fit."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

AGAIN = "The 1/n is in dZ already: it is taken in the loss and nowhere else."
ROWS = "The bias has one number for each column of dZ, and every row has used it: sum over axis 0."
ONE = "Only one sample is in it: all n of them are collected."


def rule(dZ, X, W):
    return dZ @ W.T, X.T @ dZ, dZ.sum(axis=0)


def loss(dZ, X, W, b):
    return np.sum(dZ * (X @ W + b))


def draw(rng, n, n_in, n_out, scale=1.0):
    return scale * numbers(rng, n, n_out), numbers(rng, n, n_in), numbers(rng, n_in, n_out)


def product(A, B):
    """A @ B where that fits, and else nothing."""
    return A @ B if A.shape[1] == B.shape[0] else np.nan


def slips(dZ, X, W):
    n = len(X)
    dX, dW, db = rule(dZ, X, W)
    fits = "That product fits only because of the sizes; its sum runs over the wrong axis."
    found = [
        Slip("mean_again", AGAIN, (dX / n, dW / n, db / n)),
        Slip("mean_again", AGAIN, dW=dW / n, db=db / n),
        Slip("mean_again", AGAIN, db=db / n),
        Slip(
            "no_way_back",
            "That is dZ itself: it still has to go back through W.",
            dX=dZ,
        ),
        Slip(
            "bias_in_dX",
            "It goes back through W, whose bias plays no part in that.",
            dX=dX + db.sum(),
        ),
        *(
            Slip("wrong_product", fits, dX=product(A, B))
            for A, B in ((dZ, W), (W, dZ), (W.T, dZ), (dZ, X.T), (dZ.T, W))
        ),
        *(
            Slip("wrong_product", fits, dW=product(A, B))
            for A, B in ((X, dZ), (dZ, X), (X.T, dZ.T), (X, dZ.T))
        ),
        Slip(
            "weights_transposed",
            "It is transposed: rows are inputs and columns are outputs.",
            dW=dW.T,
        ),
        Slip(
            "inputs_forgotten",
            "That is dZ summed over the samples: each sample counts with its own input.",
            dW=np.broadcast_to(db, W.shape),
        ),
        Slip(
            "product_of_means",
            "Every sample counts with its own input: a product of means is another number.",
            dW=n * np.outer(X.mean(axis=0), dZ.mean(axis=0)),
        ),
        Slip(
            "product_of_sums",
            "Every sample counts with its own input: a product of sums is another number.",
            dW=np.outer(X.sum(axis=0), db),
        ),
        Slip("one_sample", ONE, dW=np.outer(X[0], dZ[0])),
        Slip("one_sample", ONE, dW=np.outer(X[-1], dZ[-1])),
        Slip("one_sample", ONE, db=dZ[0]),
        Slip("one_sample", ONE, dW=np.outer(X[0], dZ[0]), db=dZ[0]),
        Slip("bias_rows", ROWS, db=dZ),
        Slip("bias_rows", ROWS, db=dZ.sum(axis=1)),
        Slip("bias_rows", ROWS, db=dZ.sum()),
        Slip("bias_rows", ROWS, db=dZ.sum(axis=0, keepdims=True)),
        Slip("bias_rows", ROWS, db=dZ.sum(axis=1, keepdims=True)),
        Slip(
            "bias_from_dW",
            "A bias is multiplied with nothing, so dZ itself is summed.",
            db=dW.sum(axis=0),
        ),
        Slip(
            "uphill",
            "Every number is right but for its sign: slopes are asked for, not steps.",
            (-dX, -dW, -db),
        ),
    ]
    if X.shape == dZ.shape:
        told = "A table of sums is a matrix product, and * is none."
        found.append(Slip("elementwise", told, dW=X * dZ))
    return found


RULE = Rule(
    "dense_backward",
    rule,
    result={"dX": "dX", "dW": "dW", "db": "db"},
    draw=draw,
    sizes={
        "n = 5, 3 inputs, 2 outputs": (5, 3, 2),
        "n = 2, 4 inputs, 3 outputs": (2, 4, 3),
        "n = 4, 1 input, 3 outputs": (4, 1, 3),
    },
    hand={
        "With three samples, two inputs and two outputs it gives what you get with a pencil.": (
            np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 0.25]]),
            np.array([[1.0, 2.0], [-1.0, 4.0], [3.0, -0.5]]),
            np.array([[3.0, 1.0], [4.0, -2.0]]),
        ),
        "Where all matrices are square, so that every product fits, it still follows the rule.": (
            np.array([[1.0, -2.0, 0.5], [0.5, 3.0, 1.5], [2.0, 0.25, -1.0]]),
            np.array([[1.0, 2.0, -3.0], [-1.0, 4.0, 0.5], [3.0, -0.5, 2.0]]),
            np.array([[3.0, 1.0, -1.0], [4.0, -2.0, 0.5], [0.25, 1.5, 2.0]]),
        ),
    },
    edges={
        "One sample, or one output, is no exception.": [
            (
                np.array([[1.0, -2.0]]),
                np.array([[2.0, 1.0, 3.0]]),
                np.array([[3.0, 1.0], [4.0, 2.0], [-1.0, 0.5]]),
            ),
            (
                np.array([[1.0], [-2.0]]),
                np.array([[2.0, 1.0], [0.5, 3.0]]),
                np.array([[3.0], [4.0]]),
            ),
        ],
        "Where dZ is 0, every gradient is 0.": (
            np.zeros((2, 1)),
            np.array([[2.0, 1.0], [0.5, 3.0]]),
            np.array([[3.0], [4.0]]),
        ),
    },
    slips=slips,
    loss=loss,
    by=("X", "W", "b"),
    tip={
        "dX": "An input went through all weights of its row: collect dZ times those weights.",
        "dW": "Weight [i, j] collects, over all samples, input i times dZ of output j.",
        "db": ROWS,
    },
)
globals().update(checks_of(__file__, RULE))
