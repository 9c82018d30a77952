def zero_grad(root):
    found = [root]
    known = {id(root)}
    for value in found:  # it grows while it is walked
        value.grad = 0
        for source in value.sources:
            if id(source) not in known:
                known.add(id(source))
                found.append(source)


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
