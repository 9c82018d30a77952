import math


def steps(n, size, epochs):
    """How many steps: epochs of n samples, in batches of size. An int."""
    return epochs * math.ceil(n / size)
