"""Pictures return the Axes, have labels, and know in words what they show."""

import html
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

from bpcourse import plotting

HISTORY = np.array([[0.0, 0.0], [1.0, 0.5], [1.5, 0.6]])


def bowl(places):
    return np.sum((places - [2.0, 1.0]) ** 2, axis=-1)


PICTURES = {
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
    assert PICTURES["loss_curve"]().description == "The loss goes from 2 to 0.1 in 2 steps."
    assert "At w = 1 the loss is 1, and it rises by 2" in PICTURES["tangent"]().description
    assert "slope 2, misses the points by 0 " in PICTURES["line_fit"]().description
    assert "from loss 5 to 0.41 in 2 steps" in PICTURES["descent_map"]().description


def test_two_curves_in_one_picture_are_both_said():
    ax = plotting.loss_curve([1.0, 0.5], label="raw")
    plotting.loss_curve([1.0, 0.1], label="standardised", ax=ax)
    assert ax.description.startswith("raw: the loss goes")
    assert "standardised: the loss goes" in ax.description
