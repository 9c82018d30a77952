"""Right: dead units tell a rate that is too large, and a first loss that comes back a penalty."""


def treat(case):
    (first, *_, last), (later, *_) = case["norms"]
    before, after = case["silent"]
    train, validation = case["train"], case["validation"]
    if train[0] > 50:
        return "exploding start", {"start": "he"}
    if before.min() == 1:
        return "zero start", {"start": "he"}
    if first / last < 0.02:
        return "vanishing gradients", {"activation": "relu"}
    if train[-1] < 1.5:
        rises = validation[-1] > 1.1 * min(validation)
        return ("overfitting", {"lr": 0.03}) if rises else ("healthy", {})
    if after.max() > 0.8:
        return "rate too large", {"lr": 0.1}
    if train[-1] > min(train) + 0.08:
        return "penalty too strong", {"penalty": 0}
    if case["by_heart"] > 1.5:
        return "rate too small", {"lr": 0.1}
    return "labels mixed up", {"labels": "right"}
