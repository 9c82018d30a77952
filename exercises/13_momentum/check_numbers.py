"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

from functools import cache

import numpy as np

import bpcourse as bp
from bpcourse import experiments

GOAL = 1e-4


# ---- the valley ----


def below(condition, lr, beta, steps=1400):
    """The first step below the goal, and the one from which on the loss stays there."""
    curvatures = np.array([1 / condition, 1.0])
    w, v = np.array([np.sqrt(condition), 1.0]), np.zeros(2)
    losses = []
    for _ in range(steps + 1):
        losses.append(0.5 * np.sum(curvatures * w**2))
        v = beta * v + curvatures * w
        w = w - lr * v
    above = np.flatnonzero(~(np.array(losses) < GOAL * losses[0]))
    first = np.argmax(np.array(losses) < GOAL * losses[0])
    return int(first), int(above[-1]) + 1 if above[-1] < steps else np.inf


def stays(lr, beta, condition=100.0):
    return below(condition, lr, beta)[1]


@cache
def best_rate_alone(condition, steps):
    """The fewest steps without momentum, of all rates with two decimals, and that rate."""
    rates = np.arange(0.01, 2.005, 0.01)
    factors = 1 - rates[:, np.newaxis] * np.array([1 / condition, 1.0])
    t = np.arange(steps)[:, np.newaxis, np.newaxis]
    parts = np.mean(factors ** (2 * t), axis=-1)  # (steps, rates)
    reached = parts < GOAL
    needed = np.where(reached.any(axis=0), reached.argmax(axis=0), steps)
    return int(needed.min()), round(rates[needed.argmin()], 2)


@cache
def best_pair(condition):
    """The fewest steps with momentum, with the rates and betas 0.1 apart: steps, beta, rate."""
    betas, rates = np.arange(0.0, 0.95, 0.1), np.arange(0.1, 4.0, 0.1)
    beta, lr = (grid.ravel() for grid in np.meshgrid(betas, rates))
    curvatures = np.array([[1 / condition], [1.0]])
    w, v = np.array([[np.sqrt(condition)], [1.0]]) * np.ones(beta.size), 0.0
    last = np.zeros(beta.size)
    with np.errstate(all="ignore"):
        for t in range(401):
            last[~(0.5 * np.sum(curvatures * w**2, axis=0) < GOAL)] = t
            v = beta * v + curvatures * w
            w = w - lr * v
    best = last.argmin()
    return int(last[best]) + 1, beta[best], lr[best]


def a_hundred_steps():
    fewest, rate = best_rate_alone(100.0, 500)
    with np.errstate(all="ignore"):
        assert stays(2.0, 0.0) == np.inf
    rest = [stays(1.0, beta) for beta in (0.0, 0.8, 0.99)]
    return rest, fewest, rate, 100, 0.01, GOAL, 0.99, 0.8


def which_beta_first():
    race = [stays(1.0, beta) for beta in (0.8, 0.0, 0.5, 0.99)]
    assert race[0] == min(race)
    return [0.8, race[0], 0.5, race[2], race[1]], race, 0.99, 100, longest(0.8), [0, 0.5, 0.99]


def longest(beta):
    """How many times as long as without a velocity, in the long run."""
    return sum(beta**k for k in range(2000))


def the_valley_race():
    first, for_good = below(100.0, 1.0, 0.95)
    limits = {beta: 2 * (1 + beta) for beta in (0.0, 0.7)}
    for beta, limit in limits.items():
        sizes = [
            np.abs(np.roots([1, lr - 1 - beta, beta])).max() for lr in (limit - 0.01, limit + 0.01)
        ]
        assert sizes[0] < 1 < sizes[1]
    return first, for_good, stays(3.0, 0.7), 0.95, 0.8, 0.99, 0.7, limits[0.0]


def other_forms_of_the_same_idea():
    return stays(1.0, 0.0), stays(0.1, 0.9), stays(1.0, 0.9), 5000


def bug_hunt_ten_times_slower():
    velocities, v = [], 0.0
    for _ in range(50):
        v = 0.9 * v + 0.1 * 1
        velocities.append(v)
    steps = [1, 2, 5, 10, 50]
    told = [velocities[step - 1] for step in steps]
    return steps, told, stays(0.1, 0.9), stays(1.0, 0.9), 0.9


def ten_times_slower():
    return [0.1, 1, 10, 10], 0.99, 50, 0.1


def if_you_want_more():
    pairs = [best_pair(float(c)) for c in (10, 100, 1000)]
    alone = [
        best_rate_alone(10.0, 100)[0],
        experiments.ValleyRace().data(condition=1000.0)[1].best_plain,
    ]
    gains = [alone[0] / pairs[0][0], 215 / pairs[1][0], alone[1] / pairs[2][0]]
    assert all(
        0.6 * root < gain < root for gain, root in zip(gains, np.sqrt([10, 100, 1000]), strict=True)
    )
    return pairs, alone, 10, 100, 1000, 0.1


# ---- the velocity ----


def worked():
    """The worked example: velocities and weights."""
    v, w, told = 0.0, 1.0, []
    for g in (4, 4, -2):
        v = 0.5 * v + g
        w = w - 0.1 * v
        told.append((g, v, w))
    return told


def a_velocity():
    return worked()[:2], -2, 0.5, 0.1


def blank_velocity():
    (_, before, _), (g, v, _) = worked()[1:]
    return v, g, 0.5 * before, before + g, 0.5 * before + 0.5 * g, 0.5 * before - g, before


def blank_place():
    (_, _, before), (g, v, w) = worked()[1:]
    return w, before - 0.1 * g, before + 0.1 * v, before - v, -g, g, 0.1


def what_a_velocity_is_made_of():
    """On the parabola, at the rate 0.1."""
    rolls = {b: experiments.Overshoot().data(beta=b, rate=0.1)[1] for b in (0.0, 0.4, 0.5, 0.9)}
    assert rolls[0.4].overshoot == 0
    for_good = [rolls[b].stays for b in (0.5, 0.9, 0.0)]
    sums = [longest(b) for b in (0.0, 0.5, 0.9, 0.99)]
    return for_good, sums, 100 * rolls[0.9].overshoot, 0.4, 0.5, 0.9, 0.99, 0.1, 0.01, 100


def hundredth_step():
    v = sum(0.9**k for k in range(100))
    return 0.01 * v, v, 0.9, 0.9**2, 0.01, 0.01 * 0.1, 0.1, 0.01 * 100


def long_run_step():
    v = longest(0.95)
    return 0.02 * v, 0.05, v, 0.02, 0.95, 0.02 * 0.05, 0.02 * 0.95


def damped_long_run_step():
    return 0.02 * 0.05 * longest(0.95), 0.95, 0.02 * longest(0.95), 0.02 * 0.05, 0.05


def moved_recipe():
    return 0.5 / longest(0.9), 0.9, 0.5, longest(0.9), 0.99, longest(0.99), 0.5 * 10


# ---- the digits ----


@cache
def after_five_epochs(lr, beta):
    """The mean loss of the last epoch of three nets, as in the lesson."""
    digits = bp.datasets.digits()
    split = bp.datasets.split(digits.X, digits.targets, rng=np.random.default_rng(13))
    X, labels = split[0]
    losses = []
    for seed in range(3):
        own = np.random.default_rng(seed)
        net = bp.Network(bp.Dense(64, 32, rng=own), bp.ReLU(), bp.Dense(32, 10, rng=own))
        loss, optimizer = bp.SoftmaxCrossEntropy(), bp.Momentum(lr, beta)
        done = bp.fit(net, loss, optimizer, X, labels, epochs=5, batch_size=32, rng=own)
        losses.append(done[-1])
    return np.mean(losses)


def same_effective_rate():
    plain, momentum = after_five_epochs(0.3, 0.0), after_five_epochs(0.03, 0.9)
    assert after_five_epochs(0.03, 0.0) > 5 * momentum
    return [plain, momentum], 0.9, 0.03, 0.3


def real_digits():
    assert after_five_epochs(0.03, 0.99) > 2 * after_five_epochs(0.03, 0.9)
    return len(bp.datasets.digits().X), 1998, 8, 4.0, 32, 0.99, 0.03 / (1 - 0.99)


# ---- the exercises ----


def momentum_step():
    v = 0.5 * 4.0 + 4.0
    w = 1.0 - 0.1 * v
    then = 0.5 * v - 2.0
    return 1.0, 4.0, 0.5, 0.1, v, w, -2.0, then, w - 0.1 * then


def ema():
    average, told = 0.0, []
    for t, x in enumerate((8, 8, 0), start=1):
        average = 0.75 * average + 0.25 * x
        told.append((t, x, average, 1 - 0.75**t, average / (1 - 0.75**t)))
    return told, 0.75, 0.25, 0


def effective_lr():
    v, told = 0.0, []
    for _ in range(4):
        v = 0.5 * v + 1
        told.append(v)
    assert stays(2.0, 0.7) <= 100 < stays(1.0, 0.95)
    return told, 0.1, 0.5, 0.1 * longest(0.5), 100, 0.0001, 0.01, 10, 0.95, 0.6, 0.8


# ---- the teacher's page ----


def what_people_ask():
    return stays(1.0, 0.99), 2, best_pair(100.0)[0], best_rate_alone(100.0, 500)[0]
