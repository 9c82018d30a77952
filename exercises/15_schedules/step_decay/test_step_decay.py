"""step_decay is judged against the rule, on both sides of every edge of a stair."""

import numpy as np

from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

RATES = (0.1875, 0.3125, 0.4375, 0.5625)
FACTORS = (0.375, 0.625, 0.75, 0.8125)
LENGTHS = (3, 4, 5, 6, 7)


def rule(t, lr0, factor, every):
    return lr0 * factor ** (t // every)


def draw(rng, part, scale=1.0):
    """A step at that part of its stair, which is the second, third or fourth one."""
    every = int(LENGTHS[rng.integers(len(LENGTHS))])
    t = every * int(rng.integers(1, 4)) + round(part * (every - 1))
    lr0, factor = RATES[rng.integers(len(RATES))], FACTORS[rng.integers(len(FACTORS))]
    return t, scale * lr0, factor, every


def slips(t, lr0, factor, every):
    k = t // every

    def stairs(number):
        return lr0 * factor**number

    return [
        Slip("smooth", "It falls within a stair, too: count whole stairs, with `//`.",
             stairs(t / every)),
        Slip("one_early", "It falls one step too early: t = every is the first step of the next "
             "stair.", stairs((t + 1) // every)),
        Slip("one_late", "It falls one step too late: t = every is already on the next stair.",
             stairs(max(t - 1, 0) // every)),
        Slip("from_the_first", "The first stair has the rate lr0 itself, so the exponent starts "
             "at 0.", stairs(k + 1)),
        Slip("ceil", "It counts a stair that has only begun: round down.", stairs(-(-t // every))),
        Slip("rounds", "It falls in the middle of a stair: round down, and not to the nearest.",
             stairs(round(t / every))),
        Slip("only_once", "It falls once and then stays: each stair multiplies anew.",
             stairs(min(k, 1))),
        Slip("each_step", "It falls at every step: only whole stairs count.", stairs(t)),
        Slip("remainder", "`%` gives the steps since the last fall: `//` counts the stairs.",
             stairs(t % every)),
        Slip("only_on_the_edge", "It falls for one step and is back at lr0.",
             stairs(1 if t % every == 0 else 0)),
        Slip("only_on_the_edge", "It falls for one step and is back at lr0.",
             stairs(1 if t and t % every == 0 else 0)),
        Slip("subtracts", "Something is subtracted for each stair: multiply by the factor.",
             lr0 - factor * k),
        Slip("a_part_of_the_first", "Each stair takes the same part of the first rate: take it of "
             "the rate that is left.", lr0 * (1 - (1 - factor) * k)),
        Slip("times_k", "The number of stairs is the exponent, and no factor.", lr0 * factor * k),
        Slip("divides", "It grows from stair to stair: multiply by the factor.",
             lr0 / factor**k),
        Slip("exponential", "The factor itself is raised to the power: exp is not needed.",
             lr0 * np.exp(-factor * k)),
        Slip("one_minus", "factor is what is left, and not what is taken away.",
             lr0 * (1 - factor) ** k),
        Slip("swapped", "factor and every have changed places.", lr0 * every ** (t // factor)
             if t // factor < 50 else None),
        Slip("no_first_rate", "lr0 is missing: that is the part of it that is left.", factor**k),
        Slip("factor_twice", "The rate falls by the factor twice on each stair.", stairs(2 * k)),
        Slip("power_of_both", "The power takes lr0 as well: raise the factor alone.",
             (lr0 * factor) ** k),
        Slip("never_falls", "It never falls.", stairs(0)),
    ]  # fmt: skip


RULE = Rule(
    "step_decay",
    rule,
    result="the rate",
    draw=draw,
    sizes={
        "a step on a stair": (0.5,),
        "the last step of a stair": (1.0,),
        "the first step of a stair": (0.0,),
    },
    hand={"At t = 12, with stairs of 5 steps, two of them lie behind.": (12, 0.6, 0.3, 5)},
    edges={
        "A stair is as long as it should be, and the next begins at t = every.": [
            (4, 0.6, 0.3, 5),
            (5, 0.6, 0.3, 5),
            (6, 0.6, 0.3, 5),
            (13, 0.6, 0.3, 5),
            (14, 0.6, 0.3, 5),
            (15, 0.6, 0.3, 5),
        ],
        "At t = 0 it is the first rate.": [(0, 0.5, 0.2, 3), (0, 0.3, 0.7, 1)],
        "With stairs of one step it falls every time.": [(3, 0.4, 0.7, 1), (4, 0.4, 0.7, 1)],
        "With factor 1 it stays.": [(9, 0.3, 1.0, 4), (2, 0.3, 1.0, 4)],
        "After many stairs a little is left.": (1000, 0.1, 0.9, 10),
    },
    whole=[(10, 3, 0.25, 4), (9, 2, 1, 4), (3, 1, 0.5, 7)],
    slips=slips,
    tip="The rate is lr0, times the factor once for each whole stair behind step t.",
)
globals().update(checks_of(__file__, RULE))
