import numpy as np
import pytest

import bpcourse as bp
from bpcourse.plotting import descent_map, tangent


def bowl(places):
    return np.sum(places**2, axis=-1)


def test_a_path_that_is_lost_is_refused():
    with pytest.raises(ValueError) as raised:
        descent_map(bowl, np.array([[1.0, 1.0], [np.inf, 0.0]]))
    assert str(raised.value) == (
        "history holds a place that is not finite, so there is no map around it.\n"
        "Draw the steps before it, or take a smaller learning rate."
    )


def test_a_path_has_two_directions():
    with pytest.raises(bp.ShapeError) as raised:
        descent_map(bowl, np.ones((4, 3)))
    assert str(raised.value) == (
        "history has shape (4, 3), but a map has two directions.\n"
        "Give a row of two numbers for each place: its shape is (steps + 1, 2)."
    )


@pytest.mark.parametrize("loss", [lambda w: 0 * bowl(w), lambda w: -1 - bowl(w)])
def test_a_flat_loss_and_one_below_0_can_be_drawn(loss):
    ax = descent_map(loss, np.array([[1.0, 1.0], [0.5, 0.2]]))
    assert ax.description.endswith("in 1 step.")


def test_a_slope_of_0_is_level():
    assert tangent(np.square, 0.0, 0.0).description == "At w = 0 the loss is 0, and it is level."
