from collections import deque


def zero_grad(root):
    waiting, seen = deque([root]), set()
    while waiting:
        value = waiting.popleft()
        if value in seen:
            continue
        seen.add(value)
        value.grad = value.grad * -0.0
        waiting += value.sources
    return root


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
