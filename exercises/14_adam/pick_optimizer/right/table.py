"""Right: a table by two questions, and a rate for each name."""

import numpy as np

TABLE = {(True, True): "sgd", (True, False): "sgd", (False, True): "adam"}


def pick_optimizer(problem):
    H = np.asarray(problem["H"])
    curvatures = np.linalg.eigvals(H).real
    is_round = curvatures.min() / curvatures.max() > 0.5
    is_along = np.abs(H - np.diag(np.diagonal(H))).max() < 1e-6 * curvatures.max()
    name = TABLE.get((bool(is_round), bool(is_along)), "momentum")
    rates = {
        "sgd": 0.9 / curvatures.max(),
        "momentum": 2.6 / curvatures.max(),
        "adam": float(np.max(np.abs(problem["start"]))) / 8,
    }
    return name, rates[name]
