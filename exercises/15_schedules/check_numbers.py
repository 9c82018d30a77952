"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

from functools import cache

import numpy as np

import bpcourse as bp
from bpcourse import experiments
from bpcourse.experiments.schedules.rate_sweep import trained as trained_in_the_experiment

# ---- the archers ----


@cache
def constant_shots(lr, steps=400):
    return last_shots(lambda t: lr, steps)


def last_shots(schedule, steps=400):
    """The mean loss of the last 20 shots of 200 archers."""
    own, w, losses = np.random.default_rng(15), np.full(200, 10.0), []
    for t in range(steps):
        w = w - schedule(t) * (w + own.normal(size=200))
        losses.append(np.mean(w**2) / 2)
    return np.mean(losses[-20:])


def two_hundred_archers():
    best = min((constant_shots(k / 1000), k / 1000) for k in range(8, 31))
    assert best[0] > 0.003
    falling = last_shots(lambda t: 0.1 if t < 200 else 0.01)
    assert falling < 0.003
    rest = [constant_shots(lr) for lr in (0.1, 0.02, 0.01)]
    more = [last_shots(lambda t: 0.1 * 0.99**t), last_shots(lambda t: 1 / (t + 1))]
    facts = 200, 400, 10, 20, 0.003, 0.1, 0.01, 0.02, 0.015, 0.99
    return best, falling, rest, more, facts


def more_steps():
    long = constant_shots(0.1, 4000)
    assert 10 * 0.9**100 < 0.001
    return [long, 100], 0.1, constant_shots(0.1), 400, 4000, 20, 0.9


def why_a_constant_rate_does_not_arrive():
    def after(mean):
        return 0.9**2 * mean + 0.1**2

    return 0.1, 0.9**2, 0.1**2, 0.04, after(0.04), 0.08, after(0.08), 0.01


def archers_loop():
    return []


# ---- the cosine ----


def worked(t, T=80, high=0.1, low=0.02):
    cosine = np.cos(np.pi * t / T)
    part = (1 + cosine) / 2
    return cosine, part, part * (high - low), low + part * (high - low)


def half_a_cosine():
    return worked(20), worked(40)[:2], 80, 0.1, 0.02, 0.08, 4, 0.5, 20, 40, 60


def blank_halfway():
    _, part, height, rate = worked(40)
    return [rate, 2, 0, 1, part, part, 0.08, height, rate], 0.1, 0.02, 0.05, 80


def blank_three_quarters():
    angle, part, height, rate = worked(60)
    line = 0.02 + 0.08 / 4
    facts = [rate, 3, 4, angle, 1, -angle, 1 + angle, part, 0.08, height, rate]
    return facts, line, worked(20)[3], height, 0.02, 60


def a_quarter_of_a_cosine():
    angle, part, _, rate = worked(20, high=0.1, low=0.0)
    return [rate, 4, angle, 1, angle, 2, part, rate], 0.075, 0.05, 0.1 * angle, 0.1


def stairs_at_25():
    assert 0.1 * 0.5**2 == 0.025
    return [0.025, 25, 0.1, 0.05, 0.025], 0.1 * 0.5**2.5, 2.5, 0.1 * 0.5**3, 30, 20, 0.5, 10


# ---- the penguins ----


@cache
def end(kind="constant", **state):
    """The median excess at the end, in percent, and in how many of 20 runs it is lower."""
    data = experiments.ScheduleDesigner().data(kind=kind, **state)[1]
    return data.end, data.better


def cosine_on_the_way():
    (cosine, better), (constant, _) = end("cosine", rate=0.01), end(rate=0.01)
    assert better == 0
    return [cosine, 20], constant, 0.01, 4, 430, 20


def without_noise():
    whole = {"batch": "all", "rate": 0.03}
    constant, stairs = end(**whole)[0], end("stairs", length=60, **whole)
    cosine = end("cosine", floor=50, **whole)
    for length in range(10, 201, 10):
        for floor in (0, 25, 50):
            assert end("cosine", floor=floor, length=length, **whole)[1] == 0
        assert end("stairs", length=length, **whole)[1] == 0
    return [constant, cosine[0]], stairs[0], 60, 0.03


def the_schedule_designer():
    rates = (0.003, 0.01, 0.03, 0.1, 0.3)
    constant, cosine = ([end(kind, rate=r)[0] for r in rates] for kind in ("constant", "cosine"))
    steps = experiments.ScheduleDesigner().data(kind="cosine", rate=0.1)[1].lrs
    assert abs(np.sum(steps) / (430 * 0.1) - 0.5) < 0.01  # all steps together are half as long
    year = 2014  # of the source
    return rates, constant, cosine, 342, 430, 20, 4, len(bp.datasets.penguins().X), year


def if_you_want_more():
    stairs = [end("stairs", length=10, rate=rate)[0] for rate in (0.1, 0.2)]
    assert max(stairs) < 0.1
    early, late, right = (end("cosine", length=length)[0] for length in (10, 200, 100))
    return stairs, early, late, right, 0.1, 0.2, 10, 200, 4


# ---- the digits ----


@cache
def parts():
    """The digits as the lesson splits them."""
    digits = bp.datasets.digits()
    return bp.datasets.split(digits.X, digits.targets, rng=np.random.default_rng(15))


def new_net(sizes, seed):
    own, he, layers = np.random.default_rng(seed), bp.initializers.he_normal, []
    for layer in range(len(sizes) - 1):
        n_in, n_out = sizes[layer : layer + 2]
        layers += [bp.Dense(n_in, n_out, rng=own, init=he), bp.ReLU()]
    return bp.Network(*layers[:-1])


def trained(net, schedule, batch_size, seed):
    (X, labels), (X_new, labels_new) = parts()
    loss, optimizer = bp.SoftmaxCrossEntropy(), bp.SGD(schedule)
    rng = np.random.default_rng(seed)
    try:
        bp.fit(net, loss, optimizer, X, labels, epochs=5, batch_size=batch_size, rng=rng)
    except bp.TrainingError:
        return np.inf, 0.0
    L = loss.forward(net.predict(X_new), labels_new)
    return L, np.mean(net.predict(X_new).argmax(axis=1) == labels_new)


@cache
def six_deep_nets(size_of_weights, warmup):
    """How much each of the six reads right, in percent."""
    schedule = bp.WarmupCosine(0.2, warmup, 225) if warmup else bp.Cosine(0.2, 225)
    shares = []
    for seed in range(6):
        net = new_net([64, 32, 32, 32, 32, 32, 10], seed)
        for layer in net.layers[::2]:
            layer.W *= size_of_weights
        shares.append(100 * trained(net, schedule, 32, seed)[1])
    return np.array(shares)


def warm_up_for_healthy_weights():
    large = [six_deep_nets(1.5, warmup).mean() for warmup in (0, 45)]
    healthy = [six_deep_nets(1.0, warmup) for warmup in (0, 45)]
    assert min(map(np.min, healthy)) > 85
    means = [shares.mean() for shares in healthy]
    return [*means, large[1] - large[0]], 1.5, large, np.min(healthy[1])


def up_and_then_down():
    assert np.sum(six_deep_nets(1.5, 0) < 60) >= 3 > 0 == np.sum(six_deep_nets(1.5, 45) < 60)
    return len(bp.datasets.digits().X), 8, 1998, 4.0, 1.5, 225, 0.2, 60, 45, 32


def nothing_after_the_first_epoch():
    runs = [
        trained(new_net([64, 32, 10], seed), bp.Cosine(0.2, 1800), 4, seed) for seed in range(4)
    ]
    return [5, 1800], np.mean(runs, axis=0)[0], 0, 0.2, 5


def bug_hunt_nothing_after_the_first_epoch():
    return 0.2, 0, 5


def real_digits():
    return 64, 32, 10, 4, 1800, 0.05, 0.2


# ---- the sweep ----


@cache
def end_at(optimizer, rate):
    """The median loss of new digits of the three trainings of the experiment."""
    return float(np.median([trained_in_the_experiment(optimizer, rate, k)[-1] for k in range(3)]))


@cache
def sweep(optimizer, steps=100, smoothing=0.8):
    state = {"optimizer": optimizer, "steps": steps, "smoothing": smoothing}
    picture = next(experiments.RateSweep().pictures(experiments.RateSweep().state(**state)))
    return picture.scene.readings["limit"], picture.scene.readings["lowest at"]


def lowest_of_the_sweep():
    limit, lowest = sweep("Adam")
    rates = (0.02, 0.1, 0.001, 0.5)
    ends = [end_at("Adam", rate) for rate in rates]
    assert min(ends) == ends[0]
    return [0.02, *rates, *ends], limit, lowest, 0.00001, 10, 8


def where_does_it_explode():
    rows = []
    for optimizer in ("Adam", "SGD"):
        limit, lowest = sweep(optimizer)
        rates = np.array(experiments.RateSweep.mark.values)

        def tried(rate, rates=rates, optimizer=optimizer):
            return end_at(optimizer, float(rates[np.argmin(np.abs(np.log(rates / rate)))]))

        best = min(end_at(optimizer, rate) for rate in (0.005, 0.01, 0.02, 0.05, 0.2, 0.5))
        rows.append([tried(lowest), tried(lowest / 10), tried(limit / 10), best])
        assert tried(limit / 10) < 1.4 * best
        assert abs(np.log(sweep(optimizer, steps=400)[0] / limit)) > 0.1
        assert abs(np.log(sweep(optimizer, smoothing=0.0)[0] / limit)) > 0.1
    return rows, 100, 400


# ---- the exercises ----


def step_decay():
    return 0.1 * 0.5**2, 0.5, 0.8, 0.4, 0.2, 4, 5, 6, 7, 8, 9, 10, 11


def cosine():
    return worked(20), 1 + worked(20)[0], 80, 20, 0.1, 0.02, 0.08, 4, 0.055


def warmup_cosine():
    rates = [0.8 * (t + 1) / 4 for t in range(4)]
    down = [0.8 * (1 + np.cos(np.pi * (t - 4) / 8)) / 2 for t in (4, 8, 12)]
    return rates, down, 4, 12, 8


def lr_range_test():
    return 1.5 * 2, 1.5 * 1.5, 0.01, 0.1, 10, 9, 2.1, 1.5
