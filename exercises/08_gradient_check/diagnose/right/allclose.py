"""Right: np.allclose, and one name after the other."""

import numpy as np


def diagnose(case):
    def same(name, factor):
        claim, slope = case["claimed"][name], factor * case["measured"][name]
        return np.allclose(claim, slope, rtol=1e-5, atol=1e-7)

    weights, biases = ("W1", "W2"), ("b1", "b2")
    for factor, told in [(1.0, "right"), (case["n"], "mean forgotten"), (1 / case["n"], "mean twice")]:
        if all(same(name, factor) for name in weights + biases):
            return told
    if all(same(name, 1.0) for name in weights):
        return "bias missing" if np.all(case["claimed"]["b1"] == 0) else "bias mean"
    if same("W1", -1) and same("b1", -1):
        return "sign"
    one, a = case["one"], case["one"]["a"]
    if np.allclose(one["claimed"]["b1"] * (1 - a**2), one["measured"]["b1"], rtol=1e-4, atol=1e-9):
        return "slope forgotten"
    if np.allclose(one["claimed"]["b1"] * (1 + a), one["measured"]["b1"] * a, rtol=1e-4, atol=1e-9):
        return "wrong slope"
    return "no transpose"
