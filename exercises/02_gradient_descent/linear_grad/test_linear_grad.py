"""linear_grad is judged against the rule. That the rule agrees with nudging, a test holds."""

import numpy as np

from bpcourse.checking.compare import usual_slips
from bpcourse.checking.draws import number, numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip


def rule(X, y, w, b):
    e = X @ w + b - y  # (n,)
    return 2 / len(y) * X.T @ e, 2 * np.mean(e)


def loss(X, y, w, b):
    return np.mean((X @ w + b - y) ** 2)


def draw(rng, n, n_in, scale=1.0):
    X = numbers(rng, n, n_in)
    return X, scale * numbers(rng, n), scale * numbers(rng, n_in), scale * number(rng)


def slips(X, y, w, b):
    n, n_in = X.shape
    e = X @ w + b - y
    dw, db = rule(X, y, w, b)
    table = (X @ w + b)[:, np.newaxis] - y  # (n, n)
    deaf = "The inputs are missing: each error is multiplied by the input of its sample."
    alone = "These are the samples one by one, but they all share the bias: take their mean."
    pairs = "When (n, 1) meets (n,), NumPy makes the table of all pairs: print the shapes."
    factors = zip(usual_slips(dw, n), usual_slips(db, n), strict=True)
    return [
        *(Slip(one.id, one.sentence, (one.value, other.value)) for one, other in factors),
        Slip("no_bias", "The prediction is X w + b, but b is missing.", rule(X, y, w, 0.0)),
        Slip(
            "no_target",
            "The error is the prediction minus y, but y is missing.",
            rule(X, 0 * y, w, b),
        ),
        Slip("no_inputs", deaf, dw=np.full(n_in, db)),
        Slip(
            "mean_over_features",
            "The mean runs over the n samples, not over the n_in features.",
            dw=2 / n_in * X.T @ e,
        ),
        Slip(
            "mean_over_entries",
            "The mean runs over the n samples, not over all entries of X.",
            dw=2 / X.size * X.T @ e,
        ),
        Slip(
            "absolute_error",
            "That is the slope of the mean absolute error.",
            (X.T @ np.sign(e) / n, np.mean(np.sign(e))),
        ),
        Slip(
            "slope_of_inputs",
            "That is the slope with respect to the inputs, not to w.",
            dw=db * w,
        ),
        Slip(
            "wrong_axis",
            "Sum over the samples, for each feature; not the other way.",
            dw=2 / n * X.sum(axis=1) * e,
        ),
        Slip("table_of_pairs", pairs, (2 / n * X.T @ table, 2 * np.mean(table))),
        Slip(
            "column",
            "The errors stand in a column, and so does dw: it should lie like w.",
            dw=dw[:, np.newaxis],
        ),
        Slip("bias_one_by_one", alone, db=2 * e),
        Slip("bias_one_by_one", alone, db=e),
        Slip("bias_one_by_one", alone, db=2 * e / n),
        Slip(
            "bias_as_array",
            "db is one number, and not an array that holds it.",
            db=np.array([db]),
        ),
        Slip(
            "takes_the_step",
            "That is where a step would lead: return the slopes themselves.",
            (w - 0.1 * dw, b - 0.1 * db),
        ),
    ]


RULE = Rule(
    "linear_grad",
    rule,
    result={"dw": "dw", "db": "db"},
    draw=draw,
    sizes={
        "n = 7, n_in = 3": (7, 3),
        "n = 3, n_in = 7": (3, 7),
        "n = 4, n_in = 4": (4, 4),
    },
    hand={
        "With five samples of two features it gives what you get with a pencil.": (
            np.array([[1.0, 2.0], [0.5, -1.0], [-2.0, 3.0], [4.0, 0.25], [-1.0, 1.0]]),
            np.array([1.0, 0.0, 2.0, -1.0, 3.0]),
            np.array([3.0, -0.5]),
            0.75,
        )
    },
    edges={
        "One sample, or one feature, is no exception.": [
            (np.array([[1.0, -2.0, 4.0]]), np.array([1.0]), np.array([3.0, 0.5, 1.5]), 0.5),
            (np.array([[1.0], [-2.0], [4.0]]), np.array([1.0, 2.0, -1.0]), np.array([3.0]), 0.5),
        ],
        "Where every prediction is right, all slopes are 0.": (
            np.array([[1.0, 2.0], [0.5, -1.0], [-2.0, 3.0]]),
            np.array([2.75, 2.75, -6.75]),
            np.array([3.0, -0.5]),
            0.75,
        ),
    },
    slips=slips,
    loss=loss,
    by=("w", "b"),
    tip={
        "dw": "For each weight, add up errors times its own inputs, over all samples; then 2 / n.",
        "db": "The input of the bias is 1 in every sample: twice the mean of the errors.",
    },
)
globals().update(checks_of(__file__, RULE))
