"""act_backward is judged against the rule, for each kind, also far out where exp overflows."""

import numpy as np

from bpcourse.checking.compare import numbers_in, show
from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip, fail

FORWARD = {
    "relu": lambda Z: np.maximum(Z, 0.0),
    "tanh": np.tanh,
    "sigmoid": lambda Z: 0.5 * (1 + np.tanh(Z / 2)),
}
SLOPE = {
    "relu": lambda Z: (Z > 0) * 1.0,
    "tanh": lambda Z: 1 - np.tanh(Z) ** 2,
    "sigmoid": lambda Z: 0.25 * (1 - np.tanh(Z / 2) ** 2),
}


def rule(dA, Z, kind):
    return dA * SLOPE[kind](Z)


def loss(dA, Z, kind):
    return np.sum(dA * FORWARD[kind](Z))


def draw(rng, n, k, kind, scale=1.0):
    return scale * numbers(rng, n, k), numbers(rng, n, k), kind


def slips(dA, Z, kind):
    A, slope = FORWARD[kind](Z), SLOPE[kind](Z)
    found = [
        Slip("slope_alone", "That is the slope alone: multiply dA by it.", slope),
        Slip("activation", "That is the activation, and not its slope.", dA * A),
        Slip(
            "activation_alone",
            "That is the activation of Z: on the way back its slope is asked for.",
            A,
        ),
        Slip(
            "slope_of_dA",
            "The slope is that at the sums Z, not at dA.",
            dA * SLOPE[kind](dA),
        ),
        Slip(
            "slope_of_A",
            "The slope is that at the sums Z, and not at their activations.",
            dA * SLOPE[kind](A),
        ),
        Slip("no_slope", "That is dA as it was: the slope is missing.", dA),
        Slip(
            "one_sign_only",
            "dA is kept only where it is positive: Z decides that, not dA.",
            np.maximum(dA, 0) * slope,
        ),
        Slip("twice", "The slope is used twice.", dA * slope**2),
        Slip(
            "divides",
            "To go back is to multiply by the slope, not to divide by it.",
            dA / np.where(slope, slope, 1),
        ),
        Slip("divides", "To go back is to multiply by the slope, not to divide by it.", dA / slope),
        Slip("sign", "Every number is right but for its sign.", -dA * slope),
        Slip("adds_the_slope", "Multiply by the slope: here it is added.", dA + slope),
    ]
    if kind == "relu":
        opens_late = "A gate is open wherever the sum is above 0, however small it is."
        found.append(Slip("gate_opens_late", opens_late, dA * (Z > 0.01)))
        found.append(
            Slip(
                "gate_turned",
                "The gate is the wrong way round: it is open where Z > 0.",
                dA * (Z < 0),
            )
        )
    else:
        found += [
            Slip("as_relu", "This kind is treated as if it were ReLU.", dA * (Z > 0)),
            Slip(
                "activates_dA",
                "That is the activation of dA.",
                FORWARD[kind](dA),
            ),
        ]
    if kind == "tanh":
        found += [
            Slip(
                "slope_of_sum",
                "The slope of tanh is 1 − a², with the output a and not the sum.",
                dA * (1 - Z**2),
            ),
            Slip(
                "as_sigmoid",
                "That is the rule of the sigmoid: for tanh it is 1 − a².",
                dA * A * (1 - A),
            ),
            Slip("not_squared", "That is 1 − a: the output has to be squared.", dA * (1 - A)),
            Slip("square_alone", "That is a², without the 1 −.", dA * A**2),
        ]
    if kind == "sigmoid":
        E = np.exp(Z)
        found += [
            Slip(
                "slope_of_sum",
                "The slope of the sigmoid is s (1 − s) of its output s, not of the sum z.",
                dA * Z * (1 - Z),
            ),
            Slip(
                "as_tanh",
                "That is the rule of tanh: for the sigmoid it is s (1 − s).",
                dA * (1 - A**2),
            ),
            Slip("tanh_itself", "This kind is treated as if it were tanh.", dA * SLOPE["tanh"](Z)),
            Slip("not_squared", "That is 1 − s: it is multiplied by s as well.", dA * (1 - A)),
            Slip(
                "overflows",
                "np.exp(1000) is infinite, and inf / inf is nan: keep large sums away from it.",
                dA * (E / (1 + E) * (1 - E / (1 + E))),
            ),
            Slip(
                "overflows",
                "np.exp(1000) is infinite, and inf / inf is nan: keep large sums away from it.",
                dA * (1 / E / (1 + 1 / E) ** 2),
            ),
        ]
    if Z.ndim == 2 and Z.shape[0] == Z.shape[1]:
        told = "An activation works on each number alone: multiply element by element."
        found.append(Slip("matrix_product", told, dA @ slope))
    return found


CALM = "Far out, at −1000 and +1000, it gives the slope that is there, and no nan."
FAR = (
    np.array([[3.0, 3.0], [-2.0, 1.0]]),
    np.array([[-1000.0, 1000.0], [1000.0, -1000.0]]),
)
HAND = (
    np.array([[5.0, -4.0, 2.0], [1.0, 3.0, -2.0], [-1.0, 2.5, 4.0]]),
    np.array([[-2.0, 1.0, 3.0], [0.5, -0.25, -1.0], [1.5, -3.0, 0.75]]),
)
RULE = Rule(
    "act_backward",
    rule,
    result="dZ",
    draw=draw,
    sizes={"relu": (2, 3, "relu"), "tanh": (2, 2, "tanh"), "sigmoid": (1, 4, "sigmoid")},
    hand={
        'With "relu", dA passes where the gate is open.': (*HAND, "relu"),
        'With "tanh", each number is multiplied by the slope of tanh.': (*HAND, "tanh"),
        'With "sigmoid", each number is multiplied by the slope of the sigmoid.': (
            *HAND,
            "sigmoid",
        ),
    },
    edges={
        "Where all gates are open, everything passes.": (HAND[0], np.abs(HAND[1]), "relu"),
        **{f"{CALM} [{kind}]": Case(*FAR, kind, quiet=True) for kind in SLOPE},
        "However small a sum is, its sign decides whether a gate is open.": [
            (np.array([[2.0, -3.0, 4.0]]), np.array([[1e-9, -1e-9, 1e-4]]), "relu"),
            (np.array([[2.0, -3.0, 4.0]]), np.array([[2.0, -1.0, 0.5]]), "relu"),
        ],
        "Arrays of one axis, and of three, are no exception.": [
            (np.array([1.0, -2.0]), np.array([0.5, -0.5]), "tanh"),
            (np.ones((2, 1, 2)), np.array([[[0.5, -1.0]], [[2.0, 1.5]]]), "tanh"),
        ],
    },
    slips=slips,
    loss=loss,
    by=("Z",),
    tip="Element by element: dA times the slope at Z.",
)
globals().update(checks_of(__file__, RULE))


def test_at_zero(act_backward):
    """At exactly 0 ReLU may have any slope from 0 to 1."""
    array, problem = numbers_in(
        act_backward(np.array([[2.0]]), np.array([[0.0]]), "relu"), "dZ", "an array"
    )
    if problem:
        fail(problem[0], kind=problem[1])
    if array.shape != (1, 1) or not 0 <= array[0, 0] <= 2:
        fail(f"dZ is {show(array)}, but should lie between 0 and 2.", kind="wrong_value")
