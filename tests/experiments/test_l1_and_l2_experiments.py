"""What lesson 16's two experiments show, beside the library and beside a longer descent."""

import numpy as np
import pytest

import bpcourse as bp
from bpcourse.experiments import HowMuchIsEnough, ShrinkOrCut
from bpcourse.experiments.l1_and_l2.how_much_is_enough import fit
from bpcourse.experiments.l1_and_l2.shrink_or_cut import KINDS, LAMS, SHOWN, STEPS, draw, ends


@pytest.mark.parametrize("kind", KINDS)
def test_the_small_picture_ends_where_the_descent_ends(kind):
    lam = 0.1
    state, data = ShrinkOrCut().data(kind=kind, lam=lam)
    np.testing.assert_allclose(
        data.w[-1], ends(draw(state.seed), kind, np.array([lam]))[0], atol=1e-12
    )
    assert data.path.shape == (len(LAMS), 20)
    assert (SHOWN[0], SHOWN[-1]) == (0, STEPS)


@pytest.mark.parametrize("lam", [0.01, 0.1, 1.0])
def test_the_zeros_are_those_of_a_descent_ten_times_as_long(lam):
    _, data = ShrinkOrCut().data(kind="L1", lam=lam)
    problem, w = data.problem, data.problem.fit
    for _ in range(10 * STEPS):
        slope = problem.H @ w - problem.c
        w = bp.soft_threshold(w - problem.rate * slope, problem.rate * lam)
    np.testing.assert_array_equal(data.w[-1] == 0, w == 0)
    np.testing.assert_allclose(data.w[-1], w, atol=1e-3)


def test_l2_ends_at_the_exact_minimum():
    _, data = ShrinkOrCut().data(kind="L2", lam=0.1)
    exact = np.linalg.solve(data.problem.H + 0.1 * np.eye(20), data.problem.c)
    np.testing.assert_allclose(data.w[-1], exact, atol=1e-3)


@pytest.mark.parametrize("kind", ["L2", "L1-gradient"])
def test_only_the_soft_threshold_makes_zeros(kind):
    for lam in (0.001, 0.1, 3.0):
        _, data = ShrinkOrCut().data(kind=kind, lam=lam)
        assert data.zeros.max() == 0


def test_it_really_calls_what_it_is_given():
    reference, called = ShrinkOrCut().reference_functions(), []

    def counted(name):
        def function(*arguments):
            called.append(name)
            return reference[name](*arguments)

        return function

    given = {name: counted(name) for name in reference}
    for kind in KINDS:
        ShrinkOrCut().picture(ShrinkOrCut().state(kind=kind), given)
    assert {name: called.count(name) for name in ("l2", "l1_step", "l1")} == {
        "l2": STEPS,
        "l1_step": STEPS,
        "l1": STEPS,
    }


def test_the_polynomial_is_where_the_loss_has_no_slope(rng):
    A, y = rng.normal(size=(15, 4)), rng.normal(size=15)
    lams = np.array([1e-3, 0.5])
    for w, lam in zip(fit(A, y, lams), lams, strict=True):
        slope = 2 / 15 * A.T @ (A @ w - y) + lam * w
        np.testing.assert_allclose(slope, 0, atol=1e-12)


def test_the_training_error_rises_all_the_way_and_the_validation_error_has_a_bottom():
    _, data = HowMuchIsEnough().data()
    assert np.all(np.diff(data.training) > 0)
    assert 0 < data.best < len(data.validation) - 1
    assert data.validation[data.best] < 0.2 * min(data.validation[0], data.validation[-1])


def test_the_challenge_is_met_where_the_validation_error_is_lowest_and_by_few_others():
    values = {"noise": 0.4, "points": 12}
    lams = HowMuchIsEnough.lam.values
    _, data = HowMuchIsEnough().data(**values)
    states = [HowMuchIsEnough().data(**values, lam=lam) for lam in lams]
    met = [HowMuchIsEnough.challenge.met(*state) for state in states]
    assert met[data.best]
    assert sum(met) <= 6
