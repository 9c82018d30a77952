"""Right: each thing that must not matter has a test of its own."""

import numpy as np


def near(a, b):
    return np.allclose(np.asarray(a, float), np.asarray(b, float), rtol=1e-4, atol=1e-4)


def company_matters(use, rng):
    x = rng.uniform(-1, 1, size=(1, 3))
    alone = use([x])[0][0]
    for n in range(1, 30):
        others = rng.uniform(10, 40, size=(n, 3))
        if not near(use([np.vstack([others, x])])[0][-1], alone):
            return True
    return False


def history_matters(use, rng):
    x = rng.uniform(-1, 1, size=(3, 3))
    others = [rng.uniform(10, 40, size=(3, 3)) for _ in range(5)]
    first, *_, last = use([x, *others, x])
    *_, later = use([*others, x])
    return not near(first, last) or not near(first, later)


def leaks(use):
    rng = np.random.default_rng(3)
    return company_matters(use, rng) or history_matters(use, rng)
