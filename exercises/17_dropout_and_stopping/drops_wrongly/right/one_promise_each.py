"""Right: a function for each promise."""

import numpy as np

P = 0.35


def near(a, b):
    return np.allclose(np.asarray(a, float), np.asarray(b, float), rtol=1e-3, atol=1e-4)


def wrong_mask(forward):
    A = np.arange(1.0, 20001.0).reshape(200, 100)
    out, mask = forward(A.copy(), P, np.random.default_rng(4), True)
    values = np.unique(np.round(mask, 4))
    if len(values) != 2 or not near(values, [0, 1 / (1 - P)]) or not near(out / A, mask):
        return True
    dropped = mask < 0.5
    return (
        abs(dropped.mean() - P) > 0.03
        or np.ptp(dropped.mean(axis=0)) > 0.3
        or np.ptp(dropped.mean(axis=1)) > 0.4
        or dropped.mean(axis=0).min() < 0.1
    )


def wrong_chance(forward):
    A = np.ones((30, 30))
    one, two = np.random.default_rng(4), np.random.default_rng(4)
    first, second, same = (forward(A.copy(), P, rng, True)[1] for rng in (one, one, two))
    return near(first, second) or not near(first, same)


def wrong_use(forward):
    A = np.linspace(-3, 3, 60).reshape(6, 10)
    rng, twin = np.random.default_rng(4), np.random.default_rng(4)
    out, mask = forward(A.copy(), P, rng, False)
    return not near(out, A) or not near(mask, np.ones((6, 10))) or rng.random() != twin.random()


def wrong_way_back(forward, backward):
    _, mask = forward(np.ones((20, 30)), P, np.random.default_rng(4), True)
    dout = np.linspace(-3, 3, 600).reshape(20, 30)
    return not near(backward(dout.copy(), mask.copy()), dout * mask)


def writes_into_A(forward):
    A = np.ones((20, 30))
    forward(A, P, np.random.default_rng(4), True)
    return bool(np.any(A != 1))


def drops_wrongly(forward, backward):
    found = [wrong(forward) for wrong in (wrong_mask, wrong_chance, wrong_use, writes_into_A)]
    return any([*found, wrong_way_back(forward, backward)])
