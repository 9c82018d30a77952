"""relu and relu_grad are judged number by number; at 0, any slope from 0 to 1 is right."""

import numpy as np

from bpcourse.checking.compare import numbers_in, show
from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip, fail

SIZES = {"(2, 3)": (2, 3), "(6,)": (6,), "(2, 2, 2)": (2, 2, 2)}
LEAKS = (0.01, 0.1, 0.2)
PLACES = (1.0, 0.5, 1e-3, 1e-6, -1.0, -0.5, -1e-3, -1e-6)
GENERAL = np.array([[-2.0, 0.5, 3.0], [1.25, -0.25, 8.0]])
ONE_SIDE = [(np.array([0.5, 2.0, 7.0]),), (np.array([-0.5, -2.0, -7.0]),)]
AXES = [(np.array([-1.5, 2.5]),), (np.array([[[0.75]], [[-4.0]]]),), (np.array([[2.0]]),)]
PICKED = "Only the numbers above 0 are left: the others become 0, and the shape stays."


def relu(z):
    return np.maximum(z, 0.0)


def slope(z):
    return np.where(z > 0, 1.0, 0.0)


def draw(rng, *shape, scale=1.0):
    return (scale * numbers(rng, *shape),)


def relu_slips(z):
    largest = np.max(z, axis=0)
    along = "`np.max(z, 0)` takes the largest along axis 0: `np.maximum(z, 0)` compares with 0."
    return [
        Slip("size_only", "Numbers below 0 become positive: they should become 0.", np.abs(z)),
        Slip(
            "turned", "It keeps what is below 0, and should keep what is above.", np.minimum(z, 0)
        ),
        Slip("turned", "It keeps what is below 0, and should keep what is above.", relu(-z)),
        Slip("unchanged", "Numbers below 0 have passed: they should become 0.", z),
        *(
            Slip(
                "leaky",
                "Below 0 a little passes: it should be 0 there.",
                np.where(z > 0, z, leak * z),
            )
            for leak in LEAKS
        ),
        *(
            Slip("cut_off", "Large numbers are cut off: above 0 all pass.", np.clip(z, 0, top))
            for top in (1, 6)
        ),
        *(
            Slip(
                "other_place",
                "What passes begins at another number than 0.",
                np.where(z > place, z, 0.0),
            )
            for place in PLACES
        ),
        Slip("slope", "That is the slope of ReLU: its height is asked for.", slope(z)),
        Slip(
            "squared",
            "What is above 0 has become its square: it should stay as it is.",
            relu(z) ** 2,
        ),
        Slip(
            "softplus",
            "That is log(1 + e to the z), which is smooth: ReLU has a corner.",
            np.logaddexp(0, z),
        ),
        Slip(
            "elu",
            "Below 0 the curve goes to −1: it should be 0 there.",
            np.where(z > 0, z, np.expm1(z)),
        ),
        Slip(
            "swish",
            "That is z times the sigmoid of z: below 0 it should be 0.",
            z * 0.5 * (1 + np.tanh(z / 2)),
        ),
        Slip("minus_one", "Below 0 there should be 0.", np.where(z > 0, z, -1.0)),
        Slip("largest", along, largest),
        Slip("largest", along, np.max(z)),
        Slip("picked", PICKED, z[z > 0]),
        Slip("zero", "It is 0 everywhere: what is above 0 should pass.", 0 * z),
    ]


def slope_slips(z):
    return [
        Slip("height", "That is ReLU itself: its slope is asked for.", relu(z)),
        Slip("turned", "It is the wrong way round: the slope is 1 where z is above 0.", slope(-z)),
        Slip("sign_of_z", "That is the sign of z: below 0 the slope is 0, and not −1.", np.sign(z)),
        Slip("unchanged", "That is z: the slope does not depend on how large z is.", z),
        Slip("size_only", "That is the size of z: the slope does not depend on it.", np.abs(z)),
        Slip("open_everywhere", "The slope is 1 above 0 only.", 1 + 0 * z),
        Slip("zero", "The slope is 0 below 0 only: above it is 1.", 0 * z),
        *(
            Slip(
                "leaky",
                "Below 0 the slope is 0: that is a ReLU with a leak.",
                np.where(z > 0, 1.0, leak),
            )
            for leak in LEAKS
        ),
        *(
            Slip("other_place", "The slope changes at another number than 0.", (z > place) * 1.0)
            for place in PLACES
        ),
        Slip("sign", "Every number is right but for its sign: ReLU never falls.", -slope(z)),
        Slip("half", "Above 0 the slope is 1.", slope(z) / 2),
        Slip(
            "smooth",
            "That is the sigmoid: the slope of ReLU jumps from 0 to 1.",
            0.5 * (1 + np.tanh(z / 2)),
        ),
        Slip("picked", PICKED, np.ones(np.sum(z > 0))),
        Slip("picked", PICKED, z[z > 0]),
        Slip("turned_over", "That is 1 divided by z.", 1 / z),
    ]


RELU = Rule(
    "relu",
    relu,
    result="the result",
    draw=draw,
    sizes=SIZES,
    hand={"What is above 0 passes, and the rest becomes 0.": (GENERAL,)},
    edges={
        "At 0, and close to it on both sides, it gives what it should.": (
            np.array([0.0, 1e-4, -1e-4, 2e-7, -2e-7]),
        ),
        "All numbers on one side of 0 are no exception.": ONE_SIDE,
        "One axis, three axes and a single number are no exception.": AXES,
    },
    slips=relu_slips,
    tip="For each number on its own: z where it is above 0, and else 0.",
)
SLOPE = Rule(
    "relu_grad",
    slope,
    result="the slope",
    draw=draw,
    sizes=SIZES,
    hand={"The slope is 1 above 0 and 0 below.": (GENERAL,)},
    edges={
        "Close to 0, on both sides, it is 1 and 0.": (np.array([1e-4, -1e-4, 2e-7, -2e-7]),),
        "All numbers on one side of 0 are no exception.": ONE_SIDE,
        "One axis, three axes and a single number are no exception.": AXES,
    },
    slips=slope_slips,
    tip="For each number on its own: 1 where z is above 0, and 0 where it is below.",
    loss=lambda z: np.sum(relu(z)),
    by=("z",),
)
globals().update(checks_of(__file__, RELU, SLOPE))


def test_at_zero(relu_grad):
    """At exactly 0 the slope may be any number from 0 to 1."""
    array, problem = numbers_in(relu_grad(np.array([[0.0, -0.0]])), "the slope", "an array")
    if problem:
        fail(problem[0], kind=problem[1])
    if array.shape != (1, 2) or not np.all((array >= 0) & (array <= 1)):
        seen = f"The slope at 0 is {show(array)}, but should lie between 0 and 1."
        fail(seen, "This course takes 0: `z > 0` is False there.", kind="wrong_value")
