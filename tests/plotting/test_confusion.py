import numpy as np
import pytest

import bpcourse as bp
from bpcourse.plotting import confusion_matrix

LABELS, PREDICTED = np.array([0, 0, 1, 1, 1, 2]), np.array([0, 2, 1, 1, 0, 2])


def numbers(ax):
    return [text.get_text() for text in ax.texts]


def test_a_row_is_a_class_and_a_column_an_answer():
    ax = confusion_matrix(LABELS, PREDICTED)
    assert numbers(ax) == ["1", "·", "1", "1", "2", "·", "·", "·", "1"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("answer", "class")
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first row is on top


def test_a_cell_is_as_dark_as_its_part_of_the_row():
    parts = confusion_matrix(LABELS, PREDICTED).images[0].get_array()
    np.testing.assert_allclose(parts, [[1 / 2, 0, 1 / 2], [1 / 3, 2 / 3, 0], [0, 0, 1]])


def test_numbers_are_white_on_dark_cells_and_black_on_light_ones():
    colours = [text.get_color() for text in confusion_matrix(LABELS, PREDICTED).texts]
    assert [colours[i] for i in (0, 1, 4, 8)] == ["black", "black", "white", "white"]


def test_the_words_name_the_most_frequent_mistake():
    labels, predicted = np.append(LABELS, 1), np.append(PREDICTED, 0)
    said = confusion_matrix(labels, predicted, names=["cat", "dog", "owl"]).description
    assert said == (
        "4 of 7 answers are right, 57.1%. "
        "The most frequent mistake, made 2 times: cat where dog is right."
    )


def test_all_right_has_no_mistake_to_name():
    assert confusion_matrix(LABELS, LABELS).description == "6 of 6 answers are right, 100.0%."


def test_one_class_is_enough():
    ax = confusion_matrix(np.zeros(3, int), np.zeros(3, int))
    assert numbers(ax) == ["3"]


def test_a_class_that_never_occurs_has_an_empty_row():
    ax = confusion_matrix(np.array([0, 2]), np.array([0, 2]))
    ax.figure.canvas.draw()
    assert numbers(ax)[3:6] == ["·", "·", "·"]


@pytest.mark.parametrize(
    ("labels", "predicted", "error", "message"),
    [
        (
            np.zeros(3, int),
            np.zeros((3, 2)),
            bp.ShapeError,
            "labels has shape (3,) and predicted (3, 2).\n"
            "Both must have the shape (n,): write Y.argmax(axis=1) for the classes of logits Y.",
        ),
        (
            np.zeros(3, int),
            np.array([0.0, 1.0, np.nan]),
            ValueError,
            "predicted must hold whole numbers from 0, at least one of them.\n"
            "Write .astype(int) where floats are meant so.",
        ),
        (
            np.zeros(0, int),
            np.zeros(0, int),
            ValueError,
            "labels must hold whole numbers from 0, at least one of them.\n"
            "Write .astype(int) where floats are meant so.",
        ),
        (
            np.array([0, 2]),
            np.array([0, 1]),
            ValueError,
            "There is a class 2, but only 2 names.\nClasses count from 0 to 1.",
        ),
    ],
)
def test_what_does_not_fit_is_refused(labels, predicted, error, message):
    with pytest.raises(error) as raised:
        confusion_matrix(labels, predicted, names=["no", "yes"])
    assert str(raised.value) == message
