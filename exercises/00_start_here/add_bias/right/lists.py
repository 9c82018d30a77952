"""Right: lists of plain numbers, made an array at the end."""

import numpy as np


def add_bias(Z, b):
    result = []
    for row in Z.tolist():
        result.append([z + extra for z, extra in zip(row, b.tolist())])
    return np.array(result)
