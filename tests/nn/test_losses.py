import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import bpcourse as bp
from bpcourse.nn.activations import softmax

# Every loss, with what the network may answer and what it should have answered.
LOSSES = {
    "MeanSquaredError": (bp.MeanSquaredError, np.array, lambda n, k, rng: rng.normal(size=(n, k))),
    "CrossEntropy": (bp.CrossEntropy, softmax, lambda n, k, rng: rng.integers(0, k, n)),
    "SoftmaxCrossEntropy": (
        bp.SoftmaxCrossEntropy,
        np.array,
        lambda n, k, rng: rng.integers(0, k, n),
    ),
    "BinaryCrossEntropy": (
        bp.BinaryCrossEntropy,
        np.array,
        lambda n, k, rng: rng.uniform(size=(n, k)),
    ),
}
CASES = pytest.mark.parametrize(("loss", "answer", "targets"), LOSSES.values(), ids=LOSSES)


@CASES
@settings(max_examples=25)
@given(n=st.integers(1, 6), k=st.integers(1, 4), dtype=st.sampled_from([np.float32, np.float64]))
@example(n=1, k=1, dtype=np.float64)
@example(n=3, k=3, dtype=np.float64)
def test_backward_agrees_with_nudging(loss, answer, targets, n, k, dtype):
    """Nudged in float64, also where backward worked in float32."""
    rng = np.random.default_rng([n, k])
    loss, Y, targets = loss(), answer(rng.normal(size=(n, k))), targets(n, k, rng)
    loss.forward(Y.astype(dtype), targets if targets.ndim == 1 else targets.astype(dtype))
    dY = loss.backward()
    assert dY.dtype == dtype
    measured = bp.numerical_gradient(lambda Y: loss.forward(Y, targets), Y)
    np.testing.assert_allclose(dY, measured, atol=1e-6, rtol=1e-6)


def test_mean_squared_error_by_hand():
    """Errors 1, -1, 2, 0: squares 1, 1, 4, 0, mean 1.5; dY is half of each error."""
    loss = bp.MeanSquaredError()
    assert (
        loss.forward(np.array([[2.0, 1.0], [5.0, 4.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])) == 1.5
    )
    np.testing.assert_array_equal(loss.backward(), [[0.5, -0.5], [1.0, 0.0]])


def test_the_mean_is_taken_over_the_samples_here():
    """The same sample twice has the same loss, and each copy half of its gradient."""
    loss, Y, targets = bp.MeanSquaredError(), np.array([[3.0]]), np.array([[1.0]])
    once, dY = loss.forward(Y, targets), loss.backward()
    twice = loss.forward(np.repeat(Y, 2, axis=0), np.repeat(targets, 2, axis=0))
    assert once == twice
    np.testing.assert_array_equal(loss.backward(), np.repeat(dY / 2, 2, axis=0))


def test_a_flat_vector_of_targets_is_refused():
    with pytest.raises(bp.ShapeError, match="to make it a column"):
        bp.MeanSquaredError().forward(np.zeros((3, 1)), np.zeros(3))


def test_cross_entropy_by_hand():
    """The right class was given 1/4 and 1/2: the loss is (log 4 + log 2) / 2, dP = -4/2, -2/2."""
    loss, P = bp.CrossEntropy(), np.array([[0.25, 0.75], [0.5, 0.5]])
    assert loss.forward(P, np.array([0, 1])) == pytest.approx(1.5 * np.log(2))
    np.testing.assert_allclose(loss.backward(), [[-2.0, 0.0], [0.0, -1.0]])


def test_softmax_cross_entropy_by_hand():
    """Logits 0 and log 3 are the chances 1/4 and 3/4: the loss is log 4, dZ = (1/4 - 1, 3/4)."""
    loss = bp.SoftmaxCrossEntropy()
    assert loss.forward(np.array([[0.0, np.log(3)]]), np.array([0])) == pytest.approx(np.log(4))
    np.testing.assert_allclose(loss.backward(), [[-0.75, 0.75]])


def test_binary_cross_entropy_by_hand():
    """Logit 0 is the chance 1/2: the loss is log 2 for either target, dZ = 1/2 - 1 for the 1."""
    loss = bp.BinaryCrossEntropy()
    assert loss.forward(np.array([[0.0]]), np.array([[1.0]])) == pytest.approx(np.log(2))
    np.testing.assert_allclose(loss.backward(), [[-0.5]])


def test_softmax_and_cross_entropy_in_one_are_the_two_in_turn(rng):
    Z, labels = rng.normal(size=(5, 3)), rng.integers(0, 3, 5)
    both, layer, loss = bp.SoftmaxCrossEntropy(), bp.Softmax(), bp.CrossEntropy()
    assert both.forward(Z, labels) == pytest.approx(loss.forward(layer.forward(Z), labels))
    np.testing.assert_allclose(both.backward(), layer.backward(loss.backward()))
    np.testing.assert_array_equal(both.predict(Z), layer.predict(Z))


def test_two_logits_and_one_say_the_same(rng):
    """The softmax of (0, z) is the sigmoid of z."""
    z, t = rng.normal(size=(6, 1)), rng.integers(0, 2, 6)
    two = bp.SoftmaxCrossEntropy().forward(np.hstack([np.zeros((6, 1)), z]), t)
    assert bp.BinaryCrossEntropy().forward(z, t[:, np.newaxis].astype(float)) == pytest.approx(two)


def test_the_gradients_of_a_row_of_logits_sum_to_zero(rng):
    loss = bp.SoftmaxCrossEntropy()
    loss.forward(rng.normal(size=(5, 3)), rng.integers(0, 3, 5))
    np.testing.assert_allclose(loss.backward().sum(axis=1), 0, atol=1e-15)


@CASES
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extreme_answers_have_a_finite_loss_and_keep_their_type(loss, answer, targets, dtype):
    """Logits of a thousand, and a chance of 0 for the right class."""
    Y = answer(np.array([[-1000.0, 1000.0]] * 2)).astype(dtype)
    wrong = targets(2, 2, np.random.default_rng(0))
    wrong = np.zeros_like(wrong) if wrong.ndim == 1 else wrong.astype(dtype)
    loss = loss()
    assert np.isfinite(loss.forward(Y, wrong))
    assert loss.backward().dtype == dtype


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (
            np.zeros((3, 1), int),
            "Z has shape (3, 2), but labels has shape (3, 1).\n"
            "Every row of Z needs one label, a whole number: labels has the shape (n,).",
        ),
        (
            np.zeros(3),
            "labels holds float64, but a label is the number of a column.\n"
            "Write labels.astype(int).",
        ),
        (
            np.array([0, 1, 2]),
            "labels goes from 0 to 2, but Z has 2 columns.\nLabels count from 0 to 1.",
        ),
        (
            np.array([0, -1, 1]),
            "labels goes from -1 to 1, but Z has 2 columns.\nLabels count from 0 to 1.",
        ),
    ],
)
def test_labels_that_name_no_column_are_refused(labels, message):
    with pytest.raises(ValueError) as raised:
        bp.SoftmaxCrossEntropy().forward(np.zeros((3, 2)), labels)
    assert str(raised.value) == message


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64, np.uint64])
def test_labels_of_any_whole_dtype_name_a_column(dtype):
    """300 columns are more than a small integer can count; the loss of equal logits is log 300."""
    labels = np.array([0, 5, 127], dtype=dtype)
    assert bp.SoftmaxCrossEntropy().forward(np.zeros((3, 300)), labels) == pytest.approx(
        np.log(300)
    )


@CASES
def test_backward_before_forward_says_what_to_do(loss, answer, targets):
    with pytest.raises(AttributeError, match="call forward first, that is where a loss remembers"):
        loss().backward()


@CASES
def test_a_mean_over_no_samples_is_refused(loss, answer, targets, rng):
    Y, no_targets = np.zeros((0, 2)), targets(0, 2, rng)
    with pytest.raises(bp.ShapeError, match=r"has shape \(0, 2\): there is nothing in it"):
        loss().forward(Y, no_targets)


def test_the_mean_is_over_the_columns_too_where_each_has_its_target():
    """Two errors of 1 in one row: 2 / 2, and not 2 / 1; each slope is 2 * 1 / 2."""
    loss = bp.MeanSquaredError()
    assert loss.forward(np.array([[1.0, 1.0]]), np.array([[0.0, 0.0]])) == 1.0
    np.testing.assert_array_equal(loss.backward(), [[1.0, 1.0]])


def test_logits_are_not_taken_for_probabilities():
    with pytest.raises(ValueError) as raised:
        bp.CrossEntropy().forward(np.array([[2.0, -1.0]]), np.array([0]))
    assert str(raised.value) == (
        "P goes from -1 to 2, but a probability goes from 0 to 1.\n"
        "For logits use SoftmaxCrossEntropy."
    )


def test_targets_of_minus_1_and_1_are_no_probabilities():
    with pytest.raises(ValueError) as raised:
        bp.BinaryCrossEntropy().forward(np.zeros((2, 1)), np.array([[-1.0], [1.0]]))
    assert str(raised.value) == (
        "targets goes from -1 to 1, but a probability goes from 0 to 1.\n"
        "For -1 and 1 write (targets + 1) / 2."
    )


@CASES
def test_a_nan_in_the_answer_is_a_nan_in_the_loss(loss, answer, targets, rng):
    Y = np.full((2, 3), np.nan)
    assert np.isnan(loss().forward(Y, targets(2, 3, rng)))


def test_the_same_text_for_all():
    assert repr(bp.MeanSquaredError()) == "MeanSquaredError()"
