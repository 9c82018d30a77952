"""Right: all numbers in one long row, and the errors are sorted into their arrays at the end."""

import numpy as np


def grad_check(loss_fn, params, grads, h):
    shapes = [w.shape for pair in params for w in pair]
    row = np.concatenate([np.ravel(w) for pair in params for w in pair]).astype(float)
    claims = np.concatenate([np.ravel(dw) for pair in grads for dw in pair])
    borders = np.cumsum([0, *(int(np.prod(shape)) for shape in shapes)])

    def loss(row):
        arrays = [row[a:b].reshape(s) for a, b, s in zip(borders, borders[1:], shapes)]
        return loss_fn(list(zip(arrays[::2], arrays[1::2])))

    here = loss(row)
    above, below = np.zeros(len(row)), np.zeros(len(row))
    for i in range(len(row)):
        step = np.zeros(len(row))
        step[i] = h
        above[i], below[i] = loss(row + step), loss(row - step)
    sides = np.array([(above - here) / h, (here - below) / h])
    nearest = np.clip(claims, sides.min(axis=0), sides.max(axis=0))
    size = np.max([np.abs(claims), np.abs(nearest), np.full(len(row), 1e-8)], axis=0)
    errors = np.abs(claims - nearest) / size
    worst = [errors[a:b].max() for a, b in zip(borders, borders[1:])]
    return list(zip(worst[::2], worst[1::2]))
