from collections import Counter, deque


def topological_order(root):
    seen, todo, users = set(), [root], Counter()
    while todo:
        value = todo.pop()
        if value in seen:
            continue
        seen.add(value)
        users.update(value.sources)
        todo += value.sources
    order, ready = deque(), deque([root])
    while ready:
        value = ready.popleft()
        order.appendleft(value)
        for source in value.sources:
            users[source] -= 1
            if not users[source]:
                ready.append(source)
    return list(order)


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
