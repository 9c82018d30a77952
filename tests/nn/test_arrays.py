import numpy as np
import pytest

from bpcourse.nn.arrays import as_floats, require_array, require_floats


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floats_come_back_as_the_same_array(dtype):
    X = np.ones((2, 3), dtype)
    assert require_floats("X", X) is X


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, bool, np.float16, np.longdouble, ">f8"])
def test_other_real_numbers_become_float64(dtype):
    X = np.array([[0, 1, 1]], dtype)
    found = require_floats("X", X)
    assert found.dtype == np.dtype(np.float64)
    np.testing.assert_array_equal(found, [[0.0, 1.0, 1.0]])


@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_a_matrix_becomes_a_plain_array():
    """In a np.matrix * would be the product of matrices."""
    found = require_floats("X", np.matrix([[1.0, 2.0]]))
    assert type(found) is np.ndarray


def test_a_list_is_no_array():
    with pytest.raises(TypeError) as raised:
        require_floats("X", [[1, 2]])
    assert str(raised.value) == "X must be a NumPy array, but it is a list. Write np.array(X)."


def test_what_lies_under_a_mask_is_not_used():
    with pytest.raises(TypeError) as raised:
        require_array("X", np.ma.masked_invalid([[np.nan, 1.0]]))
    assert str(raised.value) == (
        "X is a masked array, and the maths would use what is under the mask.\n"
        "Write X.filled(0), or leave those rows out."
    )


@pytest.mark.parametrize("thing", [np.array(["1"]), np.array([1j]), np.array([None])])
def test_what_are_no_real_numbers_is_refused(thing):
    with pytest.raises(TypeError) as raised:
        require_floats("X", thing)
    assert str(raised.value) == (
        f"X holds {thing.dtype}, but the maths needs real numbers.\n"
        "Look at what is in X; where all of it are numbers, write X.astype(float)."
    )


def test_a_number_or_a_list_can_be_taken_where_shapes_are_free():
    assert as_floats("w", 3).dtype == np.float64
    np.testing.assert_array_equal(as_floats("w", [1, 2]), [1.0, 2.0])


def test_rows_of_different_length_are_no_array():
    with pytest.raises(TypeError) as raised:
        as_floats("w", [[1, 2], [3]])
    assert str(raised.value) == (
        "The rows of w are not equally long, so it is no array.\n"
        "Give every row the same number of columns."
    )
