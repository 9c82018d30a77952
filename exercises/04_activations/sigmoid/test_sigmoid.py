"""sigmoid is judged on 200 points of its curve, and far out, where the textbook form overflows."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

OVERFLOWS = "np.exp of a large number is inf, and inf / inf is nan: use only e to the −|z|."
STRAIGHT = "That is a straight line with its ends cut off: the sigmoid bends everywhere."
CUT_OFF = "The sums are cut off before the curve has come near its ends."


def rule(z):
    return 0.5 * (1 + np.tanh(z / 2))


def draw(rng, *shape, scale=1.0):
    return (scale * numbers(rng, *shape),)


def slips(z):
    s, E = rule(z), np.exp(z)
    shifted = np.exp(z - np.max(z))
    return [
        Slip(
            "half_slope",
            "The curve is twice as wide as it should be: z stands in the power as it is.",
            rule(z / 2),
        ),
        Slip(
            "double_slope",
            "The curve is half as wide as it should be: z stands in the power as it is, "
            "and in the form with tanh it is halved.",
            rule(2 * z),
        ),
        Slip("mirrored", "It falls where it should rise: the power is −z.", rule(-z)),
        Slip("overflows", OVERFLOWS, E / (1 + E)),
        Slip(
            "tanh",
            "That is tanh, which goes from −1 to 1: the sigmoid goes from 0 to 1.",
            2 * s - 1,
        ),
        Slip(
            "tanh",
            "That is tanh, which goes from −1 to 1: the sigmoid goes from 0 to 1.",
            np.tanh(z),
        ),
        Slip("not_lifted", "It goes from −0.5 to 0.5: the sigmoid goes from 0 to 1.", s - 0.5),
        Slip("not_halved", "It goes from 0 to 2: the sigmoid goes from 0 to 1.", 2 * s),
        Slip(
            "base_2", "The power is one of 2: it should be one of e, `np.exp`.", rule(np.log(2) * z)
        ),
        Slip(
            "base_2", "The power is one of 2: it should be one of e, `np.exp`.", 1 / (1 + 2.0**-z)
        ),
        Slip(
            "base_10",
            "The power is one of 10: it should be one of e, `np.exp`.",
            1 / (1 + 10.0**-z),
        ),
        Slip(
            "brackets",
            "That is 1 + e to the −z: divide 1 by all of it, with brackets around it.",
            1 + 1 / E,
        ),
        Slip("no_one", "The 1 below the line is missing: divide 1 by 1 + e to the −z.", E),
        Slip("power_only", "That is e to the −z alone: add 1, and divide 1 by it.", 1 / E),
        Slip(
            "minus",
            "Below the line stands a minus: it should be 1 plus e to the −z.",
            1 / (1 - 1 / E),
        ),
        Slip(
            "left_side",
            "The left half is the mirror image of the right one: at −z it should be 1 minus that.",
            rule(np.abs(z)),
        ),
        Slip(
            "right_side",
            "The right half is the mirror image of the left one: at z it should be 1 minus that.",
            rule(-np.abs(z)),
        ),
        Slip("slope", "That is the slope of the sigmoid: its height is asked for.", s * (1 - s)),
        Slip("step", "That is a step from 0 to 1: the sigmoid rises smoothly.", (z > 0) * 1.0),
        Slip("step", "That is a step from 0 to 1: the sigmoid rises smoothly.", (z >= 0) * 1.0),
        Slip("softsign", "That is another curve, made of z / (1 + |z|).", z / (1 + np.abs(z))),
        Slip(
            "softsign",
            "That is another curve, made of z / (1 + |z|).",
            0.5 * (1 + z / (1 + np.abs(z))),
        ),
        *(
            Slip("hard_sigmoid", STRAIGHT, np.clip(0.5 + slope * z, 0, 1))
            for slope in (0.2, 1 / 6, 0.25)
        ),
        Slip(
            "softplus", "That is log(1 + e to the z): no logarithm is needed.", np.logaddexp(0, z)
        ),
        Slip("log", "That is the logarithm of the sigmoid.", -np.logaddexp(0, -z)),
        Slip(
            "softmax",
            "The numbers share a total of 1: each has its own sigmoid, whatever the others are.",
            shifted / np.sum(shifted),
        ),
        *(Slip("cut_off", CUT_OFF, rule(np.clip(z, -far, far))) for far in (1, 5, 6, 10)),
        Slip(
            "rows",
            "That is the mean of all: each number has its own sigmoid.",
            rule(np.mean(z) + 0 * z),
        ),
    ]


FAR = np.array([[-1000.0, 1000.0], [800.0, -800.0]])
RULE = Rule(
    "sigmoid",
    rule,
    result="the result",
    draw=draw,
    sizes={"(2, 3)": (2, 3), "(5,)": (5,), "(2, 1, 3)": (2, 1, 3)},
    hand={
        "At 0 it is a half, and what it has at z and at −z adds up to 1.": (
            np.array([0.0, 1.0, -1.0, 2.5, -2.5, 0.25, -4.0]),
        ),
        "On 200 points from −8 to 8 it follows the curve.": (np.linspace(-8, 8, 200),),
    },
    edges={
        "Far out, at −1000 and at 1000, it is 0 and 1, and not nan.": Case(
            FAR, quiet=True, not_finite="Look for the e to the power of a large number."
        ),
        "Where it is small, it still has the right size.": [
            (np.array([-10.0, -11.0, -12.0]),),
            (np.array([-18.0, -20.0]),),
        ],
        "One number alone in an array is no exception.": (np.array([[0.75]]),),
        "All numbers on one side are no exception.": [
            (np.array([0.5, 3.0, 6.0]),),
            (np.array([-0.5, -3.0, -6.0]),),
        ],
    },
    whole=[(np.array([[1, -2, 3], [-1, 2, 0]]),)],  # of both signs: a step gives no zeros alone
    slips=slips,
    tip="For each number: 1, divided by 1 plus e to the power of −z.",
)
globals().update(checks_of(__file__, RULE))
