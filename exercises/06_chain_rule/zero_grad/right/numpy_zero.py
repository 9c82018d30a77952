import numpy as np


def zero_grad(root):
    todo, done = [root], {}
    while len(todo) > 0:
        value = todo[0]
        del todo[0]
        if id(value) in done:
            continue
        done[id(value)] = value
        todo = todo + list(value.sources)
    for value in done.values():
        setattr(value, "grad", np.float64(0))


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
