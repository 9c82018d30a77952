import math

import numpy as np
import pytest

import bpcourse as bp


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        (bp.Constant(0.5), {0: 0.5, 99: 0.5}),
        (bp.StepDecay(1.0, factor=0.1, every=10), {0: 1.0, 9: 1.0, 10: 0.1, 25: 0.01}),
        (bp.ExponentialDecay(1.0, factor=0.5), {0: 1.0, 1: 0.5, 3: 0.125}),
        (bp.Cosine(1.0, steps=100, floor=0.2), {0: 1.0, 50: 0.6, 100: 0.2, 500: 0.2}),
        (bp.Cosine(1.0, steps=3), {1: 0.75, 2: 0.25}),
        (bp.WarmupCosine(1.0, warmup=4, steps=104), {0: 0.25, 3: 1.0, 4: 1.0, 54: 0.5, 104: 0.0}),
        (bp.OneCycle(1.0, steps=100), {0: 1 / 25, 29: 1.0, 99: 1 / 250_000}),
    ],
    ids=str,
)
def test_rates_by_hand(schedule, rates):
    """A cosine is at its middle after half its steps, at 3/4 after a third: (1 + cos 60°) / 2."""
    for t, rate in rates.items():
        assert schedule(t) == pytest.approx(rate)


def test_the_warm_up_and_the_cosine_meet():
    schedule = bp.WarmupCosine(1.0, warmup=50, steps=1050)
    rates = np.array([schedule(t) for t in range(1100)])
    assert rates.max() == 1.0
    assert np.abs(np.diff(rates)).max() <= 1 / 50 + 1e-12


@pytest.mark.parametrize("make", [bp.SGD, bp.Momentum, bp.Nesterov, bp.RMSprop, bp.Adam, bp.AdamW])
def test_every_optimizer_takes_a_schedule(make, rng):
    """The rate of step t reaches the formula: with the rate 0 nothing moves."""
    layer = bp.Dense(2, 2, rng=rng)
    layer.forward(np.ones((1, 2)))
    layer.backward(np.ones((1, 2)))
    optimizer = make(lambda t: 0.1 if t == 0 else 0.0)
    before = layer.W
    optimizer.step(layer)
    after = layer.W
    optimizer.step(layer)
    assert not np.array_equal(before, after)
    np.testing.assert_array_equal(layer.W, after)


@pytest.mark.parametrize("rate", [0.0, -1.0, math.inf, math.nan])
@pytest.mark.parametrize(
    "make",
    [
        bp.Constant,
        lambda lr: bp.Cosine(lr, steps=10),
        lambda lr: bp.OneCycle(lr, steps=10),
        lambda lr: bp.StepDecay(lr, factor=0.5, every=3),
        lambda lr: bp.ExponentialDecay(lr, factor=0.5),
        lambda lr: bp.WarmupCosine(lr, warmup=2, steps=10),
    ],
)
def test_a_rate_that_is_no_positive_number_is_refused(make, rate):
    with pytest.raises(ValueError) as raised:
        make(rate)
    assert str(raised.value) == (
        f"The learning rate must be a positive number, but it is {rate}.\n"
        "The minus sign of the update is already in the formula."
    )


def test_steps_that_are_none_are_refused():
    with pytest.raises(ValueError) as raised:
        bp.Cosine(0.1, steps=0)
    assert str(raised.value) == (
        "steps is 0.\nIt must be a whole number, 1 or more: how many steps the way down takes."
    )
    with pytest.raises(ValueError) as raised:
        bp.WarmupCosine(0.1, warmup=10, steps=10)
    assert str(raised.value) == (
        "The warm-up takes 10 steps, but there are 10 in all.\n"
        "Make it shorter: afterwards the rate has to come down."
    )


def test_a_cycle_that_starts_at_its_top_only_falls():
    """A tenth of 10 steps is one step, the first: it has the whole rate."""
    cycle = bp.OneCycle(0.1, steps=10, rising=0.1)
    assert [cycle(0), cycle(9)] == pytest.approx([0.1, 0.1 / 250_000])


def test_a_cycle_that_only_rises_ends_after_its_top():
    cycle = bp.OneCycle(0.1, steps=10, rising=1.0)
    assert [cycle(0), cycle(9), cycle(10)] == pytest.approx([0.1 / 25, 0.1, 0.1 / 250_000])
