"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

import math
from functools import cache

import numpy as np

import bpcourse as bp
from bpcourse import experiments

POINTS = 256


# ---- the poll ----


def angles(coins, place, polls=4000):
    """How many degrees the means of so many points are off, as in the lesson."""
    rng = np.random.default_rng(9)
    X, y = bp.datasets.lines(POINTS, noise=0.5, rng=rng)
    A = np.column_stack([X, np.ones(POINTS)])
    w = place * np.linalg.lstsq(A, y[:, 0], rcond=None)[0]
    said = -2 * (A @ w - y[:, 0])[:, np.newaxis] * A
    rows = np.argsort(rng.random((polls, POINTS)), axis=1)[:, :coins]
    asked, downhill = said[rows].mean(axis=1), said.mean(axis=0)
    sizes = np.linalg.norm(asked, axis=1) * np.linalg.norm(downhill)
    return np.degrees(np.arccos(asked @ downhill / sizes))


def a_poll():
    shares = [
        100 * np.mean(angles(coins, place) < 30)
        for coins, place in ((16, 0.0), (1, 0.0), (16, 0.95), (128, 0.95))
    ]
    return shares, 16, 128, 0.95, 30, POINTS


# ---- batches and steps ----


def batch_gradient():
    said = np.array([1, 3, -2, 6])
    return said.mean(), said, said.sum(), len(said), np.abs(said).mean(), said.sum() / 10


def steps_at_two_sizes():
    whole, part = 10 * POINTS // 256, 10 * POINTS // 32
    return [part, whole], 10, 10 * POINTS, 32, 256, POINTS // 32


def some_at_a_time():
    return [1, 3, -2, 6], 4, POINTS


def in_batches(n, size, epochs):
    """How many steps, counted one by one."""
    return epochs * len(list(range(0, n, size)))


def steps_of_three_epochs():
    n, size, epochs = 1000, 32, 3
    whole = n // size
    at_the_end = math.ceil(epochs * n / size)
    one = in_batches(n, size, 1)
    right = in_batches(n, size, epochs)
    return right, n, size, epochs, epochs * whole, at_the_end, one, whole, whole * size, n % size


# ---- the experiments ----


@cache
def race(**values):
    _, data = experiments.SameBudget().data(**values)
    return data


def percent_left(run):
    return 100 * run.loss[-1] / run.loss[0]


def same_hundred_steps():
    data = race(size=1)
    small, whole = percent_left(data.small), percent_left(data.whole)
    assert max(small, whole) < 1  # "more than 99 %"
    return [99], small, whole, 100, 0.05, POINTS


def what_a_small_batch_loses_and_wins():
    steps = race(size=1)
    samples = race(size=1, budget="samples")
    left = [percent_left(run) for one in (steps, samples) for run in (one.small, one.whole)]
    counts = [len(run.w) - 1 for one in (steps, samples) for run in (one.small, one.whole)]
    return left, counts, 25600, 2560, 0.05, 0.2, 64, 0.01, 0.5, 0.1, 256, riddle()


def riddle(seeds=3):
    """No batch size and no rate of the experiment does both, with any of these seeds."""
    rates = np.array(experiments.SameBudget.controls["rate"].values)[::2]
    for size in (1, 2, 4, 8, 16, 32):
        fast, calm = both_halves(size, rates, seeds)
        assert not np.any(fast & calm)
        if size == 1:
            assert fast.any()
            assert calm.any()
    return []


def both_halves(size, rates, seeds):
    """For each seed and rate: below 1 % with 64 samples; below 0.1 % all through the last epoch."""
    n, fast, calm = POINTS, [], []
    for seed in range(1, seeds + 1):
        rng = np.random.default_rng(seed)
        points, y = bp.datasets.lines(n, noise=0.2, rng=rng)
        A, y = np.column_stack([points, np.ones(n)]), y[:, 0]
        H, lowest = 2 * A.T @ A / n, np.linalg.lstsq(A, y, rcond=None)[0]
        w, losses = np.tile([-2.0, -1.0], (len(rates), 1)), []
        with np.errstate(all="ignore"):
            for _ in range(10):
                order = rng.permutation(n)
                for start in range(0, n, size):
                    rows = order[start : start + size]
                    E = w @ A[rows].T - y[rows]  # (rates, B)
                    w = w - rates[:, np.newaxis] * 2 / len(rows) * E @ A[rows]
                    losses.append(np.sum((w - lowest) @ H * (w - lowest), axis=1))
            first = ([-2.0, -1.0] - lowest) @ H @ ([-2.0, -1.0] - lowest)
            part = np.array(losses) / first  # (steps, rates)
            fast.append(np.any(part[: 64 // size] < 0.01, axis=0))
            calm.append(np.all(part[-(n // size) :] < 0.001, axis=0))
    return np.array(fast), np.array(calm)


@cache
def cloud(**values):
    _, data = experiments.NoiseCloud().data(**values)
    return data


def four_times_the_batch():
    data = cloud()
    ratio = data.spread_of(16) / data.spread_of(4)
    assert abs(ratio - 0.5) < 0.05
    return [], 4, math.sqrt(4), 16, math.sqrt(16)


def how_much_the_batches_disagree():
    start, near = cloud(size=16), cloud(size=16, place=0.95)
    lengths = [np.linalg.norm(one.downhill) for one in (start, near)]
    single = [one.with_replacement[0] for one in (start, near)]
    return lengths, single, 100 * near.uphill_of(16), 16, 0.95, 256


def the_same_everywhere():
    start, near = cloud(size=16), cloud(size=16, place=0.95)
    assert start.uphill_of(16) == 0
    lengths = [np.linalg.norm(one.downhill) for one in (start, near)]
    single = [one.with_replacement[0] for one in (start, near)]
    return [], 0.95, single, lengths, 100 * near.uphill_of(16), 16


def blank_noise():
    return 2.7 / math.sqrt(9), 9, 2.7, 3, 2.7 / 9, 2.7 * 3


def a_quarter_of_the_noise():
    return 4**2, 4, math.sqrt(4), 16


# ---- digits ----


def new_net(own):
    return bp.Network(bp.Dense(64, 32, rng=own), bp.ReLU(), bp.Dense(32, 10, rng=own))


def trained(size, rate, seed, epochs=5):
    """The loss of the last epoch, and the share of new digits that are right; or infinite and 0."""
    digits, own = bp.datasets.digits(), np.random.default_rng(seed)
    (X, labels), (X_new, labels_new) = bp.datasets.split(digits.X, digits.targets, rng=own)
    net = new_net(own)
    options = {"rng": own, "epochs": epochs, "batch_size": size}
    losses = bp.fit(net, bp.SoftmaxCrossEntropy(), bp.SGD(rate), X, labels, **options)
    return losses[-1], np.mean(net.predict(X_new).argmax(axis=1) == labels_new)


def the_whole_training():
    return 1797, 8, 1998, 5, 0.1, 128, 4.0


def no_better_than_chance():
    return [], 8, 10, 24


def bug_hunt_no_better_than_chance():
    return 1000


def if_you_want_more():
    """Two losses are alike, and the third is far above."""
    one, other, third = (
        np.median([trained(size, rate, seed)[0] for seed in range(3)])
        for size, rate in ((8, 0.1), (32, 0.4), (128, 1.6))
    )
    assert abs(one / other - 1) < 0.25
    assert third > 3 * other
    return 8, 0.1, 32, 0.4, 128, 1.6, 5


def jump_at_the_end():
    whole, rest = divmod(1797, 32)
    assert jumps() > 4
    return [whole, rest], 1797, 32, math.sqrt(32 / rest)


@cache
def jumps():
    """How much more the step of the short batch changes the whole loss than another one."""
    digits, own = bp.datasets.digits(), np.random.default_rng(0)
    X, labels = digits.X, digits.targets
    net, loss, sgd = new_net(own), bp.SoftmaxCrossEntropy(), bp.SGD(0.3)
    last, others, before = [], [], None
    for epoch in range(8):
        for X_batch, labels_batch in bp.batches(X, labels, 32, rng=own):
            loss.forward(net.forward(X_batch), labels_batch)
            net.backward(loss.backward())
            sgd.step(net)
            if epoch >= 5:
                now = loss.forward(net.predict(X), labels)
                if before is not None:
                    (last if len(X_batch) < 32 else others).append(abs(now - before))
                before = now
    return np.mean(last) / np.mean(others)


# ---- exercises ----


def minibatches():
    return 7, 3, [4, 0, 6, 2, 5, 1, 3], [2, 2, 1], np.arange(5)


def steps():
    n, size, epochs = 10, 4, 3
    whole = n / size
    return (
        n,
        size,
        epochs,
        whole,
        in_batches(n, size, epochs),
        epochs * whole,
        8,
        n % size,
        1000,
        32,
        96,
    )


def sgd():
    one = 0 - 0.5 * (0 - 8)
    both = 0 - 0.5 * (0 - 6)
    return one, one - 0.5 * (one - 4), both, 0 - 8, 0 - 6, 4 - 4, 0.5, 8


def train_net():
    b, losses = np.array([2, 2, 1]), np.array([3, 1, 6])
    return b, losses, b @ losses, b @ losses / b.sum(), losses.sum(), losses.mean(), b.sum()


def spoils():
    """Batches shared evenly, and as promised; and neighbours in a shuffled order."""
    n, sizes = 10, (4, 5, 3)
    shared = [[len(p) for p in np.array_split(np.arange(n), -(-n // size))] for size in sizes]
    promised = [[min(size, n - start) for start in range(0, n, size)] for size in sizes]
    assert shared[1] == promised[1]
    assert sum(shared[0]) == n
    rng = np.random.default_rng(9)
    neighbours = [np.sum(np.diff(rng.permutation(20)) == 1) for _ in range(4000)]
    return shared, promised, sizes, n, round(float(np.mean(neighbours))), 20, 9
