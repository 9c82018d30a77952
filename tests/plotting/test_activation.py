import numpy as np
import pytest

import bpcourse as bp
from bpcourse.plotting import activation_curve


@pytest.mark.parametrize("activation", [bp.Sigmoid(), bp.Tanh(), bp.ReLU(), bp.LeakyReLU(0.1)])
def test_the_dashed_line_is_the_slope_of_the_other(activation):
    f, slope = activation_curve(activation, low=-3.0, high=2.0).lines
    assert (f.get_linestyle(), slope.get_linestyle()) == ("-", "--")
    x, y = f.get_xdata(), f.get_ydata()
    smooth = np.abs(x[1:-1]) > 0.02  # not at the corner of a ReLU
    by_differences = (y[2:] - y[:-2]) / (x[2:] - x[:-2])
    np.testing.assert_allclose(slope.get_ydata()[1:-1][smooth], by_differences[smooth], atol=1e-4)


def test_it_says_how_steep_and_how_flat():
    """At 0 the slope of the sigmoid is 1/4; beyond 4.6 on either side it is below 0.01."""
    assert activation_curve(bp.Sigmoid()).description == (
        "Sigmoid() goes from 0.00669 at -5 to 0.993 at 5. Its slope lies between 0.00665 and 0.25, "
        "and is below 0.01 on 8% of that way."
    )


def test_what_the_layer_remembers_for_its_network_stays(rng):
    layer, X, dY = bp.Tanh(), rng.normal(size=(3, 2)), rng.normal(size=(3, 2))
    layer.forward(X)
    dX = layer.backward(dY)
    activation_curve(layer)
    np.testing.assert_array_equal(layer.backward(dY), dX)


def test_a_layer_of_ones_own_can_be_drawn():
    class Square:
        def forward(self, X):
            self.X = X
            return X**2

        def backward(self, dY):
            return 2 * self.X * dY

        def __str__(self):
            return "Square()"

    assert "Square() goes from 25 at -5 to 25 at 5" in activation_curve(Square()).description


def test_a_softmax_has_no_such_curve():
    with pytest.raises(ValueError) as raised:
        activation_curve(bp.Softmax())
    assert str(raised.value) == (
        "A Softmax works on whole rows, so there is no curve of one x.\n"
        "Look at softmax.jacobians() instead."
    )
