"""Right: epoch by epoch."""


def steps(n, size, epochs):
    total = 0
    for _ in range(epochs):
        total += (n - 1) // size + 1
    return total
