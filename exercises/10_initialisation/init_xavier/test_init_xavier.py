"""init_xavier is judged by the mean and the variance of what it draws, and by where it draws it."""

import numpy as np

from bpcourse.checking.first_weights import Start, checks_of
from bpcourse.checking.wrong import Slip


def variance(n_in, n_out):
    return 2 / (n_in + n_out)


def slips(n_in, n_out):
    both = n_in + n_out

    def slip(id, told, value):
        return Slip(id, told, (0.0, value))

    return [
        slip("fan_in_only", "That is 1 / n_in: n_out counts as well here.", 1 / n_in),
        slip("fan_out_only", "That is 1 / n_out: n_in counts as well here.", 1 / n_out),
        slip("fan_out_only", "That is 2 / n_out: n_in counts as well here.", 2 / n_out),
        slip("he", "That is 2 / n_in, He's rule: here n_out counts as well.", 2 / n_in),
        slip("half", "That is 1 / (n_in + n_out), the half of it.", 1 / both),
        slip("twice", "That is 4 / (n_in + n_out). Is the 2 under the root?", 4 / both),
        slip(
            "six",
            "The 6 belongs to a uniform draw, as its bound: the variance has a 2.",
            6 / both,
        ),
        slip("three", "That is 3 / (n_in + n_out): the variance has a 2.", 3 / both),
        slip("no_brackets", "That is 2 / n_in + n_out: brackets are missing.", 2 / n_in + n_out),
        slip("product", "That is 2 / (n_in · n_out): the two are added.", 2 / (n_in * n_out)),
        slip(
            "root_in_part",
            "The root goes over the whole fraction, and not over the 2 alone.",
            2 / both**2,
        ),
        slip(
            "root_of_each",
            "The root goes over the sum, and not over each of its numbers.",
            2 / (np.sqrt(n_in) + np.sqrt(n_out)) ** 2,
        ),
    ]


START = Start(
    "init_xavier",
    variance,
    lambda n_in, n_out: f"2 / ({n_in} + {n_out})",
    slips=slips,
    tip="The variance is the square of the factor by which normal numbers are multiplied.",
)
globals().update(checks_of(START))
