import numpy as np


def drops_wrongly(forward, backward):
    """Does this dropout break a promise? True or False.

    forward(A, p, rng, train) gives (out, mask), backward(dout, mask) gives dA.
    """
    A, dout = np.random.default_rng(17).normal(size=(2, 100, 100))
    p, rng, given = 0.3, np.random.default_rng(1), A.copy()
    out, mask = forward(given, p, rng, True)
    other = forward(A.copy(), p, rng, True)[1]
    again = forward(A.copy(), p, np.random.default_rng(1), True)[1]
    before = rng.bit_generator.state
    out_in_use, mask_in_use = forward(A.copy(), p, rng, False)
    if np.any(given != A) or rng.bit_generator.state != before:
        return True
    if np.all(mask == other) or np.any(mask != again):
        return True
    for axis in (0, 1):  # in each column, and in each row
        if np.any(np.abs(np.mean(mask == 0, axis=axis) - p) > 0.25):
            return True
    pairs = [(mask[mask != 0], 1 / (1 - p)), (out, A * mask), (mask_in_use, 1.0)]
    pairs += [(out_in_use, A), (backward(dout, mask), dout * mask)]
    return not all(np.allclose(got, right, atol=1e-5) for got, right in pairs)
