"""Right: what each bug would claim, and the name of the one that comes nearest."""

import numpy as np


def diagnose(case):
    n, m = case["n"], case["measured"]
    plain = {
        "right": m,
        "mean forgotten": {name: n * w for name, w in m.items()},
        "mean twice": {name: w / n for name, w in m.items()},
        "bias mean": m | {"b1": m["b1"] / n, "b2": m["b2"] / n},
        "bias missing": m | {"b1": 0 * m["b1"]},
        "sign": m | {"W1": -m["W1"], "b1": -m["b1"]},
    }

    def off(wanted):
        return max(
            np.abs(case["claimed"][name] - wanted[name]).max() / np.abs(m[name]).max() for name in m
        )

    errors = {name: off(wanted) for name, wanted in plain.items()}
    nearest = min(errors, key=errors.get)
    if errors[nearest] < 1e-5 * n:
        return nearest
    one = case["one"]
    a, delta = one["a"], one["claimed"]["b1"]
    dA = one["measured"]["b1"] / (1 - a**2)  # the delta before it meets the slope
    size = np.abs(dA).max()
    if np.abs(delta - dA).max() < 1e-5 * size:
        return "slope forgotten"
    if np.abs(delta - dA * a * (1 - a)).max() < 1e-5 * size:
        return "wrong slope"
    return "no transpose"
