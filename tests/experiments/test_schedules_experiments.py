"""What lesson 15's two experiments show, beside plain loops."""

import numpy as np
import pytest

from bpcourse.datasets import penguins, standardise
from bpcourse.experiments import RateSweep, ScheduleDesigner
from bpcourse.experiments.schedules.schedule_designer import EACH, SEEDS, STEPS


def test_a_run_is_that_of_a_plain_loop():
    """The first of the 20 orders, batches of 4, with a cosine."""
    facts = penguins()
    X = np.column_stack([standardise(facts.X), np.ones(len(facts.X))])
    y, rng = facts.targets[:, 0], np.random.default_rng(0)
    order = np.concatenate([rng.permutation(len(X)) for _ in range(6)])
    lowest = np.mean((X @ np.linalg.lstsq(X, y, rcond=None)[0] - y) ** 2)
    _, data = ScheduleDesigner().data(kind="cosine", rate=0.05)
    w = np.zeros(4)
    for t in range(100):
        rows = order[4 * t : 4 * t + 4]
        lr = 0.05 * (1 + np.cos(np.pi * t / STEPS)) / 2
        w = w - lr * 2 / 4 * X[rows].T @ (X[rows] @ w - y[rows])
    excess = 100 * (np.mean((X @ w - y) ** 2) / lowest - 1)
    assert data.excess[100 // EACH, 0] == pytest.approx(excess, rel=1e-6)


def test_with_noise_decay_wins_from_a_large_rate_and_loses_from_a_small_one():
    better = {
        rate: ScheduleDesigner().data(kind="cosine", rate=rate)[1].better for rate in (0.01, 0.1)
    }
    assert better == {0.01: 0, 0.1: SEEDS}


@pytest.mark.parametrize("warmup", [0, 10])
@pytest.mark.parametrize("kind", ["stairs", "cosine"])
@pytest.mark.parametrize("rate", [0.003, 0.03, 0.3])
def test_without_noise_no_schedule_wins(kind, rate, warmup):
    state = {"kind": kind, "rate": rate, "warmup": warmup, "batch": "all"}
    assert ScheduleDesigner().data(**state)[1].better == 0


def test_the_small_picture_agrees_with_the_large_one():
    _, data = ScheduleDesigner().data(kind="cosine", rate=0.3)
    assert data.ends[-1] == pytest.approx(data.end)
    assert data.constant_ends[-1] == pytest.approx(data.constant_end)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"kind": "stairs", "length": 20}, "step_decay"),
        ({"kind": "cosine"}, "cosine"),
        ({"kind": "cosine", "warmup": 10}, "warmup_cosine"),
    ],
)
def test_the_rates_are_those_of_the_given_function(values, name):
    experiment = ScheduleDesigner()
    functions = experiment.reference_functions()
    reference = functions[name]
    functions[name] = lambda *arguments: reference(*arguments) / 2
    state = experiment.state(**values)
    halved = experiment.compute(state, **functions).lrs
    np.testing.assert_allclose(halved, experiment.data(**values)[1].lrs / 2)


def test_a_tenth_of_the_limit_is_a_fair_try_for_both_optimizers():
    """Beside the best of all, and it is what the lesson's table says."""
    for optimizer in ("Adam", "SGD"):
        _, data = RateSweep().data(optimizer=optimizer, trained="all")
        place = int(np.argmin(np.abs(np.log(data.rates / (data.sweep.limit / 10)))))
        assert data.ends[place] < 1.4 * data.ends.min()
        assert data.ends[-1] > 2  # 5 is beyond the limit of both: nothing is learned


def test_the_sweep_is_driven_by_the_given_function():
    def stops_at_once(step_fn, lrs):
        step_fn(lrs[0])
        return lrs[0]

    experiment = RateSweep()
    first = next(experiment.pictures(experiment.start, {"lr_range_test": stops_at_once}))
    assert len(first.scene.panels[0].marks[0].x) == 1
    assert first.scene.readings["limit"] == pytest.approx(1e-5)
