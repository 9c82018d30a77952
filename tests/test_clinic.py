"""The clinic: each sick run shows what it is known by, and is cured by what belongs to it."""

from functools import cache

import numpy as np
import pytest

from bpcourse import clinic
from bpcourse.clinic import BELONGS, HEALTHY, SICK, Run, sick
from bpcourse.clinic.rerun import usual

SICKNESSES = pytest.mark.parametrize("name", SICK)


@cache
def record(name, seed=0):
    return clinic.examined(sick(name), seed)


def test_a_healthy_run_reads_most_new_digits():
    assert record("healthy").right[-1] > 0.9
    assert record("healthy").train[0] == pytest.approx(np.log(10), abs=0.5)


@SICKNESSES
def test_a_sick_run_reads_far_fewer(name):
    assert record(name).right[-1] < (0.75 if name == "overfitting" else 0.25)


@SICKNESSES
def test_the_healthy_values_of_what_belongs_to_the_cause_cure_it(name):
    """Overfitting has no healthy value: early stopping cures it."""
    cure = {setting: HEALTHY[setting] for setting in BELONGS[name]}
    cure = {"patience": 5} if name == "overfitting" else cure
    least = record(name).right[-1] + 0.03 if name == "overfitting" else 0.8
    assert clinic.rerun(name, 0, cure) > least


@SICKNESSES
def test_what_makes_it_sick_is_what_may_be_changed(name):
    """Depth alone is no sickness, and overfitting comes with its few digits."""
    assert BELONGS.keys() == SICK.keys() | {"healthy"}
    assert set(BELONGS[name]) <= set(HEALTHY)
    if name != "overfitting":
        assert set(SICK[name]) - {"hidden"} <= set(BELONGS[name])


def test_the_three_flat_lines_are_told_apart_by_their_norms():
    start, end = (
        {name: getattr(record(name), moment).norms for name in SICK} for moment in ("start", "end")
    )
    assert start["rate too large"].min() > 0.1
    assert end["rate too large"][0] == 0
    assert start["zero start"][0] == 0
    assert 0 < start["vanishing gradients"][0] < 0.01 * start["vanishing gradients"][-1]


def test_the_first_loss_tells_a_start_that_explodes_and_nothing_else():
    firsts = {name: record(name).train[0] for name in SICK}
    assert firsts.pop("exploding start") > 100
    assert max(firsts.values()) < 5


def test_labels_that_are_mixed_up_are_learned_by_heart_and_a_tiny_rate_learns_nothing():
    assert record("labels mixed up").by_heart < 0.5
    assert record("rate too small").by_heart > 2


def test_a_strong_penalty_leaves_small_weights_and_a_zero_start_none():
    """Nine bins reach up to 10^0.5; the first begins at 10^-4, with all that is smaller."""
    penalty = record("penalty too strong")
    assert penalty.end.weights[:, :6].sum(axis=1).min() > 0.9  # below 0.1
    assert penalty.start.weights[:, :6].sum(axis=1).max() < 0.6
    assert record("zero start").end.weights[:, 0].min() == 1


def test_overfitting_has_a_gap_and_a_validation_loss_that_rises():
    found = record("overfitting")
    learned, held_out, _ = found.right
    assert learned - held_out > 0.1
    assert found.validation[-1] > 1.2 * found.validation.min()


def test_a_run_ends_where_its_loss_is_no_number():
    found = record("exploding start", seed=1)
    assert np.isnan(found.train[-1])
    assert len(found.train) <= sick("exploding start")["epochs"]
    assert np.isfinite(found.train[:-1]).all()


def test_a_patient_is_drawn_by_its_seed():
    one, twin = (clinic.examined(sick("rate too small"), seed=3) for _ in range(2))
    np.testing.assert_equal(one.case(), twin.case())
    assert one.train[0] != record("rate too small").train[0]


def test_shares_of_sizes_add_up_and_count_what_is_no_number_as_large():
    found = record("exploding start", seed=1)
    for shares in (found.start.weights, found.start.outputs, found.end.outputs):
        np.testing.assert_allclose(shares.sum(axis=1), 1)
    assert found.end.weights[0, -1] == 1  # all of them have become nan


def test_the_digits_are_divided_without_overlap():
    run = Run(HEALTHY, seed=0)
    X = np.concatenate([X for X, _ in (run.learned, run.held_out, run.new)])
    assert len(np.unique(X, axis=0)) == len(X) == 1797


def test_early_stopping_keeps_the_weights_of_its_best_epoch():
    run = Run(sick("overfitting", patience=5), seed=0)
    while not run.is_over:
        run.epoch()
    assert len(run.train) < 41
    assert run.loss.forward(run.net.predict(run.held_out[0]), run.held_out[1]) == pytest.approx(
        min(run.validation[1:])
    )


def test_who_waits_was_examined_as_it_is_done_here():
    """The way of a run that explodes differs from machine to machine."""
    assert clinic.waiting().keys() == {(name, seed) for name in BELONGS for seed in range(10)}
    for name in BELONGS:
        now, stored = record(name).case(), clinic.waiting()[name, 0]
        told = ("norms", "train", "right") if name != "exploding start" else ()
        np.testing.assert_allclose(now["train"][0], stored["train"][0], rtol=1e-3)
        np.testing.assert_allclose(now["norms"][0], stored["norms"][0], rtol=1e-3)
        for part in told:
            np.testing.assert_allclose(now[part][-1], stored[part][-1], rtol=0.3, atol=0.05)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("rate too large", {"lr": 0.1}),
        ("vanishing gradients", {"activation": "relu", "start": "he"}),
        ("overfitting", {"patience": 5}),
    ],
)
def test_what_is_stored_of_a_rerun_is_what_it_comes_to(name, change):
    assert change in usual(name)
    run = Run(sick(name, **change), seed=0)
    while not run.is_over:
        run.epoch()
    assert clinic.rerun(name, 0, change) == pytest.approx(run.right(run.new), abs=0.03)


def test_every_setting_can_be_used():
    settings = {"dropout": 0.2, "clip": 1.0, "batch_norm": True, "activation": "tanh", "epochs": 2}
    assert clinic.rerun("healthy", 0, settings) > 0.2
