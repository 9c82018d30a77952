"""Right: a list of all that may be wrong, and NumPy's own True."""

import numpy as np


def drops_wrongly(forward, backward):
    faults = []
    for p in (0.1, 0.8):
        A = np.full((150, 80), 3.0)
        rng = np.random.default_rng(0)
        masks = []
        for each in (rng, rng, np.random.default_rng(0)):
            out, mask = forward(A, p, each, True)
            masks.append(mask)
            faults.append(np.max(np.abs(out - 3 * mask)) > 1e-3)
            faults.append(np.any(A != 3))
            A = np.full((150, 80), 3.0)
        one, two, three = masks
        faults.append(np.array_equal(one, two))
        faults.append(not np.array_equal(one, three))
        faults.append(np.max(np.minimum(np.abs(one), np.abs(one - 1 / (1 - p)))) > 1e-3)
        part = np.count_nonzero(one, axis=0) / 150
        faults.append(np.any(np.abs(part - (1 - p)) > 0.25))
        faults.append(np.any(np.abs(np.count_nonzero(one, axis=1) / 80 - (1 - p)) > 0.3))
        faults.append(np.any(part == 1))
        G = np.linspace(-1, 1, A.size).reshape(A.shape)
        faults.append(np.max(np.abs(backward(G, two) - G * two)) > 1e-3)
        before = str(rng.bit_generator.state)
        out, mask = forward(A, p, rng, False)
        faults.append(str(rng.bit_generator.state) != before)
        faults.append(np.any(np.abs(out - A) > 1e-3))
        faults.append(np.any(np.abs(mask - 1) > 1e-3))
    return np.any(faults)
