import numpy as np
import pytest

from bpcourse import ShapeError
from bpcourse.nn.shapes import require_columns, require_same_shape, require_samples


def test_columns_that_do_not_meet_the_rows_are_refused():
    with pytest.raises(ShapeError) as raised:
        require_columns("X", np.zeros((5, 2)), 3, "Dense(3, 4)")
    assert str(raised.value) == (
        "Dense(3, 4) has 3 inputs, but X has shape (5, 2): 2 columns.\n"
        "In X @ W the columns of X meet the rows of W, so they must be equally many."
    )


def test_a_single_sample_must_be_a_row():
    with pytest.raises(ShapeError) as raised:
        require_columns("X", np.zeros(3), 3, "Dense(3, 4)")
    assert str(raised.value) == (
        "Dense(3, 4) takes a matrix, one sample per row, but X has shape (3,).\n"
        "For a single sample write X[np.newaxis, :], which has one row."
    )


@pytest.mark.parametrize(
    ("Y", "targets", "repair"),
    [
        ((3, 1), (3,), " Write targets[:, np.newaxis] to make it a column."),
        ((3,), (3, 1), " Write Y[:, np.newaxis] to make it a column."),
        ((3, 2), (2, 3), ""),
    ],
)
def test_nothing_is_broadcast_in_silence(Y, targets, repair):
    with pytest.raises(ShapeError) as raised:
        require_same_shape("Y", np.zeros(Y), "targets", np.zeros(targets))
    assert str(raised.value) == (
        f"Y has shape {Y}, but targets has shape {targets}.\n"
        f"They meet element by element, so the shapes must be equal.{repair}"
    )


def test_arrays_whose_shapes_fit_come_back_as_they_are():
    X = np.zeros((2, 3))
    assert require_columns("X", X, 3, "Dense(3, 3)") is X
    assert require_same_shape("Y", X, "targets", np.zeros((2, 3))) is X
    assert require_samples("X", X) is X


def test_whole_numbers_come_back_as_floats():
    X = np.array([[1, 2]])
    assert require_columns("X", X, 2, "Dense(2, 1)").dtype == np.float64
    assert require_same_shape("Y", X, "targets", np.zeros((1, 2))).dtype == np.float64


def test_a_mean_of_nothing_is_refused():
    with pytest.raises(ShapeError) as raised:
        require_samples("X", np.zeros((0, 3)))
    assert str(raised.value) == (
        "X has shape (0, 3): there is nothing in it.\n"
        "A mean needs at least one number: look whether all rows were left out before."
    )
