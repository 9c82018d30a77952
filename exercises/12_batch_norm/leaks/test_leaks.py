"""leaks is judged by layers: it has to pass those that keep the promise, and catch all others."""

from functools import partial

import numpy as np

from bpcourse.checking.verdicts import Group, Planted, checks_of_verdicts
from bpcourse.checking.wrong import Slip

MEAN, VAR = np.array([-2.0, 0.5, 3.0]), np.array([0.25, 4.0, 16.0])  # what training has left
GAMMA, BETA = np.array([1.5, -0.75, 2.0]), np.array([0.5, 1.0, -1.0])


class Trained:
    """A batch norm in use, with `how(layer, X)` for what it gives."""

    def __init__(self, how):
        self.how = how
        self.mean, self.var = MEAN.copy(), VAR.copy()
        self.kept = None  # what some remember from one batch to the next

    def answer(self, X):
        return self.how(self, np.array(X, dtype=float))


def normalise(X, mean, var):
    return GAMMA * (X - mean) / np.sqrt(var + 1e-5) + BETA


# ---- layers that keep the promise ----


def by_memory(layer, X):
    return normalise(X, layer.mean, layer.var)


def in_single_precision(layer, X):
    return normalise(*(np.asarray(a, np.float32) for a in (X, MEAN, VAR))).astype(np.float32)


def as_one_line(layer, X):
    """Scale and shift put together beforehand, as it is done where speed counts."""
    scale = GAMMA / np.sqrt(VAR + 1e-5)
    return X * scale + (BETA - MEAN * scale)


def row_by_row(layer, X):
    return np.stack([by_memory(layer, row) for row in X])


def summed_otherwise(layer, X):
    """Rounded a little differently in batches of another size, as fast products of matrices are."""
    return by_memory(layer, X) * (1 + 1e-7 * np.sin(len(X) + np.arange(len(X))))[:, np.newaxis]


def counting(layer, X):
    """It counts how often it was asked, and does nothing with it."""
    layer.kept = (layer.kept or 0) + 1
    return by_memory(layer, X)


RIGHT = {
    "A layer that normalises by its memory.": by_memory,
    "One in single precision.": in_single_precision,
    "One with scale and shift put together.": as_one_line,
    "One that goes from row to row.": row_by_row,
    "One that rounds otherwise in larger batches.": summed_otherwise,
    "One that counts how often it was asked.": counting,
}

# ---- layers that do not ----


def by_batch(layer, X):
    return normalise(X, X.mean(axis=0), X.var(axis=0))


def by_batch_from(layer, X, least):
    return by_batch(layer, X) if len(X) >= least else by_memory(layer, X)


def mean_of_batch(layer, X):
    return normalise(X, X.mean(axis=0), layer.var)


def variance_of_batch(layer, X):
    return normalise(X, layer.mean, X.var(axis=0))


def last_column_by_batch(layer, X):
    return np.column_stack([by_memory(layer, X)[:, :2], by_batch(layer, X)[:, 2]])


def a_little_of_the_batch(layer, X):
    return normalise(X, 0.99 * layer.mean + 0.01 * X.mean(axis=0), layer.var)


def rows_before(layer, X):
    """Each row by its memory and the rows above it: the first has none."""
    so_far = np.cumsum(X, axis=0) - X
    counts = np.arange(len(X))[:, np.newaxis]
    return normalise(X, (10 * layer.mean + so_far) / (10 + counts), layer.var)


def learns_in_use(layer, X):
    Y = by_memory(layer, X)
    layer.mean = 0.9 * layer.mean + 0.1 * X.mean(axis=0)
    layer.var = 0.9 * layer.var + 0.1 * X.var(axis=0)
    return Y


def first_batch(layer, X):
    """The statistics of the first batch it is asked for, from then on."""
    if layer.kept is None:
        layer.kept = X.mean(axis=0), X.var(axis=0)
    return normalise(X, *layer.kept)


COMPANY = "It shows when the companions change: take some that lie far off, and to one side."
SEVERAL = "Ask for the same sample in small and in large batches, at several places."
BEFORE = "It shows when something was asked before: ask again, with other batches in between."
FIRST = "It depends on the first batch it was asked for: ask a second layer in another order."
LEAKING = {
    "It normalises by the batch, as in training.": (by_batch, COMPANY),
    "It takes the mean from the batch.": (mean_of_batch, COMPANY),
    "It takes the variance from the batch.": (
        variance_of_batch,
        "It shows when the companions are spread out, or all alike.",
    ),
    "It goes on learning in use.": (learns_in_use, BEFORE),
}
HIDDEN = {
    "From 8 samples on it goes by the batch.": (partial(by_batch_from, least=8), SEVERAL),
    "From 2 samples on it goes by the batch.": (partial(by_batch_from, least=2), SEVERAL),
    "It goes by the batch in the last column.": (
        last_column_by_batch,
        "Compare all numbers of an answer.",
    ),
    "It takes a hundredth of the mean from the batch.": (
        a_little_of_the_batch,
        "It is a small leak: companions that lie far off make it larger. How exact is your test?",
    ),
    "Each row depends on those above it.": (rows_before, SEVERAL),
    "It keeps the statistics of the first batch.": (first_batch, FIRST),
}
TELLING = "Rounding is no leak: answers agree to about 6 digits. Compare with a tolerance."
WHERE = "Ask for each of them: which two batches would give it away?"


def planted(table, **options):
    """Layers that do it in these ways, behind the `use` of the task."""

    def of(does, how, tip):
        def use(batches):
            if any(np.ndim(X) != 2 for X in batches):
                raise ValueError("use takes a list of batches, each of shape (n, 3): use([X])")
            layer = Trained(how)
            return [layer.answer(X) for X in batches]

        return Planted(does, lambda: (use,), tip=tip, **options)

    return [of(does, how, tip) for does, (how, tip) in table.items()]


GROUPS = {
    "right": Group(
        "Layers that keep the promise are accepted, however they are written.",
        planted({does: (how, TELLING) for does, how in RIGHT.items()}),
    ),
    "leaking": Group("The four usual leaks are caught.", planted(LEAKING, is_wrong=True)),
    "hidden": Group(
        "Leaks that show only in some batches, places, columns or orders are caught, too.",
        planted(HIDDEN, is_wrong=True),
    ),
}

# ---- the known mistakes, as tests that look at the wrong place ----

SAMPLE = np.array([[0.5, -1.0, 2.0]])


def crowd(n, place, far=8.0, spread=5.0):
    """The sample at that place among n in all, without chance."""
    X = far + spread * np.sin(1.7 * np.arange(3.0 * n)).reshape(n, 3)
    X[place] = SAMPLE
    return X


def found_by(
    use,
    *,
    sizes=(2, 8, 100),
    places=(0, -1),
    columns=slice(3),
    tolerance=1e-3,
    orders=(1, -1),
    in_turn=True,
    **company,
):
    """A test with these batches, places, columns, tolerance and orders."""
    asked = [(SAMPLE, 0)] + [(crowd(n, i, **company), i) for n in sizes for i in places]
    answers = []
    for order in orders:
        batches = [X for X, _ in asked[::order]]
        given = use(batches) if in_turn else [use([X])[0] for X in batches]
        answers += [Y[i] for Y, (_, i) in zip(given, asked[::order], strict=True)]
    answers = np.array(answers, dtype=float)[:, columns]
    return bool(np.any(np.abs(answers - answers[0]) > tolerance * (1 + np.abs(answers[0]))))


def agree(one, other):
    return np.allclose(one, other, rtol=1e-3, atol=1e-3)


def slips(use):
    def look(id, told, **where):
        return Slip(id, told, found_by(use, **where))

    X = crowd(6, 0)
    one, turned = use([X, X[::-1]])
    twice = use([X, X])
    first = (
        "It was always the same layer: one that keeps its first batch is consistent with itself."
    )
    first_place = "The sample always stands first: what depends on the rows above it gets past."
    small = "The batches are small: what begins with 8 samples gets past."
    columns = "One column is compared: a leak may be in another."
    loose = "The test is too generous: a leak may be as small as 0.01."
    exact = "The test is too exact: rounding differs from batch to batch, and is no leak."
    asked_once = "Each layer was asked once: what depends on earlier calls gets past."
    order = "The company stays the same, and only the order changes: most leaks get past that."
    same_batch = "The same batch twice shows no company: change the companions."
    near = "The companions lie around the sample: a mean from the batch needs some far off."
    return [
        look("one_layer", first, orders=(1,)),
        look("first_place", first_place, places=(0,)),
        look("small_batches", small, sizes=(2, 3)),
        look("small_batches", small, sizes=(2,)),
        look("one_column", columns, columns=slice(1)),
        look("too_generous", loose, tolerance=0.3),
        look("too_generous", loose, tolerance=0.1),
        look("too_exact", exact, tolerance=0.0),
        look("asked_once", asked_once, in_turn=False),
        Slip("only_the_order", order, not agree(one, turned[::-1])),
        Slip("same_batch", same_batch, not agree(*twice)),
        look("near", near, far=0.5, spread=0.0),
        Slip("accuses_all", "It accuses every layer.", True),
        Slip("accuses_none", "It finds no leak anywhere.", False),
        Slip("the_other_way_round", "True means that something leaks, and False that nothing does.",
             not found_by(use)),
    ]  # fmt: skip


ACCUSED = "Accused, though they keep the promise"
globals().update(checks_of_verdicts(__file__, GROUPS, slips=slips, ask=WHERE, accused=ACCUSED))
