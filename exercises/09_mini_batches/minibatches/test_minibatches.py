"""minibatches is judged by what its batches hold, whatever the order: each sample has a number."""

import itertools

import numpy as np
import pytest

from bpcourse.checking.compare import numbers_in
from bpcourse.checking.draws import numbers
from bpcourse.checking.in_words import count, other_kind
from bpcourse.checking.inputs import unchanged
from bpcourse.checking.wrong import Wrong, fail

PAIRS = "a list of pairs (X_batch, y_batch), or a generator of them"
SIZES = {
    "no_last": "The samples that are left fill no batch, but they belong to the data, too.",
    "empty_last": "A last batch without any sample comes out: stop when none is left.",
    "padded_last": "The last batch is filled up: it should hold what is left, and no sample twice.",
    "even_sizes": "The batches share the samples evenly: make each as large as `size` says.",
    "one_more": "Each batch has one sample too many: a slice ends before its second number.",
    "one_less": "Each batch has one sample too few: a slice ends before its second number.",
    "one_batch": "All samples are in one batch: `size` is how many belong into each.",
    "one_by_one": "Each batch is a single sample: `size` is how many belong into each.",
    "size_is_the_number": "`size` is how many samples a batch has, and not how many batches.",
    "short_first": "The first batch is the short one: the last one should be.",
    "first_batch_only": "That is one batch: go on until no sample is left.",
}


def data(n, rng, *, k=None, labels=False):
    """X (n, 3) whose first column says which row it is, and targets that belong to it."""
    X = numbers(rng, n, 3)
    X[:, 0] = np.arange(n) + 0.5
    y = 10 * np.arange(n) + (3 if labels else 3.25)  # (n,)
    return X, y if k is None else y[:, np.newaxis] + np.arange(k)


def batches_of(minibatches, X, y, size, rng):
    """The batches as a list of pairs of arrays; Wrong where they are something else."""
    got = minibatches(X.copy(), y.copy(), size, rng)
    if isinstance(got, str | bytes | dict | set | np.ndarray) or not hasattr(got, "__iter__"):
        seen, kind = other_kind(got, "the result", PAIRS)
        fail(seen, kind=kind)
    batches = list(itertools.islice(got, len(X) + 2))
    if len(batches) in (1, 2) and _are_all_like(batches[0], X) and _are_all_like(batches[-1], y):
        told = "The result is two lists, one for X and one for y, but should be one of pairs."
        fail(told, "`zip` makes pairs of two lists.", kind="two_lists")
    return [_pair(batch, f"batch {k}", X, y) for k, batch in enumerate(batches)]


def _are_all_like(arrays, whole):
    """Is it a list of arrays with rows like these?"""
    return isinstance(arrays, list) and all(_is_like(array, whole) for array in arrays)


def _is_like(array, whole):
    is_array = isinstance(array, np.ndarray) and array.ndim > 0
    return is_array and array.shape[1:] == whole.shape[1:]


def _pair(batch, what, X, y):
    if not isinstance(batch, tuple | list) or len(batch) != 2:
        seen, kind = other_kind(batch, what, "a pair (X_batch, y_batch)")
        fail(_capital(seen), kind=kind if batch is None else "no_pairs")
    if _is_like(batch[0], y) and _is_like(batch[1], X) and X.shape[1:] != y.shape[1:]:
        fail(f"In {what} y comes first: a pair is (X_batch, y_batch).", kind="parts_swapped")
    pair = []
    for part, name, whole in zip(batch, ("X", "y"), (X, y), strict=True):
        array, problem = numbers_in(part, f"the {name} of {what}", "an array")
        if problem is None and not _is_like(array, whole):
            problem = _other_shape(array, f"The {name} of {what}", whole)
        if problem:
            fail(problem[0], kind=problem[1])
        pair.append(array)
    if len(pair[0]) != len(pair[1]):
        told = f"{len(pair[0])} rows of X and {len(pair[1])} of y"
        fail(f"{_capital(what)} holds {told}: take the same rows of both.", kind="uneven_pair")
    return tuple(pair)


def _other_shape(array, what, whole):
    wanted = ", ".join(["size", *map(str, whole.shape[1:])]) + ("," if whole.ndim == 1 else "")
    seen = f"{what} has shape {array.shape}, but should have ({wanted})."
    if array.shape == whole.shape[1:]:
        told = "A sample has lost its axis: `X[i]` is one row, and `X[[i]]` a batch of one."
        return f"{seen}\n{told}", "axis_lost"
    if array.ndim == whole.ndim == 2 and len(array) == len(whole):
        return f"{seen}\nThese are columns: samples are rows.", "columns"
    return seen, "wrong_shape"


def _capital(text):
    return text[:1].upper() + text[1:]


def sizes_made_by(n, size):
    """The sizes of batches that known mistakes make: id → sizes, the right ones as "right"."""
    full, rest = divmod(n, size)
    right = [size] * full + [rest] * (rest > 0)

    def by(step):
        return [min(step, n - start) for start in range(0, n, step)] if step else None

    pieces, even = min(size, n), len(right)
    return {
        "right": right,
        "no_last": [size] * full,
        "empty_last": [*right, 0],
        "padded_last": [size] * len(right),
        "even_sizes": [n // even + (i < n % even) for i in range(even)],
        "one_more": by(size + 1),
        "one_less": by(size - 1),
        "one_batch": [n],
        "one_by_one": [1] * n,
        "size_is_the_number": [n // pieces + (i < n % pieces) for i in range(pieces)],
        "short_first": right[::-1],
        "first_batch_only": right[:1],
    }


def sizes_tell(got, n, size):
    """What explains these sizes: the ids that would show here, and those that fit with a word."""
    made = sizes_made_by(n, size)
    right = made.pop("right")
    offered = {name for name, sizes in made.items() if sizes is not None and sizes != right}
    return offered, {name: SIZES[name] for name in offered if made[name] == got}


def numbers_of(batches, X):
    """Which sample each row is, batch by batch; Wrong where it is no row of X."""
    found = []
    for k, (X_batch, _) in enumerate(batches):
        rows = np.rint(X_batch[:, 0] - 0.5)
        known = rows[(rows >= 0) & (rows < len(X))].astype(int)
        if len(known) < len(rows) or not np.allclose(X[known], X_batch):
            told = f"Batch {k} holds a row that X does not have: take whole rows, as they are."
            fail(told, kind="no_row_of_X")
        found.append(known.tolist())
    return found


def orders(minibatches, seeds, n=24, size=5):
    """For each seed the order of the samples in one epoch and in the next, from the same rng."""
    X, y = data(n, np.random.default_rng(5))
    found = []
    for seed in seeds:
        own = np.random.default_rng(seed)
        found.append([numbers_of(batches_of(minibatches, X, y, size, own), X) for _ in range(2)])
    return found


def flat(batches):
    return [row for batch in batches for row in batch]


def order_tells(batches, n):
    """What explains an order that is not random."""
    told = {}
    rows = flat(batches)
    if rows == list(range(n)):
        told["no_shuffle"] = "The samples come in the order in which they lie: shuffle them first."
    elif rows == list(range(n))[::-1]:
        told["reversed"] = "That is the opposite order, and no random one."
    elif sorted(rows) == list(range(n)) and all(
        batch == list(range(batch[0], batch[0] + len(batch))) for batch in batches if batch
    ):
        told["blocks"] = (
            "Neighbours stay together: the batches are shuffled, and not the samples in them."
        )
    return told


def test_example(minibatches):
    """The example of the task comes out as it is written there."""
    X, y = np.zeros((5, 2)), np.arange(5)
    batches = batches_of(minibatches, X, y, 2, np.random.default_rng(0))
    require_sizes([len(y_batch) for _, y_batch in batches], 5, 2)


def require_sizes(got, n, size):
    right = sizes_made_by(n, size)["right"]
    if got != right:
        offered, fitting = sizes_tell(got, n, size)
        shown = f"{got[:12]}" + " and so on" * (len(got) > 12)
        seen = f"{n} samples in batches of {size}: their sizes are {shown}, but should be {right}."
        raise Wrong(seen, "wrong_value", offered=offered, fitting=fitting)


@pytest.mark.parametrize(
    ("n", "size"), [(10, 4), (11, 4), (8, 4), (9, 3), (7, 7), (5, 9), (6, 1), (1, 3), (1, 1)]
)
def test_sizes(minibatches, rng, n, size):
    """Each batch has `size` samples, and the last one what is left."""
    X, y = data(n, rng)
    batches = batches_of(minibatches, X, y, size, rng)
    require_sizes([len(y_batch) for _, y_batch in batches], n, size)


@pytest.mark.parametrize(("n", "size"), [(10, 4), (12, 4), (6, 1), (5, 9)])
def test_every_sample_once(minibatches, rng, n, size):
    """Every sample comes exactly once."""
    X, y = data(n, rng)
    batches = batches_of(minibatches, X, y, size, rng)
    rows = numbers_of(batches, X)
    came = np.bincount(np.array(flat(rows), dtype=int), minlength=n)
    if np.all(came == 1):
        return
    never, often = int(np.sum(came == 0)), int(np.sum(came > 1))
    told = [f"{count(never, 'sample')} of {n} never"] * (never > 0)
    told += [f"{often} of {n} more than once"] * (often > 0)
    seen = f"With batches of {size}, {' and '.join(told)} came: each should come once."
    _, fitting = sizes_tell([len(y_batch) for _, y_batch in batches], n, size)
    if not fitting and len(rows) > 1 and set(flat(rows)) == set(rows[0]):
        fitting = {"one_batch_again": "All batches are the same one: go on to other samples."}
    elif not fitting and never and often:
        told = "Samples are drawn anew for each batch: cut one order of all of them into pieces."
        fitting = {"with_replacement": told}
    raise Wrong(seen, "wrong_value", offered=fitting, fitting=fitting)


@pytest.mark.parametrize("k", [None, 2], ids=["(n,)", "(n, k)"])
def test_pairs(minibatches, rng, k):
    """Each sample keeps its own target."""
    X, y = data(20, rng, k=k)
    batches = batches_of(minibatches, X, y, 6, rng)
    rows = flat(numbers_of(batches, X))
    got = np.concatenate([y_batch for _, y_batch in batches])
    if np.array_equal(got, y[rows]):
        return
    wrong = int(np.argmax(~np.isclose(got, y[rows]).reshape(len(rows), -1).all(axis=1)))
    seen = f"Row {rows[wrong]} of X comes with another target than y[{rows[wrong]}]."
    fitting = {}
    if np.array_equal(np.sort(got, axis=0), np.sort(y[rows], axis=0)):
        fitting["torn_pairs"] = (
            "X and y are shuffled apart: take the same row numbers for both, drawn once."
        )
    raise Wrong(seen, "wrong_value", offered=fitting, fitting=fitting)


def test_order(minibatches):
    """The order is random: neighbours in X are no neighbours in the batches."""
    for first, _ in orders(minibatches, [11]):
        if told := order_tells(first, 24):
            seen = f"24 samples in batches of 5: the first batch is {first[0]} of 0 to 23."
            raise Wrong(seen, "wrong_value", offered=told, fitting=told)


def test_rng_alone(minibatches):
    """All chance comes from rng: the same rng makes the same batches again."""
    (first, _), (again, _) = orders(minibatches, [11, 11])
    if first != again:
        seen = f"Twice the same rng, and the batches begin {first[0]} and {again[0]}."
        told = "Chance comes from elsewhere: draw with rng, and neither np.random nor another one."
        raise Wrong(seen, "wrong_value", offered=["other_chance"], fitting={"other_chance": told})


def test_new_order(minibatches):
    """Every call draws a new order from rng."""
    (first, second), (other, _) = orders(minibatches, [11, 12])
    if first not in (second, other):
        return
    which = "The next call" if first == second else "Another rng"
    fitting = order_tells(first, 24) or {
        "same_order_again": "The order does not come from rng: draw it anew in each call."
    }
    seen = f"{which} gives the same batches again, beginning with {first[0]}."
    raise Wrong(seen, "wrong_value", offered=fitting, fitting=fitting)


def test_labels(minibatches, rng):
    """Labels stay whole numbers, and can be used to choose columns."""
    X, y = data(7, rng, labels=True)
    for _, y_batch in batches_of(minibatches, X, y, 3, rng):
        if y_batch.dtype.kind not in "iu":
            seen = f"Labels were given as whole numbers, and come out as {y_batch.dtype}."
            told = (
                "X and y are put into one array: keep them apart, and take the same rows of both."
            )
            raise Wrong(seen, "wrong_value", offered=["one_table"], fitting={"one_table": told})


def test_asked_again(minibatches, rng):
    """Asked again with other numbers, it keeps nothing from the calls before."""
    for _ in range(2):
        X, y = data(9, rng)
        X[:, 1:], y = 100 * rng.random((9, 2)), y + rng.random()
        batches = batches_of(minibatches, X, y, 4, rng)
        rows = flat(numbers_of(batches, X))
        if not np.isin(np.concatenate([y_batch for _, y_batch in batches]), y).all():
            fail("It hands out targets of a call before.", kind="keeps_state")
        if sorted(rows) != list(range(9)):
            return  # told by another check


def test_leaves_its_arguments(minibatches, rng):
    """X and y stay as they were."""
    X, y = data(9, rng)
    with unchanged(X=X, y=y):
        got = minibatches(X, y, 4, rng)
        if hasattr(got, "__iter__"):
            list(itertools.islice(got, 20))  # a generator does nothing before it is asked
