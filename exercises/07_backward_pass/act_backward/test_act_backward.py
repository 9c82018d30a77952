"""act_backward is judged by hand, on random data, by nudging, and far out where exp overflows."""

import numpy as np
import pytest

from bpcourse import numerical_gradient
from bpcourse.checking.compare import agrees, as_numbers, same
from bpcourse.checking.given import independent, unchanged

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
KINDS = pytest.mark.parametrize("kind", list(FORWARD))


def numbers(rng, shape):
    """Random numbers, none of them near 0, where the slope of ReLU is a matter of taste."""
    Z = rng.uniform(0.1, 2.0, size=shape)
    return np.where(rng.random(shape) < 0.5, -Z, Z)


def ask(act_backward, dA, Z, kind):
    with unchanged(dA=dA, Z=Z):
        return act_backward(dA, Z, kind)


def compare(got, dA, Z, kind):
    A, slope = FORWARD[kind](Z), SLOPE[kind](Z)
    if agrees(got, dA * slope):
        return
    slips = [
        ("That is the slope alone: multiply what comes from behind by it.", slope),
        ("That is the activation, and not its slope.", dA * A),
        ("The mask looks at the sums Z, not at what comes from behind.", dA * SLOPE[kind](dA)),
        ("That is the activation of what comes from behind.", FORWARD[kind](dA)),
        ("What comes from behind goes through as it is: the slope is missing.", dA),
        ("The gate is the wrong way round: it is open where Z > 0.", dA * (Z < 0)),
        ("What comes from behind is kept only where it is positive.", np.maximum(dA, 0) * slope),
        ("The slope of tanh is 1 − tanh², with the output squared, not the sum.", dA * (1 - Z**2)),
        (
            "The slope of the sigmoid is s (1 − s) of its output s, not of the sum z.",
            dA * Z * (1 - Z),
        ),
        ("That is the slope of the sigmoid: for tanh it is 1 − a².", dA * A * (1 - A)),
        ("That is 1 − a: the output has to be squared.", dA * (1 - A)),
        ("That is the slope of tanh: for the sigmoid it is s (1 − s).", dA * (1 - A**2)),
        ("The slope is used twice.", dA * slope**2),
        (
            "To go back is to multiply by the slope, not to divide by it.",
            dA / np.where(slope, slope, 1),
        ),
        ("This kind is treated as if it were ReLU.", dA * (Z > 0)),
        ("This kind is treated as if it were tanh.", dA * SLOPE["tanh"](Z)),
    ]
    if Z.shape[0] == Z.shape[-1]:
        slips.append(("An activation mixes nothing: multiply element by element.", dA @ slope))
    tip = "Element by element: what comes from behind, times the slope at Z."
    same(got, dA * slope, f"dZ for {kind}", slips, tip)


def test_a_gate_by_hand(act_backward):
    """A gate that was shut lets nothing back, an open one all of it."""
    dA, Z = np.array([[5.0, 5.0, 5.0]]), np.array([[-2.0, 1.0, 3.0]])
    compare(ask(act_backward, dA, Z, "relu"), dA, Z, "relu")


@KINDS
@pytest.mark.parametrize("shape", [(1, 2), (3, 3)], ids=str)
def test_follows_the_rule(act_backward, rng, kind, shape):
    """For every kind it follows the rule."""
    dA, Z = numbers(rng, shape), numbers(rng, shape)
    compare(ask(act_backward, dA, Z, kind), dA, Z, kind)


@KINDS
def test_agrees_with_nudging(act_backward, rng, kind):
    """It agrees with nudging every sum and watching the loss."""
    R, Z = numbers(rng, (3, 1)), numbers(rng, (3, 1))
    nudged = numerical_gradient(lambda Z: np.sum(R * FORWARD[kind](Z)), Z)
    same(ask(act_backward, R, Z, kind), nudged, f"dZ for {kind}")


@KINDS
def test_far_out_it_stays_calm(act_backward, kind):
    """Far out, at −1000 and +1000, it gives the slope that is there, and no nan."""
    dA, Z = np.array([[3.0, 3.0]]), np.array([[-1000.0, 1000.0]])
    with np.errstate(all="ignore"):
        got = ask(act_backward, dA, Z, kind)
    same(got, dA * SLOPE[kind](Z), f"dZ for {kind}", tip="np.exp(1000) is infinite: avoid it.")


def test_at_zero_any_slope_between_will_do(act_backward):
    """At exactly 0 ReLU may have any slope from 0 to 1."""
    got = as_numbers(ask(act_backward, np.array([[2.0]]), np.array([[0.0]]), "relu"), "dZ")
    told = f"dZ is {got}, but should lie between 0 and 2: the slope is from 0 to 1."
    assert got.shape == (1, 1), told
    assert 0 <= got[0, 0] <= 2, told


def test_leaves_what_it_is_given(act_backward, rng):
    """It leaves dA and Z as they were, and returns a new array."""
    dA, Z = numbers(rng, (2, 2)), np.abs(numbers(rng, (2, 2)))
    independent(ask(act_backward, dA, Z, "relu"), "dZ", dA=dA, Z=Z)
