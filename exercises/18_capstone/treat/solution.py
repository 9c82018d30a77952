import numpy as np


def treat(case):
    """What makes a run sick, and the settings that cure it.

    case: what was measured; norms (2, layers), at the start and in the end.
    Returns (cause, change): a name, and a dictionary of settings.
    """
    start, end = case["norms"]
    learned, held_out, _ = case["right"]
    if case["train"][0] > 10:  # a guess among ten costs ln 10 = 2.3
        return "exploding start", {"start": "he"}
    if start[0] == 0:
        return "zero start", {"start": "he"}
    if start[0] < 0.01 * start[-1]:
        return "vanishing gradients", {"activation": "relu", "start": "he"}
    if learned - held_out > 0.1 and learned > 0.5:
        return "overfitting", {"patience": 5}
    if learned > 0.5:
        return "healthy", {}
    if end[0] == 0:  # it had a gradient, and has lost it
        return "rate too large", {"lr": 0.1}
    if end[0] < 0.01 * start[0]:
        return "penalty too strong", {"penalty": 0.0}
    if case["by_heart"] < 1:
        return "labels mixed up", {"labels": "right"}
    return "rate too small", {"lr": 0.1}
