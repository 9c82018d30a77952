def topological_order(root):
    users, found = {root: 0}, [root]
    for value in found:  # it grows while it is walked
        for source in value.sources:
            if source not in users:
                users[source] = 0
                found.append(source)
            users[source] += 1
    order, ready = [], [root]
    while ready:
        value = ready.pop()
        order.append(value)
        for source in value.sources:
            users[source] -= 1
            if users[source] == 0:
                ready.append(source)
    return order[::-1]


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
