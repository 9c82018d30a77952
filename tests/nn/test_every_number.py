"""A number that is given has a meaning, or it is refused where it is given.

All arguments of all public names are gone through. A new one fails here until a line of the tables
says which numbers have a meaning, or that it is no number.
"""

import inspect
import math

import matplotlib.pyplot as plt
import numpy as np
import pytest

import bpcourse as bp
from bpcourse import datasets, plotting
from bpcourse.nn import initializers

from .public import PUBLIC, SEEN, is_a_sentence

LABELS = np.array([1, 0, 1, 1])
DATA = np.random.default_rng(0).normal(size=(6, 3))


def rng():
    return np.random.default_rng(0)


def is_number(value):
    return isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_)


def finite(value):
    return is_number(value) and math.isfinite(value)


def between(low, high, *, with_low=True, with_high=True):
    def fits(value):
        if not finite(value):
            return False
        above = value >= low if with_low else value > low
        return above and (value <= high if with_high else value < high)

    return fits


def or_none(fits):
    return lambda value: value is None or fits(value)


POSITIVE = between(0, math.inf, with_low=False)
NOT_NEGATIVE = between(0, math.inf)
PART = between(0, 1)
PART_BELOW_1 = between(0, 1, with_high=False)
PART_ABOVE_0 = between(0, 1, with_low=False)
PART_WITHIN = between(0, 1, with_low=False, with_high=False)


def count(low=1):
    return lambda value: isinstance(value, int | np.integer) and is_number(value) and value >= low


def net():
    made = bp.Network(bp.Dense(3, 3, rng=rng()), bp.Tanh())
    made.backward(made.forward(DATA))
    return made


def train(**options):
    options = {"rng": rng(), "epochs": 1} | options
    return bp.fit(net(), bp.MeanSquaredError(), bp.SGD(0.01), DATA, DATA, **options)


def train_by_epochs(**options):
    options = {"rng": rng(), "epochs": 1} | options
    return list(bp.epochs(net(), bp.MeanSquaredError(), bp.SGD(0.01), DATA, DATA, **options))


def sweep(**options):
    options = {"rng": rng(), "batch_size": 2, "steps": 3} | options
    return bp.lr_range_test(net(), bp.MeanSquaredError(), bp.SGD, DATA, DATA, **options)


def step_of(make):
    optimizer = make()
    optimizer.step(net())
    return optimizer


def rates(make):
    return lambda value: step_of(lambda: make(value))


def toy(name):
    make = getattr(datasets, name)
    return {
        "n": (lambda value: make(value, noise=0.1, rng=rng()), count()),
        "noise": (lambda value: make(5, noise=value, rng=rng()), NOT_NEGATIVE),
    }


def first(name):
    make = getattr(initializers, name)
    return {
        "n_in": (lambda value: make(value, 3, rng=rng()), count()),
        "n_out": (lambda value: make(3, value, rng=rng()), count()),
    }


ADAM = {
    "learning_rate": (rates(bp.Adam), POSITIVE),
    "beta1": (lambda value: step_of(lambda: bp.Adam(beta1=value)), PART_BELOW_1),
    "beta2": (lambda value: step_of(lambda: bp.Adam(beta2=value)), PART_BELOW_1),
    "epsilon": (lambda value: step_of(lambda: bp.Adam(epsilon=value)), POSITIVE),
}


def scheduled(make, **more):
    return {
        "lr": (lambda value: make(value)(0), POSITIVE),
        "__call__.t": (make(0.5), NOT_NEGATIVE),
    } | more


# Every argument that is a number: what it is handed to, and which values have a meaning.
NUMBERS = {
    "Dense": {
        "n_in": (lambda value: bp.Dense(value, 3, rng=rng()), count()),
        "n_out": (lambda value: bp.Dense(3, value, rng=rng()), count()),
    },
    "BatchNorm": {
        "k": (bp.BatchNorm, count()),
        "momentum": (lambda value: bp.BatchNorm(2, momentum=value), PART_ABOVE_0),
        "epsilon": (lambda value: bp.BatchNorm(2, epsilon=value), POSITIVE),
    },
    "Dropout": {"p": (lambda value: bp.Dropout(value, rng=rng()), PART_BELOW_1)},
    "LeakyReLU": {"leak": (bp.LeakyReLU, PART)},
    "SGD": {"learning_rate": (rates(bp.SGD), POSITIVE)},
    "Optimizer": {"learning_rate": (bp.Optimizer, POSITIVE)},
    "Momentum": {
        "learning_rate": (rates(bp.Momentum), POSITIVE),
        "beta": (lambda value: bp.Momentum(0.1, value), PART_BELOW_1),
    },
    "Nesterov": {
        "learning_rate": (rates(bp.Nesterov), POSITIVE),
        "beta": (lambda value: bp.Nesterov(0.1, value), PART_BELOW_1),
    },
    "RMSprop": {
        "learning_rate": (rates(bp.RMSprop), POSITIVE),
        "rho": (lambda value: bp.RMSprop(rho=value), PART_BELOW_1),
        "epsilon": (lambda value: bp.RMSprop(epsilon=value), POSITIVE),
    },
    "Adam": ADAM,
    "AdamW": {
        "learning_rate": (rates(bp.AdamW), POSITIVE),
        "beta1": (lambda value: bp.AdamW(beta1=value), PART_BELOW_1),
        "beta2": (lambda value: bp.AdamW(beta2=value), PART_BELOW_1),
        "epsilon": (lambda value: bp.AdamW(epsilon=value), POSITIVE),
        "weight_decay": (lambda value: bp.AdamW(weight_decay=value), NOT_NEGATIVE),
    },
    "Constant": scheduled(bp.Constant),
    "StepDecay": scheduled(
        lambda lr: bp.StepDecay(lr, 0.5, 2),
        factor=(lambda value: bp.StepDecay(0.1, value, 2), PART_ABOVE_0),
        every=(lambda value: bp.StepDecay(0.1, 0.5, value), count()),
    ),
    "ExponentialDecay": scheduled(
        lambda lr: bp.ExponentialDecay(lr, 0.5),
        factor=(lambda value: bp.ExponentialDecay(0.1, value), PART_ABOVE_0),
    ),
    "Cosine": scheduled(
        lambda lr: bp.Cosine(lr, 10),
        steps=(lambda value: bp.Cosine(0.1, value), count()),
        floor=(lambda value: bp.Cosine(0.5, 10, value), between(0, 0.5)),
    ),
    "WarmupCosine": scheduled(
        lambda lr: bp.WarmupCosine(lr, 2, 10),
        warmup=(lambda value: bp.WarmupCosine(0.1, value, 10), count()),
        steps=(lambda value: bp.WarmupCosine(0.1, 1, value), count(2)),
        floor=(lambda value: bp.WarmupCosine(0.5, 2, 10, value), between(0, 0.5)),
    ),
    "OneCycle": scheduled(
        lambda lr: bp.OneCycle(lr, 10),
        steps=(lambda value: bp.OneCycle(0.1, value), count()),
        rising=(lambda value: bp.OneCycle(0.1, 10, value), PART_ABOVE_0),
    ),
    "L1": {"lam": (bp.L1, POSITIVE)},
    "L2": {"lam": (bp.L2, POSITIVE)},
    "SoftThresholded": {
        "lam": (lambda value: bp.SoftThresholded(bp.SGD(0.1), lam=value), POSITIVE)
    },
    "soft_threshold": {"t": (lambda value: bp.soft_threshold(DATA, value), NOT_NEGATIVE)},
    "clip_by_norm": {"max_norm": (lambda value: bp.clip_by_norm(net(), value), POSITIVE)},
    "clip_by_value": {"limit": (lambda value: bp.clip_by_value(net(), value), POSITIVE)},
    "Clipped": {
        "max_norm": (lambda value: bp.Clipped(bp.SGD(0.1), max_norm=value), POSITIVE),
        "limit": (lambda value: bp.Clipped(bp.SGD(0.1), limit=value), POSITIVE),
    },
    "EarlyStopping": {
        "patience": (bp.EarlyStopping, count()),
        "min_delta": (lambda value: bp.EarlyStopping(min_delta=value), NOT_NEGATIVE),
        "update.loss": (lambda value: bp.EarlyStopping().update(value, net()), is_number),
    },
    "batches": {"size": (lambda value: bp.batches(DATA, DATA, value, rng=rng()), count())},
    "epochs": {
        "epochs": (lambda value: train_by_epochs(epochs=value), count(0)),
        "batch_size": (lambda value: train_by_epochs(batch_size=value), or_none(count())),
    },
    "fit": {
        "epochs": (lambda value: train(epochs=value), count(0)),
        "batch_size": (lambda value: train(batch_size=value), or_none(count())),
    },
    "check_gradients": {
        "tolerance": (lambda v: bp.check_gradients(net(), DATA, rng(), tolerance=v), POSITIVE),
        "h": (lambda value: bp.check_gradients(net(), DATA, rng(), h=value), POSITIVE),
    },
    "numerical_gradient": {
        "h": (lambda value: bp.numerical_gradient(np.sum, DATA.copy(), value), POSITIVE)
    },
    "relative_error": {
        "floor": (lambda value: bp.relative_error(DATA, DATA, floor=value), POSITIVE)
    },
    "lr_range_test": {
        "low": (lambda value: sweep(low=value), between(0, 10, with_low=False, with_high=False)),
        "high": (lambda value: sweep(high=value), between(1e-5, math.inf, with_low=False)),
        "steps": (lambda value: sweep(steps=value), count(2)),
        "batch_size": (lambda value: sweep(batch_size=value), count()),
        "smoothing": (lambda value: sweep(smoothing=value), PART_BELOW_1),
    },
    "Value": {
        "value": (bp.Value, lambda value: isinstance(value, int | float | np.number | np.bool_))
    },
    "he_normal": first("he_normal"),
    "lecun_normal": first("lecun_normal"),
    "xavier_normal": first("xavier_normal"),
    "initializers.he_normal": first("he_normal"),
    "initializers.lecun_normal": first("lecun_normal"),
    "initializers.xavier_normal": first("xavier_normal"),
    "initializers.zeros": first("zeros"),
    "initializers.constant": {"value": (initializers.constant, finite)},
    "initializers.small": {"scale": (initializers.small, POSITIVE)},
    "initializers.scaled": {
        "factor": (lambda value: initializers.scaled(bp.he_normal, value), POSITIVE)
    },
    "datasets.lines": toy("lines")
    | {
        "slope": (lambda value: datasets.lines(5, noise=0, rng=rng(), slope=value), finite),
        "intercept": (lambda v: datasets.lines(5, noise=0, rng=rng(), intercept=v), finite),
    },
    "datasets.sine": toy("sine"),
    "datasets.xor": toy("xor"),
    "datasets.two_moons": toy("two_moons"),
    "datasets.circles": toy("circles")
    | {"inner": (lambda value: datasets.circles(5, noise=0, rng=rng(), inner=value), PART)},
    "datasets.spirals": toy("spirals")
    | {
        "classes": (lambda v: datasets.spirals(5, noise=0, rng=rng(), classes=v), count()),
        "turns": (lambda value: datasets.spirals(5, noise=0, rng=rng(), turns=value), finite),
    },
    "datasets.split": {
        "part": (lambda value: datasets.split(DATA, DATA, part=value, rng=rng()), PART_WITHIN)
    },
    "datasets.mislabel": {
        "part": (lambda value: datasets.mislabel(LABELS, value, rng=rng()), PART),
        "classes": (
            lambda value: datasets.mislabel(LABELS, 0.5, rng=rng(), classes=value),
            or_none(count(2)),
        ),
    },
    "plotting.activation_curve": {
        "low": (
            lambda v: plotting.activation_curve(bp.Tanh(), low=v),
            between(-9, 5, with_high=False),
        ),
        "high": (
            lambda v: plotting.activation_curve(bp.Tanh(), high=v),
            between(-5, 9, with_low=False),
        ),
    },
    "plotting.decision_map": {
        "boundary": (lambda value: mapped(boundary=value), finite),
        "margin": (lambda value: mapped(margin=value), NOT_NEGATIVE),
        "resolution": (lambda value: mapped(resolution=value), count(2)),
    },
    "plotting.descent_map": {
        "margin": (lambda value: descended(margin=value), NOT_NEGATIVE),
        "levels": (lambda value: descended(levels=value), count(2)),
    },
    "plotting.digit_grid": {
        "columns": (lambda v: plotting.digit_grid(np.eye(3, 4), LABELS[:3], columns=v), count())
    },
    "plotting.line_fit": {
        "w": (lambda value: plotting.line_fit(DATA[:, 0], DATA[:, 1], value, 0.0), finite),
        "b": (lambda value: plotting.line_fit(DATA[:, 0], DATA[:, 1], 0.0, value), finite),
    },
    "plotting.tangent": {
        "at": (lambda value: plotting.tangent(np.square, value, 1.0), finite),
        "slope": (lambda value: plotting.tangent(np.square, 1.0, value), finite),
        "width": (lambda value: plotting.tangent(np.square, 1.0, 1.0, width=value), POSITIVE),
    },
    "plotting.weight_histograms": {
        "bins": (lambda value: plotting.weight_histograms(net(), bins=value), count())
    },
}


def curved(**options):
    return plotting.activation_curve(bp.Tanh(), **options)


def mapped(**options):
    plane = bp.Dense(2, 1, rng=rng())
    options = {"resolution": 4} | options
    return plotting.decision_map(plane, DATA[:, :2], np.zeros((6, 1)), **options)


def descended(**options):
    return plotting.descent_map(lambda w: np.sum(w**2, axis=-1), DATA[:, :2], **options)


# All other arguments, by what they are.
OTHERS = {
    "arrays": "X Y Z P dY targets labels predicted a b w x y history losses like row",
    "made of the maths": "layer layers net loss optimizer penalty stopping validation params root "
    "activation init source ax fig self",
    "functions": "f",
    "texts and switches": "name names kind rest step text above path progress xlabel ylabel dtype "
    "needs_dX",
    "chance": "rng",
    "lists": "steps",
    "what was seen": "claimed measured n tolerance blur rates smoothed limit mean deviation silent "
    "saturated value features target species args kwargs",
    "styles": "line points image box area options",
}
KNOWN = {word for words in OTHERS.values() for word in words.split()}


def arguments(thing):
    """The names of all that can be handed to a function, or to a class and its methods."""
    if not inspect.isclass(thing):
        yield from inspect.signature(thing).parameters
    elif not issubclass(thing, Exception):
        yield from inspect.signature(thing).parameters
        for name, method in inspect.getmembers(thing, inspect.isfunction):
            if name == "__call__" or not name.startswith("_"):
                for argument in list(inspect.signature(method).parameters)[1:]:
                    yield f"{name}.{argument}"


def test_every_argument_is_in_the_tables():
    """Either as a number, with the values that have a meaning, or as something else."""
    missing = [
        f"{name}: {argument}"
        for name, thing in PUBLIC.items()
        if name not in SEEN
        for argument in arguments(thing)
        if argument not in NUMBERS.get(name, ())
        and argument.rpartition(".")[2] not in KNOWN - set(NUMBERS.get(name, ()))
        and not inherited(name, argument)
    ]
    assert missing == []


def inherited(name, argument):
    """The formula of a schedule is called by its __call__, and that of an optimizer by its step."""
    return name != "EarlyStopping" and argument.startswith(("rate.", "update."))


PROBES = [math.nan, math.inf, -math.inf, -1, 0, 1, 2, 1.5, 0.25, "a", None, True, [1.0]]
PROBES += [np.float64(0.25), np.float32(1), np.int64(1), np.uint8(2), np.float64("nan"), np.True_]


@pytest.mark.parametrize(
    ("name", "argument"), [(name, word) for name, table in NUMBERS.items() for word in table]
)
def test_a_number_without_a_meaning_is_refused_where_it_is_given(name, argument):
    call, fits = NUMBERS[name][argument]
    wrong = {}
    for value in PROBES:
        try:
            call(value)
        except Exception as error:
            no_limit = name == "Clipped" and value is None  # which is told in another sentence
            told = shown(value) in str(error) or isinstance(error, TypeError) or no_limit
            if fits(value) or not is_a_sentence(error) or not told:
                wrong[shown(value)] = error
        else:
            if not fits(value):
                wrong[shown(value)] = "taken"
        plt.close("all")
    assert wrong == {}


def shown(value):
    return f"{value}" if is_number(value) else f"{value!r}"
