"""bn_backward is judged against the rule, with any gamma, and columns of all spreads."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

EPSILON = 1e-5
SPREAD = np.array([1.0, 1 / 256, 4.0])  # in a narrow column epsilon counts

THROUGH_MEAN = (
    "The path through the mean is missing: each number moves it, and so all others of its column."
)
THROUGH_DEVIATION = (
    "The path through the deviation is missing: each number moves it, and so its whole column."
)
ROWS = "gamma and beta have one number for each column, which all rows use: sum over axis 0."
AGAIN = "The 1/n of the loss is in dY already: gamma and beta collect sums."


def rule(dY, gamma, cache):
    N, _ = cache
    return way_back(dY * gamma, cache), np.sum(dY * N, axis=0), dY.sum(axis=0)


def way_back(dN, cache, mean=1.0, deviation=1.0):
    """dX, with each of the two averages times a factor."""
    N, scale = cache
    averages = mean * dN.mean(axis=0) + deviation * N * np.mean(dN * N, axis=0)
    return (dN - averages) / scale


def loss(dY, gamma, cache, X, beta):
    """X is what is added to the numbers that the cache was made from."""
    N, deviation = cache
    epsilon = deviation**2 - np.mean((N * deviation) ** 2, axis=0)
    X = N * deviation + X
    N = (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + epsilon)
    return np.sum(dY * (gamma * N + beta))


def normalised(X):
    deviation = np.sqrt(X.var(axis=0) + EPSILON)
    return (X - X.mean(axis=0)) / deviation, deviation


def draw(rng, n, k, scale=1.0):
    cache = normalised(SPREAD[:k] * numbers(rng, n, k) + numbers(rng, k))
    return scale * numbers(rng, n, k), numbers(rng, k), list(cache)


def slips(dY, gamma, cache):
    N, deviation = cache
    n, k = dY.shape
    dN = dY * gamma
    dX, dgamma, dbeta = rule(dY, gamma, cache)

    def wrong(id, sentence, dX):
        return Slip(id, sentence, dX=dX)

    forgotten = "gamma is missing on the way back: dN is dY times gamma."
    twice = "gamma is there twice: multiply dY by it once."
    straight = (
        "That is the straight path alone. It would be right in use, where mean and deviation are "
        "given; in training both are made from X."
    )
    deviations = "It has to be divided by the deviation, once, as on the way forward."
    means = "That takes sums for averages: each number has 1/n of the mean."
    over = "The averages are those of each row: take them over axis 0, over the samples."
    signs = "Both averages are subtracted: what a number moves, it moves for all."
    at_deviation = (
        "That is all paths but one of the two factors N: the second average is multiplied by N."
    )
    found = [
        wrong("gamma_forgotten", forgotten, way_back(dY, cache)),
        wrong("gamma_twice", twice, way_back(dN * gamma, cache)),
        wrong("gamma_divided", "dN is dY times gamma, not divided by it.",
              way_back(dY / gamma, cache)),
        wrong("no_mean_path", THROUGH_MEAN, way_back(dN, cache, mean=0)),
        wrong("no_deviation_path", THROUGH_DEVIATION, way_back(dN, cache, deviation=0)),
        wrong("only_straight", straight, dN / deviation),
        wrong("no_deviation", deviations, dX * deviation),
        wrong("deviation_twice", deviations, dX / deviation),
        wrong("times_deviation", deviations, dX * deviation**2),
        wrong("sums", means, way_back(dN, cache, mean=n, deviation=n)),
        wrong("sums", means, way_back(dN, cache, mean=n)),
        wrong("sums", means, way_back(dN, cache, deviation=n)),
        wrong("n_minus_1", "The averages are over n samples, not over n − 1.",
              way_back(dN, cache, deviation=n / max(n - 1, 1))),
        wrong("n_minus_1", "The averages are over n samples, not over n − 1.",
              way_back(dN, cache, n / max(n - 1, 1), n / max(n - 1, 1))),
        wrong("signs", signs, way_back(dN, cache, mean=-1)),
        wrong("signs", signs, way_back(dN, cache, deviation=-1)),
        wrong("signs", signs, way_back(dN, cache, mean=-1, deviation=-1)),
        wrong("half", "The derivative of a square is twice the number: half of a path is missing.",
              way_back(dN, cache, deviation=0.5)),
        wrong("half", "The derivative of a root has a factor 1/2: a path counts twice.",
              way_back(dN, cache, deviation=2)),
        wrong("axis_1", over, (dN - dN.mean(axis=1, keepdims=True)
              - N * np.mean(dN * N, axis=1, keepdims=True)) / deviation),
        wrong("one_for_all", "Each column has averages of its own: take them over axis 0.",
              (dN - dN.mean() - N * np.mean(dN * N)) / deviation),
        wrong("one_for_all", "Each column has averages of its own: take them over axis 0.",
              (dN - dN.mean() - N * np.mean(dN * N, axis=0)) / deviation),
        wrong("no_N", at_deviation,
              (dN - dN.mean(axis=0) - np.mean(dN * N, axis=0)) / deviation),
        wrong("mean_of_products", "The second average is that of dN times N, element by element.",
              (dN - dN.mean(axis=0) - N * dN.mean(axis=0)) / deviation),
        wrong("gamma_in_part", "gamma stands before all three paths: multiply dY by it first.",
              (dN - dY.mean(axis=0) - N * np.mean(dY * N, axis=0)) / deviation),
        wrong("gamma_in_part", "gamma stands before all three paths: multiply dY by it first.",
              (dN - dN.mean(axis=0) - N * np.mean(dY * N, axis=0)) / deviation),
        wrong("uphill", "The sign is turned: slopes are asked for, not steps.", -dX),
        Slip("uphill", "The sign is turned: slopes are asked for, not steps.",
             (-dX, -dgamma, -dbeta)),
        Slip("mean_again", AGAIN, dgamma=dgamma / n, dbeta=dbeta / n),
        Slip("mean_again", AGAIN, dgamma=dgamma / n),
        Slip("mean_again", AGAIN, dbeta=dbeta / n),
        Slip("mean_again", AGAIN, (dX / n, dgamma / n, dbeta / n)),
        Slip("rows", ROWS, dgamma=np.sum(dY * N, axis=1), dbeta=dY.sum(axis=1)),
        Slip("rows", ROWS, dgamma=dY * N, dbeta=dY),
        Slip("rows", ROWS, dgamma=dY * N),
        Slip("rows", ROWS, dbeta=dY),
        Slip("rows", ROWS, dgamma=np.sum(dY * N), dbeta=dY.sum()),
        Slip("rows", ROWS, dbeta=dY.sum()),
        Slip("rows", ROWS, dgamma=np.sum(dY * N)),
        Slip("rows", ROWS, dgamma=np.sum(dY * N, axis=0, keepdims=True),
             dbeta=dY.sum(axis=0, keepdims=True)),
        Slip("dgamma_of_distances", "gamma was multiplied with N, not with X minus the mean.",
             dgamma=np.sum(dY * N * deviation, axis=0)),
        Slip("dgamma_without_N", "gamma was multiplied with N, so each row counts with its N.",
             dgamma=dbeta),
        Slip("from_dN", "gamma and beta are reached by dY itself, without a gamma in between.",
             dgamma=gamma * dgamma, dbeta=gamma * dbeta),
        Slip("from_dN", "gamma and beta are reached by dY itself, without a gamma in between.",
             dgamma=gamma * dgamma),
        Slip("from_dN", "gamma and beta are reached by dY itself, without a gamma in between.",
             dbeta=gamma * dbeta),
        Slip("product_of_sums", "Each row counts with its own N: multiply before you add up.",
             dgamma=dY.sum(axis=0) * N.sum(axis=0)),
    ]  # fmt: skip
    if n == k:
        flat = (dN - dN.mean(axis=1) - N * np.mean(dN * N, axis=1)) / deviation
        found.append(wrong("axis_1", over, flat))
    return found


PENCIL = np.array([[-1.0, 0.5], [-1.0, -1.5], [1.0, 0.5], [1.0, 0.5]]), np.array([2.0, 0.25])
DY = np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 0.25], [-0.75, 1.0]])
GAMMA = np.array([3.0, -0.5])
CUBE = np.array([[1.0, 0.5, -2.0], [3.0, 0.502, 1.0], [0.25, 0.499, -0.5]])

RULE = Rule(
    "bn_backward",
    rule,
    result={"dX": "dX", "dgamma": "dgamma", "dbeta": "dbeta"},
    draw=draw,
    sizes={"n = 5, 3 columns": (5, 3), "n = 4, 1 column": (4, 1), "n = 8, 2 columns": (8, 2)},
    hand={
        "With four samples and two columns it gives what you get with a pencil.": (
            DY,
            GAMMA,
            PENCIL,
        ),
        "With as many columns as samples, and a narrow column, it still follows the rule.": (
            DY[:3, [0, 1, 0]] + np.array([0.0, 0.0, 1.5]),
            np.array([3.0, -0.5, 1.25]),
            normalised(CUBE),
        ),
    },
    edges={
        "A single sample gets nothing: its output is beta, whatever it is.": [
            (DY[:1], GAMMA, (np.zeros((1, 2)), np.full(2, EPSILON**0.5))),
            (DY, GAMMA, PENCIL),
        ],
        "A column in which all numbers are equal has N = 0, and is no exception.": [
            (DY, GAMMA, (PENCIL[0] * [1.0, 0.0], np.array([2.0, EPSILON**0.5]))),
            (DY, GAMMA, PENCIL),
        ],
        "Where dY is the same in all rows, dX is 0: a common shift is taken away again.": [
            (np.ones((4, 2)), GAMMA, PENCIL),
            (DY, GAMMA, PENCIL),
        ],
        "Where gamma is 0, nothing comes back to X.": [
            (DY, np.array([0.0, -0.5]), PENCIL),
            (DY, GAMMA, PENCIL),
        ],
    },
    whole=[
        (
            np.array([[1, -2], [2, 3], [2, 1], [-1, 1]]),
            np.array([3, -2]),
            (np.array([[-1, 1], [-1, -1], [1, 1], [1, -1]]), np.array([2, 3])),
        )
    ],
    slips=slips,
    loss=loss,
    by=("X", "gamma", "beta"),
    tip={
        "dX": "dN minus its average, minus N times the average of dN * N, over the deviation.",
        "dgamma": "gamma[j] collects, over all samples, dY times N in column j.",
        "dbeta": ROWS,
    },
)
globals().update(checks_of(__file__, RULE))
