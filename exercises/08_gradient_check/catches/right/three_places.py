"""Right: at three places, a small net each, and True where any of them is off."""

import numpy as np


def is_off(loss, backward, rng):
    params = [
        (rng.uniform(-1, 1, size=(2, 2)), rng.uniform(0.5, 1, size=2)),
        (rng.uniform(-1, 1, size=(2, 3)), rng.uniform(0.5, 1, size=3)),
    ]
    X, y = rng.uniform(-2, 2, size=(4, 2)), np.array([2, 0, 1, 2])
    claims = backward(params, X, y)
    for layer in (0, 1):
        for part in (0, 1):
            w = params[layer][part]
            for i in np.ndindex(*w.shape):
                w[i] += 1e-5
                up = loss(params, X, y)
                w[i] -= 2e-5
                down = loss(params, X, y)
                w[i] += 1e-5
                slope = (up - down) / 2e-5
                if not np.isclose(claims[layer][part][i], slope, rtol=1e-3, atol=1e-6):
                    return True
    return False


def catches(loss, backward):
    rng = np.random.default_rng(11)
    return any([is_off(loss, backward, rng) for _ in range(3)])
