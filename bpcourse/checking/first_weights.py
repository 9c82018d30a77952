"""First weights: how a function that draws the weights of a layer is judged.

    START = Start(
        "init_he",
        lambda n_in, n_out: 2 / n_in,               # the variance that is asked for
        lambda n_in, n_out: f"2 / {n_in}",          # and how it comes about
        slips=slips,                                # the known mistakes, as means and variances
        tip="...",
    )
    globals().update(checks_of(START))

Which numbers come is left to the answer, so no stream is compared: normal and uniform draws are
both right. What is held is the mean, the variance, the shape, and where the numbers come from.
Chance decides nothing: a right answer is more than 5 standard errors off in one of two million
draws, and the known mistakes are farther away than that.
"""

import numpy as np

from .compare import difference, show
from .inputs import independent
from .promises import one_check
from .wrong import Slip, Wrong, fail, keyed

ERRORS = 5  # standard errors that the mean and the variance may be off
NEAR = 8  # standard errors within which a known mistake is recognised; some spread more
LAYERS = {  # n_in and n_out, by which the known mistakes are told apart
    "150 by 60": (150, 60),
    "60 by 150": (60, 150),
    "50 by 300": (50, 300),
}
SMALL = [(3, 2), (2, 3), (5, 1), (1, 4), (1, 1), (3, 3)]  # of which the shape is looked at
ALIKE = {
    "all_the_same": "All weights are the same number: then the units of a layer stay copies.",
    "units_alike": "All columns are the same, so all units of the layer start as copies.",
    "rows_alike": "All rows are the same: draw n_in times n_out numbers, `size=(n_in, n_out)`.",
    "fractions_cut": "These are whole numbers: the fractions of the weights are cut off.",
    "multiples": "All rows are multiples of one row: each weight needs a random number of its own.",
}
NOT_FROM_RNG = {
    "not_from_rng": "Draw from the `rng` that is given: what is in `np.random` does not know it.",
}
FIXED_SEED = {
    "fixed_seed": "The seed is fixed inside, so all layers start alike: draw from the given `rng`.",
}
COPIED_RNG = {
    "copied_rng": "Draw from `rng` itself and not from a copy, or two layers of a net start alike.",
}
KEPT = "Something is kept from call to call: every call draws anew."
ONE_NUMBER = {
    "one_number": "`rng.normal(a, b)` is one number around a: the shape is `size=(n_in, n_out)`.",
}
SIDES_SWAPPED = {
    "sides_swapped": "Rows are inputs and columns are units: n_in comes first in `size`.",
}


class Start:
    """The rule of one way to start, and what is known about answers to it."""

    def __init__(self, name, variance, formula, *, slips, tip):
        self.name, self.variance, self.formula = name, variance, formula
        self.slips = slips  # (n_in, n_out) → Slips whose values are pairs of mean and variance
        self.tip = tip

    def known(self, n_in, n_out):
        """All slips of this size: what may be done to any variance, and this rule's own."""
        v = self.variance(n_in, n_out)
        return [*_usual(v), *self.slips(n_in, n_out)]


def _usual(v):
    """What is done wrong with any variance v."""
    std = np.sqrt(v)
    shift = "`rng.random` draws from 0 to 1: take 0.5 off, so that the mean is 0."
    return [
        Slip("no_root", "The variance is used where the standard deviation belongs.", (0.0, v**2)),
        Slip("root_twice", "The root is taken twice: the factor is the deviation.", (0.0, std)),
        Slip(
            "upside_down",
            "The fraction is upside down, or the numbers are divided by the deviation.",
            (0.0, 1 / v),
        ),
        Slip("not_scaled", "The numbers are not scaled: their variance is 1.", (0.0, 1.0)),
        Slip("from_0_to_1", shift, (0.5, 1 / 12)),
        Slip("from_0_to_1", shift, (std / 2, v / 12)),
        Slip("from_0_to_1", shift, (v / 2, v**2 / 12)),
        Slip(
            "spread_for_deviation",
            "A uniform draw from -a to a has the variance a² / 3: a is not the deviation.",
            (0.0, v / 3),
        ),
        Slip(
            "spread_for_deviation",
            "A uniform draw from -0.5 to 0.5 has the variance 1 / 12, before it is scaled.",
            (0.0, v / 12),
        ),
        Slip(
            "variance_as_bound",
            "A uniform draw from -a to a has the variance a² / 3: here a is the variance.",
            (0.0, v**2 / 3),
        ),
        Slip(
            "not_scaled",
            "A uniform draw from -1 to 1 has the variance 1/3, and is not scaled.",
            (0.0, 1 / 3),
        ),
        Slip(
            "all_positive",
            "No weight is below 0: half of them should be, so that the mean is 0.",
            (std * np.sqrt(2 / np.pi), v * (1 - 2 / np.pi)),
        ),
    ]


def checks_of(start):
    """The checks of this rule, by name, to be put into the module that declares it."""
    made = {}

    def add(name, sentence, body, **cases):
        made[name] = one_check(name, sentence, start.name, body, cases)

    def hold_variance(function, rng, layer):
        n_in, n_out = LAYERS[layer]
        W = _as_many(function(n_in, n_out, rng), n_in, n_out)
        _hold_variance(start, W, n_in, n_out)

    add("test_example", "It gives an array (n_in, n_out), as in the example.", _hold_shape)
    add("test_mean", "The mean of the weights is 0.", lambda f, rng: _hold_mean(start, f, rng))
    add("test_variance", "The variance is that of the rule.", hold_variance, layer=list(LAYERS))
    add("test_own_numbers", "Every weight is a random number of its own.", _hold_own_numbers)
    add("test_same_stream", "Generators that start alike give the same weights.", _hold_same)
    add("test_other_stream", "Another generator gives other weights.", _hold_other)
    add("test_two_layers", "Two layers drawn with one generator differ.", _hold_two_layers)
    return made


# ---- shape ----


def _hold_shape(function, rng):
    for n_in, n_out in SMALL:
        _numbers(function(n_in, n_out, np.random.default_rng(0)), n_in, n_out, finite=False)


def _numbers(W, n_in, n_out, finite=True):
    """W, if it is an array of numbers in the right shape; else Wrong."""
    problem = difference(W, np.zeros((n_in, n_out)), "the result")
    if problem is None or problem[1] == "wrong_value":
        return W
    seen, kind = problem
    if kind == "not_finite":
        if finite:
            fail(seen, kind=kind)
        return W
    if kind == "number_for_array":
        raise Wrong(seen, kind, offered=ONE_NUMBER, fitting=ONE_NUMBER)
    if isinstance(W, np.ndarray) and W.shape == (n_out, n_in):
        raise Wrong(seen.splitlines()[0], kind, offered=SIDES_SWAPPED, fitting=SIDES_SWAPPED)
    raise Wrong(seen, kind)


def _as_many(W, n_in, n_out):
    """The same where only the number of numbers matters."""
    is_numbers = type(W) is np.ndarray and W.dtype.kind in "fiu" and np.isfinite(W).all()
    return W if is_numbers and W.size == n_in * n_out else _numbers(W, n_in, n_out)


# ---- mean and variance ----


def _hold_mean(start, function, rng):
    n_in, n_out = LAYERS["150 by 60"]
    W = _as_many(function(n_in, n_out, rng), n_in, n_out)
    mean, off = W.mean(), W.std() / np.sqrt(_draws(W))  # how far chance moves it
    if abs(mean) <= ERRORS * off:
        return
    seen = f"The mean of {W.size} weights is {show(mean, 2)}, but should be 0."
    slips = {key: slip for key, slip in keyed(start.known(n_in, n_out)) if slip.value[0]}
    _raise(start, seen, W, slips)


def _hold_variance(start, W, n_in, n_out):
    right, variance = start.variance(n_in, n_out), W.var()
    part = np.sqrt(2 / _draws(W))  # of the variance, that chance moves it; less if it is uniform
    if abs(variance - right) <= ERRORS * part * right:
        return
    seen = (
        f"With n_in = {n_in} and n_out = {n_out} the variance of the weights is "
        f"{show(variance, 2)}, but should be {start.formula(n_in, n_out)} = {show(right, 2)}."
    )
    slips = {
        key: slip
        for key, slip in keyed(start.known(n_in, n_out))
        if abs(slip.value[1] - right) > part * (ERRORS * right + NEAR * slip.value[1])
    }
    _raise(start, seen, W, slips)


def _raise(start, seen, W, slips):
    """Raise Wrong, with those of the slips that fit to the mean and the variance of W."""
    mean, variance, n = W.mean(), W.var(), _draws(W)
    fitting = {
        key: slip.sentence
        for key, slip in slips.items()
        if abs(variance - slip.value[1]) <= NEAR * slip.value[1] * np.sqrt(2 / n)
        and abs(mean - slip.value[0]) <= NEAR * np.sqrt(slip.value[1] / n)
    }
    alike = _alike(W)
    raise Wrong(
        seen,
        "wrong_value",
        offered={*slips, *(ALIKE if min(W.shape) > 1 else ()), *alike},
        fitting=alike or fitting,
        tip=start.tip,
    )


# ---- numbers of their own ----


def _hold_own_numbers(function, rng):
    n_in, n_out = LAYERS["150 by 60"]
    W = _as_many(function(n_in, n_out, rng), n_in, n_out)
    if alike := _alike(W):
        told = "The weights are not independent of each other."
        raise Wrong(told, "wrong_value", offered=ALIKE, fitting=alike)
    several = len(np.unique(W))
    if several < 0.9 * W.size:
        seen = f"Among {W.size} weights there are only {several} different numbers."
        fail(seen, "Draw a normal or a uniform number for each weight.", kind="repeated")


def _alike(W):
    """Why the weights are no numbers of their own: id → sentence, empty where they are.

    A layer of one input or one unit can show only that all are the same.
    """
    if W.dtype.kind in "iu":
        return _one_of("fractions_cut")
    if np.ptp(W) == 0:
        return _one_of("all_the_same") if W.size > 1 else {}
    if W.ndim != 2 or min(W.shape) == 1:
        return {}
    if not np.ptp(W, axis=0).any():
        return _one_of("rows_alike")
    if not np.ptp(W, axis=1).any():
        return _one_of("units_alike")
    largest = W[:, np.abs(W[0]).argmax()]  # a column, in which no row of multiples is 0 by chance
    is_multiple = np.allclose(W * largest[0], largest[:, np.newaxis] * W[0], rtol=1e-4, atol=0)
    return _one_of("multiples") if is_multiple else {}


def _one_of(key):
    return {key: ALIKE[key]}


def _draws(W):
    """How many independent numbers the mean and the variance are made of."""
    alike = _alike(W)
    if "rows_alike" in alike:
        return W.shape[1]
    if "units_alike" in alike:
        return W.shape[0]
    return min(W.shape) / 4 if "multiples" in alike else W.size


# ---- where they come from ----


def _hold_same(function, rng):
    first, second = np.random.default_rng(11), np.random.default_rng(11)
    before = first.bit_generator.state
    one, other = (_as_many(function(6, 4, given), 6, 4) for given in (first, second))
    if np.array_equal(one, other):
        return
    seen = "Two generators that start alike give different weights."
    if first.bit_generator.state != before:
        fail(seen, KEPT, kind="keeps_state")
    raise Wrong(seen, offered=NOT_FROM_RNG, fitting=NOT_FROM_RNG)


def _hold_other(function, rng):
    one, other = np.random.default_rng(12), np.random.default_rng(13)
    _hold_different(function, one, other, "Two different generators give the same weights.")


def _hold_two_layers(function, rng):
    rng = np.random.default_rng(14)
    first = function(5, 7, rng)
    one = _as_many(first, 5, 7).copy()
    second = _as_many(function(5, 7, rng), 5, 7)
    if not np.array_equal(one, first):
        fail("The weights of one call change when it is called again.", KEPT, kind="keeps_state")
    _hold_different(function, rng, rng, "Called twice with one generator, it gives the same.")
    independent(second, "the second result", the_first_result=first)


def _hold_different(function, first, second, seen):
    """Raise Wrong where two calls with these generators give the same weights."""
    before = first.bit_generator.state
    one = _as_many(function(5, 7, first), 5, 7).copy()
    is_used = first.bit_generator.state != before
    if not np.array_equal(one, _as_many(function(5, 7, second), 5, 7)):
        return
    told = FIXED_SEED if second is not first else COPIED_RNG
    if np.array_equal(one, _as_many(function(5, 7, np.random.default_rng(15)), 5, 7)):
        told = FIXED_SEED
    if is_used:
        fail(seen, KEPT, kind="keeps_state")
    alike = _alike(one)
    raise Wrong(seen, offered={*FIXED_SEED, *COPIED_RNG, *ALIKE}, fitting=alike or told)
