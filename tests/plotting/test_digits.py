import numpy as np
import pytest
from matplotlib.patches import Rectangle

import bpcourse as bp
from bpcourse.plotting import digit_grid

X = np.arange(5 * 64.0).reshape(5, 64)
LABELS = np.array([7, 1, 2, 3, 4])


def texts(ax):
    return [text.get_text() for text in ax.texts]


def frames(ax):
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def test_each_row_of_X_is_a_picture_with_its_label_below():
    ax = digit_grid(X, LABELS)
    assert texts(ax) == ["7", "1", "2", "3", "4"]
    for image, x, text in zip(ax.images, X, ax.texts, strict=True):
        np.testing.assert_array_equal(image.get_array(), x.reshape(8, 8))
        left, right, bottom, top = image.get_extent()
        assert left < text.get_position()[0] < right
        assert text.get_position()[1] > bottom > top  # downwards, as one reads
    assert ax.description == "Pictures of digits, 5 in all: 7, 1, 2, 3, 4."


def test_wrong_answers_are_framed_written_and_said():
    ax = digit_grid(X, LABELS, np.array([7, 1, 2, 3, 9]))
    assert texts(ax)[-1] == "4 as 9"
    assert len(frames(ax)) == 1
    assert ax.description == (
        "Pictures of digits, 5 in all, of which 4 are read rightly. "
        "Wrong: sample 4 is a 4, read as 9."
    )


def test_all_right_has_no_frame():
    ax = digit_grid(X, LABELS, LABELS)
    assert frames(ax) == []
    assert ax.description == "Pictures of digits, 5 in all, of which 5 are read rightly."


def test_many_wrong_ones_are_counted_and_three_are_said():
    said = digit_grid(X, LABELS, LABELS + 1).description
    assert said.count("read as") == 3
    assert said.endswith("sample 2 is a 2, read as 3, and 2 more.")


def test_the_axes_tell_the_number_of_a_sample():
    ax = digit_grid(X, LABELS, columns=2)
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["0", "2", "4"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["+0", "+1"]


@pytest.mark.parametrize("x", [np.zeros((1, 64)), np.full((1, 64), np.nan)])
def test_a_single_picture_empty_or_without_numbers_can_be_drawn(x):
    digit_grid(x, np.array([0])).figure.canvas.draw()


@pytest.mark.parametrize(
    ("X", "labels", "predicted", "error", "message"),
    [
        (
            np.zeros((2, 63)),
            np.zeros(2),
            None,
            bp.ShapeError,
            "X has 63 columns, which are no square picture.\n"
            "A digit of 8 x 8 pixels is a row of 64 numbers.",
        ),
        (
            np.zeros((2, 64)),
            np.zeros(2),
            np.zeros((2, 10)),
            bp.ShapeError,
            "X has 2 rows, but predicted has shape (2, 10).\n"
            "Every picture needs one of them: predicted has the shape (n,).",
        ),
        (
            np.zeros((0, 64)),
            np.zeros(0),
            None,
            ValueError,
            "A grid shows 1 to 100 digits, but X has 0.\nWrite X[:100] for the first.",
        ),
    ],
)
def test_what_does_not_fit_is_refused(X, labels, predicted, error, message):
    with pytest.raises(error) as raised:
        digit_grid(X, labels, predicted)
    assert str(raised.value) == message
