"""Right: five numbers in powers of ten, and the name whose usual numbers are nearest."""

import numpy as np

USUAL = {  # first loss, norms of the first layer at the start and in the end, by heart, read right
    "exploding start": (3.6, 3.3, -9, 0.3, 0.1),
    "zero start": (0.4, -9, -9, 0.3, 0.1),
    "vanishing gradients": (0.4, -3.2, -3.4, 0.3, 0.1),
    "rate too large": (0.4, 0, -9, 0.3, 0.1),
    "penalty too strong": (0.4, 0.4, -2.3, 0.2, 0.1),
    "rate too small": (0.4, 0, -0.1, 0.4, 0.1),
    "labels mixed up": (0.4, 0, -1.1, -0.7, 0.2),
    "healthy": (0.4, 0, -0.9, -1.3, 1.0),
}
CURES = {
    "exploding start": {"start": "he"},
    "zero start": {"start": "he"},
    "vanishing gradients": {"activation": "relu", "start": "he"},
    "rate too large": {"lr": 0.1},
    "penalty too strong": {"penalty": 0.0},
    "rate too small": {"lr": 0.1},
    "labels mixed up": {"labels": "right"},
    "healthy": {},
}


def treat(case):
    learned, held_out, _ = case["right"]
    if learned > 0.5 and learned - held_out > 0.1:
        return "overfitting", {"patience": 5}
    sizes = [case["train"][0], *case["norms"][:, 0], case["by_heart"]]
    sizes = np.log10(np.clip(np.nan_to_num(sizes, nan=0.0), 1e-9, 1e9))
    numbers = np.append(sizes, 4 * held_out)
    off = {name: np.abs(numbers - [*row[:4], 4 * row[4]]).sum() for name, row in USUAL.items()}
    name = min(off, key=off.get)
    return name, CURES[name]
