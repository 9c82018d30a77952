import re
import tracemalloc

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


def xor():
    return np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0.0], [1], [1], [0]])


@pytest.mark.parametrize("seed", range(50))
def test_xor_is_learned_from_every_seed(seed):
    rng = np.random.default_rng(seed)
    X, targets = xor()
    net = bp.Network(bp.Dense(2, 8, rng=rng), bp.Tanh(), bp.Dense(8, 1, rng=rng))
    bp.fit(net, bp.BinaryCrossEntropy(), bp.Adam(0.05), X, targets, rng=rng, epochs=300)
    np.testing.assert_array_equal(net.predict(X) > 0, targets == 1)


def test_memory_does_not_grow_with_the_number_of_steps(rng):
    X, targets = bp.datasets.lines(64, noise=0.1, rng=rng)
    net = bp.Network(bp.Dense(1, 8, rng=rng), bp.ReLU(), bp.Dense(8, 1, rng=rng))
    loss, adam = bp.MeanSquaredError(), bp.Adam(0.01)
    run = bp.epochs(net, loss, adam, X, targets, rng=rng, epochs=10**6, batch_size=4)
    for _ in range(5):
        next(run)
    tracemalloc.start()
    try:
        next(run)
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(50):
            next(run)
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 10_000  # bytes, after 800 steps


def test_the_history_has_what_one_wants_to_draw(rng):
    X, targets = bp.datasets.lines(20, noise=0.1, rng=rng)
    net = bp.Network(bp.Dense(1, 4, rng=rng), bp.Tanh(), bp.Dense(4, 1, rng=rng))
    optimizer = bp.SGD(bp.StepDecay(0.1, factor=0.5, every=2))
    history = bp.fit(
        net,
        bp.MeanSquaredError(),
        optimizer,
        X,
        targets,
        rng=rng,
        epochs=4,
        validation=(X, targets),
    )
    assert len(history) == len(history.validation) == 4
    assert history.learning_rates == [0.1, 0.1, 0.05, 0.05]
    assert history.layers == ["Dense(1, 4)", "Dense(4, 1)"]
    norms = np.array(history.gradient_norms)  # (4, 2)
    expected = [np.sqrt(np.sum(layer.dW**2) + np.sum(layer.db**2)) for layer in net.layers[::2]]
    np.testing.assert_allclose(norms[-1], expected)
    held_out = bp.MeanSquaredError().forward(net.predict(X), targets)
    assert history.validation[-1] == held_out
    assert not history.interrupted


def test_a_penalty_is_reported_by_the_loss_and_felt_by_the_weights(rng):
    """A weight of 3 that nothing else pulls at shrinks by a tenth, and the loss is lam / 2 * 9."""
    net = bp.Network(bp.Dense(1, 1, rng=rng))
    net.layers[0].W = np.array([[3.0]])
    X, targets = np.zeros((2, 1)), np.zeros((2, 1))
    options = {"rng": rng, "epochs": 1, "penalty": bp.L2(1.0)}
    losses = bp.fit(net, bp.MeanSquaredError(), bp.SGD(0.1), X, targets, **options)
    assert losses == [4.5]
    np.testing.assert_allclose(net.layers[0].W, [[2.7]])


def test_early_stopping_ends_the_training_and_brings_the_best_weights_back(rng):
    """20 points with pure noise as targets: what they teach is worth nothing elsewhere."""
    X, noise = rng.normal(size=(20, 5)), rng.normal(size=(20, 1))
    held_out = rng.normal(size=(200, 5)), rng.normal(size=(200, 1))
    net = bp.Network(bp.Dense(5, 40, rng=rng), bp.Tanh(), bp.Dense(40, 1, rng=rng))
    loss, stopping = bp.MeanSquaredError(), bp.EarlyStopping(patience=20)
    options = {"rng": rng, "epochs": 5000, "validation": held_out, "stopping": stopping}
    history = bp.fit(net, loss, bp.Adam(0.01), X, noise, **options)
    assert len(history) == stopping.best_update + 20 < 5000
    assert loss.forward(net.predict(held_out[0]), held_out[1]) == min(history.validation)


def test_ctrl_c_keeps_what_was_learned(rng, capsys):
    X, targets = bp.datasets.lines(10, noise=0.1, rng=rng)
    net = bp.Network(bp.Dense(1, 1, rng=rng))

    class Interrupted(bp.SGD):
        def step(self, net):
            if self.t == 3:
                raise KeyboardInterrupt
            super().step(net)

    history = bp.fit(net, bp.MeanSquaredError(), Interrupted(0.1), X, targets, rng=rng, epochs=1000)
    assert len(history) == 3
    assert history.interrupted
    assert capsys.readouterr().out == (
        "Stopped after 3 of 1000 epochs. What was learned is kept.\n"
    )
    assert history[-1] < history[0]


def test_a_rate_that_is_too_large_is_told_with_its_place_and_its_cure(rng):
    X, targets = bp.datasets.lines(10, noise=0.1, rng=rng)
    net = bp.Network(bp.Dense(1, 4, rng=rng), bp.ReLU(), bp.Dense(4, 1, rng=rng))
    with pytest.raises(bp.TrainingError) as raised:
        bp.fit(net, bp.MeanSquaredError(), bp.SGD(1e6), X, targets, rng=rng, epochs=1000)
    first, second = str(raised.value).splitlines()
    assert re.match(r"The loss is (inf|nan) in epoch \d+(:|, although)", first)
    assert "learning rate" in second


def test_a_nan_in_the_data_is_told_as_such(rng):
    X, targets = bp.datasets.lines(10, noise=0.1, rng=rng)
    X[3] = np.nan
    with pytest.raises(bp.TrainingError) as raised:
        bp.fit(
            bp.Dense(1, 1, rng=rng),
            bp.MeanSquaredError(),
            bp.SGD(0.1),
            X,
            targets,
            rng=rng,
            epochs=1,
        )
    assert str(raised.value) == (
        "The loss is nan in epoch 1, because X itself holds nan.\nRepair or leave out those rows."
    )


def test_a_layer_that_makes_the_first_nan_is_named(rng):
    class Root(bp.Layer):
        def forward(self, X):
            return np.sqrt(X)

        def __repr__(self):
            return "Root()"

    X = -np.ones((4, 1))
    net = bp.Network(bp.Dense(1, 1, rng=rng, init=bp.initializers.constant(1.0)), Root())
    with pytest.raises(bp.TrainingError) as raised:
        bp.fit(net, bp.MeanSquaredError(), bp.SGD(0.1), X, X, rng=rng, epochs=1)
    assert str(raised.value).startswith(
        "The loss is nan in epoch 1: the first nan leaves layer 2, Root(), whose inputs are finite."
    )


def test_what_is_looked_at_after_a_nan_raises_no_warning_outside(rng):
    """`epochs` quiets NumPy for itself alone: between two epochs it is as loud as before."""
    X, targets = bp.datasets.lines(4, noise=0.1, rng=rng)
    options = {"rng": rng, "epochs": 2}
    run = bp.epochs(
        bp.Dense(1, 1, rng=rng), bp.MeanSquaredError(), bp.SGD(0.1), X, targets, **options
    )
    outside = np.geterr()
    next(run)
    assert np.geterr() == outside


def test_a_network_of_ones_own_needs_only_two_methods(rng):
    class Mean:
        params = ("c",)
        c = np.array([0.0])

        def forward(self, X):
            self.n = len(X)
            return np.tile(self.c, (self.n, 1))

        def backward(self, dY):
            self.dc = dY.sum(axis=0)

    net, targets = Mean(), np.array([[1.0], [3.0]])
    bp.fit(net, bp.MeanSquaredError(), bp.SGD(0.25), targets, targets, rng=rng, epochs=40)
    np.testing.assert_allclose(net.c, [2.0])


def test_progress_draws_a_bar_that_ends_full(rng, capsys):
    X, targets = bp.datasets.lines(10, noise=0.1, rng=rng)
    net = bp.Dense(1, 1, rng=rng)
    bp.fit(net, bp.MeanSquaredError(), bp.SGD(0.1), X, targets, rng=rng, epochs=3, progress=True)
    shown = capsys.readouterr().out
    assert "█" * 30 + " 3/3  loss " in shown
    assert shown.endswith("\n")


def test_numbers_of_numpy_keep_a_float32_network_as_it_is(rng):
    """A rate from np.logspace is a np.float64, which times float32 is float64."""
    number = np.float64(0.1)
    net = bp.Network(
        bp.Dense(2, 3, rng=rng, dtype=np.float32),
        bp.LeakyReLU(number),
        bp.BatchNorm(3, momentum=number, epsilon=number, dtype=np.float32),
        bp.Dropout(number, rng=rng),
        bp.Dense(3, 1, rng=rng, dtype=np.float32),
    )
    X, targets = np.ones((4, 2), np.float32), np.ones((4, 1), np.float32)
    for optimizer in (bp.Adam(number), bp.Clipped(bp.SGD(number), max_norm=number)):
        options = {"rng": rng, "epochs": 2, "penalty": bp.L2(number)}
        bp.fit(net, bp.MeanSquaredError(), optimizer, X, targets, **options)
    arrays = [w.value for w in bp.parameters(net)]
    arrays += [net.layers[2].running_mean, net.layers[2].running_var, net.predict(X)]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
