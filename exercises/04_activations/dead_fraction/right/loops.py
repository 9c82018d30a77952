"""Right: unit by unit, with Python's all."""


def dead_fraction(A):
    dead = 0
    for unit in range(A.shape[1]):
        if all(value == 0 for value in A[:, unit]):
            dead += 1
    return dead / A.shape[1]
