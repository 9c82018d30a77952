"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

from functools import cache

import numpy as np

import bpcourse as bp
from bpcourse import experiments
from bpcourse.experiments.batch_norm import tolerance_map

# ---- the digits ----


@cache
def split(seed):
    digits = bp.datasets.digits()
    return bp.datasets.split(digits.X, digits.targets, rng=np.random.default_rng(seed))


def reader(seed=12, *, norm=True, size=32, rate=0.1, epochs=5, momentum=0.1, batches=None):
    """A net that has read digits, as in the lesson."""
    (X, labels), _ = split(seed)
    own = np.random.default_rng(seed)
    layer = [bp.BatchNorm(64, momentum=momentum)] if norm else []
    net = bp.Network(bp.Dense(64, 64, rng=own), *layer, bp.ReLU(), bp.Dense(64, 10, rng=own))
    seen = batches and batches * size
    loss, optimizer = bp.SoftmaxCrossEntropy(), bp.SGD(rate)
    bp.fit(net, loss, optimizer, X[:seen], labels[:seen], epochs=epochs, batch_size=size, rng=own)
    return net


def share(answer, size=None, by_digit=False, seed=12):
    """Which part of the new digits is right, `size` of them at a time."""
    X, labels = split(seed)[1]
    order = np.argsort(labels, kind="stable") if by_digit else np.arange(len(labels))
    size = size or len(order)
    parts = [order[i : i + size] for i in range(0, len(order), size)]
    return np.mean(np.concatenate([answer(X[p]).argmax(axis=1) == labels[p] for p in parts]))


@cache
def looked_at(size, by_digit=False):
    """In training mode. Looking changes the running statistics, so each look has its own net."""
    return share(reader().forward, size, by_digit)


@cache
def small_batches(norm, size):
    """The mean share of three nets, in use."""
    nets = [reader(seed, norm=norm, size=size, epochs=3) for seed in range(3)]
    return np.mean([share(net.predict, seed=seed) for seed, net in enumerate(nets)])


@cache
def after_forty(momentum):
    """In use, and in training mode: after 40 batches at the rate 0.3."""
    net = reader(rate=0.3, epochs=1, momentum=momentum, batches=40)
    return share(net.predict), share(net.forward)


def the_reader_that_goes_blind():
    net, X = reader(), split(12)[1][0]
    answers = {int(net.forward(X[i : i + 1]).argmax()) for i in range(50)}
    shares = [looked_at(size) for size in (1, 2, 8, 32)]
    by_digit = [looked_at(size, by_digit=True) for size in (16, 32)]
    assert len(answers) == 1
    told = [100 * part for part in (share(reader().predict), *shares, *by_digit)]
    return told, 1797, 8, 1998, 4.0, 64, 50, 32, 16, 10, [1, 2, 8, 32]


def twos_and_thirty_twos():
    found = [small_batches(norm, size) for size in (2, 32) for norm in (True, False)]
    assert small_batches(True, 8) > small_batches(False, 8)
    return 2, found, 32


def real_digits():
    return 2, 8, 32, 128, [small_batches(norm, 128) for norm in (True, False)]


def bug_hunt_a_good_net_that_reads_badly():
    rows = [[100 * part for part in after_forty(momentum)] for momentum in (0.1, 0.01)]
    assert abs(rows[0][1] - rows[1][1]) < 1e-9
    return 40, 0.1, 0.01, 0.3, rows


def lagging_memory():
    gone = [100 * (1 - (1 - weight) ** 40) for weight in (0.01, 0.1)]
    return 40, [0.01, gone[0], 0.1, gone[1]], 0, 1


# ---- normalising ----


def worked():
    """The worked example: a column, its N, its Y, and the running statistics after it."""
    x = np.array([2.0, 2.0, 6.0, 6.0])
    N = (x - x.mean()) / x.std()
    running = 0.9 * 0 + 0.1 * x.mean(), 0.9 * 1 + 0.1 * x.var(ddof=1)
    return x, N, 3 * N + 1, running


def measured_against_the_batch():
    x, N, Y, running = worked()
    return x, N, Y[:3], x.mean(), x.var(), x.std(), x.var(ddof=1), running[1], 0.9, 0.1, 1e-5


def blank_normalised():
    x, N, Y, _ = worked()
    last = x[-1] - x.mean()
    return Y[-1], [x[-1], x.mean(), x.std(), N[-1]], [3, 1], 3 * last, 3 * last + 1, x.var()


def blank_running():
    x, _, _, running = worked()
    swapped, half = 0.1 * 0 + 0.9 * x.mean(), x.mean() / 2
    return running[0], [0.9, 0, 0.1, x.mean(), running[0]], swapped, half


def company_of_two():
    batch = np.array([7.0, -1.5])
    N = (batch - batch.mean()) / batch.std()
    return [N[0], N[1]], [1, -1], 7, (7 - 3) / 2, 3, 2, 0


def bn_one_sample():
    return 0, 0, 1


def bias_in_front():
    rng = np.random.default_rng(3)
    Z = rng.normal(size=(16, 4)) @ rng.normal(size=(4, 3))

    def normalised(Z):
        return (Z - Z.mean(axis=0)) / np.sqrt(Z.var(axis=0) + 1e-5)

    shifted, scaled = (np.abs(normalised(new) - normalised(Z)).max() for new in (Z + 5, 10 * Z))
    assert shifted < 1e-12
    assert scaled < 0.001
    return 0, 0.001, 5, 10


def sum_of_outputs():
    return 0, 1


def kept_in_use():
    return 4 * 64, [4, 64, 4 * 64], 32, 32 * 64, 2 * 64


def two_cures():
    return 2


# ---- the two experiments ----


def train_and_use():
    _, twos = experiments.TrainAndUse().data(batch=2)
    _, ones = experiments.TrainAndUse().data(batch=1)
    assert np.all(np.abs(twos.training[:, 0]) > 0.99)
    assert not np.any(ones.training)
    gone = [100 * (1 - (1 - weight) ** 50) for weight in (0.02, 0.1)]
    answer = (7 - 3) / 2
    return 7, 3, 2, answer, 0.02, 0.1, 50, gone, 32


def trained(depth, which):
    return np.sum(tolerance_map.stored()[depth, which] < tolerance_map.GOOD)


def which_rates_train():
    rows = [tolerance_map.stored()[6, which][4] for which in ("without", "with")]
    chance = np.log(3)
    assert np.all(rows[0] > 0.95 * chance)
    assert np.sum(rows[1] < 0.3) == 5
    assert tolerance_map.stored()[3, "without"][4].min() < 0.3
    return [chance, 0.3], tolerance_map.RATES, 3, 100, 0.01


def the_tolerance_map():
    counts = [trained(depth, which) for depth in (3, 6) for which in ("without", "with")]
    three = {which: tolerance_map.stored()[3, which] for which in ("without", "with")}
    worse = np.argwhere(three["without"] < three["with"])
    assert len(worse) == 3
    pair = three["without"][5, 0], three["with"][5, 0]
    return counts, 36, 100, 0.3, pair, 10, 0.01, np.log(3), 75 / 3, 6


def other_forms_of_the_same_idea():
    return bp.BatchNorm(1).momentum, 1 - bp.BatchNorm(1).momentum


# ---- the exercises ----


def bn_forward():
    x = np.array([1.0, 2.0, 4.0, 5.0])
    N = (x - x.mean()) / x.std()
    squares = np.sum((x - x.mean()) ** 2)
    told = [0.9 * 0 + 0.1 * x.mean(), squares, squares / 3, 0.9 * 1 + 0.1 * squares / 3]
    return (
        x,
        x - x.mean(),
        (x - x.mean()) ** 2,
        x.var(),
        x.std(),
        N,
        2 * N + 1,
        told,
        [0.9, 0.1, 1e-5],
    )


def bn_backward():
    N, dN = np.array([-1.0, -1.0, 1.0, 1.0]), np.array([3.0, 0.0, 0.0, 0.0])
    centred = dN - dN.mean()
    rest = centred - N * np.mean(dN * N)
    return N, dN, dN.mean(), dN * N, np.mean(dN * N), centred, rest, rest / 2, 0.75


def leaks():
    batches = [[1, 5], [2, 4], [7, 8]]
    means = [np.mean([3, *others]) for others in batches]
    return (
        batches,
        means,
        [(3 - mean) / 2 for mean in means],
        4,
        [3, 2, 12, 7, 100],
        0.001,
        0.01,
        -2,
        0.5,
    )


# ---- the teacher's page ----


def what_people_ask():
    return trained(6, "without"), trained(6, "with"), 36
