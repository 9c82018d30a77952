def backward(root):
    order, seen, path = [], {root}, [(root, iter(root.sources))]
    while path:
        value, sources = path[-1]
        source = next((one for one in sources if one not in seen), None)
        if source is None:
            order.append(value)
            path.pop()
        else:
            seen.add(source)
            path.append((source, iter(source.sources)))
    for value in order:
        value.grad = 0.0
    root.grad = 1.0
    for i in range(len(order) - 1, -1, -1):
        value = order[i]
        for k in range(len(value.sources)):
            value.sources[k].grad += value.slopes[k] * value.grad
    return root


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
