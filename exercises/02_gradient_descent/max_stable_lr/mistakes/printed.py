"""Does your function end with `return`?"""

import numpy as np


def max_stable_lr(H):
    print(2 / np.linalg.eigvalsh(H)[-1])
