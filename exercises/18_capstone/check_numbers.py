"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

from functools import cache

import numpy as np

import bpcourse as bp
from bpcourse import clinic
from bpcourse.checking.mine import reference
from bpcourse.clinic.measurements import ALONE
from bpcourse.experiments import Playground

# ---- what Playground asks ----


def eight_and_eight_without():
    """The lowest and the highest share in five draws, in %; and how many numbers are learned."""
    make = Playground()
    runs = [make.data(activation="none", seed=seed)[1] for seed in range(1, 6)]
    shares = [data.right[-1, 0] for data in runs]
    alone = make.data(layers=0, steps=100)[1].count
    return min(shares), max(shares), make.data(steps=100)[1].count, alone


# ---- what Clinic asks ----


def first_layer_starves():
    sick, lr = clinic.waiting()["vanishing gradients", 0], clinic.HEALTHY["lr"]
    changes = ({"activation": "relu", "start": "he"}, {"lr": lr / 10}, {"lr": 10 * lr}, {"clip": 1})
    cured, *others = (100 * clinic.rerun("vanishing gradients", 0, change) for change in changes)
    first, last = sick["norms"][0, [0, -1]]
    seen = [100 * sick["right"][-1], sick["train"][-1], first, last, last / first]
    return cured, 0.25, [*others, *seen]


def treat():
    """What is told of a case, and the borders: for everybody who waits they decide rightly."""
    case = clinic.waiting()["rate too large", 0]
    said = case["train"][0], case["train"][-1], 100 * case["right"][1], *case["norms"].ravel()
    borders = first, ratio, learned, gap, alone = 10, 0.01, 0.5, 0.1, 1
    for (name, _), one in clinic.waiting().items():
        (start, *_, last), (end, *_) = one["norms"]
        share, held_out, _ = one["right"]
        assert (one["train"][0] > first) == (name == "exploding start")
        assert (0 < start < ratio * last) == (name == "vanishing gradients")
        assert (share > learned) == (name in ("healthy", "overfitting"))
        assert (share > learned and share - held_out > gap) == (name == "overfitting")
        assert (0 < end < ratio * start) == (name == "penalty too strong")
        if name in ("labels mixed up", "rate too small"):
            assert (one["by_heart"] < alone) == (name == "labels mixed up")
    return said, case["by_heart"], np.log(10), borders, ALONE, 5  # the last is a patience


# ---- what the lesson asks, and says ----

SEED = 2  # of the three runs at the beginning
FLAT = ("rate too large", "zero start", "vanishing gradients")
SETTINGS = {"hidden": 48, "lr": 0.03, "epochs": 20, "size": 64, "seed": 18}


@cache
def share(name, **change):
    """Percent of new digits that such a run reads."""
    return 100 * clinic.rerun(name, SEED, change)


def tenth(name):
    return share(name, lr=clinic.sick(name)["lr"] / 10)


def three_lines_that_do_not_fall():
    records = [clinic.examined(clinic.sick(name), SEED) for name in FLAT]
    assert all(0.08 < record.right[2] < 0.12 for record in records)
    norms = [record.start.norms for record in records]
    assert norms[0][0] > 0.1
    assert records[0].end.norms[0] == norms[1][0] == 0
    assert records[0].end.silent[0] == 1
    assert 0.0005 < norms[2][0] / norms[2][-1] < 0.002
    return [record.train[[1, 3, 6, 9, 12]] for record in records], [1, 3, 6, 9, 12], 0, 5


def three_tenths():
    shares = [tenth(name) for name in FLAT]
    assert shares[1] == shares[2] == share(FLAT[1]) == share(FLAT[2])
    return shares


@cache
def split():
    data = bp.datasets.digits()
    return bp.datasets.split(data.X, data.targets, rng=np.random.default_rng(18))


def plain_net():
    (X, y), (X_new, y_new) = split()
    own = np.random.default_rng(18)
    net = bp.Network(bp.Dense(64, 10, rng=own))
    settings = {"epochs": 20, "batch_size": 32, "rng": own}
    bp.fit(net, bp.SoftmaxCrossEntropy(), bp.Adam(0.01), X, y, **settings)
    return 100 * np.mean(net.predict(X_new).argmax(axis=1) == y_new)


@cache
def reader():
    """Percent of new digits that the model answer's net reads, and its loss on them."""
    (X, y), (X_new, y_new) = split()
    Z = reference("build_and_train")(X, y, SETTINGS)(X_new)
    right = 100 * np.mean(Z.argmax(axis=1) == y_new)
    return right, bp.SoftmaxCrossEntropy().forward(Z, y_new)


def what_95_proves():
    plain = plain_net()
    assert abs(reader()[0] - plain) < 2
    return plain, 64, 75, 95


def is_95_percent_good():
    assert abs(reader()[0] - plain_net()) < 2
    return 95, 1797, 8, 1998, 4.0


@cache
def first_losses():
    """The lowest, the median and the highest first loss of 50 nets with He's start."""
    data, found = bp.datasets.digits(), []
    for seed in range(50):
        rng, he = np.random.default_rng(seed), bp.initializers.he_normal
        first, last = (bp.Dense(*size, rng=rng, init=he) for size in ((64, 64), (64, 10)))
        net = bp.Network(first, bp.ReLU(), last)
        found.append(bp.SoftmaxCrossEntropy().forward(net.predict(data.X), data.targets))
    return min(found), np.median(found), max(found)


def first_loss_252():
    return 10, first_losses(), np.log(10), 5.5, 1, 50


def look_before_you_train():
    return np.log(10)


def mixed_by_heart():
    return 20, 64 * 16 + 16 + 16 * 10 + 10


def in_three_sentences():
    return 20


def cured_and_not_understood():
    return share(FLAT[2], batch_norm=True), 5


def cured_by_bn():
    others = [100 * clinic.rerun(FLAT[2], seed, {"batch_norm": True}) for seed in (0, 1, 3)]
    assert all(93 < other < 95 for other in others)
    he = share(FLAT[2], activation="relu", start="he")
    return share(FLAT[2]), share(FLAT[2], batch_norm=True), he, 94


def what_each_cause_leaves_behind():
    """The traces that the table tells, in a run of each sickness."""
    seen = {name: clinic.examined(clinic.sick(name), 0) for name in clinic.SICK}
    first = {name: (one.start.norms[0], one.end.norms[0]) for name, one in seen.items()}
    slow, mixed = seen["rate too small"], seen["labels mixed up"]
    assert first["rate too small"][1] > 0.8 * first["rate too small"][0]
    assert slow.train[-1] > slow.train[0] - 0.2
    assert 2 < mixed.train[-1] < mixed.train[0]
    assert slow.by_heart > 1 > mixed.by_heart
    assert first["rate too large"][0] > 0.1
    assert first["rate too large"][1] == 0
    assert seen["rate too large"].end.silent[0] == 1
    assert first["zero start"][0] == 0
    gone = seen["vanishing gradients"].start.norms
    assert 0.0005 < gone[0] / gone[-1] < 0.002
    assert seen["exploding start"].train[0] > 1000
    assert first["penalty too strong"][1] < 0.01
    assert seen["penalty too strong"].end.silent[0] < 0.5
    over = seen["overfitting"]
    assert over.validation[-1] - over.train[-1] > 0.5
    not_learned = {name for name, one in seen.items() if not one.by_heart < 1}
    assert seen.keys() - not_learned == {"labels mixed up", "overfitting"}
    assert len(not_learned) == 6
    return 0, 20


@cache
def coins(scaled_first, chosen_by_test, epochs=50):
    """The mean score of 20 coins, in percent."""
    labels = [np.random.default_rng(100 + seed).integers(2, size=178) for seed in range(20)]
    pairs = enumerate(labels)
    return 100 * np.mean(
        [score(y, seed, scaled_first, chosen_by_test, epochs) for seed, y in pairs]
    )


def score(y, seed, scaled_first, chosen_by_test, epochs=50):
    wine, own = bp.datasets.wine(), np.random.default_rng(seed)
    known, held, test = np.array_split(own.permutation(len(wine.X)), 3)
    X = bp.datasets.Standardiser(wine.X if scaled_first else wine.X[known])(wine.X)
    he = bp.initializers.he_normal
    net = bp.Network(bp.Dense(13, 16, rng=own, init=he), bp.ReLU(), bp.Dense(16, 3, rng=own))
    loss, settings = bp.SoftmaxCrossEntropy(), {"epochs": epochs, "batch_size": 20, "rng": own}
    rows = []
    for _ in bp.epochs(net, loss, bp.Adam(0.01), X[known], y[known], **settings):
        is_right = net.predict(X).argmax(axis=1) == y
        rows.append((is_right[held].mean(), is_right[test].mean()))
    on_held, on_test = np.array(rows).T
    return on_test[np.argmax(on_test if chosen_by_test else on_held)]


def bug_hunt_better_than_a_coin():
    targets = bp.datasets.wine().targets
    wines = 100 * np.mean([score(targets, seed, True, True) for seed in range(20)])
    return wines, coins(True, True), 50, 20, 178, 1992, 4.0


def which_leak():
    as_they_did, scaled_well = coins(True, True), coins(False, True)
    assert abs(as_they_did - scaled_well) < 1
    return as_they_did, scaled_well, coins(True, False), 50


def if_you_want_more():
    return 500, coins(True, True, 500), 5, coins(True, True, 5)


def loss_of_five():
    return np.log(5), 1 / 5, 5, np.log(10), 10, np.log10(5), 1 - 1 / 5, 1


def twenty_by_heart():
    return 20


def right_but_high():
    right, loss = reader()
    return np.log(np.e + 9) - 1, 1.47, right, loss, 98, 9, 0, 1


# ---- the exercises ----


def build_and_train():
    return 5, 3 * 3, 32, 2, 1


def sanity_report():
    slopes, claims = np.array([0.4, -0.02]), np.array([0.4, -0.01])
    distances = np.abs(claims - slopes)
    return np.log(5), 1 / 5, distances, slopes, claims, distances.max() / 0.4, 1e-3, 1e-5, 20, 5
