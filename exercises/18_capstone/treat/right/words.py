"""Right: a row of questions with a name each, and a table of cures."""


def seen(case):
    start, end = case["norms"]
    learned, held_out = case["right"][:2]
    yield "exploding start", case["train"][0] > 1000
    yield "zero start", not start[0]
    yield "vanishing gradients", start[-1] > 50 * start[0]
    yield "overfitting", learned > 0.7 and held_out < learned - 0.1
    yield "healthy", learned > 0.7
    yield "rate too large", not end[0]
    yield "penalty too strong", start[0] > 100 * end[0]
    yield "rate too small", end[0] > 0.4 * start[0]
    yield "labels mixed up", True


CURES = {
    "exploding start": {"start": "he"},
    "zero start": {"start": "he"},
    "vanishing gradients": {"activation": "relu", "start": "he", "hidden": [32, 32]},
    "overfitting": {"patience": 10, "dropout": 0.2},
    "healthy": {},
    "rate too large": {"lr": 0.1},
    "penalty too strong": {"penalty": 0.0},
    "rate too small": {"lr": 0.1},
    "labels mixed up": {"labels": "right"},
}


def treat(case):
    for name, fits in seen(case):
        if fits:
            return name, dict(CURES[name])
