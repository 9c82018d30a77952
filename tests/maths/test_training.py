import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import bpcourse as bp


@given(n=st.integers(1, 20), size=st.integers(1, 25))
def test_batches_hold_every_sample_once_with_its_own_target(n, size):
    rng = np.random.default_rng(0)
    X = np.arange(n, dtype=float)[:, np.newaxis]
    found = list(bp.batches(X, 10 * X, size, rng=rng))
    np.testing.assert_array_equal(np.sort(np.concatenate([x for x, _ in found]), axis=0), X)
    assert all(np.array_equal(10 * x, targets) for x, targets in found)
    assert [len(x) for x, _ in found] == [size] * (n // size) + [n % size] * (n % size > 0)


@pytest.mark.parametrize(
    ("X", "targets", "size", "message"),
    [
        (3, 2, 1, "X has 3 rows, but targets has 2.\nEvery sample needs exactly one target."),
        (0, 0, 1, "X has no rows, so there is nothing to learn from."),
        (3, 3, 0, "A batch holds at least one sample, but its size is 0."),
    ],
)
def test_batches_that_cannot_be_made_are_refused(X, targets, size, message, rng):
    with pytest.raises(ValueError) as raised:
        next(bp.batches(np.zeros((X, 1)), np.zeros((targets, 1)), size, rng=rng))
    assert str(raised.value) == message


def train(batch_size, seed=0, epochs=60):
    rng = np.random.default_rng(seed)
    X, targets = bp.datasets.lines(40, noise=0.0, rng=rng)
    net = bp.Network(bp.Dense(1, 1, rng=rng))
    options = {"epochs": epochs, "batch_size": batch_size, "rng": rng}
    return net, bp.fit(net, bp.MeanSquaredError(), bp.SGD(0.3), X, targets, **options)


@pytest.mark.parametrize("batch_size", [None, 40, 8, 1])
def test_fit_finds_the_line(batch_size):
    net, losses = train(batch_size)
    assert losses[-1] < 1e-6 < losses[0]
    np.testing.assert_allclose(net.layers[0].W, [[2.0]], atol=1e-3)
    np.testing.assert_allclose(net.layers[0].b, [0.5], atol=1e-3)


def test_the_whole_set_is_the_default_batch():
    np.testing.assert_allclose(train(None)[1], train(40)[1])


def test_the_same_seed_gives_the_same_run():
    assert train(8)[1] == train(8)[1] != train(8, seed=1)[1]


def test_epochs_is_a_generator_that_can_be_stopped(rng):
    X, targets = bp.datasets.lines(10, noise=0.1, rng=rng)
    run = bp.epochs(
        bp.Dense(1, 1, rng=rng),
        bp.MeanSquaredError(),
        bp.SGD(0.1),
        X,
        targets,
        rng=rng,
        epochs=10**9,
    )
    assert next(run) > next(run)


def test_the_page_the_course_leads_to(rng):
    """Predict, measure, differentiate, improve, by hand: the same as one epoch of fit."""
    X, targets = bp.datasets.lines(20, noise=0.1, rng=rng)
    net, loss = bp.Network(bp.Dense(1, 1, rng=np.random.default_rng(1))), bp.MeanSquaredError()
    Y = net.forward(X)
    L = loss.forward(Y, targets)
    net.backward(loss.backward())
    bp.SGD(0.1).step(net)
    twin = bp.Network(bp.Dense(1, 1, rng=np.random.default_rng(1)))
    losses = bp.fit(twin, loss, bp.SGD(0.1), X, targets, epochs=1, rng=rng)
    np.testing.assert_allclose(losses, [L])
    np.testing.assert_allclose(twin.layers[0].W, net.layers[0].W)
