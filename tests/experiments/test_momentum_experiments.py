"""What lesson 13's two experiments show, beside the library and beside a plain loop."""

import numpy as np
import pytest

from bpcourse.experiments import Overshoot, ValleyRace
from bpcourse.experiments.momentum.valley_race import BETAS, GOAL, best_without
from bpcourse.nn.optimizers import Momentum


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_the_runs_are_those_of_the_library(beta):
    _, data = ValleyRace().data(beta=beta, rate=0.5)
    optimizer, w = Momentum(0.5, beta), data.momentum.w[0]
    for step in range(1, 20):
        w = w - optimizer.update(data.curvatures * w, 0.5, step)
        np.testing.assert_allclose(data.momentum.w[step], w, rtol=1e-12)


@pytest.mark.parametrize("beta", [0.8, 0.9, 0.95])
def test_it_stays_below_from_the_step_that_is_told_and_not_before(beta):
    """One step earlier the loss is above the goal; first below may be long before."""
    _, data = ValleyRace().data(beta=beta)
    parts = data.momentum.loss / data.momentum.loss[0]
    stays, first = data.momentum_stays, data.momentum_first
    assert first <= stays
    if stays < len(parts):
        assert parts[int(stays) - 1] >= GOAL
        assert np.all(parts[int(stays) :] < GOAL)
    assert (first < stays) == (beta >= 0.9)


def test_the_four_betas_of_the_question_need_what_it_says():
    _, data = ValleyRace().data()
    steps = [data.stays[BETAS.index(beta)] for beta in (0.0, 0.5, 0.8, 0.99)]
    assert steps == [424, 208, 66, 916]


def test_without_momentum_no_rate_is_faster_than_the_line_that_is_drawn():
    fewest = best_without(100.0)
    for rate in ValleyRace.rate.values:
        _, data = ValleyRace().data(rate=rate)
        assert data.stays[0] >= fewest
    assert 200 < fewest < 230


def test_a_diverging_run_is_never_said_to_stay_below():
    _, data = ValleyRace().data(beta=0.5, rate=3.8)  # the limit is 3
    assert data.momentum_stays == np.inf


@pytest.mark.parametrize("experiment", [ValleyRace, Overshoot])
def test_both_really_call_what_they_are_given(experiment):
    called = []
    reference = experiment().reference_functions()["momentum_step"]

    def momentum_step(*arguments):
        called.append(arguments)
        return reference(*arguments)

    experiment().picture(experiment().start, {"momentum_step": momentum_step})
    assert len(called) >= 120


@pytest.mark.parametrize("ground", ["parabola", "slope"])
def test_the_bars_add_up_to_the_velocity(ground):
    """Up to step 20 all of them are drawn."""
    _, data = Overshoot().data(ground=ground, beta=0.5)
    scene = Overshoot().picture(Overshoot().state(ground=ground, beta=0.5)).scene
    bars = scene.panels[2].marks[0]
    for step in (1, 5, 20):
        assert bars.y[bars.at == step].sum() == pytest.approx(data.v[step])


def test_with_beta_a_half_the_ball_is_near_the_bottom_from_step_15_on():
    _, data = Overshoot().data(beta=0.5, rate=0.1)
    assert data.stays == 15
    assert np.abs(data.w[14]) > 0.01 * data.w[0]
    assert np.all(np.abs(data.w[15:]) <= 0.01 * data.w[0])


def test_on_a_constant_slope_the_first_step_is_the_rate_and_the_last_ones_are_ten_times_that():
    _, data = Overshoot().data(ground="slope", beta=0.9, rate=0.01)
    assert data.step[1] == pytest.approx(0.01)
    assert data.step[100] == pytest.approx(0.1, rel=1e-4)
