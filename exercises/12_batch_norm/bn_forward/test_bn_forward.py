"""bn_forward is judged in both modes, with columns of very different spread."""

import numpy as np

from bpcourse.checking.draws import numbers, positive
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

EPSILON, KEPT = 1e-5, 0.9  # in the root, and of the running statistics
SPREAD = np.array([2.0, 1 / 256, 2.0])  # in a narrow column epsilon counts


def rule(X, gamma, beta, state, train):
    return passed(X, gamma, beta, state, *(batch(X) if train else (*state, state)))


def batch(X):
    """Mean and variance of the batch, and no state yet."""
    return X.mean(axis=0), X.var(axis=0), None


def unbiased(X):
    return X.var(axis=0) * len(X) / max(len(X) - 1, 1)


def remembered(state, mean, var, kept=KEPT, new=1 - KEPT):
    return kept * state[0] + new * mean, kept * state[1] + new * var


def passed(X, gamma, beta, state, mean, var, new=None, deviation=None):
    """The whole result, from the mean and the variance that normalise."""
    new = remembered(state, X.mean(axis=0), unbiased(X)) if new is None else new
    deviation = np.sqrt(var + EPSILON) if deviation is None else deviation
    N = (X - mean) / deviation
    return gamma * N + beta, new, (N, deviation)


def draw(rng, n, k, train, scale=1.0):
    """Columns whose middle and spread differ, and statistics of the same size."""
    X = scale * SPREAD[:k] * (numbers(rng, n, k) + numbers(rng, k))
    state = [scale * numbers(rng, k), scale**2 * positive(rng, k)]
    return X, numbers(rng, k), numbers(rng, k), state, train


def slips(X, gamma, beta, state, train):
    found = in_training if train else in_use
    Y, new, (N, deviation) = rule(X, gamma, beta, state, train)
    mean, var = batch(X)[:2] if train else state

    def other(id, sentence, scale):
        """Divided by something else."""
        wrong = passed(X, gamma, beta, state, mean, var, new, scale)
        yield Slip(id, sentence, wrong)
        yield Slip(id, sentence, Y=wrong[0], cache=(wrong[2][0], deviation))

    root = "The root is missing: divide by the root of the variance, not by the variance."
    yield from other("no_root", root, var + EPSILON)
    squared = "It is divided by the square of variance plus epsilon: take the root of it."
    yield from other("squared", squared, (var + EPSILON) ** 2)
    outside = (
        "Epsilon stands outside the root, as with RMSprop and Adam. In batch normalisation it "
        "stands inside: it is added to the variance."
    )
    yield from other("epsilon_outside", outside, np.sqrt(var) + EPSILON)
    none = "Epsilon is missing: it keeps the divisor above 0 where a column is constant."
    yield from other("no_epsilon", none, np.sqrt(var))
    before = "gamma and beta come after the normalising: before it, they are lost in it."
    yield Slip("gamma_before", before, Y=again(X, gamma, beta, state, train))
    yield Slip("gamma_missing", "gamma is missing: it scales what was normalised.", Y=N + beta)
    yield Slip("beta_missing", "beta is missing: it is added at the end.", Y=gamma * N)
    yield Slip("both_missing", "gamma and beta are missing: gamma * N + beta.", Y=N)
    yield Slip("beta_scaled", "beta is added after the scaling.", Y=gamma * (N + beta))
    yield Slip("swapped", "gamma and beta have changed places.", Y=beta * N + gamma)
    kept = "That is no N: the cache holds what was normalised, before gamma and beta."
    yield Slip("cache_of_outputs", kept, cache=(Y, deviation))
    distances = "That is X minus the mean: N is divided, too."
    yield Slip("cache_of_distances", distances, cache=(N * deviation, deviation))
    wanted = "That is no deviation: it is the root of variance plus epsilon."
    for value in (var, var + EPSILON, np.sqrt(var), 1 / deviation):
        yield Slip("cache_of_variances", wanted, cache=(N, value))
    turned = "The modes have changed places: `train` is True in training."
    yield Slip("modes_swapped", turned, rule(X, gamma, beta, state, not train))
    yield from found(X, gamma, beta, state, Y, new, (N, deviation))


def again(X, gamma, beta, state, train):
    """Y where gamma and beta come first, and are then normalised away."""
    return rule(gamma * X + beta, np.ones_like(gamma), np.zeros_like(beta), state, train)[0]


def in_training(X, gamma, beta, state, Y, new, cache):
    n, k = X.shape
    mean, var = X.mean(axis=0), X.var(axis=0)

    def normalised(id, sentence, *statistics, then=None):
        wrong = passed(X, gamma, beta, state, *statistics, new if then is None else then)
        return Slip(id, sentence, wrong)

    def memory(id, sentence, *given, **weights):
        return Slip(id, sentence, state=remembered(state, *given, **weights))

    if n > 1:
        yield normalised(
            "unbiased_to_normalise",
            "The variance that normalises is the one with 1/n; the one with 1/(n − 1) goes "
            "into the running variance only.",
            mean,
            unbiased(X),
        )
        yield memory(
            "biased_memory",
            "The running variance has taken the variance with 1/n, as some libraries do. Here it "
            "takes the unbiased one, with 1/(n − 1), as PyTorch does.",
            mean,
            var,
        )
        turned = "These two variances have changed places: 1/n normalises, 1/(n − 1) is kept."
        yield normalised("variances_swapped", turned, mean, unbiased(X),
                         then=remembered(state, mean, var))  # fmt: skip
    running = "In training the batch's own mean and variance normalise, and not the running ones."
    yield normalised("running_in_training", running, *state)
    yield normalised("running_in_training", running, *new)
    over = "The statistics are those of each row: take them over axis 0, over the samples."
    more = n / max(n - 1, 1)
    for keep in (True, False) if n == k else (True,):
        row = X.mean(axis=1, keepdims=keep), X.var(axis=1, keepdims=keep)
        for factor in (1, more):
            then = remembered(state, row[0], factor * row[1])
            yield normalised("axis_1", over, *row, then=then)
    one = "One mean and one variance serve the whole batch: each column has its own."
    for factor in (more, X.size / max(X.size - 1, 1)):
        then = remembered(state, X.mean(), factor * X.var())
        yield normalised("one_for_all", one, X.mean(), X.var(), then=then)
    yield memory(
        "weights_swapped",
        "0.9 and 0.1 have changed places: the old running statistics count 0.9. Other books "
        "call the 0.9 momentum, and PyTorch the 0.1.",
        *(mean, unbiased(X)),
        kept=1 - KEPT,
        new=KEPT,
    )
    yield memory("added_to_all", "The old statistics count 0.9, not in full: else they grow.",
                 mean, unbiased(X), kept=1.0)  # fmt: skip
    yield memory("batch_in_full", "The batch counts 0.1 in the running statistics.",
                 mean, unbiased(X), new=1.0)  # fmt: skip
    yield memory("only_old", "The batch does not enter the running statistics.",
                 mean, unbiased(X), new=0.0)  # fmt: skip
    yield memory("deviation_kept", "The running variance is mixed with a deviation: no root here.",
                 mean, np.sqrt(unbiased(X)))  # fmt: skip
    yield memory("deviation_kept", "The running variance is mixed with a deviation: no root here.",
                 mean, cache[1])  # fmt: skip
    last = "That is the batch's alone: the running statistics are 0.9 old and 0.1 new."
    yield Slip("last_batch", last, state=(mean, unbiased(X)))
    yield Slip("last_batch", last, state=(mean, var))
    stayed = "The running statistics stay as they were: in training each batch enters them."
    yield Slip("no_update", stayed, state=state)
    yield Slip("mean_only", "The running variance stays as it was.", state=(new[0], state[1]))
    yield Slip("var_only", "The running mean stays as it was.", state=(state[0], new[1]))


def in_use(X, gamma, beta, state, Y, new, cache):
    entered = remembered(state, X.mean(axis=0), unbiased(X))
    biased = remembered(state, X.mean(axis=0), X.var(axis=0))
    batch_told = "In use the running statistics normalise, so that companions do not matter."
    by_batch = passed(X, gamma, beta, state, *batch(X)[:2], state)
    yield Slip("batch_in_use", batch_told, by_batch)
    told = "In use the running statistics stay as they are: only training changes them."
    for wrong in (entered, biased):
        yield Slip("updates_in_use", told, state=wrong)
        yield Slip("updates_in_use", told, passed(X, gamma, beta, state, *wrong, wrong))
        both = "In use it does what it does in training: look at `train`."
        yield Slip("no_modes", both, (by_batch[0], wrong, by_batch[2]))


STATE = np.array([0.5, -1.0]), np.array([2.0, 0.5])
GAMMA, BETA = np.array([2.0, -0.75]), np.array([1.0, 0.5])
ROWS = np.array([[1.0, -2.0], [0.5, 3.0], [2.5, 0.25]])
ONE = "With one sample n − 1 is 0, and 0 divided by 0 is no number: there the variance counts as 0."
NARROW = np.array([[1.0, -2.0], [1.002, 3.0], [1.003, 0.25]])
SQUARE = np.array([[1.0, -2.0], [0.5, 3.0]])

RULE = Rule(
    "bn_forward",
    rule,
    result={
        "Y": "Y",
        "state": {"mean": "the running mean", "var": "the running variance"},
        "cache": {"N": "N in the cache", "deviation": "the deviation in the cache"},
    },
    draw=draw,
    sizes={
        "train=True, n = 5, 3 columns": (5, 3, True),
        "train=False, n = 4, 3 columns": (4, 3, False),
        "train=True, n = 3, 1 column": (3, 1, True),
    },
    hand={
        "In training it normalises by the batch, and remembers it.": [
            (ROWS, GAMMA, BETA, STATE, True),
            (NARROW, GAMMA, BETA, STATE, True),
            (SQUARE, GAMMA, BETA, STATE, True),
        ],
        "In use it normalises by the running statistics, and leaves them.": [
            (ROWS, GAMMA, BETA, STATE, True),
            (ROWS, GAMMA, BETA, STATE, False),
            (ROWS, GAMMA, BETA, (STATE[0], np.array([1e-6, 3.0])), False),
            (SQUARE, GAMMA, BETA, STATE, False),
        ],
    },
    edges={
        "A single sample gives beta in training, and its variance counts as 0.": [
            Case(ROWS[:1], GAMMA, BETA, STATE, True, not_finite=ONE),
            (ROWS, GAMMA, BETA, STATE, True),
        ],
        "A single sample is no exception in use.": (ROWS[:1], GAMMA, BETA, STATE, False),
        "A column whose numbers are all equal gives its beta in training.": [
            (np.array([[3.0, 1.0], [3.0, 2.0], [3.0, -1.0]]), GAMMA, BETA, STATE, True),
            (ROWS, GAMMA, BETA, STATE, True),
        ],
        "In use a running variance of 0 is no exception.": (
            ROWS,
            GAMMA,
            BETA,
            (STATE[0], np.array([0.0, 3.0])),
            False,
        ),
    },
    slips=lambda *arguments: list(slips(*arguments)),
    may_hold=("state",),
    tip={
        "Y": "For each column: minus its mean, divided by its deviation, times gamma, plus beta.",
        "state": "In training it is 0.9 times the old and 0.1 times the new; in use it stays.",
        "cache": "It holds N, before gamma and beta, and the deviation it was divided by.",
    },
)
globals().update(checks_of(__file__, RULE))
