"""steps is judged where the batch size divides n, and on both sides of that."""

import math

import numpy as np

from bpcourse.checking.compare import show
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip, Wrong


def rule(n, size, epochs):
    return epochs * math.ceil(n / size)


def slips(n, size, epochs):
    in_one = math.ceil(n / size)
    cut = "The samples that fill no batch make a step, too: round up, not down."
    return [
        Slip("rounded_down", cut, epochs * (n // size)),
        Slip("rounded_down", cut, epochs * max(1, n // size)),
        Slip("fractions", "A step has no parts: round up to a whole one.", epochs * n / size),
        Slip(
            "rounded_to_the_nearest",
            "Any sample that is left makes a step: round up, also where little is left.",
            epochs * round(n / size),
        ),
        Slip(
            "rounded_at_the_end",
            "Each epoch ends with a batch of its own: round up first, then multiply.",
            math.ceil(epochs * n / size),
        ),
        Slip(
            "rounded_at_the_end",
            "Each epoch ends with a batch of its own: round up first, then multiply.",
            epochs * n // size,
        ),
        Slip(
            "always_one_more",
            "One step more is needed only if samples are left: where size divides n, none is.",
            epochs * (n // size + 1),
        ),
        Slip(
            "one_short_batch",
            "Every epoch has a short last batch, and not the last epoch alone.",
            epochs * (n // size) + (n % size > 0),
        ),
        Slip("one_epoch", "That is one epoch: multiply by their number.", in_one),
        Slip("epochs_are_steps", "That is one step for each epoch: each batch makes one.", epochs),
        Slip("samples", "That counts samples: each batch makes one step.", epochs * n),
        Slip(
            "size_times_epochs",
            "That multiplies the batch size: the larger a batch, the fewer steps.",
            epochs * size,
        ),
        Slip("turned_over", "Divide n by size, and not size by n.", epochs * math.ceil(size / n)),
        Slip("epochs_added", "Multiply by the epochs: each has as many steps.", epochs + in_one),
        Slip("no_epoch", "0 epochs are 0 steps.", max(1, epochs) * in_one),
    ]


def draw(rng, n, size):
    return int(rng.integers(*n)), int(rng.integers(*size)), int(rng.integers(2, 9))


RULE = Rule(
    "steps",
    rule,
    result="the number of steps",
    draw=draw,
    sizes={
        "some hundred samples": ((200, 1000), (5, 60)),
        "some thousand samples": ((5000, 60_000), (30, 500)),
    },
    hand={
        "Where samples are left, they make a step in each epoch.": [
            (1000, 32, 10),
            (1010, 32, 7),
            (1000, 32, 1),
            (20, 50, 3),
        ],
    },
    edges={
        "Where size divides n, there is no further step.": [(64, 32, 5), (12, 4, 3), (7, 1, 2)],
        "One sample too many, and one too few, are told apart.": [(65, 32, 5), (63, 32, 5)],
        "A batch that is larger than n, or as large, makes one step an epoch.": [
            (5, 9, 4),
            (6, 6, 4),
            (1, 1, 3),
        ],
        "0 epochs are 0 steps.": [(10, 4, 0), (10, 4, 2)],
    },
    whole=[(20, 3, 2)],
    slips=slips,
    single=False,
    tip="One epoch first: the batches that n samples fill, and one for those that are left.",
)
globals().update(checks_of(__file__, RULE))


def test_it_is_an_int(steps):
    """The result is a whole number of the kind that `range` takes."""
    for n, size in ((10, 4), (12, 4)):
        got = steps(n, size, 3)
        if isinstance(got, float | np.floating) and RULE.compare(got, Case(n, size, 3)).right:
            seen = f"The number of steps is {show(got)}, a float: `range` refuses it."
            told = "Make an int of it: math.ceil and // of two ints give ints, and / never does."
            raise Wrong(f"{seen}\n{told}", "float_for_int")
