"""Planted batches: makers of mini-batches, right ones, and others that break a promise.

    X  (n, n_in)    y  (n,) or (n, k)    a maker gives a list of pairs (X_batch, y_batch)

They promise every sample once, with its own target, `size` at a time and the rest last, in a new
order of `rng` in each call. Lesson 09 tests a check with them. Each docstring says what one does.
"""

import copy

import numpy as np


def cut(order, size):
    """The row numbers in this order, `size` at a time; what is left comes last."""
    return [order[start : start + size] for start in range(0, len(order), size)]


def taken(X, y, parts):
    """The same rows of both, for each of these parts of an order."""
    return [(X[rows], y[rows]) for rows in parts]


# ---- right ----


def by_permutation(X, y, size, rng):
    """One order of the row numbers, cut into pieces."""
    return taken(X, y, cut(rng.permutation(len(X)), size))


def by_shuffled_list(X, y, size, rng):
    """It shuffles a list of numbers, and collects the rows one by one, in lists of two."""
    order = list(range(len(X)))
    rng.shuffle(order)
    parts = cut(order, size)
    return [[np.stack([X[i] for i in rows]), np.stack([y[i] for i in rows])] for rows in parts]


def by_sorted_numbers(X, y, size, rng):
    """It draws a number for each sample, and sorts the samples by it."""
    return taken(X, y, cut(np.argsort(rng.random(len(X))), size))


def by_shuffled_copies(X, y, size, rng):
    """It shuffles copies of both in the same order, and cuts these."""
    order = rng.permutation(len(X))
    X, y = X[order], y[order]
    return [(X[start : start + size], y[start : start + size]) for start in range(0, len(X), size)]


def by_what_is_left(X, y, size, rng):
    """It draws each batch from the samples that are left."""
    parts, left = [], np.arange(len(X))
    while len(left):
        parts.append(rng.choice(left, min(size, len(left)), replace=False))
        left = np.setdiff1d(left, parts[-1])
    return taken(X, y, parts)


RIGHT = (by_permutation, by_shuffled_list, by_sorted_numbers, by_shuffled_copies, by_what_is_left)


# ---- wrong: which samples come, and with which targets ----


def torn(X, y, size, rng):
    """X and y are shuffled apart."""
    orders = cut(rng.permutation(len(X)), size), cut(rng.permutation(len(X)), size)
    return [(X[rows], y[others]) for rows, others in zip(*orders, strict=True)]


def only_x(X, y, size, rng):
    """X is shuffled, and y is not."""
    orders = cut(rng.permutation(len(X)), size), cut(np.arange(len(X)), size)
    return [(X[rows], y[others]) for rows, others in zip(*orders, strict=True)]


def torn_at_the_end(X, y, size, rng):
    """In a short last batch the targets come the other way round."""
    *pairs, (X_batch, y_batch) = by_permutation(X, y, size, rng)
    return [*pairs, (X_batch, y_batch[::-1] if len(y_batch) < size else y_batch)]


def drawn_again(X, y, size, rng):
    """Each batch is drawn from all samples, so some come twice in an epoch, and others never."""
    n = len(X)
    parts = [rng.choice(n, min(size, n - start), replace=False) for start in range(0, n, size)]
    return taken(X, y, parts)


def no_rest(X, y, size, rng):
    """The samples that are left are not handed out."""
    return [pair for pair in by_permutation(X, y, size, rng) if len(pair[0]) == size]


def never_the_last(X, y, size, rng):
    """The last sample of the data never comes."""
    return by_permutation(X[:-1], y[:-1], size, rng)


SAMPLES = (torn, only_x, torn_at_the_end, drawn_again, no_rest, never_the_last)

# ---- wrong: how many samples a batch has ----


def filled_up(X, y, size, rng):
    """The last batch is filled up with samples that have come before."""
    order = rng.permutation(len(X))
    return taken(X, y, cut(np.resize(order, -(-len(X) // size) * size), size))


def even_sizes(X, y, size, rng):
    """The batches share the samples evenly, and `size` is only the most that one has."""
    return taken(X, y, np.array_split(rng.permutation(len(X)), -(-len(X) // size)))


def empty_last(X, y, size, rng):
    """Where `size` divides the number of samples, an empty batch comes last."""
    pairs = by_permutation(X, y, size, rng)
    return pairs if len(X) % size else [*pairs, (X[:0], y[:0])]


SIZES = (filled_up, even_sizes, empty_last)

# ---- wrong: the order, and what is left of the data ----


def no_shuffle(X, y, size, rng):
    """The samples come in their own order."""
    return taken(X, y, cut(np.arange(len(X)), size))


def in_blocks(X, y, size, rng):
    """The batches are shuffled, and not the samples: neighbours stay together."""
    *full, last = cut(np.arange(len(X)), size)
    return taken(X, y, [*(full[i] for i in rng.permutation(len(full))), last])


def same_seed(X, y, size, rng):
    """Each call makes a generator with the same seed, so all epochs have one order."""
    return by_permutation(X, y, size, np.random.default_rng(0))


def copied_rng(X, y, size, rng):
    """It draws from a copy of `rng`, which itself stays where it was."""
    return by_permutation(X, y, size, copy.deepcopy(rng))


def own_chance():
    """It draws from a generator of its own, so no run can be repeated."""
    own = np.random.default_rng(0)
    return lambda X, y, size, rng: by_permutation(X, y, size, own)


def in_place(X, y, size, rng):
    """X and y themselves are shuffled, both in one order."""
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return no_shuffle(X, y, size, rng)


def x_in_place(X, y, size, rng):
    """X itself is put into the order of the batches, and y is not."""
    order = rng.permutation(len(X))
    pairs = taken(X, y, cut(order, size))
    X[:] = X[order]
    return pairs


def y_in_place(X, y, size, rng):
    """y itself is put into the order of the batches, and X is not."""
    order = rng.permutation(len(X))
    pairs = taken(X, y, cut(order, size))
    y[:] = y[order]
    return pairs


ORDERS = (no_shuffle, in_blocks, same_seed, copied_rng, own_chance)
DATA = (in_place, x_in_place, y_in_place)
WRONG = SAMPLES + SIZES + ORDERS + DATA


def new(planted):
    """That maker as if it had never been called: a function of X, y, size and rng."""
    return planted() if planted is own_chance else planted
