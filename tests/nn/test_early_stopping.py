import numpy as np
import pytest

import bpcourse as bp


def test_early_stopping_counts_what_brings_no_progress(layer):
    """With patience 2: 3, 2 improve, 2 and 2.5 do not; then it stops."""
    stopping = bp.EarlyStopping(patience=2)
    assert [stopping.update(loss, layer) for loss in (3.0, 2.0, 2.0, 2.5)] == [False] * 3 + [True]
    assert (stopping.best, stopping.best_update) == (2.0, 2)


def test_early_stopping_asks_for_more_than_min_delta(layer):
    stopping = bp.EarlyStopping(patience=1, min_delta=0.5)
    assert not stopping.update(2.0, layer)
    assert stopping.update(1.5, layer)
    assert stopping.best == 2.0


def test_early_stopping_restores_the_best_arrays_even_if_they_were_changed_in_place(rng):
    net = bp.Network(bp.Dense(2, 2, rng=rng), bp.BatchNorm(2))
    stopping = bp.EarlyStopping(patience=5)
    stopping.update(1.0, net)
    W, mean = net.layers[0].W.copy(), net.layers[1].running_mean.copy()
    net.layers[0].W += 1
    net.layers[1].forward(rng.normal(size=(5, 2)))
    stopping.update(2.0, net)
    stopping.restore(net)
    np.testing.assert_array_equal(net.layers[0].W, W)
    np.testing.assert_array_equal(net.layers[1].running_mean, mean)


def test_early_stopping_has_nothing_to_restore_at_first(layer):
    with pytest.raises(RuntimeError) as raised:
        bp.EarlyStopping().restore(layer)
    assert str(raised.value) == (
        "There is nothing to restore: no update has had a loss that is a number.\n"
        "Call update(validation_loss, net) after each epoch."
    )


def test_a_patience_that_is_none_is_refused():
    with pytest.raises(ValueError) as raised:
        bp.EarlyStopping(patience=0)
    assert str(raised.value) == (
        "patience is 0.\n"
        "It must be a whole number, 1 or more: how many updates may bring no progress."
    )


def test_a_loss_that_is_nan_is_no_progress(layer):
    stopping = bp.EarlyStopping(patience=2)
    assert [stopping.update(loss, layer) for loss in (1.0, np.nan, np.nan)] == [False, False, True]
    assert stopping.best == 1.0


@pytest.mark.parametrize("loss", [None, "0.5", True])
def test_a_loss_that_is_no_number_is_refused(loss, layer):
    with pytest.raises(ValueError) as raised:
        bp.EarlyStopping().update(loss, layer)
    assert str(raised.value) == f"loss is {loss!r}.\nIt must be a number: the validation loss."
