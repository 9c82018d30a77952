def zero_grad(root):
    """Set the grad of root and of every value behind it to 0."""
    seen, waiting = {root}, [root]
    while waiting:
        value = waiting.pop()
        value.grad = 0.0
        new = set(value.sources) - seen
        seen |= new
        waiting.extend(new)


class Node:  # given: the checks make their graphs of it
    """A value in a graph: like a Value, without its operations."""

    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
