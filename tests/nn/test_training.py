import re
import tracemalloc

import numpy as np
import pytest

import bpcourse as bp


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
    assert "█" * 30 + "  3 of 3 epochs  loss " in shown
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


def test_the_loss_of_every_step_is_in_the_history(rng):
    X, targets = bp.datasets.lines(10, noise=0.1, rng=rng)
    net, loss = bp.Network(bp.Dense(1, 1, rng=rng)), bp.MeanSquaredError()
    history = bp.fit(net, loss, bp.SGD(0.1), X, targets, rng=rng, epochs=3, batch_size=4)
    steps = np.reshape(history.steps, (3, 3))  # batches of 4, 4 and 2 samples
    np.testing.assert_allclose(steps @ [0.4, 0.4, 0.2], history)


@pytest.mark.parametrize(("n", "batch_size"), [(33, 32), (4, 1), (1, None)])
def test_a_batch_norm_with_a_batch_of_one_is_refused(n, batch_size, rng):
    net = bp.Network(bp.Dense(2, 3, rng=rng), bp.Network(bp.BatchNorm(3)), bp.Dense(3, 1, rng=rng))
    X, targets = rng.normal(size=(n, 2)), rng.normal(size=(n, 1))
    before = net.layers[0].W
    options = {"rng": rng, "epochs": 1, "batch_size": batch_size}
    with pytest.raises(ValueError) as raised:
        bp.fit(net, bp.MeanSquaredError(), bp.SGD(0.1), X, targets, **options)
    assert str(raised.value) == (
        f"BatchNorm(3) takes the mean and variance of its batch, but {n} samples in batches of "
        f"{batch_size or n} leave a batch of one, which is its own mean.\n"
        "Take a batch_size from 2 on that leaves no sample alone, or rest='share'."
    )
    assert net.layers[0].W is before


@pytest.mark.parametrize("rest", ["drop", "share"])
def test_a_batch_norm_trains_where_no_sample_is_left_alone(rest, rng):
    net = bp.Network(bp.Dense(2, 3, rng=rng), bp.BatchNorm(3), bp.Dense(3, 1, rng=rng))
    X = rng.normal(size=(33, 2))
    options = {"rng": rng, "epochs": 100, "batch_size": 32, "rest": rest}
    loss = bp.MeanSquaredError()
    history = bp.fit(net, loss, bp.SGD(0.1), X, X[:, :1], **options)
    assert history[-1] < 0.1 < history[0]
    assert loss.forward(net.predict(X), X[:, :1]) < 0.2  # in use it is as good


def test_without_the_rest_the_mean_is_over_what_was_seen(rng):
    """Errors of 1 everywhere: the loss is 1, also where a sample is left out."""
    net = bp.Dense(1, 1, rng=rng, init=bp.initializers.zeros)
    options = {"rng": rng, "epochs": 1, "batch_size": 2, "rest": "drop"}
    X, targets = np.zeros((5, 1)), np.ones((5, 1))
    assert bp.fit(net, bp.MeanSquaredError(), bp.SGD(1e-9), X, targets, **options) == [
        pytest.approx(1.0)
    ]


def test_a_last_batch_of_five_digits_moves_the_loss_more_than_any_other_step():
    """1797 = 56 * 32 + 5: sqrt(32 / 5) = 2.5 times the noise, and its harm goes with the square."""
    digits, loss = bp.datasets.digits(), bp.SoftmaxCrossEntropy()
    rng = np.random.default_rng(0)
    net = bp.Network(
        bp.Dense(64, 32, init=bp.he_normal, rng=rng), bp.ReLU(), bp.Dense(32, 10, rng=rng)
    )
    sgd = bp.SGD(0.3)
    moved = {32: [], 5: []}
    for _ in range(8):
        for X, labels in bp.batches(digits.X, digits.targets, 32, rng=rng):
            before = loss.forward(net.predict(digits.X), digits.targets)
            loss.forward(net.forward(X), labels)
            net.backward(loss.backward())
            sgd.step(net)
            after = loss.forward(net.predict(digits.X), digits.targets)
            moved[len(X)].append(abs(after - before))
    late = {size: np.mean(values[len(values) // 2 :]) for size, values in moved.items()}
    assert late[5] > 3 * late[32]


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (
            {"optimizer": bp.SGD},
            TypeError,
            "optimizer is the class SGD, and not an object of that class.\n"
            "Write SGD(...), with its arguments between the brackets.",
        ),
        (
            {"loss": np.square},
            TypeError,
            "loss is a ufunc, which has no method forward.\nIt needs forward and backward.",
        ),
        (
            {"epochs": 2.5},
            ValueError,
            "epochs is 2.5.\nIt must be a whole number, 0 or more: how often all samples are used.",
        ),
        (
            {"batch_size": 0},
            ValueError,
            "batch_size is 0.\n"
            "It must be a whole number, 1 or more: how many samples a batch holds.",
        ),
        (
            {"X": [[1.0]]},
            TypeError,
            "X must be a NumPy array, but it is a list. Write np.array(X).",
        ),
        (
            {"validation": np.ones((2, 1))},
            ValueError,
            "validation is a pair of X and targets, but this is no pair.\n"
            "Write validation=(X_new, targets_new).",
        ),
        (
            {"penalty": 0.1},
            TypeError,
            "penalty is a float, which has no method forward.\nIt needs forward and backward.",
        ),
    ],
)
def test_what_cannot_be_trained_with_is_refused_before_the_first_step(change, error, message, rng):
    given = {
        "net": bp.Dense(1, 1, rng=rng),
        "loss": bp.MeanSquaredError(),
        "optimizer": bp.SGD(0.1),
        "X": np.ones((2, 1)),
        "targets": np.ones((2, 1)),
        "rng": rng,
        "epochs": 1,
    }
    with pytest.raises(error) as raised:
        bp.fit(**given | change)
    assert str(raised.value) == message


def test_pixels_as_they_are_stored_can_be_trained_on(rng):
    """uint8, whose own arithmetic ends at 255."""
    X = rng.integers(0, 256, size=(6, 3)).astype(np.uint8)
    net, twin = (bp.Dense(3, 1, rng=np.random.default_rng(1)) for _ in range(2))
    runs = [
        bp.fit(
            net,
            bp.MeanSquaredError(),
            bp.SGD(1e-6),
            X,
            X[:, :1],
            rng=np.random.default_rng(2),
            epochs=3,
        )
        for net, X in ((net, X), (twin, X.astype(float)))
    ]
    assert runs[0] == runs[1]
    np.testing.assert_array_equal(net.W, twin.W)


def test_a_rate_that_a_schedule_gives_is_checked_too(rng):
    net = bp.Dense(1, 1, rng=rng)
    with pytest.raises(ValueError) as raised:
        bp.fit(
            net,
            bp.MeanSquaredError(),
            bp.SGD(lambda t: -t),
            np.ones((2, 1)),
            np.ones((2, 1)),
            rng=rng,
            epochs=5,
        )
    assert str(raised.value) == (
        "lr is -1.\nIt must be a number, at least 0 and finite: what the schedule gives for t = 1, "
        "the rate of the next step."
    )
