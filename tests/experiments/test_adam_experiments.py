"""What lesson 14's two experiments show, beside the library and beside plain formulas."""

import numpy as np
import pytest

from bpcourse.experiments import FirstSteps, UnequalFeatures
from bpcourse.experiments.adam.unequal_features import GOAL, LONG, NAMES, STEPS, valley
from bpcourse.nn import optimizers

OPTIMIZERS = {
    "SGD": optimizers.SGD,
    "momentum": optimizers.Momentum,
    "RMSprop": optimizers.RMSprop,
    "Adam": optimizers.Adam,
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("turn", [0, 30])
def test_the_runs_are_those_of_the_library(name, turn):
    _, data = UnequalFeatures().data(ratio=10, turn=turn)
    H, w = valley(10, turn)
    optimizer = OPTIMIZERS[name](data.rates[name])
    for step in range(1, 40):
        w = w - optimizer.update(H @ w, data.rates[name], step)
        np.testing.assert_allclose(data.runs[name].w[step], w, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("ratio", "turn"), [(5, 0), (30, 45)])
def test_it_stays_below_from_the_step_that_is_told_and_not_before(name, ratio, turn):
    _, data = UnequalFeatures().data(ratio=ratio, turn=turn)
    H, w = valley(ratio, turn)
    optimizer, losses = OPTIMIZERS[name](data.rates[name]), []
    for step in range(1, LONG + 1):
        w = w - optimizer.update(H @ w, data.rates[name], step)
        losses.append(0.5 * w @ H @ w)
    above = np.flatnonzero(np.array(losses) >= GOAL) + 1
    told = above[-1] + 1 if above[-1] < LONG else np.inf
    assert data.stays[name] == told


def test_a_turn_changes_nothing_for_sgd_and_momentum():
    turned = [UnequalFeatures().data(ratio=10, turn=turn)[1].stays for turn in (0, 20, 45, 90)]
    for name in ("SGD", "momentum"):
        assert len({stays[name] for stays in turned}) == 1


def test_adam_loses_its_lead_when_the_valley_is_turned():
    along, across = (UnequalFeatures().data(ratio=30, turn=turn)[1].stays for turn in (0, 45))
    assert along["Adam"] < along["momentum"]
    assert across["Adam"] > 3 * across["momentum"]


def test_along_the_axes_the_first_steps_of_adam_are_equal_and_those_of_sgd_are_not():
    _, data = UnequalFeatures().data(ratio=100)
    steps = {name: np.abs(data.runs[name].held["step"][0]) for name in NAMES}
    assert steps["SGD"][1] / steps["SGD"][0] == pytest.approx(100)
    assert steps["Adam"] == pytest.approx([data.rates["Adam"]] * 2)


@pytest.mark.parametrize("name", NAMES)
def test_what_an_optimizer_holds_is_shown_beside_the_picture(name):
    scene = UnequalFeatures().picture(UnequalFeatures().state(memory=name)).scene
    table = scene.panels[2]
    rows = [mark.texts[0] for mark in table.marks if mark.label.startswith("the row of")]
    assert rows[:2] == ["w", "g"]
    kept = {"SGD": [], "momentum": ["v"], "RMSprop": ["s"], "Adam": ["m", "v"]}[name]
    assert rows[2:-1] == kept


@pytest.mark.parametrize("experiment", [UnequalFeatures, FirstSteps])
def test_both_really_call_what_they_are_given(experiment):
    called = []
    functions = experiment().reference_functions()
    reference = functions["adam_step"]

    def adam_step(*arguments):
        called.append(arguments)
        return reference(*arguments)

    experiment().picture(experiment().start, functions | {"adam_step": adam_step})
    assert len(called) >= (STEPS if experiment is UnequalFeatures else 20)


@pytest.mark.parametrize("size", [0.001, 1.0, 1000.0])
def test_with_correction_all_steps_on_a_constant_gradient_are_as_long_as_the_rate(size):
    _, data = FirstSteps().data(size=size)
    np.testing.assert_allclose(data.steps, 1.0, rtol=2e-5)


def test_without_correction_the_steps_are_those_of_the_formula():
    _, data = FirstSteps().data(correction="off", size=5.0)
    t = np.arange(1, 21)
    np.testing.assert_allclose(data.steps, (1 - 0.9**t) / np.sqrt(1 - 0.999**t), rtol=1e-5)
    assert data.steps.argmax() == 11


def test_with_t_frozen_the_correction_is_that_of_the_first_step():
    _, data = FirstSteps().data(correction="frozen")
    assert data.steps[1] == pytest.approx(0.19 / 0.1 / np.sqrt(0.001999 / 0.001), rel=1e-6)


def test_where_gradients_are_as_small_as_epsilon_the_steps_are_shorter():
    _, data = FirstSteps().data(size=0.05, epsilon=0.1)
    np.testing.assert_allclose(data.steps, 1 / 3, rtol=1e-6)
