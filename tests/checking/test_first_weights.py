"""First weights are judged by mean and variance: chance decides nothing, mistakes stand apart."""

import itertools
import runpy

import numpy as np
import pytest

from bpcourse.checking.exercise import find
from bpcourse.checking.first_weights import ERRORS, LAYERS, NEAR, Start, checks_of
from bpcourse.checking.wrong import Wrong, keyed

STARTS = {
    name: runpy.run_path(str(find(name).checks))["START"] for name in ("init_xavier", "init_he")
}
EACH = pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)


def reach(slip, n, errors):
    """Which variances a draw with that slip may have, within so many standard errors."""
    part = errors * np.sqrt(2 / n)
    return slip.value[1] * (1 - part), slip.value[1] * (1 + part)


def stand_apart(one, other, n):
    """Can no draw of the one be taken for the other?"""
    if abs(one.value[0] - other.value[0]) > 2 * NEAR * np.sqrt(
        max(one.value[1], other.value[1]) / n
    ):
        return True
    (low, high), (other_low, other_high) = reach(one, n, ERRORS), reach(other, n, NEAR)
    return high < other_low or other_high < low


@EACH
def test_every_two_mistakes_of_different_ids_stand_apart_in_a_layer(start):
    known = {layer: dict(keyed(start.known(*layer))) for layer in LAYERS.values()}
    keys = next(iter(known.values()))
    for a, b in itertools.permutations(keys, 2):
        if keys[a].id != keys[b].id:
            assert any(
                stand_apart(slips[a], slips[b], n_in * n_out)
                for (n_in, n_out), slips in known.items()
            ), (a, b)


@EACH
def test_every_mistake_shows_in_a_layer(start):
    for key in dict(keyed(start.known(2, 3))):
        assert any(
            abs(dict(keyed(start.known(*layer)))[key].value[1] / start.variance(*layer) - 1) > 0.2
            for layer in LAYERS.values()
        ), key


@EACH
def test_no_mistake_is_rejected_in_a_layer_by_some_draws_only(start):
    for n_in, n_out in LAYERS.values():
        part, right = ERRORS * np.sqrt(2 / (n_in * n_out)), start.variance(n_in, n_out)
        for key, slip in keyed(start.known(n_in, n_out)):
            low, high = reach(slip, n_in * n_out, ERRORS)
            is_rejected = high < right * (1 - part) or right * (1 + part) < low
            is_accepted = abs(slip.value[1] / right - 1) < part / 10  # half a standard error
            assert is_rejected or is_accepted or slip.value[0], (key, n_in, n_out)


def judged(draw, name):
    """The checks by name that this function fails."""
    start = Start("draw", lambda n_in, n_out: 1.0, lambda n_in, n_out: "1", slips=no_slips, tip="")
    check = checks_of(start)[name]
    given = {"layer": "150 by 60"} if name == "test_variance" else {}
    check(draw=draw, rng=np.random.default_rng(1), **given)


def no_slips(n_in, n_out):
    return []


@pytest.mark.parametrize(("variance", "is_right"), [(0.9, False), (0.97, True), (1.1, False)])
def test_a_variance_may_be_off_by_what_chance_makes_of_it(variance, is_right):
    def draw(n_in, n_out, rng):
        Z = rng.normal(size=(n_in, n_out))
        return Z / Z.std() * np.sqrt(variance)

    if is_right:
        judged(draw, "test_variance")
    else:
        with pytest.raises(Wrong, match="the variance of the weights is"):
            judged(draw, "test_variance")


def test_rows_that_are_copies_are_told_as_such_and_their_variance_is_not_blamed():
    def draw(n_in, n_out, rng):
        return np.tile(rng.normal(size=n_out), (n_in, 1))

    judged(draw, "test_variance")
    with pytest.raises(Wrong) as raised:
        judged(draw, "test_own_numbers")
    assert set(raised.value.fitting) == {"rows_alike"}
