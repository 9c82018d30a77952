import numpy as np
import pytest

import bpcourse as bp
from bpcourse.plotting import weight_histograms


def dense(W):
    layer = bp.Dense(*np.shape(W), rng=np.random.default_rng(0))
    layer.W = np.array(W)
    return layer


def test_each_layer_has_its_area_and_its_spread_the_first_on_top():
    """-1 and 1 have the standard deviation 1, -3 and 3 have 3."""
    ax = weight_histograms(bp.Network(dense([[-1.0, 1.0]]), bp.ReLU(), dense([[-3.0], [3.0]])))
    assert len(ax.collections) == 2
    names = [tick.get_text() for tick in ax.get_yticklabels()]
    assert names == ["Dense(1, 2)\nstd 1", "Dense(2, 1)\nstd 3"]
    assert ax.get_yticks()[0] > ax.get_yticks()[1]
    assert ax.description == (
        "The weights have the standard deviation 1 in Dense(1, 2), the first layer, "
        "and 3 in Dense(2, 1), the last."
    )


def test_all_areas_share_one_axis():
    ax = weight_histograms(bp.Network(dense([[-1.0, 1.0]]), dense([[-3.0], [3.0]])))
    ends = [
        (area.get_datalim(ax.transData).x0, area.get_datalim(ax.transData).x1)
        for area in ax.collections
    ]
    assert ends[0] == ends[1]


def test_biases_are_no_weights():
    layer = dense([[-1.0, 1.0]])
    layer.b = np.array([100.0, 100.0])
    assert weight_histograms(layer).get_xlim()[1] < 2


def test_a_single_layer_is_called_neither_first_nor_last():
    said = weight_histograms(dense([[-1.0, 1.0]])).description
    assert said == "The weights have the standard deviation 1 in Dense(1, 2)."


@pytest.mark.parametrize("W", [[[0.0, 0.0]], [[5.0]], [[np.nan, np.inf]]])
def test_weights_that_are_all_alike_or_no_numbers_can_be_drawn(W):
    weight_histograms(dense(W)).figure.canvas.draw()


def test_numbers_that_are_not_finite_are_counted():
    said = weight_histograms(dense([[np.nan, -1.0, 1.0, np.inf]])).description
    assert said.endswith("Left out are 2 that are not finite.")


def test_without_weights_there_is_nothing_to_draw():
    with pytest.raises(ValueError) as raised:
        weight_histograms(bp.Network(bp.ReLU(), bp.BatchNorm(3)))
    assert str(raised.value) == (
        "There are no weights in Network(ReLU(), BatchNorm(3)).\n"
        "A Dense has some, an activation has none."
    )
