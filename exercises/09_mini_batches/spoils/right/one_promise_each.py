"""Right: a function for each promise, and `any` over them."""

import numpy as np

N = 40


def data():
    return np.column_stack([np.arange(N), -np.arange(N)]), np.arange(N)


def order_of(minibatches, size, rng):
    return np.concatenate([np.empty(0)] + [y for _, y in minibatches(*data(), size, rng)])


def tears(minibatches, size):
    pairs = minibatches(*data(), size, np.random.default_rng(1))
    return any(not np.array_equal(X, np.column_stack([y, -y])) for X, y in pairs)


def loses(minibatches, size):
    order = order_of(minibatches, size, np.random.default_rng(1))
    return not np.array_equal(np.sort(order), np.arange(N))


def cuts_badly(minibatches, size):
    sizes = [len(y) for _, y in minibatches(*data(), size, np.random.default_rng(1))]
    full, rest = divmod(N, size)
    return sizes != full * [size] + [rest] * bool(rest)


def shuffles_badly(minibatches, size):
    rng = np.random.default_rng(1)
    one, two = (order_of(minibatches, size, rng) for _ in range(2))
    again = order_of(minibatches, size, np.random.default_rng(1))
    if len(one) != N or len(two) != N or len(again) != N:
        return True
    far = np.abs(np.diff(one)).mean()  # 13.7 for a new order
    return np.array_equal(one, two) or not np.array_equal(one, again) or far < 8


def changes_data(minibatches, size):
    X, y = data()
    minibatches(X, y, size, np.random.default_rng(1))
    return not np.array_equal(X, data()[0]) or not np.array_equal(y, data()[1])


def spoils(minibatches):
    promises = (tears, loses, cuts_badly, shuffles_badly, changes_data)
    return any([broken(minibatches, size) for broken in promises for size in (8, 11)])
