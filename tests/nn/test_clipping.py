import numpy as np
import pytest

import bpcourse as bp


def test_clip_by_norm_by_hand(layer):
    """The gradients 3 and 4 have the norm 5; with at most 1 they become 0.6 and 0.8."""
    layer.dW, layer.db = np.array([[3.0], [0.0]]), np.array([4.0])
    assert bp.clip_by_norm(layer, 1.0) == bp.global_norm(layer) * 5 == 5.0
    np.testing.assert_allclose(layer.dW, [[0.6], [0.0]])
    np.testing.assert_allclose(layer.db, [0.8])


def test_clip_by_norm_leaves_short_gradients_alone(layer):
    kept = layer.dW
    assert bp.clip_by_norm(layer, 2.0) == pytest.approx(np.sqrt(2))
    assert layer.dW is kept


def test_clip_by_value_by_hand(layer):
    """Each number by itself: 3 becomes 0.5, -0.2 stays; the norm before: of (3, -0.2, 4)."""
    layer.dW, layer.db = np.array([[3.0], [-0.2]]), np.array([4.0])
    assert bp.clip_by_value(layer, 0.5) == pytest.approx(np.sqrt(9 + 0.04 + 16))
    np.testing.assert_allclose(layer.dW, [[0.5], [-0.2]])
    np.testing.assert_allclose(layer.db, [0.5])


def test_an_optimizer_can_be_clipped(layer):
    """SGD with rate 1 and norm at most 1 moves W by 0.6 and b by 0.8."""
    layer.dW, layer.db = np.array([[3.0], [0.0]]), np.array([4.0])
    optimizer = bp.Clipped(bp.SGD(1.0), max_norm=1.0)
    optimizer.step(layer)
    np.testing.assert_allclose(layer.W, [[2.4], [-4.0]])
    np.testing.assert_allclose(layer.b, [9.2])
    assert optimizer.norm == 5.0
    assert repr(optimizer) == "Clipped(SGD(1), max_norm=1)"
    assert repr(bp.Clipped(bp.SGD(1.0), limit=2)) == "Clipped(SGD(1), limit=2)"


@pytest.mark.parametrize(("limits", "given"), [({}, 0), ({"max_norm": 1, "limit": 1}, 2)])
def test_clipping_takes_one_limit(limits, given):
    with pytest.raises(ValueError) as raised:
        bp.Clipped(bp.SGD(1.0), **limits)
    assert str(raised.value) == (
        f"Clipped got {given} limits.\n"
        "It takes one: max_norm for the whole gradient, or limit for each number."
    )


@pytest.mark.parametrize(
    "wrap",
    [lambda o: bp.Clipped(o, limit=1.0), lambda o: bp.SoftThresholded(o, lam=1.0)],
    ids=["Clipped", "SoftThresholded"],
)
@pytest.mark.parametrize("thing", [0.1, bp.SGD])
def test_only_an_optimizer_can_be_wrapped(wrap, thing):
    with pytest.raises(TypeError, match=r"optimizer is (a float|the class SGD)"):
        wrap(thing)


@pytest.mark.parametrize("number", [0, -1, np.nan, np.inf])
@pytest.mark.parametrize(
    ("name", "meaning", "act"),
    [
        ("max_norm", "the longest gradient allowed", bp.clip_by_norm),
        ("limit", "the largest size of one number", bp.clip_by_value),
        (
            "max_norm",
            "the longest gradient allowed",
            lambda layer, number: bp.Clipped(bp.SGD(0.1), max_norm=number),
        ),
        (
            "limit",
            "the largest size of one number",
            lambda layer, number: bp.Clipped(bp.SGD(0.1), limit=number),
        ),
    ],
)
def test_limits_are_positive_and_refused_where_they_are_given(name, meaning, act, number, layer):
    with pytest.raises(ValueError) as raised:
        act(layer, number)
    assert str(raised.value) == (
        f"{name} is {number}.\nIt must be a number, above 0 and finite: {meaning}."
    )


@pytest.mark.parametrize(("dtype", "size"), [(np.float32, 1e25), (np.float64, 1e200)])
def test_a_gradient_whose_squares_overflow_is_shortened_and_not_lost(dtype, size, layer):
    layer.dW, layer.db = size * np.array([[3.0], [0.0]], dtype), size * np.array([4.0], dtype)
    assert bp.clip_by_norm(layer, 1.0) == pytest.approx(5 * size, rel=1e-6)
    np.testing.assert_allclose(layer.dW, [[0.6], [0.0]], rtol=1e-6)
    np.testing.assert_allclose(layer.db, [0.8], rtol=1e-6)


@pytest.mark.parametrize("lost", [np.nan, np.inf])
@pytest.mark.parametrize("clip", [bp.clip_by_norm, bp.clip_by_value])
def test_clipping_hides_no_number_that_is_not_finite(clip, lost, layer):
    """By value inf becomes the limit, as it should; the norm that is returned tells of it."""
    layer.dW = np.array([[lost], [1.0]])
    assert not np.isfinite(clip(layer, 0.5))
    if clip is bp.clip_by_norm:
        np.testing.assert_array_equal(layer.dW, [[lost], [1.0]])
