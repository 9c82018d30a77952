"""Right: sample by sample."""

import math


def cross_entropy(Z, y):
    total = 0.0
    for row, label in zip(Z.tolist(), y.tolist()):
        largest = max(row)
        total += largest + math.log(sum(math.exp(z - largest) for z in row)) - row[label]
    return total / len(y)
