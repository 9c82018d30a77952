"""Right: first those who read well, then by the way back, then by the way through the run."""

import numpy as np


def treat(case):
    first, last = case["norms"][:, 0]
    learned, held_out, _ = case["right"]
    if held_out > 0.3:
        if held_out > 0.87:
            return "healthy", {}
        return "overfitting", {"patience": 3}
    if not np.all(case["train"] < 100):
        return "exploding start", {"start": "he"}
    if first < 0.01:
        if first > 0:
            return "vanishing gradients", {"activation": "relu", "start": "he"}
        return "zero start", {"start": "he"}
    if last < first / 100:
        if last > 0:
            return "penalty too strong", {"penalty": 0.0001}
        return "rate too large", {"lr": 0.3}
    if np.ptp(case["train"]) < 0.3 and case["by_heart"] > 1:
        return "rate too small", {"lr": 0.1}
    return "labels mixed up", {"labels": "right"}
