def backward(root):
    """Set the grad of root and of all behind it: the slope of root along each."""
    # sources before users, as in topological_order
    order, seen, waiting = [], set(), [(root, False)]
    while waiting:
        value, ready = waiting.pop()
        if ready:
            order.append(value)
        elif value not in seen:
            seen.add(value)
            waiting.append((value, True))
            waiting += [(source, False) for source in value.sources]
    # the way back
    root.grad = 1.0
    for value in reversed(order):  # all its users have had their turn
        for source, slope in zip(value.sources, value.slopes, strict=True):
            source.grad += slope * value.grad


class Node:  # given: the checks make their graphs of it
    """A value in a graph: like a Value, without its operations."""

    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
