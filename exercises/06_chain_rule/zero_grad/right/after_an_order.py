def zero_grad(root):
    order, waiting = {}, [root]
    while waiting:
        missing = [source for source in waiting[-1].sources if source not in order]
        if missing:
            waiting.extend(missing)
        else:
            order[waiting.pop()] = None
    for value in order:
        value.grad -= value.grad


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
