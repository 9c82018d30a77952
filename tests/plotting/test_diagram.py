import numpy as np
import pytest
from matplotlib.collections import LineCollection

import bpcourse as bp
from bpcourse.plotting import network_diagram


def dense(W, b=None):
    layer = bp.Dense(*np.shape(W), rng=np.random.default_rng(0))
    layer.W = np.array(W)
    layer.b = layer.b if b is None else np.array(b)
    return layer


def lines(ax):
    """The lines between units: (ends, width, style) of each, by its colour."""
    found = {}
    for collection in ax.collections:
        if isinstance(collection, LineCollection):
            for ends, width in zip(
                collection.get_segments(), collection.get_linewidths(), strict=True
            ):
                key = "dashed" if collection.get_linestyles()[0][1] else "solid"
                found.setdefault(key, []).append((ends.tolist(), width))
    return found


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_signs_are_drawn_by_dashes_and_sizes_by_width():
    found = lines(network_diagram(dense([[2.0], [-1.0]])))
    [(positive, thick)], [(negative, thin)] = found["solid"], found["dashed"]
    assert positive == [[0.0, 0.5], [1.0, 0.0]]
    assert negative == [[0.0, -0.5], [1.0, 0.0]]
    assert thick == pytest.approx(3.8)
    assert thin == pytest.approx(2.05)


def test_a_small_net_shows_its_numbers():
    ax = network_diagram(dense([[2.0], [-1.0]], b=[0.25]))
    assert sorted(texts(ax)) == sorted(["2", "-1", "x1", "x2", "b = 0.25"])


def test_columns_are_named_by_what_makes_them(rng):
    net = bp.Network(
        bp.Network(bp.Dense(2, 3, rng=rng), bp.BatchNorm(3), bp.ReLU()), bp.Dense(3, 1, rng=rng)
    )
    names = [tick.get_text() for tick in network_diagram(net).get_xticklabels()]
    assert names == ["2 inputs", "Dense(2, 3)\nBatchNorm(3)\nReLU()", "Dense(3, 1)"]


def test_the_words_count_the_signs_and_name_the_strongest():
    net = bp.Network(dense([[1.0, -2.0]]), bp.Tanh(), dense([[0.5], [3.5]]))
    assert network_diagram(net).description == (
        "Inputs: 1. Units in the layers after them: 2, 1. 1 of 4 weights are negative. "
        "The strongest, 3.5, leads from input 2 of Dense(2, 1) to its unit 1."
    )


def test_of_a_wide_layer_ten_units_are_drawn_and_the_rest_is_counted(rng):
    ax = network_diagram(
        bp.Network(bp.Dense(64, 32, rng=rng), bp.ReLU(), bp.Dense(32, 10, rng=rng))
    )
    assert [text for text in texts(ax) if text] == ["and 54 more", "and 22 more"]
    assert sum(map(len, lines(ax).values())) == 2 * 10 * 10
    assert "Inputs: 64." in ax.description


def test_a_weight_of_zero_has_no_line():
    assert sum(map(len, lines(network_diagram(dense([[0.0], [1.0]]))).values())) == 1


def test_weights_that_are_all_zero_can_be_drawn():
    ax = network_diagram(dense([[0.0], [0.0]]))
    assert ax.get_legend() is None
    assert ax.description.endswith("0 of 2 weights are negative.")


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
def test_a_weight_that_is_no_number_is_dotted_and_said(broken):
    ax = network_diagram(dense([[broken], [1.0]]))
    ax.figure.canvas.draw()
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["positive weight", "not a finite number"]
    assert ax.description.endswith("1 are not finite.")


def test_without_weights_there_is_nothing_to_draw():
    with pytest.raises(ValueError) as raised:
        network_diagram(bp.Network(bp.ReLU()))
    assert str(raised.value) == (
        "There are no weights in Network(ReLU()).\nA Dense has some, an activation has none."
    )
