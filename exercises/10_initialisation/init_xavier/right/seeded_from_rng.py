"""Right: a generator of its own, whose seed comes from the one that is given."""

import numpy as np


def init_xavier(n_in, n_out, rng):
    own = np.random.default_rng(rng.integers(2**63))
    return own.normal(scale=np.sqrt(2 / (n_in + n_out)), size=(n_in, n_out))
