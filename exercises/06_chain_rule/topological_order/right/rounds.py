def topological_order(root):
    found = [root]
    known = {root}
    for value in found:
        for source in value.sources:
            if source not in known:
                known.add(source)
                found.append(source)
    order, is_in = [], set()
    while len(order) < len(found):
        for value in reversed(found):
            if value not in is_in and is_in.issuperset(value.sources):
                is_in.add(value)
                order.append(value)
    return order


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
