"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

from functools import cache

import numpy as np

import bpcourse as bp
from bpcourse import experiments

EPOCHS = 100


# ---- the training of the lesson ----


@cache
def run(share, p, seed):
    """Training loss, validation loss, share right after each epoch; and how many are told right."""
    digits, own = bp.datasets.digits(), np.random.default_rng(seed)
    order = np.random.default_rng(17).permutation(len(digits.X))
    old, held, new = np.split(order[:1000], [200, 400])
    told = digits.targets[old].copy()
    drawn = own.random(200) < share
    told[drawn] = own.integers(10, size=drawn.sum())
    first = bp.Dense(64, 128, rng=own, init=bp.initializers.he_normal)
    last = bp.Dense(128, 10, rng=own)
    drop = [bp.Dropout(p, rng=own)] if p else []
    net, loss = bp.Network(first, bp.ReLU(), *drop, last), bp.SoftmaxCrossEntropy()
    settings = {"epochs": EPOCHS, "batch_size": 32, "rng": own}
    rows = []
    for L in bp.epochs(net, loss, bp.Adam(0.003), digits.X[old], told, **settings):
        L_held = loss.forward(net.predict(digits.X[held]), digits.targets[held])
        read = net.predict(digits.X[new]).argmax(axis=1)
        rows.append((L, L_held, np.mean(read == digits.targets[new])))
    return np.array(rows), int(np.sum(told == digits.targets[old]))


def stop(losses, patience):
    """The epoch in which it is time to stop, and the one whose weights are kept."""
    best, waited, kept = np.inf, 0, 0
    for epoch, loss in enumerate(losses, start=1):
        best, waited, kept = (loss, 0, epoch) if loss < best else (best, waited + 1, kept)
        if waited >= patience:
            return epoch, kept
    return len(losses), kept


def right(epoch):
    return run(0.4, 0.0, 3)[0][epoch - 1, 2]


def forty_percent_nonsense():
    rows, told = run(0.4, 0.0, 3)
    assert rows[-1, 0] < 0.2
    return 40, 200, told, 600


def better_than_its_labels():
    told = run(0.4, 0.0, 3)[1]
    percent = 100 * right(15), 100 * right(100), 100 * told / 200
    return percent[:2], [200, told, 200 - told, 15, 100], percent[2]


def stop_in_time():
    rows = run(0.4, 0.0, 3)[0]
    when, kept = stop(rows[:, 1], 10)
    return 10, when, kept, right(kept), right(when), right(100), 100


def bug_hunt_kept_and_lost():
    rows = run(0.4, 0.0, 3)[0]
    when, kept = stop(rows[:, 1], 10)
    epochs = [5, 15, kept, 28, when]
    told = [(epoch, rows[epoch - 1, 1], rows[epoch - 1, 2]) for epoch in epochs]
    return told, when, kept, rows[kept - 1, 1], right(when), right(kept), 10


def not_the_best():
    when, kept = stop(run(0.4, 0.0, 3)[0][:, 1], 10)
    return kept, when, right(kept), right(when)


def two_brakes_on_real_digits():
    table = {}
    for share, p in ((0.4, 0.0), (0.4, 0.5), (0.4, 0.8), (0.0, 0.0), (0.0, 0.5)):
        rows = [run(share, p, seed)[0] for seed in (3, 4)]
        last = np.array([row[-1, 2] for row in rows])
        kept = np.array([row[row[:, 1].argmin(), 2] for row in rows])
        table[share, p] = last, kept
    plain, kept = table[0.4, 0.0]
    assert np.all(kept > plain + 0.05)  # with noise both brakes help, with both seeds
    assert np.all(table[0.4, 0.5][0] > plain + 0.05)
    assert np.all(table[0.4, 0.8][0] > table[0.4, 0.5][0])
    for p in (0.5, 0.8):
        last, both = (row.mean() for row in table[0.4, p])
        assert both <= max(last, kept.mean())
    clean, kept = table[0.0, 0.0]
    assert np.all(np.abs(kept - clean) < 0.01)  # and without it neither does
    assert np.all(np.abs(table[0.0, 0.5][0] - clean) < 0.01)
    return 1797, 8, 1998, 4.0, 200, 0.01, 0.05, 0.4, 0.5, 0.8


# ---- dropout ----


def switch_units_off():
    kept = 1 / (1 - 0.2)
    out = np.array([kept, kept, 0, kept, kept])
    return 0.2, 1, kept, out, out.mean(), 0.5, 0.8


def how_many_speak():
    return 128 * 0.2, 0.8, 128, 128 * 0.8, 1 / (1 - 0.8), 26, 102, 0


def survivor():
    return 1 / 0.8, 1, 0.2, 0.8, 1 / 0.2


def blank_kept():
    return 3 / (1 - 0.8), 0.8, 0.2, 1 / (1 - 0.8), 3, 3 / 0.8, 3 * 0.2, 1


def back_to_the_dropped():
    dout, mask = np.array([3.0, 3.0]), np.array([2.0, 0.0])
    return dout[1] * mask[1], 0.5, mask, dout, dout * mask[0]


def factor_at_three_quarters():
    return 1 / (1 - 0.75), 0.75, 0.25, 1 / 0.75, 1


def resampled():
    """Of 200 new digits, how many are read otherwise by most of 50 subnetworks, for each p."""
    found = {}
    for p in (0.2, 0.8):
        agree = [experiments.Resample().data(digit=k, p=p)[1].agree for k in range(1, 201)]
        found[p] = int(np.sum(np.array(agree) < 25))
    return found


def if_you_want_more():
    found = resampled()
    return 50, 200, 0.2, 0.8, found[0.2], found[0.8]


# ---- early stopping ----


def stop_and_keep():
    losses = (0.8, 0.6, 0.5, 0.45, 0.46, 0.43, 0.47, 0.44, 0.45, 0.46)
    when, kept = stop(losses, 3)
    return when, kept, losses, 3, [5, 4, 7, 8]


def sixth_update():
    losses = (0.9, 0.6, 0.7, 0.5, 0.6, 0.55, 0.4)
    return stop(losses, 2)[0], losses, 2, [3, 4, 5]


def clean_labels():
    _, data = experiments.WhenToStop().data(share=0.0)
    assert data.right[data.best] == data.right[-1]
    assert data.train[-1] < 0.01
    return 100 * data.right[data.best], 200, 0


def when_to_stop():
    """At the start of the experiment; and the run of the table."""
    _, data = experiments.WhenToStop().data()
    peak = int(data.as_true.argmax())
    losses = stop_and_keep()[2]
    return peak, 100 * data.as_true[peak], 100 * data.as_told[-1], 100, losses, list(range(11)), 3


# ---- the exercises ----


def dropout_forward():
    kept = 1 / (1 - 0.2)
    return 0.2, 0.8, kept, 5, 1, 0, kept * 4 / 5, 100, 4


def dropout_backward():
    return [1.25, 2.5, 0, 5, -5], [1, 2, 3, 4, -4], 1.25, 0


def drops_wrongly():
    """What p = 0.5 cannot show, and how far a share is from p by chance: 4 and 5 deviations."""
    n, p = 10000, 0.2
    deviation = np.sqrt(0.5 * 0.5 / np.array([n, 100]))
    told = [n, n * 0.5, n * p, n * (1 - p), 0.5, p, 1 / (1 - 0.5), 1 / 0.5]
    return told, deviation * [4, 5], 17, 100


def earlystopping():
    return 2, 0, 0.9, 0.7, 0.8, 0.75, 1


# ---- the teacher's page ----


def what_people_ask():
    rows = run(0.4, 0.0, 3)[0]
    assert (
        rows[:, 2].argmax() < rows[:, 1].argmin()
    )  # the share is highest before the loss is lowest
    return 40, 0.8, 0.5, 200, 600
