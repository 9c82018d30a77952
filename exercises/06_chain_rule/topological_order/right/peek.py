def topological_order(root):
    done, waiting = {}, [root]  # a dictionary keeps the order in which things went in
    while waiting:
        value = waiting[-1]
        missing = [source for source in value.sources if source not in done]
        if missing:
            waiting.extend(missing)
        else:
            waiting.pop()
            done[value] = True
    return list(done)


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
