def backward(root):
    users, found = {root: 0}, [root]
    for value in found:  # it grows while it is walked
        for source in value.sources:
            if source not in users:
                users[source] = 0
                found.append(source)
            users[source] += 1
    root.grad, ready = 1.0, [root]
    while ready:
        value = ready.pop()
        for source, slope in zip(value.sources, value.slopes):
            source.grad += slope * value.grad
            users[source] -= 1
            if users[source] == 0:
                ready.append(source)


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
