"""Right: the best factor of each array, and None where no factor fits."""

import numpy as np


def factor(claimed, measured):
    best = np.sum(claimed * measured) / np.sum(measured**2)
    off = np.abs(claimed - best * measured).max()
    return best if off <= 1e-5 * np.abs(measured).max() * max(1.0, abs(best)) else None


def near(one, other):
    return one is not None and abs(one - other) < 1e-4 * max(abs(other), 0.01)


def diagnose(case):
    n = case["n"]
    found = {name: factor(case["claimed"][name], case["measured"][name]) for name in case["claimed"]}
    if all(near(f, 1) for f in found.values()):
        return "right"
    if all(near(f, n) for f in found.values()):
        return "mean forgotten"
    if all(near(f, 1 / n) for f in found.values()):
        return "mean twice"
    if near(found["W1"], 1):
        return "bias missing" if near(found["b1"], 0) else "bias mean"
    if near(found["W1"], -1):
        return "sign"
    one = case["one"]
    a, claimed, measured = one["a"], one["claimed"]["b1"], one["measured"]["b1"]
    candidates = {"slope forgotten": measured / (1 - a**2), "wrong slope": measured * a / (1 + a)}
    for name, wanted in candidates.items():
        if np.linalg.norm(claimed - wanted) < 1e-4 * np.linalg.norm(wanted):
            return name
    return "no transpose"
