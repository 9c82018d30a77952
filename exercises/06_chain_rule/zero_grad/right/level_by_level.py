def zero_grad(root):
    level, seen = {root}, set()
    while level:
        for value in level:
            value.grad = 0.0
        seen |= level
        level = {source for value in level for source in value.sources} - seen


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
