"""sgd is judged by two kinds of data, and batch_gd by a rule alone.

* Where all samples are alike, chance decides nothing, so there is a rule for sgd, too.
* Where X is the unit matrix, and grad the mean over the batch of y_s e_s, plus C w, each step has
  an entry for each sample of its batch, and no other: which samples there are is read from it.
"""

import numpy as np
import pytest

from bpcourse.checking.asking import once
from bpcourse.checking.compare import difference, numbers_in, same
from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip, Wrong, fail

C, LR = 0.25, 0.5
NEARLY = 1e-3  # single precision stays well below
TOLD = {  # sentences that are needed in two places
    "no_start": "The start is missing: row 0 is w, before any step.",
    "one_row_short": "The last place is missing: keep it, too.",
    "last_place_only": "That is only where it ends: keep every place.",
    "ends_of_epochs": "That is a row for each epoch: keep one for each step.",
    "one_step_an_epoch": "One step is not an epoch: sgd takes one for each batch.",
    "no_last": "The samples that are left make a step, too, in each epoch.",
    "single_samples": "That is a step for each sample: a step has a batch of them.",
    "uphill": "The sign is wrong: the steps lead to a larger loss.",
    "no_rate": "lr is missing: a step is lr times the gradient.",
    "times_the_number": "Each step is as many times too long as it has samples: grad gives a mean.",
    "over_the_number": "Each step is divided by the number of its samples: grad gives a mean.",
    "short_batch_weighted": "The short last batch makes a shorter step: all have the same lr.",
    "stale_gradient": "A gradient is used again at later places: take each at the newest place.",
}


# ---- where chance decides nothing ----


def mean_gradient(X, y, w):
    """Of half the mean squared error of X w."""
    return X.T @ (X @ w - y) / len(y)


def its_own_place(X, y, w):
    return w


def walk(grad, X, y, w, lr, parts, *, times=lambda b: 1.0, place=lambda t: t):
    """All places, with the samples `parts` of each step.

    A slip takes steps `times(b)` as long, and the gradient of step t at row `place(t)`.
    """
    rows = [np.array(w, dtype=float)]
    for t, part in enumerate(parts):
        g = grad(X[part], y[part], rows[place(t)])
        rows.append(rows[-1] - times(len(X[part])) * lr * g)
    return np.array(rows)


def parts_of(n, size, epochs):
    """The samples of each step, in the order in which they lie."""
    return [slice(start, start + size) for start in range(0, n, size)] * epochs


def slips_of_a_walk(given, lr, n, size, epochs):
    """What can go wrong with either of the functions."""
    parts = parts_of(n, size, epochs)
    right, longer = walk(*given, lr, parts), walk(*given, lr, [*parts, parts[0]])
    each = len(parts) // epochs
    known = [
        ("no_start", right[1:]),
        ("no_start", longer[1:]),
        ("one_row_short", right[:-1]),
        ("last_place_only", right[-1]),
        ("uphill", walk(*given, -lr, parts)),
        ("no_rate", walk(*given, 1.0, parts)),
        ("times_the_number", walk(*given, lr, parts, times=lambda b: b)),
        ("over_the_number", walk(*given, lr, parts, times=lambda b: 1 / b)),
        ("stale_gradient", walk(*given, lr, parts, place=lambda t: 0)),
        ("single_samples", walk(*given, lr, parts_of(n, 1, epochs))),
        ("single_samples", walk(*given, lr, parts_of(n, 1, epochs))[::n]),
    ]
    if each > 1:
        known += [
            ("ends_of_epochs", right[::each]),
            ("one_step_an_epoch", walk(*given, lr, parts[:epochs])),
            ("stale_gradient", walk(*given, lr, parts, place=lambda t: t - t % each)),
            ("over_the_number", walk(*given, lr, parts, times=lambda b: 1 / size)),
        ]
    if n > size and n % size:
        whole = [part for part in parts if part.stop <= n]
        known += [
            ("no_last", walk(*given, lr, whole)),
            ("short_batch_weighted", walk(*given, lr, parts, times=lambda b: b / size)),
        ]
    return [
        *(Slip(name, TOLD[name], value) for name, value in known),
        Slip("one_step_too_many", "That is one step too many.", longer),
        Slip(
            "never_moves", "All rows are the start: the place never moves on.", 0 * right + right[0]
        ),
        Slip(
            "one_array", "All rows are one array: keep a new one each time.", 0 * right + right[-1]
        ),
    ]


# Both rules

HAND = (
    mean_gradient,
    np.array([[1.0, 0.5], [-1.0, 2.0], [0.5, 1.0]]),
    np.array([2.0, 1.0, -1.5]),
    np.array([0.5, -2.0]),
    0.25,
    3,
)
ALIKE = (
    mean_gradient,
    np.array([[1.0, 0.5]] * 5),
    np.array([2.0] * 5),
    np.array([0.5, -2.0]),
    0.25,
)


def batch_rule(grad, X, y, w, lr, epochs):
    return walk(grad, X, y, w, lr, parts_of(len(X), len(X), epochs))


def batch_slips(grad, X, y, w, lr, epochs):
    return slips_of_a_walk((grad, X, y, w), lr, len(X), len(X), epochs)


def batch_draw(rng, n, n_in, epochs, scale=1.0):
    X, y, w = numbers(rng, n, n_in) / 2, scale * numbers(rng, n), scale * numbers(rng, n_in)
    return mean_gradient, X, y, w, 0.25, epochs


def rule(grad, X, y, w, lr, epochs, size, rng):
    return walk(grad, X, y, w, lr, parts_of(len(X), size, epochs))


def slips(grad, X, y, w, lr, epochs, size, rng):
    return slips_of_a_walk((grad, X, y, w), lr, len(X), min(size, len(X)), epochs)


def draw(rng, n, n_in, epochs, size, scale=1.0):
    """Samples that are all alike."""
    _, X, y, w, lr, _ = batch_draw(rng, 1, n_in, epochs, scale)
    return mean_gradient, X.repeat(n, axis=0), y.repeat(n), w, lr, epochs, size, rng


BATCH_GD = Rule(
    "batch_gd",
    batch_rule,
    result="the history of batch_gd",
    draw=batch_draw,
    sizes={"n = 6, 3 weights": (6, 3, 2), "n = 3, 2 weights": (3, 2, 3)},
    hand={"Each epoch is one step, with all samples, from the place before.": HAND},
    edges={
        "A single sample, and a single epoch, are no exception.": [
            (HAND[0], HAND[1][:1], HAND[2][:1], *HAND[3:]),
            (*HAND[:5], 1),
        ],
        "A gradient that is the very array w is no exception.": [(its_own_place, *HAND[1:]), HAND],
    },
    slips=batch_slips,
    tip="Row t + 1 is row t minus lr times the gradient of all samples at row t.",
)
SGD = Rule(
    "sgd",
    rule,
    result="the history of sgd",
    draw=draw,
    sizes={
        "3 samples that are alike, in batches of 2": (3, 2, 2, 2),
        "2 samples that are alike, in one batch": (2, 3, 2, 2),
    },
    hand={
        "Where all samples are alike, each step follows from the place before.": [
            (*ALIKE, 2, 2, np.random.default_rng(0)),
            (*ALIKE, 2, 1, np.random.default_rng(0)),
        ],
    },
    edges={
        "A batch larger than n, a single sample, and a single epoch, are no exception.": [
            (*ALIKE, 3, 9, np.random.default_rng(0)),
            (ALIKE[0], ALIKE[1][:1], ALIKE[2][:1], *ALIKE[3:], 3, 1, np.random.default_rng(0)),
            (*ALIKE, 1, 2, np.random.default_rng(0)),
        ],
        "A gradient that is the very array w is no exception.": [
            (its_own_place, *ALIKE[1:], 2, 2, np.random.default_rng(0)),
            (*ALIKE, 2, 2, np.random.default_rng(0)),
        ],
    },
    slips=slips,
    tip="Row t + 1 is row t minus lr times the gradient of one batch at row t.",
)
globals().update(checks_of(__file__, SGD, BATCH_GD))


# ---- sgd: what its history tells ----


AS_THEY_LIE = [list(range(start, start + 4)) for start in range(0, 16, 4)]


def one_of(name):
    """That slip as the only one."""
    return {name: TOLD[name]}


def marked(X, y, w):
    """The mean over the batch of y_s e_s, and C w: which samples there are can be read from it."""
    return np.mean(X * y[:, np.newaxis], axis=0) + C * w


def history_of(sgd, n, size, epochs, seed):
    """The history on the unit matrix, and the targets; Wrong where it is no table of places."""
    y, w = 2.0 + np.arange(n) ** 2 / 8 + np.arange(n), np.linspace(3.0, 1.0, n)
    got = sgd(marked, np.eye(n), y.copy(), w.copy(), LR, epochs, size, np.random.default_rng(seed))
    history, problem = numbers_in(got, "the history", "an array")
    if problem:
        fail(problem[0], kind=problem[1])
    if history.ndim != 2 or history.shape[1] != n:
        seen = f"The history has shape {history.shape}, but should have (steps + 1, {n})."
        told = {}
        if history.shape == (n,):
            told = one_of("last_place_only")
        raise Wrong(seen, "wrong_shape", offered=told, fitting=told)
    return History(history.astype(float), y, w, size, epochs)


@once
def first_history_of(sgd):
    """The history of 16 samples in batches of 4."""
    return history_of(sgd, 16, 4, 2, 11)


class History:
    """The places of one run, and what each step tells of its samples."""

    def __init__(self, rows, y, w, size, epochs):
        self.rows, self.y, self.w, self.size, self.epochs = rows, y, w, size, epochs
        self.n = len(y)
        self.sizes = [min(size, self.n - start) for start in range(0, self.n, size)]
        self.steps = epochs * len(self.sizes)

    def batches(self, times=lambda b: 1.0, place=lambda t: t, rate=LR):
        """The samples of each step, if each is `times(b)` too long, at the place of row `place(t)`.

        None where the steps are no mean gradients of samples there.
        """
        found = []
        for t in range(len(self.rows) - 1):
            b = self.sizes[t % len(self.sizes)]
            moved = (self.rows[t] - self.rows[t + 1]) / rate / times(b)
            share = (moved - C * self.rows[place(t)]) / self.y  # how often s is there, over b
            is_in = share > NEARLY
            if not np.isclose(share.sum(), 1, atol=NEARLY) or np.any(share < -NEARLY):
                return None
            often = share / share[is_in].min()
            if not np.allclose(often, np.rint(often), atol=10 * NEARLY):
                return None
            found.append(np.repeat(np.arange(self.n), np.rint(often).astype(int)).tolist())
        return found

    def epoch_of(self, batches, epoch):
        each = len(self.sizes)
        return batches[epoch * each : (epoch + 1) * each]

    # ---- what would explain it ----

    def wrong_length(self):
        """Why there are too many rows, or too few: a dictionary of at most one slip."""
        rows, each, full = len(self.rows) - 1, len(self.sizes), self.n // self.size
        batches = self.batches()
        starts_at_w = np.allclose(self.rows[0], self.w)
        if rows == self.epochs and each > 1:
            return one_of("one_step_an_epoch" if batches else "ends_of_epochs")
        if rows == self.steps - 1:
            return one_of("one_row_short" if starts_at_w else "no_start")
        if rows == self.epochs * full and full < each:
            return one_of("no_last")
        if rows == self.epochs * self.n and self.size > 1:
            return one_of("single_samples")
        return {}

    def wrong_steps(self):
        """Why the steps are no mean gradients of samples at their places."""
        first_of_epoch = len(self.sizes)
        known = [
            ("uphill", {"times": lambda b: -1.0}),
            ("no_rate", {"rate": 1.0}),
            ("times_the_number", {"times": lambda b: b}),
            ("over_the_number", {"times": lambda b: 1 / b}),
            ("over_the_number", {"times": lambda b: 1 / self.size}),
            ("short_batch_weighted", {"times": lambda b: b / self.size}),
            ("stale_gradient", {"place": lambda t: t - t % first_of_epoch}),
            ("stale_gradient", {"place": lambda t: 0}),
        ]
        for name, options in known:
            if self.batches(**options):
                return one_of(name)
        if self._has_torn_pairs():
            return {"torn_pairs": "X and y are shuffled apart: take the same rows of both."}
        return {}

    def _has_torn_pairs(self):
        """Does each entry hold the target of some sample, though not of its own?"""
        for t in range(len(self.rows) - 1):
            mean = (self.rows[t] - self.rows[t + 1]) / LR - C * self.rows[t]
            held = mean[np.abs(mean) > NEARLY]
            apart = np.abs(held[:, np.newaxis] * len(held) - self.y).min(axis=1, initial=np.inf)
            if not len(held) or np.any(apart > 10 * NEARLY):
                return False
        return True

    def wrong_batches(self, batches):
        """Why the batches of an epoch do not hold every sample once."""
        parts = self.epoch_of(batches, 0)
        got = [len(part) for part in parts]
        if all(size == self.n for size in got):
            return {"all_samples": "Each step uses all samples: use those of its batch."}
        whole = parts[: self.n // self.size]
        if got == self.sizes and all(part == whole[0] for part in whole):
            return {"one_batch_again": "Each step has the same samples: go on to others."}
        # a batch in which one sample is several times may be read as a smaller one
        is_small = all(size <= right for size, right in zip(got, self.sizes, strict=True))
        if is_small and len(set().union(*parts)) < sum(len(set(part)) for part in parts):
            told = "Samples are drawn anew for each step: cut one order of all into batches."
            return {"with_replacement": told}
        if got[:-1] == self.sizes[:-1] and got[-1] > self.sizes[-1]:
            return {"padded_last": "The last batch is filled up: it should have what is left."}
        return {}


def require_steps(history):
    """The batches of a history that has the right length, and right steps; Wrong where not."""
    if len(history.rows) != history.steps + 1:
        told = history.wrong_length()
        seen = (
            f"The history has {len(history.rows)} rows, but should have {history.steps + 1}: the "
            f"start, and {history.epochs} epochs with {history.n} samples in batches of "
            f"{history.size}."
        )
        raise Wrong(seen, "wrong_shape", offered=told, fitting=told)
    problem = difference(history.rows[0], history.w, "row 0 of the history")
    if problem:
        told = one_of("no_start")
        raise Wrong(*problem, offered=told, fitting=told)
    batches = history.batches()
    if batches is None:
        told = history.wrong_steps()
        seen = (
            f"With batches of {history.size}, a step is not lr times the mean gradient of a batch."
        )
        tip = "Each step: the rows of one batch, the gradient at the newest place, times lr."
        raise Wrong(seen, "wrong_value", offered=told, fitting=told, tip=tip)
    return batches


# so many that no epoch is right by chance, and no batch comes again by chance
@pytest.mark.parametrize(("n", "size"), [(17, 5), (16, 4), (12, 1)])
def test_every_sample_once(sgd, rng, n, size):
    """Each epoch of sgd has every sample once, `size` in a step, and the last step what is left."""
    history = history_of(sgd, n, size, 2, int(rng.integers(1000)))
    batches = require_steps(history)
    for epoch in range(history.epochs):
        parts = history.epoch_of(batches, epoch)
        is_once = sorted(s for part in parts for s in part) == list(range(n))
        if not is_once or [len(part) for part in parts] != history.sizes:
            told = history.wrong_batches(batches)
            seen = f"{n} samples in batches of {size}: the steps of one epoch have {parts}."
            raise Wrong(seen, "wrong_value", offered=told, fitting=told)


@pytest.mark.parametrize("size", [5, 9], ids=["size = n", "size above n"])
def test_all_in_one_batch(sgd, rng, size):
    """With all samples in one batch, sgd gives what batch_gd gives, but for rounding."""
    history = history_of(sgd, 5, size, 3, int(rng.integers(1000)))
    require_steps(history)
    right = batch_rule(marked, np.eye(5), history.y, history.w, LR, 3)
    same(history.rows, right, "the history of sgd")


def test_new_order(sgd):
    """Each epoch of sgd has a new order, and it is a random one."""
    history = first_history_of(sgd)
    batches = require_steps(history)
    one, other = (history.epoch_of(batches, epoch) for epoch in (0, 1))
    told = {}
    if sorted(one) == AS_THEY_LIE:
        told = {"no_shuffle": "Neighbours in X stay in one batch: shuffle all samples."}
    elif one == other:
        told = {"same_batches": "The order is drawn once: draw a new one in each epoch."}
    if told:
        seen = f"The first steps of two epochs have the samples {one[0]} and {other[0]}."
        raise Wrong(seen, "wrong_value", offered=told, fitting=told)


def test_rng_alone(sgd):
    """All chance of sgd comes from rng: the same rng takes the same way again, another one not."""
    again, other = (history_of(sgd, 16, 4, 2, seed) for seed in (11, 12))
    batches = [require_steps(history) for history in (first_history_of(sgd), again, other)]
    if batches[0] != batches[1]:
        seen = "Twice the same rng, and the batches are not the same."
        told = "Chance comes from elsewhere: draw with rng, and neither np.random nor another one."
        raise Wrong(seen, "wrong_value", offered=["other_chance"], fitting={"other_chance": told})
    if batches[0] == batches[2]:
        told = {}
        if sorted(batches[0][:4]) != AS_THEY_LIE:
            told = {"own_rng": "The order comes from a generator of your own: use rng."}
        raise Wrong("Another rng, and the same batches.", "wrong_value", offered=told, fitting=told)
