"""Right: powers of ten between the numbers, and other cures."""

import numpy as np


def treat(case):
    with np.errstate(divide="ignore", invalid="ignore"):
        norms = np.log10(case["norms"])
    first, last, later = norms[0, 0], norms[0, -1], norms[1, 0]
    if case["train"][0] > 100:
        return "exploding start", {"start": "xavier"}
    if np.isneginf(first):
        return "zero start", {"start": "xavier"}
    if last - first > 2:
        return "vanishing gradients", {"hidden": (32,), "activation": "tanh"}
    learned, held_out, new = case["right"]
    if learned > 0.6:
        is_gap = learned - (held_out + new) / 2 > 0.1
        return ("overfitting", {"dropout": 0.5}) if is_gap else ("healthy", {})
    if np.isneginf(later):
        return "rate too large", {"lr": 0.05}
    if first - later > 2:
        return "penalty too strong", {"penalty": 0.001}
    if case["by_heart"] < 1.2:
        return "labels mixed up", {"labels": "right"}
    return "rate too small", {"lr": 0.2}
