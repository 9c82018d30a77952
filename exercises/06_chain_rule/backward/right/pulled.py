def backward(root):

    order, seen, waiting = [], set(), [(root, 0)]
    while waiting:
        value, ready = waiting.pop()
        if ready:
            order.append(value)
        elif id(value) not in seen:
            seen.add(id(value))
            waiting.append((value, 1))
            for source in value.sources:
                waiting.append((source, 0))
    users = {id(value): [] for value in order}
    for user in order:
        for source, slope in zip(user.sources, user.slopes):
            users[id(source)].append((user, slope))
    for value in reversed(order):
        parts = [slope * user.grad for user, slope in users[id(value)]]
        value.grad = 1 if value is root else sum(parts)


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
