"""Right: each thing that must not matter has a test of its own."""

import numpy as np


def near(a, b):
    return np.allclose(np.asarray(a, float), np.asarray(b, float), rtol=1e-4, atol=1e-4)


def company_matters(make, rng):
    x = rng.uniform(-1, 1, size=(1, 3))
    alone = make().predict(x)
    for n in range(1, 30):
        others = rng.uniform(10, 40, size=(n, 3))
        if not near(make().predict(np.vstack([others, x]))[-1], alone[0]):
            return True
    return False


def history_matters(make, rng):
    x, layer = rng.uniform(-1, 1, size=(3, 3)), make()
    before = layer.predict(x)
    for _ in range(5):
        layer.predict(rng.uniform(10, 40, size=(3, 3)))
    fresh = make()
    fresh.predict(rng.uniform(10, 40, size=(9, 3)))
    return not near(layer.predict(x), before) or not near(fresh.predict(x), before)


def leaks(make):
    rng = np.random.default_rng(3)
    return company_matters(make, rng) or history_matters(make, rng)
