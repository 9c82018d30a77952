def topological_order(root):
    order, seen, path = [], {id(root)}, [(root, iter(root.sources))]
    while path:
        value, sources = path[-1]
        for source in sources:
            if id(source) not in seen:
                seen.add(id(source))
                path.append((source, iter(source.sources)))
                break
        else:
            order.append(value)
            path.pop()
    return order


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
