"""ema is judged against the rule, with and without the correction."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

BETAS = (0.3125, 0.6875, 0.8125, 0.9375)


def rule(x, beta, correct):
    e = run(x, beta)
    return e / (1 - beta ** steps(x)) if correct else e


def run(x, beta, new=None, start=0.0):
    """e after each number, from `start`: beta e + new x."""
    new = 1 - beta if new is None else new
    e, found = start, []
    for x_t in x:
        e = beta * e + new * x_t
        found.append(e)
    return np.array(found)


def steps(x):
    """t = 1, 2, ..., n"""
    return np.arange(1.0, len(x) + 1)


def draw(rng, n, correct, scale=1.0):
    return scale * numbers(rng, n), BETAS[rng.integers(len(BETAS))], correct


def feeds_back(x, beta):
    """The corrected average goes into the next step."""
    e, found = 0.0, []
    for t, x_t in enumerate(x, start=1):
        e = (beta * e + (1 - beta) * x_t) / (1 - beta**t)
        found.append(e)
    return np.array(found)


def slips(x, beta, correct):
    t, e = steps(x), run(x, beta)
    kept = 1 - beta**t

    def corrected(averages, by=kept):
        return averages / by if correct else averages

    def only_if_correct(averages):
        return averages if correct else None

    starts = (
        "The first average is the first number, as if there had been nothing before. Here it "
        "starts at 0."
    )
    return [
        Slip("starts_at_x0", starts, corrected(run(x, beta, start=x[0]))),
        Slip("starts_at_x0", starts, run(x, beta, start=x[0])),
        Slip(
            "undamped",
            "The new number counts in full, as in the velocity of momentum: in an average it "
            "counts 1 - beta.",
            corrected(run(x, beta, new=1.0)),
        ),
        Slip(
            "beta_swapped",
            "beta and 1 - beta have changed places: beta is the part that is kept.",
            corrected(run(x, 1 - beta)),
        ),
        Slip(
            "beta_swapped",
            "beta and 1 - beta have changed places: beta is the part that is kept.",
            corrected(run(x, 1 - beta), 1 - (1 - beta) ** t),
        ),
        Slip(
            "beta_twice",
            "The new number counts beta: it counts 1 - beta.",
            corrected(run(x, beta, new=beta)),
        ),
        Slip(
            "forgets_all",
            "Nothing of the old average is kept: beta times it has to be added.",
            corrected((1 - beta) * x),
        ),
        Slip("x_itself", "These are the numbers themselves.", 1.0 * x if beta else None),
        Slip(
            "adds_up",
            "The old average is kept in full: it is multiplied by beta.",
            corrected((1 - beta) * np.cumsum(x)),
        ),
        Slip(
            "plain_mean",
            "That is the mean of all numbers so far, in which each counts the same.",
            np.cumsum(x) / t,
        ),
        Slip(
            "window",
            "That is a mean of the last numbers only: here all numbers count, the older ones less.",
            np.convolve(x, np.ones(2) / 2)[: len(x)],
        ),
        Slip(
            "window",
            "That is a mean of the last numbers only: here all numbers count, the older ones less.",
            np.convolve(x, np.ones(3) / 3)[: len(x)],
        ),
        Slip(
            "backwards",
            "It goes from the last number to the first: x begins with the oldest.",
            corrected(run(x[::-1], beta))[::-1],
        ),
        Slip(
            "one_late",
            "These are the averages before each number: give those after it.",
            np.append(0.0, rule(x, beta, correct)[:-1]),
        ),
        Slip("ignores_flag", "The start at 0 is not made up for, though correct is True.",
             only_if_correct(e)),
        Slip("always_corrects", "It is corrected, though correct is False.",
             None if correct else e / kept),
        Slip(
            "t_from_0",
            "t starts at 0, so the first average is divided by 0: t is 1 at the first number.",
            only_if_correct(e / (1 - beta ** (t - 1))),
        ),
        Slip(
            "t_one_too_large",
            "t is one too large: it is 1 at the first number.",
            only_if_correct(e / (1 - beta ** (t + 1))),
        ),
        Slip(
            "t_always_n",
            "All are divided by the number of the last step: t is 1, 2, ..., n.",
            only_if_correct(e / (1 - beta ** len(x))),
        ),
        Slip(
            "t_always_1",
            "All are divided by 1 - beta: it is 1 - beta**t, and t counts the steps.",
            only_if_correct(e / (1 - beta)),
        ),
        Slip(
            "times_t",
            "The power is missing: it is beta to the power of t, and not beta times t.",
            only_if_correct(e / (1 - beta * t)),
        ),
        Slip(
            "by_beta_t",
            "It is divided by beta**t: divide by 1 - beta**t.",
            only_if_correct(e / beta**t),
        ),
        Slip(
            "multiplied",
            "It is multiplied by 1 - beta**t: divide by it.",
            only_if_correct(e * kept),
        ),
        Slip(
            "feeds_back",
            "The corrected average goes into the next step: keep it as it is, and correct a copy.",
            only_if_correct(feeds_back(x, beta)),
        ),
        Slip(
            "corrects_first",
            "Only the first average is corrected.",
            only_if_correct(np.append(e[0] / (1 - beta), e[1:])),
        ),
    ]  # fmt: skip


GENERAL = np.array([1.0, -0.5, 0.25, 2.0, -1.0])
WEIGHTS = np.array([1.0, 0.0, 0.0, 0.0])
RULE = Rule(
    "ema",
    rule,
    result="the average",
    draw=draw,
    sizes={
        "8 numbers": (8, False),
        "8 numbers, corrected": (8, True),
        "2 numbers, corrected": (2, True),
    },
    hand={
        "Followed by hand, each average comes from the one before.": (GENERAL, 0.7, False),
        "Corrected, the start at 0 is made up for.": Case(
            GENERAL, 0.7, True, not_finite="Look at what the first average is divided by."
        ),
    },
    edges={
        "A single 1 is forgotten step by step.": [(WEIGHTS, 0.6, False), (-2 * WEIGHTS, 0.6, True)],
        "If all numbers are alike, the corrected average is that number.": [
            (np.full(5, 3.0), 0.9, False),
            (np.full(5, 2.0), 0.9, True),
        ],
        "One number alone is no exception.": [
            (np.array([2.5]), 0.8, False),
            (np.array([1.5]), 0.8, True),
        ],
        "With beta = 0 it is x itself.": [
            (np.array([2.0, -1.0, 0.5]), 0.0, False),
            Case(np.array([2.0, -1.0, 0.5]), 0.0, True, quiet=True),
        ],
        "With beta = 0.999, and after 200 numbers, it is exact.": [
            (np.cos(np.arange(200.0)), 0.999, False),
            (np.sin(np.arange(1.0, 201.0)), 0.999, True),
        ],
    },
    whole=[(np.array([3, -1, 4, 2]), 0.6, False), (np.array([3, -1, 4, 2]), 0.6, True)],
    slips=slips,
    tip="x_bar = beta * x_bar + (1 - beta) * x_t, from 0; corrected, x_bar / (1 - beta**t).",
)
globals().update(checks_of(__file__, RULE))
