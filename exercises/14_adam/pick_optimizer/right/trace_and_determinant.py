"""Right: curvatures from trace and determinant, and the goal is not looked at."""

import math


def pick_optimizer(problem):
    H = problem["H"].tolist()
    half = (H[0][0] + H[1][1]) / 2
    gap = math.sqrt(max(0.0, half**2 - (H[0][0] * H[1][1] - H[0][1] * H[1][0])))
    steep, flat = half + gap, half - gap
    name = "sgd" if flat > 0.99 * steep else "adam" if H[0][1] == 0 else "momentum"
    far = max(map(abs, problem["start"].tolist()))
    return name, {"sgd": 1.1 / steep, "adam": far / 10, "momentum": 2.8 / steep}[name]
