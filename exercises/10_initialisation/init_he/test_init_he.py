"""init_he is judged by the mean and the variance of what it draws, and by where it draws it."""

from bpcourse.checking.first_weights import Start, checks_of
from bpcourse.checking.wrong import Slip


def variance(n_in, n_out):
    return 2 / n_in


def slips(n_in, n_out):
    both = n_in + n_out

    def slip(id, told, value):
        return Slip(id, told, (0.0, value))

    return [
        slip("half", "That is 1 / n_in: the 2 makes up for what ReLU silences.", 1 / n_in),
        slip("twice", "That is 4 / n_in. Is the 2 under the root?", 4 / n_in),
        slip("xavier", "That is Xavier's rule: for ReLU n_in counts alone.", 2 / both),
        slip("sum", "That is 1 / (n_in + n_out): n_in counts alone.", 1 / both),
        slip("fan_out", "That is 2 / n_out: a unit adds up n_in products.", 2 / n_out),
        slip("fan_out", "That is 1 / n_out: a unit adds up n_in products.", 1 / n_out),
        slip(
            "six", "The 6 belongs to a uniform draw, as its bound: the variance has a 2.", 6 / n_in
        ),
        slip("three", "That is 3 / n_in: the variance has a 2.", 3 / n_in),
        slip("product", "That is 2 / (n_in · n_out): n_in counts alone.", 2 / (n_in * n_out)),
        slip(
            "root_in_part",
            "The root goes over the whole fraction, and not over the 2 alone.",
            2 / n_in**2,
        ),
    ]


START = Start(
    "init_he",
    variance,
    lambda n_in, n_out: f"2 / {n_in}",
    slips=slips,
    tip="The variance is the square of the factor by which normal numbers are multiplied.",
)
globals().update(checks_of(START))
