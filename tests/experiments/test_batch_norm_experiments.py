"""What lesson 12's two experiments show, beside the library; and the stored map, computed again."""

import csv

import numpy as np
import pytest

import bpcourse as bp
from bpcourse.experiments import ToleranceMap, TrainAndUse
from bpcourse.experiments.batch_norm import tolerance_map
from bpcourse.experiments.batch_norm.tolerance_map import (
    CHANCE,
    DEPTHS,
    GOOD,
    RATES,
    SCALES,
    last_loss,
    stored,
)
from bpcourse.experiments.batch_norm.train_and_use import batches, near_the_truth

# ---- train and use ----


@pytest.mark.parametrize("momentum", [0.05, 0.5, 1.0])
def test_memory_and_answers_are_those_of_the_library(momentum):
    state, data = TrainAndUse().data(batch=8, momentum=momentum)
    layer = bp.BatchNorm(1, momentum=momentum)
    for k, companions in enumerate(batches(state)):
        layer.forward(companions)
        running = layer.running_mean[0], layer.running_var[0]
        np.testing.assert_allclose(data.running[k], running, rtol=1e-12)
        np.testing.assert_allclose(data.use[k], layer.predict(data.X[k][:, np.newaxis])[:, 0])
        np.testing.assert_array_equal(data.X[k, 1:], companions[1:, 0])
    asked = bp.BatchNorm(1).forward(data.X[-1][:, np.newaxis])
    np.testing.assert_allclose(data.training[-1], asked[:, 0])


def test_of_two_one_is_1_and_the_other_minus_1_and_one_alone_is_0():
    for sample in (-15, 0.5, 7):
        _, data = TrainAndUse().data(batch=2, sample=sample)
        assert np.all(np.abs(data.training) > 0.99)
        np.testing.assert_allclose(data.training.sum(axis=1), 0, atol=1e-9)
    _, data = TrainAndUse().data(batch=1)
    assert not np.any(data.training)


def test_sorted_batches_hide_what_a_sample_has_in_common_with_them():
    """Mixed, an answer in training swings around that of all data; sorted, far more."""
    swings = [
        np.std(TrainAndUse().data(order=order)[1].training[:, 0]) for order in ("mixed", "sorted")
    ]
    assert swings[1] > 3 * swings[0]


def test_reruns_are_near_the_truth_as_often_as_plain_loops_say():
    state, data = TrainAndUse().data(batch=16, momentum=0.1)
    noise = np.random.default_rng(0).normal(size=(200, 50))
    near = 0
    for row in noise:
        running = 0.0
        for z in row:
            running = 0.9 * running + 0.1 * (state.shift + state.scale / 4 * z)
        near += abs(running - state.shift) <= 0.2
    assert data.near == near / 200 == near_the_truth(state)


def test_the_challenge_needs_a_momentum_between_two_others():
    met = [
        TrainAndUse().picture(TrainAndUse().state(batch=16, momentum=m)).met
        for m in (0.05, 0.1, 0.2)
    ]
    assert met == [False, True, False]


def test_with_batches_of_4_no_momentum_is_near_often_enough():
    for momentum in TrainAndUse.momentum.values:
        assert near_the_truth(TrainAndUse().state(batch=4, momentum=momentum)) < 0.9


# ---- the tolerance map ----


@pytest.mark.parametrize(
    ("depth", "which", "scale", "rate"),
    [
        (3, "without", 1.0, 0.1),
        (3, "without", 10.0, 0.01),
        (3, "with", 0.1, 0.1),
        (6, "without", 3.0, 0.03),
        (6, "with", 3.0, 0.3),
    ],
)
def test_a_stored_cell_comes_out_again(depth, which, scale, rate):
    cell = stored()[depth, which][SCALES.index(scale), RATES.index(rate)]
    assert last_loss(scale, rate, depth, which) == pytest.approx(cell, rel=0.01)


def test_the_stored_table_has_every_cell_once():
    with tolerance_map.STORED.open(encoding="utf-8", newline="") as file:
        rows = [tuple(row.values())[:4] for row in csv.DictReader(file)]
    assert len(set(rows)) == len(rows) == len(DEPTHS) * 2 * len(SCALES) * len(RATES)
    assert all(np.all(cells > 0) for cells in stored().values())


def test_the_chosen_run_ends_at_the_number_of_its_cell():
    _, data = ToleranceMap().data(scale=3.0, rate=0.1)
    place = SCALES.index(3.0), RATES.index(0.1)
    assert data.without[-1] == pytest.approx(stored()[3, "without"][place], rel=0.01)
    assert data.with_bn[-1] == pytest.approx(stored()[3, "with"][place], rel=0.01)


def test_with_batch_norm_far_more_cells_are_dark():
    for depth, most, least in ((3, 6, 30), (6, 3, 32)):
        without, with_bn = (np.sum(stored()[depth, w] < GOOD) for w in ("without", "with"))
        assert without <= most
        assert with_bn >= least


def test_from_three_times_he_no_rate_trains_six_layers_without_it():
    assert np.all(stored()[6, "without"][SCALES.index(3.0)] > 0.95 * CHANCE)


def test_the_nets_are_those_of_the_library():
    """The same first weights, whole batches, ten steps of the library's own fit."""
    X, y = tolerance_map.points()
    params = tolerance_map.first_weights(1.0, 3)
    layers = []
    for k, (W, b) in enumerate(params):
        dense = bp.Dense(*W.shape, rng=np.random.default_rng(0))
        dense.W, dense.b = W.copy(), b.copy()
        layers += [dense, bp.BatchNorm(len(b)), bp.ReLU()] if k < 3 else [dense]
    net, loss = bp.Network(*layers), bp.SoftmaxCrossEntropy()
    losses = bp.fit(
        net, loss, bp.SGD(0.3), X, y, epochs=10, batch_size=None, rng=np.random.default_rng(0)
    )
    _, data = ToleranceMap().data(scale=1.0, rate=0.3)
    np.testing.assert_allclose(losses, data.with_bn[:10], rtol=1e-9)


@pytest.mark.parametrize("name", ["bn_forward", "bn_backward"])
def test_it_really_calls_what_it_is_given(name):
    called = []
    functions = ToleranceMap().reference_functions()
    reference = functions[name]

    def counting(*arguments):
        called.append(arguments)
        return reference(*arguments)

    ToleranceMap().picture(ToleranceMap().start, functions | {name: counting})
    assert len(called) >= 300
