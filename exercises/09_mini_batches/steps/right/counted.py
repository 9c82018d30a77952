"""Right: the places are counted at which a batch begins."""


def steps(n, size, epochs):
    return epochs * len(range(0, n, size))
