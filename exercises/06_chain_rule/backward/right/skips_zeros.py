import numpy as np


def backward(root):
    order, state, waiting = [], {}, [root]
    while waiting:
        value = waiting[-1]
        if state.get(value) is None:
            state[value] = "open"
            waiting.extend(s for s in value.sources if s not in state)
        else:
            waiting.pop()
            if state[value] == "open":
                state[value] = "done"
                order.append(value)
    root.grad = np.float64(1.0)
    for value in reversed(order):
        if value.grad == 0:
            continue
        for source, slope in zip(value.sources, value.slopes, strict=True):
            source.grad = source.grad + slope * value.grad


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
