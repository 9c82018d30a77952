"""build_and_train is judged by what its nets read in samples that they have not seen.

Where they read too little, small trainings look for the cause: each of them goes well unless one
certain mistake was made.
"""

from pathlib import Path

import numpy as np

from bpcourse import datasets
from bpcourse.checking.asking import once
from bpcourse.checking.compare import numbers_in, show
from bpcourse.checking.exercise import read
from bpcourse.checking.in_words import other_kind
from bpcourse.checking.inputs import unchanged
from bpcourse.checking.values import fresh
from bpcourse.checking.wrong import Wrong, fail

EXAMPLE = read(Path(__file__).parent).examples[0]
LOGITS = "Give the logits, (n_new, k): a row for each sample, a column for each class."
SMALL = {"hidden": 24, "lr": 0.02, "epochs": 2, "size": 5, "seed": 3}
OTHER = {"hidden": 25, "lr": 0.01, "epochs": 3, "size": 4, "seed": 4}  # all of it otherwise

# ---- data ----


def between_0_and_1(X):
    return (X - X.min(axis=0)) / np.ptp(X, axis=0)


def digits():
    """Three splits: (X, y), (X_new, y_new)."""
    data = datasets.digits()
    rngs = map(np.random.default_rng, (1, 2, 3))
    return [datasets.split(data.X, data.targets, rng=rng) for rng in rngs]


def circles():
    """One circle inside another one, which no straight line separates."""
    X, targets = datasets.circles(400, noise=0.05, rng=np.random.default_rng(18))
    y = targets[:, 0].astype(int)
    return [((X[:200], y[:200]), (X[200:], y[200:]))]


def wine():
    data = datasets.wine()
    return [datasets.split(between_0_and_1(data.X), data.targets, rng=np.random.default_rng(1))]


DATA = {  # the data, their settings, and the part that has to be read
    "digits": (digits, {"hidden": 48, "lr": 0.03, "epochs": 20, "size": 64, "seed": 18}, 0.95),
    "circles": (circles, {"hidden": 32, "lr": 0.1, "epochs": 40, "size": 25, "seed": 18}, 0.95),
    "wine": (wine, {"hidden": 16, "lr": 0.05, "epochs": 20, "size": 32, "seed": 18}, 0.8),
}


def few():
    """Twelve samples of three classes, in which there is nothing to learn but themselves."""
    rng = np.random.default_rng(7)
    return rng.integers(1, 16, size=(12, 4)) / 16, np.arange(12) % 3


def two_heaps():
    """Two classes that lie far apart: (X, y)."""
    rng = np.random.default_rng(8)
    y = np.arange(64) % 2
    return (4 + 8 * y[:, np.newaxis] + rng.integers(-2, 3, size=(64, 3))) / 16, y


def unlike_labels():
    """Twelve samples without any difference, most of them of the first class."""
    return np.zeros((12, 4)), np.repeat([0, 1, 2], [8, 3, 1])


# ---- asking ----


def trained(build_and_train, X, y, cfg):
    """What an answer returns, where it is a function."""
    X, y, cfg = fresh(X), fresh(y), dict(cfg)
    with unchanged(X=X, y=y, cfg=cfg):
        predict = build_and_train(X, y, cfg)
    if callable(predict):
        return predict
    seen, kind = other_kind(predict, "the result", "the function `predict`")
    if isinstance(predict, tuple | list) and any(map(callable, predict)):
        seen, kind = f"{seen}\nReturn `predict` alone.", "returns_more"
    if hasattr(predict, "predict"):
        seen = f"{seen}\nReturn its function: `return net.predict`, without brackets."
    raise Wrong(seen, kind)


def logits(predict, X_new, k):
    """What predict gives, as an array of shape (n_new, k) that holds logits."""
    X_new = fresh(X_new)
    with unchanged(X_new=X_new):
        Z, problem = numbers_in(predict(X_new), "what predict gives", "an array")
    if problem:
        fail(problem[0], LOGITS, kind=problem[1])
    n_new = len(X_new)
    if Z.shape != (n_new, k):
        told = f"For {n_new} samples and {k} classes predict gives an array of shape {Z.shape}."
        if Z.shape == (n_new,):
            fail(told, LOGITS, kind="labels_for_logits")
        if Z.shape[:1] == (n_new,) and Z.ndim == 2:
            fail(told, "k is the largest label + 1, whatever the data.", kind="k_hard_coded")
        fail(told, LOGITS, kind="wrong_shape")
    if not np.all(np.isfinite(Z)):
        return Z
    if np.all((Z >= 0) & (Z <= 1)) and np.allclose(Z.sum(axis=1), 1, rtol=1e-4):
        fail(
            "The rows of what predict gives add up to 1: these are probabilities.",
            "Give the logits, and leave the softmax to the loss, which has it inside.",
            kind="probabilities",
        )
    return Z


@once
def learned(build_and_train, name):
    """For each split of these data: how much of the new samples is read, and all is finite."""
    parts, cfg, _ = DATA[name]
    found = []
    for (X, y), (X_new, y_new) in parts():
        Z = logits(trained(build_and_train, X, y, cfg), X_new, int(y.max()) + 1)
        found.append((np.mean(Z.argmax(axis=1) == y_new), bool(np.all(np.isfinite(Z)))))
    return tuple(zip(*found, strict=True))


def small(build_and_train, *, turned=False, **changes):
    """The logits of the few samples, after a small training on them, or on labels turned round."""
    X, y = few()
    predict = trained(build_and_train, X, y[::-1] if turned else y, SMALL | changes)
    return logits(predict, X, 3)


def learns_nothing(build_and_train):
    """With more samples in a batch than there are, is the net the same whatever the labels?"""
    one, other = (small(build_and_train, turned=turned, size=50) for turned in (False, True))
    return alike(one, other)


def loss(Z, y):
    """The mean cross-entropy of the labels."""
    Z = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


def alike(one, other):
    return np.allclose(one, other, rtol=1e-7, atol=1e-9, equal_nan=True)


# ---- causes ----

IGNORED = {
    "hidden": 'As many hidden units whatever `cfg["hidden"]` says.',
    "lr": 'The net is the same whatever `cfg["lr"]` says.',
    "epochs": 'The net is the same whatever `cfg["epochs"]` says.',
    "size": 'The net is the same whatever `cfg["size"]` says: are there batches?',
    "seed": 'The net is the same whatever `cfg["seed"]` says.',
}
ALIKE = "All samples get the same logits: with weights of 0, or all alike, units stay copies."
AFFINE = "What it computes is a straight line in X: is there an activation between the layers?"
NOTHING = "With more samples in a batch than there are, nothing is trained: the last batch counts."
TORN = "It learns as if the labels belonged to other samples: X and y need the same rows."
UPHILL = "It learns the opposite of its labels: the step goes against the gradient."
CHANCE = "Nothing is random in use: no dropout, and no new weights."
COMPANY = "What is taken from data, as a mean, is taken from X in the training, and kept."
CONSTANT = "Where a column holds the same number in every row, its deviation is 0: divided by it."


@once
def in_use(build_and_train):
    """None, or what is wrong with predict: an id, what is seen, and what that comes from."""
    X, y = few()
    predict = trained(build_and_train, X, y, SMALL)
    whole = logits(predict, X, 3)
    if not all(alike(logits(predict, X, 3), whole) for _ in range(3)):
        return "random_in_use", "predict gives two different answers for the same samples.", CHANCE
    if not alike(logits(predict, X[3:4], 3), whole[3:4]):
        seen = "A sample gets other logits alone than among others."
        return "looks_at_the_company", seen, COMPANY
    return None


@once
def causes(build_and_train):
    """The known mistakes that explain why too little is read: id → sentence."""
    if found := in_use(build_and_train):
        return {found[0]: found[2]}
    before = small(build_and_train)
    if alike(before, before[:1]):
        return {"alike": ALIKE}
    found = {
        f"ignores_{key}": told
        for key, told in IGNORED.items()
        if alike(small(build_and_train, **{key: OTHER[key]}), before)
    }
    if learns_nothing(build_and_train):
        found["last_batch_dropped"] = NOTHING
    return found or _shape_of_what_is_learned(build_and_train)


def _shape_of_what_is_learned(build_and_train):
    X, y = few()
    predict = trained(build_and_train, X, y, SMALL)
    ends = logits(predict, X[:6], 3) + logits(predict, X[6:], 3)
    if alike(logits(predict, (X[:6] + X[6:]) / 2, 3), ends / 2):
        return {"no_activation": AFFINE}
    X, y = two_heaps()
    cfg = {"hidden": 16, "lr": 0.02, "epochs": 60, "size": 8, "seed": 5}
    start, end = (
        loss(logits(trained(build_and_train, X, y, cfg | {"lr": lr}), X, 2), y) for lr in (0, 0.02)
    )
    if end > start + 2:
        return {"uphill": UPHILL}
    return {"torn_pairs": TORN} if end > 0.55 else {}


def constant_columns(build_and_train):
    """What explains a nan where some columns are constant, if it goes well where none is."""
    is_well = all(learned(build_and_train, "circles")[1])
    return {"constant_columns": CONSTANT} if is_well else {}


def refuse_nan(found):
    seen = "predict gives nan, or infinite numbers."
    raise Wrong(seen, "not_finite", offered=found, fitting=found)


def require(build_and_train, name):
    """Raise Wrong unless enough of the new samples is read."""
    shares, finite = learned(build_and_train, name)
    if not all(finite):
        refuse_nan(constant_columns(build_and_train) if name == "digits" else {})
    share, goal = np.mean(shares), DATA[name][2]
    if share < goal:
        found = causes(build_and_train)
        seen = f"It reads {100 * share:.3g} % of the new samples, and should read {100 * goal:.3g}."
        raise Wrong(seen, "wrong_value", offered=found, fitting=found, tip=WHERE)


WHERE = "Look at the loss of each epoch: does it fall? On 20 samples it should come near 0."


# ---- the checks ----


def test_example(build_and_train):
    """The example of the task comes out as it is written there."""
    *lines, _ = EXAMPLE.code.strip().splitlines()
    names = {"np": np, "build_and_train": lambda *given: trained(build_and_train, *given)}
    exec("\n".join(lines), names)
    Z = logits(names["predict"], names["X"], 2)
    got, wanted = Z.argmax(axis=1), eval(EXAMPLE.gives)
    if not np.array_equal(got, wanted):
        found = causes(build_and_train)
        seen = f"The example gives {got.tolist()}, but should give {wanted.tolist()}."
        raise Wrong(seen, "wrong_value", offered=found, fitting=found)


def test_digits(build_and_train):
    """It reads 95 % of new digits, as a mean of three splits."""
    require(build_and_train, "digits")


def test_circles(build_and_train):
    """It reads 95 % of new points on two circles, which no straight line separates."""
    require(build_and_train, "circles")


def test_wine(build_and_train):
    """With three classes in place of ten it reads 80 % of new wines."""
    require(build_and_train, "wine")


def test_settings(build_and_train):
    """Each of the settings makes a difference."""
    before = small(build_and_train)
    for key, told in IGNORED.items():
        if alike(small(build_and_train, **{key: OTHER[key]}), before):
            found = causes(build_and_train)
            seen = f"With {key} {OTHER[key]} the net is the same as with {key} {SMALL[key]}."
            raise Wrong(seen, "wrong_value", offered=found, fitting=found, tip=told)


def test_the_same_again(build_and_train):
    """The same settings give the same net."""
    if not alike(small(build_and_train), small(build_and_train)):
        fail(
            "Two trainings with the same settings give two different nets.",
            'Draw all that is random from one `np.random.default_rng(cfg["seed"])`.',
            kind="other_chance",
        )


def test_few_samples(build_and_train):
    """With more samples in a batch than there are, it trains all the same."""
    if learns_nothing(build_and_train):
        found = causes(build_and_train)
        seen = "12 samples, size 50: the net is the same whatever their labels."
        raise Wrong(seen, "wrong_value", offered=found, fitting=found, tip=NOTHING)


def test_each_sample_alone(build_and_train):
    """What is read in a sample depends on that sample alone."""
    if found := in_use(build_and_train):
        cause, seen, told = found
        raise Wrong(seen, "wrong_value", offered={cause}, fitting={cause: told})


def test_two_nets(build_and_train):
    """A second training leaves the first net as it is."""
    X, y = few()
    predict = trained(build_and_train, X, y, SMALL)
    before = logits(predict, X, 3)
    trained(build_and_train, 1 - X, y, OTHER)
    if not alike(logits(predict, X, 3), before):
        fail(
            "After a second training the first net gives other logits.",
            "Keep the weights in variables of the function, and in none outside.",
            kind="keeps_state",
        )


def test_more_training(build_and_train):
    """The few samples of a small set are learned by heart, if there are epochs enough."""
    X, y = few()
    cfg = {"hidden": 32, "lr": 0.1, "epochs": 200, "size": 12, "seed": 5}
    Z = logits(trained(build_and_train, X, y, cfg), X, 3)
    share = np.mean(Z.argmax(axis=1) == y)
    if share < 1:
        found = causes(build_and_train)
        seen = f"After 200 epochs {100 * share:.3g} % of the 12 samples are read."
        raise Wrong(seen, "wrong_value", offered=found, fitting=found, tip=WHERE)


def test_what_is_frequent(build_and_train):
    """Where all samples are alike, it learns how frequent each class is."""
    X, y = unlike_labels()
    cfg = {"hidden": 16, "lr": 0.1, "epochs": 100, "size": 12, "seed": 5}
    Z = logits(trained(build_and_train, X, y, cfg), X[:1], 3)[0]
    if not np.all(np.isfinite(Z)):
        refuse_nan(constant_columns(build_and_train))
    E = np.exp(Z - Z.max())
    P = E / E.sum()
    if not np.allclose(P, [8 / 12, 3 / 12, 1 / 12], atol=0.02):
        found = causes(build_and_train)
        seen = (
            "12 samples without any difference, 8, 3 and 1 of three classes: the softmax of the "
            f"logits is {show(P, 3)}, and should be about {show(np.array([8, 3, 1]) / 12, 3)}."
        )
        tip = "Only the bias of the last layer can learn it: db2 is the sum of the output deltas."
        raise Wrong(seen, "wrong_value", offered=found, fitting=found, tip=tip)


def test_in_between(build_and_train):
    """In a single column it finds the class that lies between two others."""
    X = np.linspace(-1, 2, 60)[:, np.newaxis]
    y = (np.abs(X[:, 0] - 1) < 0.5).astype(int)
    cfg = {"hidden": 32, "lr": 0.1, "epochs": 100, "size": 20, "seed": 5}
    Z = logits(trained(build_and_train, X, y, cfg), X, 2)
    share = np.mean(Z.argmax(axis=1) == y)
    if not share > 0.9:
        found = causes(build_and_train)
        seen = f"It reads {100 * share:.3g} % of 60 numbers, and should read more than 90."
        tip = "The biases of the hidden layer have to move: db1 is the sum of that layer's deltas."
        raise Wrong(seen, "wrong_value", offered=found, fitting=found, tip=tip)


def test_large_logits(build_and_train):
    """With logits of thousands, after steps that are far too long, nothing becomes nan."""
    (X, _), (_, y) = few(), unlike_labels()
    cfg = {"hidden": 16, "lr": 3000.0, "epochs": 3, "size": 12, "seed": 5}
    with np.errstate(all="ignore"):
        Z = logits(trained(build_and_train, X, y, cfg), X, 3)
    if not np.all(np.isfinite(Z)):
        refuse_nan({"overflow": "Take the largest logit of each row away before np.exp."})
