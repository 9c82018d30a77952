def topological_order(root):
    """A list of root and all values behind it, each once, sources before users."""
    order, seen, waiting = [], set(), [(root, False)]
    while waiting:
        value, sources_are_in = waiting.pop()
        if sources_are_in:
            order.append(value)
        elif value not in seen:
            seen.add(value)
            waiting.append((value, True))  # it comes back when its sources are in
            waiting.extend((source, False) for source in value.sources)
    return order


class Node:  # given: the checks make their graphs of it
    """A value in a graph: like a Value, without its operations."""

    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
