"""Right: asserts, which are caught, and an A that must not be written into."""

import numpy as np


def assert_allclose(got, right, rtol):
    assert np.allclose(got, right, rtol=rtol)


def hold(forward, backward, p, seed):
    A = np.random.default_rng(seed).uniform(1, 2, size=(64, 64))
    A.flags.writeable = False
    rng = np.random.default_rng(seed)
    out, mask = forward(A, p, rng, True)
    scale = 1 / (1 - p)
    assert_allclose(out, A * mask, rtol=1e-5)
    assert_allclose(mask[mask > 0], scale, rtol=1e-5)
    for axis in (0, 1):
        share = (mask == 0).mean(axis=axis)
        assert p - 0.3 < share.min()
        assert share.max() < p + 0.3
        assert share.std() < 0.15
        assert share.min() > 0
    assert (forward(A, p, rng, True)[1] != mask).any()
    assert (forward(A, p, np.random.default_rng(seed), True)[1] == mask).all()
    assert_allclose(backward(-A, mask), -A * mask, rtol=1e-5)
    rng, twin = np.random.default_rng(seed), np.random.default_rng(seed)
    out, mask = forward(A, p, rng, False)
    assert_allclose(out, A, rtol=1e-5)
    assert_allclose(mask, np.ones(A.shape), rtol=1e-5)
    assert rng.integers(10**9) == twin.integers(10**9)


def drops_wrongly(forward, backward):
    try:
        hold(forward, backward, 0.4, 1)
    except (AssertionError, ValueError):
        return True
    return False
