"""The two slopes are judged on 200 points each, and far out, where powers of e overflow."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

FAR = np.array([[-1000.0, 1000.0], [800.0, -800.0]])
POINTS = (np.linspace(-6, 6, 200),)
GENERAL = (np.array([0.0, 0.5, -0.5, 1.0, -2.0, 3.0, -1.25]),)
ONE_AXIS_MORE = [(np.array([[0.75]]),), (np.array([[[0.5, -1.5]], [[2.0, 0.25]]]),)]
STEPS = (1.0, 0.1, 0.01, 0.001, 0.0001)


def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def sigmoid_slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def draw(rng, *shape, scale=1.0):
    return (scale * numbers(rng, *shape),)


def usual_slips(z, function, slope):
    """What may go wrong with either of them."""
    a, right = function(z), slope(z)
    found = [
        Slip("output", "That is the output: its slope is asked for.", a),
        Slip("square_alone", "That is the square of the output alone.", a**2),
        Slip("not_squared", "That is 1 − a of the output a: one more factor is missing.", 1 - a),
        Slip(
            "activated_twice",
            "The slope is asked at the sum z, and here it is asked at the output of it.",
            slope(a),
        ),
        Slip("wide", "As if z were half as large: take the output of z itself.", slope(z / 2)),
        Slip("narrow", "As if z were twice as large: take the output of z itself.", slope(2 * z)),
        Slip("sign", "Every number is right but for its sign: both curves rise.", -right),
        Slip("twice", "That is twice the slope.", 2 * right),
        Slip("half", "That is half the slope.", right / 2),
        Slip("times_z", "That is z times the slope: the slope alone is asked for.", z * right),
        Slip(
            "times_a",
            "That is the output times the slope: the slope alone is asked for.",
            a * right,
        ),
        Slip("turned_over", "That is 1 divided by the slope.", 1 / right),
        *(
            Slip(
                "coarse",
                "That is measured with a step on one side only, and too coarse: use the formula.",
                (function(z + h) - function(z)) / h,
            )
            for h in STEPS
        ),
        *(
            Slip(
                "coarse",
                "That is measured with too large a step: use the formula.",
                (function(z + h) - function(z - h)) / (2 * h),
            )
            for h in STEPS[:3]
        ),
    ]
    if z.shape[-1] > 1:
        told = "Neighbours in the array are compared: each number has a slope of its own."
        found.append(Slip("neighbours", told, np.gradient(a, axis=-1)))
        found.append(Slip("neighbours", told, np.diff(a, axis=-1)))
    return found


def sigmoid_slips(z):
    a, E = sigmoid(z), np.exp(z)
    overflows = "np.exp of a large number is inf, and inf / inf is nan: start from the output."
    return [
        *usual_slips(z, sigmoid, sigmoid_slope),
        Slip(
            "slope_of_sum",
            "That is z (1 − z). The rule a (1 − a) is meant for the output a, the sigmoid of z.",
            z * (1 - z),
        ),
        Slip(
            "as_tanh",
            "That is 1 − a², the rule of tanh: for the sigmoid it is a (1 − a).",
            1 - a**2,
        ),
        Slip("tanh_itself", "That is the slope of tanh.", tanh_slope(z)),
        Slip(
            "tanh_inside",
            "a is tanh of z here: it should be the sigmoid of z.",
            np.tanh(z) * (1 - np.tanh(z)),
        ),
        Slip("plus", "That is a (1 + a): it should be a (1 − a).", a * (1 + a)),
        Slip("overflows", overflows, (1 / E) / (1 + 1 / E) ** 2),
        Slip("overflows", overflows, E / (1 + E) ** 2),
        Slip("overflows", overflows, E / (1 + E) * (1 - E / (1 + E))),
        Slip("power_only", "That is a power of e alone.", -1 / E),
        Slip(
            "constant",
            "That is 0.25 everywhere, its slope at 0: further out it is flatter.",
            0.25 + 0 * z,
        ),
    ]


def tanh_slips(z):
    a, E = np.tanh(z), np.exp(z)
    as_sigmoid = "That is a (1 − a), the rule of the sigmoid: for tanh it is 1 − a²."
    return [
        *usual_slips(z, np.tanh, tanh_slope),
        Slip(
            "slope_of_sum",
            "That is 1 − z². The rule 1 − a² is meant for the output a, tanh of z.",
            1 - z**2,
        ),
        Slip("as_sigmoid", as_sigmoid, a * (1 - a)),
        Slip("sigmoid_itself", "That is the slope of the sigmoid.", sigmoid_slope(z)),
        Slip(
            "sigmoid_inside",
            "a is the sigmoid of z here: it should be tanh of z.",
            1 - sigmoid(z) ** 2,
        ),
        Slip("plus", "That is 1 + a²: it should be 1 − a².", 1 + a**2),
        Slip("one_cosh", "That is 1 / cosh z: it has to be squared.", 1 / np.cosh(z)),
        Slip(
            "overflows",
            "np.exp of a large number is inf, and inf / inf is nan: np.tanh takes any number.",
            1 - ((E - 1 / E) / (E + 1 / E)) ** 2,
        ),
        Slip(
            "constant",
            "That is 1 everywhere, its slope at 0: further out it is flatter.",
            1 + 0 * z,
        ),
    ]


def rule_of(name, rule, loss, slips, small, tip):
    """The same data for both of them."""
    far = Case(FAR, quiet=True, not_finite="Look for the e to the power of a large number.")
    return Rule(
        name,
        rule,
        result="the slope",
        draw=draw,
        sizes={"(2, 3)": (2, 3), "(5,)": (5,), "(2, 1, 3)": (2, 1, 3)},
        hand={
            "At 0 it is the steepest, and on both sides it becomes flatter.": GENERAL,
            "On 200 points from −6 to 6 it follows the slope.": POINTS,
        },
        edges={
            "Far out, at −1000 and at 1000, it is 0, and not nan.": far,
            "Where it is small, it still has the right size.": (np.array(small),),
            "One number alone, and three axes, are no exception.": ONE_AXIS_MORE,
        },
        slips=slips,
        tip=tip,
        loss=loss,
        by=("z",),
    )


SIGMOID = rule_of(
    "sigmoid_grad",
    sigmoid_slope,
    lambda z: np.sum(sigmoid(z)),
    sigmoid_slips,
    [7.0, -8.0, 9.0],
    "The output a first, which is the sigmoid of z; then a times 1 − a.",
)
TANH = rule_of(
    "tanh_grad",
    tanh_slope,
    lambda z: np.sum(np.tanh(z)),
    tanh_slips,
    [4.0, -4.5, 5.0],
    "The output a first, which is tanh of z; then 1 minus its square.",
)
globals().update(checks_of(__file__, SIGMOID, TANH))
