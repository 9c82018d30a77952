"""Seeding: the random numbers of a check.

They depend on the seed and on the check, and on nothing else: not on the order of checks, and not
on where they run.
"""

import hashlib

import numpy as np
from numpy.random.bit_generator import ISeedSequence


def generator(seed, check):
    """The random generator of that check, by its name.

    NumPy's own way from a seed to a generator takes three times as long, and there are a hundred
    checks to a submission.
    """
    mark = hashlib.blake2b(f"{seed} {check}".encode(), digest_size=32).digest()
    return np.random.Generator(np.random.PCG64(_Words(mark)))


class _Words(ISeedSequence):
    """The words that a generator begins with, taken from 32 bytes."""

    def __init__(self, data):
        self.data = data

    def generate_state(self, n_words, dtype=np.uint32):
        return np.frombuffer(self.data, np.dtype(dtype).newbyteorder("<"), n_words).astype(dtype)
