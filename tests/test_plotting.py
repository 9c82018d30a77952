"""Pictures return the Axes, have labels, and know in words what they show."""

import html
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

import bpcourse as bp
from bpcourse import plotting
from bpcourse.nn.graph import Value

HISTORY = np.array([[0.0, 0.0], [1.0, 0.5], [1.5, 0.6]])


def bowl(places):
    return np.sum((places - [2.0, 1.0]) ** 2, axis=-1)


def graph():
    """y = x * x + x at x = 3, where its slope is 7."""
    x = Value(3.0, name="x")
    y = x * x + x
    y.name = "y"
    y.backward()
    return y


def net():
    """A small network that has answered and differentiated once."""
    rng = np.random.default_rng(0)
    made = bp.Network(bp.Dense(2, 3, rng=rng), bp.Tanh(), bp.Dense(3, 1, rng=rng))
    made.backward(made.forward(HISTORY))
    return made


LABELS = np.array([0, 1, 1])
PICTURES = {
    "activation_curve": lambda **k: plotting.activation_curve(bp.Tanh(), **k),
    "computation_graph": lambda **k: plotting.computation_graph(graph(), **k),
    "confusion_matrix": lambda **k: plotting.confusion_matrix(LABELS, LABELS[::-1], **k),
    "decision_map": lambda **k: plotting.decision_map(net(), HISTORY, LABELS[:, None], **k),
    "digit_grid": lambda **k: plotting.digit_grid(np.eye(3, 64), LABELS, LABELS[::-1], **k),
    "gradient_flow": lambda **k: plotting.gradient_flow(net(), **k),
    "network_diagram": lambda **k: plotting.network_diagram(net(), **k),
    "weight_histograms": lambda **k: plotting.weight_histograms(net(), **k),
    "loss_curve": lambda **k: plotting.loss_curve([2.0, 0.5, 0.1], **k),
    "tangent": lambda **k: plotting.tangent(lambda w: w**2, 1.0, 2.0, **k),
    "line_fit": lambda **k: plotting.line_fit(np.arange(3.0), 2 * np.arange(3.0), 2.0, 0.0, **k),
    "descent_map": lambda **k: plotting.descent_map(bowl, HISTORY, **k),
}
EACH = pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def test_every_picture_is_tested_here():
    assert set(PICTURES) == set(plotting.__all__) - {"as_html", "show"}


@EACH
def test_it_returns_axes_with_labels_and_words(draw):
    ax = draw()
    assert ax.get_xlabel()
    assert ax.get_ylabel()
    assert 20 <= len(ax.description) <= 300


@EACH
def test_it_draws_where_it_is_told(draw):
    ax = plt.figure().add_subplot()
    assert draw(ax=ax) is ax
    assert len(plt.get_fignums()) == 1


@EACH
def test_it_changes_no_setting_for_others(draw):
    before = dict(plt.rcParams)
    draw()
    assert dict(plt.rcParams) == before


@EACH
def test_shown_it_carries_its_words_and_leaves_no_figure_behind(draw):
    shown = plotting.show(draw())._repr_mimebundle_()
    alt = html.unescape(re.search(r'<img alt="(.*?)"', shown["text/html"])[1])
    assert alt == shown["text/plain"]
    assert len(alt) >= 20
    assert plt.get_fignums() == []


def test_words_of_ones_own_go_before():
    shown = plotting.show(PICTURES["tangent"](), "Look at the slope.")
    assert shown._repr_mimebundle_()["text/plain"] == "Look at the slope."


def test_text_from_outside_is_harmless_in_the_page():
    page = plotting.as_html(PICTURES["tangent"]().figure, '"><script>alert(1)</script>')
    assert "<script>" not in page


def test_the_words_say_what_was_drawn():
    assert PICTURES["computation_graph"]().description == (
        "A graph of 3 values: y is 12, computed from x = 3 (gradient 7)."
    )
    assert PICTURES["loss_curve"]().description == "The loss goes from 2 to 0.1 in 2 steps."
    assert "At w = 1 the loss is 1, and it rises by 2" in PICTURES["tangent"]().description
    assert "slope 2, misses the points by 0 " in PICTURES["line_fit"]().description
    assert "from loss 5 to 0.41 in 2 steps" in PICTURES["descent_map"]().description


def test_two_curves_in_one_picture_are_both_said():
    ax = plotting.loss_curve([1.0, 0.5], label="raw")
    plotting.loss_curve([1.0, 0.1], label="standardised", ax=ax)
    assert ax.description.startswith("raw: the loss goes")
    assert "standardised: the loss goes" in ax.description


def texts(ax):
    return sorted(text.get_text() for text in ax.texts)


def test_a_graph_shows_value_and_gradient_in_each_box_and_the_slope_on_each_line():
    """x enters x * x twice with slope 3, and the sum once with slope 1; so does x * x."""
    assert texts(plotting.computation_graph(graph())) == sorted(
        [
            *("x\nvalue 3\ngrad 7", "*\nvalue 9\ngrad 1", "y  (+)\nvalue 12\ngrad 1"),
            *("×3", "×3", "×1", "×1"),
        ]
    )


def test_before_backward_a_graph_shows_no_gradients():
    ax = plotting.computation_graph(Value(3.0, name="x") * 2)
    assert texts(ax) == ["*\nvalue 6", "constant\nvalue 2", "x\nvalue 3", "×2", "×3"]
    assert ax.description == "A graph of 3 values: the result is 6, computed from x = 3."


def test_a_value_alone_is_a_graph():
    assert texts(plotting.computation_graph(Value(3.0, name="x"))) == ["x\nvalue 3"]


def along(path):
    """Points along the Bézier curves of a path (3 k + 1 corners), their ends left out."""
    t = np.linspace(0, 1, 50)[1:-1, np.newaxis]
    for k in range(0, len(path.vertices) - 1, 3):
        a, b, c, d = path.vertices[k : k + 4]
        yield from (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d


def test_no_box_of_a_graph_meets_another_or_a_line_and_every_line_goes_right(rng):
    values = [Value(x) for x in rng.normal(size=3)]
    for _ in range(15):
        i, j = rng.integers(len(values), size=2)
        values.append(values[i] * values[j] + values[-1])
    ax = plotting.computation_graph(values[-1])
    boxes = [p.get_path().get_extents() for p in ax.patches if p.get_zorder() == 1]
    lines = [p.get_path() for p in ax.patches if p.get_zorder() == 0]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert all(np.all(np.diff(line.vertices[:, 0]) >= 0) for line in lines)
    assert not any(box.contains(*p) for line in lines for p in along(line) for box in boxes)


def test_a_graph_that_cannot_be_read_is_refused():
    y = Value(0.0)
    for _ in range(50):
        y = y + 1
    with pytest.raises(ValueError) as raised:
        plotting.computation_graph(y)
    assert str(raised.value) == (
        "This graph has 101 values, and more than 100 cannot be read.\n"
        "Draw a smaller one: a single sample, a single neuron."
    )
