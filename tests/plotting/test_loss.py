import numpy as np
import pytest

import bpcourse as bp
from bpcourse.plotting import loss_curve


def history(losses, validation=()):
    made = bp.History()
    made += losses
    made.validation += validation
    return made


def test_a_history_is_drawn_with_its_validation_one_epoch_later():
    """The loss of an epoch is measured before its steps, from 0 on; the validation after them."""
    ax = loss_curve(history([4.0, 2.0, 1.0], [3.0, 1.5, 2.5]))
    training, validation, lowest = ax.lines
    np.testing.assert_array_equal(training.get_xdata(), [0, 1, 2])
    np.testing.assert_array_equal(validation.get_xdata(), [1, 2, 3])
    np.testing.assert_array_equal(validation.get_ydata(), [3.0, 1.5, 2.5])
    assert (training.get_linestyle(), validation.get_linestyle()) == ("-", "--")
    assert lowest.get_xydata().tolist() == [[2.0, 1.5]]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["training", "validation"]
    assert ax.description == (
        "The loss goes from 4 to 1 in 2 steps. "
        "The validation loss is lowest, 1.5, after epoch 2, and ends at 2.5."
    )


def test_what_fit_returns_can_be_drawn(rng):
    X, targets = bp.datasets.lines(20, noise=0.1, rng=rng)
    options = {"rng": rng, "epochs": 3, "validation": (X, targets)}
    loss = bp.MeanSquaredError()
    losses = bp.fit(bp.Dense(1, 1, rng=rng), loss, bp.SGD(0.1), X, targets, **options)
    assert [len(line.get_xdata()) for line in loss_curve(losses).lines] == [3, 3, 1]


def test_two_histories_keep_their_names():
    ax = loss_curve(history([2.0, 1.0], [2.0, 1.0]), label="SGD")
    loss_curve(history([2.0, 0.5], [2.0, 0.6]), label="Adam", ax=ax)
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    assert names == ["SGD", "SGD, validation", "Adam", "Adam, validation"]
    assert "Adam: the loss goes from 2 to 0.5" in ax.description


def test_without_validation_there_is_one_line_and_no_legend():
    ax = loss_curve(history([2.0, 1.0]))
    assert len(ax.lines) == 1
    assert ax.get_legend() is None


@pytest.mark.parametrize("losses", [[], history([])])
def test_an_empty_history_says_that_nothing_was_trained(losses):
    ax = loss_curve(losses)
    assert ax.description == "The loss cannot be drawn: nothing has been trained yet."
    assert ax.get_ylabel() == "loss"


def test_one_number_can_be_seen():
    ax = loss_curve([2.0])
    assert ax.lines[0].get_marker() == "."
    assert ax.description == "The loss is 2."


@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_where_the_loss_breaks_a_cross_and_words_say_so(broken):
    ax = loss_curve([2.0, 1.0, broken, broken])
    assert ax.lines[1].get_xydata().tolist() == [[2.0, 1.0]]
    assert ax.texts[0].get_text() == "not finite"
    assert "At epoch 2 it is not a finite number." in ax.description


def test_a_loss_that_is_never_a_number_can_be_drawn():
    loss_curve(history([np.nan, np.nan], [np.nan, np.nan])).figure.canvas.draw()


def test_a_loss_of_zero_has_its_place_on_the_logarithmic_axis():
    ax = loss_curve([1.0, 0.1, 0.0])
    ax.figure.canvas.draw()
    heights = ax.transData.transform([[0, 1.0], [0, 0.1], [0, 0.0]])[:, 1]
    assert np.isfinite(heights).all()
    assert heights[0] > heights[1] > heights[2] > ax.bbox.y0
    assert ax.get_yscale() == "symlog"
    assert loss_curve([1.0, 0.1]).get_yscale() == "log"
