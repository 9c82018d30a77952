"""Initializers: where the weights start, small enough to be calm and large enough to be heard.

W  (n_in, n_out)
"""

import numpy as np


def lecun_normal(n_in, n_out, *, rng, dtype=np.float64):
    """Normal numbers with variance 1 / n_in: a sum of n_in inputs varies as much as one input.

    Source: LeCun, Bottou, Orr and Müller, "Efficient BackProp" (1998), section 4.6.
    """
    return (rng.normal(size=(n_in, n_out)) / np.sqrt(n_in)).astype(dtype, copy=False)
