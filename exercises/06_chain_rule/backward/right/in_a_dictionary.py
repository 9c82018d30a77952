def order_of(root):
    done, waiting = {}, [root]
    while waiting:
        missing = [source for source in waiting[-1].sources if source not in done]
        if missing:
            waiting.extend(missing)
        else:
            done[waiting.pop()] = True
    return list(done)


def backward(root):
    order = order_of(root)
    grads = {id(value): 0.0 for value in order}
    grads[id(root)] = 1.0
    for value in order[::-1]:
        for source, slope in zip(value.sources, value.slopes):
            grads[id(source)] += slope * grads[id(value)]
    for value in order:
        value.grad = grads[id(value)]


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes
