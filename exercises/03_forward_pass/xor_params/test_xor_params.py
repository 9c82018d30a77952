"""xor_params is judged by what its net answers at the four points, whatever its numbers are."""

import numpy as np

from bpcourse.checking.inputs import independent
from bpcourse.checking.result import equal, leaves
from bpcourse.checking.values import fresh
from bpcourse.checking.wrong import Wrong, fail
from bpcourse.nn.mlp import KINDS

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  # (4, 2)
WANTED = np.array([False, True, True, False])  # (4,)
LOW, HIGH, ROUNDING = 0.25, 0.75, 1e-9
NAMES = ["the result", {"W": "W of layer {i}", "b": "b of layer {i}"}]
FORM = [(np.zeros((2, 2)), np.zeros(2)), (np.zeros((2, 1)), np.zeros(1))]
KNOWN = {  # what other nets answer: id → answers, sentence
    "and": ([0, 0, 0, 1], "That is AND, 1 where both are: XOR is 1 where exactly one is."),
    "or": ([0, 1, 1, 1], "That is OR, 1 where any is: XOR is 0 where both are."),
    "xnor": (
        [1, 0, 0, 1],
        "That is the opposite of XOR: turn the signs of W2, and take 1 - b2 for b2.",
    ),
    "nand": ([1, 1, 1, 0], "That is NAND, 0 where both are: XOR is 0 at (0, 0), too."),
    "nor": ([1, 0, 0, 0], "That is NOR, 1 where none is: XOR is 1 where exactly one is."),
    "one_input": ([0, 0, 1, 1], "That is the first input alone: the second one has no effect."),
    "other_input": ([0, 1, 0, 1], "That is the second input alone: the first one has no effect."),
}


def answers(params, f=KINDS["relu"], turned=False):
    """What the net answers at the four points (4,); `turned` transposes W1."""
    (W1, b1), (W2, b2) = params
    with np.errstate(all="ignore"):
        return (f(X @ (W1.T if turned else W1) + b1) @ W2 + b2)[:, 0]


def is_xor(Y):
    """For each point, is the answer on its side, with the margin?"""
    return np.where(WANTED, Y >= HIGH - ROUNDING, Y <= LOW + ROUNDING)


def require_form(params):
    """Raise Wrong unless these are two pairs of arrays of numbers that have the right shapes."""
    for leaf in leaves(params, FORM, NAMES):
        if leaf.problem and leaf.problem[1] not in ("wrong_value", "not_finite"):
            raise Wrong(*leaf.problem)
        if not np.isfinite(leaf.got).all():
            fail(f"{leaf.name} holds numbers that are not finite.", kind="not_finite")


def causes(params):
    """What explains the wrong answers of this net: id → sentence."""
    Y, found = answers(params), {}
    (W1, b1), _ = params
    if np.all((Y > 0.5) == WANTED):
        found["margin_small"] = (
            "All four are on the right side of 0.5, but not far enough: make the weights of the "
            "second layer larger, and move b2 so that both sides gain."
        )
    elif np.all(is_xor(answers(params, turned=True))):
        found["W1_transposed"] = (
            "With W1 transposed it would be right: rows of W are inputs, and columns are units."
        )
    elif others := [f for f in ("tanh", "sigmoid") if np.all(is_xor(answers(params, KINDS[f])))]:
        found["other_activation"] = (
            f"With {' or '.join(others)} it would be right: here ReLU stands between the layers."
        )
    elif np.allclose(Y, Y[0]):
        found["all_the_same"] = (
            "It gives the same answer everywhere: look at what each hidden unit makes of the four "
            "points."
        )
    elif np.all(X @ W1 + b1 >= 0):
        found["never_folds"] = (
            "No hidden unit is ever shut: where no sum is below 0, ReLU changes nothing, and the "
            "net is one straight cut."
        )
    else:
        found |= {
            name: told
            for name, (pattern, told) in KNOWN.items()
            if np.array_equal(Y > 0.5, np.array(pattern, bool))
        }
    return found


def require_answers(params, which):
    Y = answers(params)
    wrong = [s for s in which if not is_xor(Y)[s]]
    if not wrong:
        return
    s = wrong[0]
    wanted = f"at least {HIGH}" if WANTED[s] else f"at most {LOW}"
    x1, x2 = X[s].astype(int)
    seen = f"At ({x1}, {x2}) the net answers {Y[s]:.4g}, but should answer {wanted}."
    found = causes(params)
    tip = "Compute the two hidden outputs at each of the four points, and look where they lie."
    raise Wrong(seen, "wrong_value", offered=found, fitting=found, tip=tip)


def test_example(xor_params):
    """The example of the task comes out as it is written there."""
    require_form(xor_params())


def test_no_input_is_on(xor_params):
    """At (0, 0) the answer is at most 0.25."""
    _require(xor_params, 0)


def test_one_input_is_on(xor_params):
    """At (0, 1) and at (1, 0) the answer is at least 0.75."""
    _require(xor_params, 1, 2)


def test_both_inputs_are_on(xor_params):
    """At (1, 1) the answer is at most 0.25."""
    _require(xor_params, 3)


def _require(xor_params, *which):
    params = xor_params()
    require_form(params)
    require_answers(params, which)


def test_asked_again(xor_params):
    """Asked again, it gives the same numbers, in new arrays."""
    one, other = xor_params(), xor_params()
    require_form(one)
    require_form(other)
    if not equal(fresh(one), fresh(other)):
        told = "Asked twice, it gives two different nets: the numbers should be the same each time."
        fail(told, kind="keeps_state")
    independent(other, "the second result", the_first_result=one)
