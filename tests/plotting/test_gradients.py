import numpy as np
import pytest

import bpcourse as bp
from bpcourse.plotting import gradient_flow


def net_with_gradients(*norms):
    """Layers of a single weight, whose gradient has just that norm."""
    rng = np.random.default_rng(0)
    net = bp.Network(*(bp.Dense(1, 1, rng=rng) for _ in norms))
    for layer, norm in zip(net.layers, norms, strict=True):
        layer.dW, layer.db = np.array([[norm]]), np.zeros(1)
    return net


def history(*epochs):
    made = bp.History()
    for norms in epochs:
        made.add_gradients(net_with_gradients(*norms))
    return made


def test_a_net_has_one_point_for_each_layer_that_learns():
    ax = gradient_flow(net_with_gradients(0.001, 0.1, 10.0))
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [[1, 0.001], [2, 0.1], [3, 10.0]])
    assert ax.get_yscale() == "log"
    assert ax.description == (
        "The norm of the gradient is 0.001 in the first layer, Dense(1, 1), and 10 in the last, "
        "Dense(1, 1): the first is 0.0001 times the last."
    )


def test_activations_have_no_place_and_layers_are_named(rng):
    net = bp.Network(bp.Dense(2, 3, rng=rng), bp.Tanh(), bp.Dense(3, 1, rng=rng))
    net.forward(np.ones((1, 2)))
    net.backward(np.ones((1, 1)))
    names = [tick.get_text() for tick in gradient_flow(net).get_xticklabels()]
    assert names == ["Dense(2, 3)", "Dense(3, 1)"]


def test_of_a_history_the_first_the_middle_and_the_last_epoch_are_drawn():
    ax = gradient_flow(history((1, 5), (2, 6), (3, 7), (4, 8), (5, 9)))
    assert [line.get_label() for line in ax.lines] == ["epoch 1", "epoch 3", "epoch 5"]
    assert [list(line.get_ydata()) for line in ax.lines] == [[1, 5], [3, 7], [5, 9]]
    assert len({line.get_linestyle() for line in ax.lines}) == 3
    assert ax.description.startswith("In epoch 5 the norm of the gradient is 5 in the first layer")


@pytest.mark.parametrize(("epochs", "lines"), [(1, 1), (2, 2), (3, 3)])
def test_short_histories_have_fewer_lines(epochs, lines):
    assert len(gradient_flow(history(*[(1, 2)] * epochs)).lines) == lines


def test_an_empty_history_says_that_nothing_was_trained():
    ax = gradient_flow(bp.History())
    assert ax.description == "There is no gradient to draw: nothing has been trained yet."
    assert ax.get_xlabel()


def test_a_single_layer_is_enough():
    said = gradient_flow(net_with_gradients(0.3)).description
    assert said == "The norm of the gradient is 0.3 in Dense(1, 1), which alone learns."


def test_a_gradient_of_zero_is_drawn_and_said():
    ax = gradient_flow(net_with_gradients(0.0, 1.0))
    assert ax.get_yscale() == "symlog"
    assert ax.description.endswith("It is 0 in 1 of 2 layers.")


def test_all_zero_can_be_drawn():
    gradient_flow(net_with_gradients(0.0, 0.0)).figure.canvas.draw()


def test_a_gradient_that_is_no_number_is_said():
    ax = gradient_flow(net_with_gradients(np.nan, 1.0))
    ax.figure.canvas.draw()
    assert ax.description.endswith("It is not a finite number in 1 of 2 layers.")


def test_many_layers_are_numbered():
    names = [t.get_text() for t in gradient_flow(net_with_gradients(*[1.0] * 20)).get_xticklabels()]
    assert not any("Dense" in name for name in names)


def test_where_nothing_learns_there_is_nothing_to_draw():
    with pytest.raises(ValueError) as raised:
        gradient_flow(bp.Network(bp.ReLU()))
    assert str(raised.value) == (
        "Nothing learns in Network(ReLU()), so there is no gradient to draw.\n"
        "A Dense learns, an activation does not."
    )


def test_before_backward_it_says_what_to_call(rng):
    with pytest.raises(RuntimeError, match="Call forward, then backward"):
        gradient_flow(bp.Dense(2, 2, rng=rng))
