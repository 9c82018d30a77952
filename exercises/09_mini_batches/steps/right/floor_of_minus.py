"""Right: to round minus n / size down is to round n / size up."""


def steps(n, size, epochs):
    return -(-n // size) * epochs
