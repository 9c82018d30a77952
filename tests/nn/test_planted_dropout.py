"""The planted dropout: the right pairs are right, and each wrong one shows where it is said to."""

import numpy as np
import pytest

from bpcourse.nn import planted_dropout as planted
from bpcourse.nn.planted_dropout import IN_TRAINING, IN_USE, ON_THE_WAY_BACK, RIGHT

A = np.random.default_rng(0).normal(size=(100, 100))
NEAR = {"rtol": 1e-5, "atol": 1e-6}


def faults(pair, p):
    """The names of the promises that this pair is seen to break."""
    forward, backward = pair()
    rng, given = np.random.default_rng(3), A.copy()
    with np.errstate(all="ignore"):
        out, mask = (np.array(part) for part in forward(given, p, rng, True))
        other = forward(A.copy(), p, rng, True)[1]
        same = forward(A.copy(), p, np.random.default_rng(3), True)[1]
        before = rng.bit_generator.state
        used, ones = forward(A.copy(), p, rng, False)
    found = {
        "chance": abs(np.mean(mask == 0) - p) > 0.02,
        "columns": np.abs(np.mean(mask == 0, axis=0) - p).max() > 0.25,
        "rows": np.abs(np.mean(mask == 0, axis=1) - p).max() > 0.25,
        "scale": not np.allclose(mask[mask != 0], 1 / (1 - p), **NEAR),
        "product": not np.allclose(out, A * mask, **NEAR),
        "new": np.array_equal(mask, other),
        "rng": not np.array_equal(mask, same),
        "use": not np.allclose(used, A, **NEAR) or not np.allclose(ones, 1, **NEAR),
        "draws": rng.bit_generator.state != before,
        "input": not np.array_equal(given, A),
        "back": not np.allclose(backward(A, mask), A * mask, **NEAR),
    }
    return {promise for promise, is_broken in found.items() if is_broken}


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.8])
@pytest.mark.parametrize("pair", RIGHT)
def test_a_right_pair_keeps_every_promise(pair, p):
    assert faults(pair, p) - ({"new"} if p == 0 else set()) == set()


@pytest.mark.parametrize(
    ("pair", "broken"),
    [
        (planted.chance_to_keep, {"chance", "columns", "rows", "scale"}),
        (planted.not_scaled, {"scale"}),
        (planted.divided_by_p, {"scale"}),
        (planted.one_mask_for_all, {"columns"}),
        (planted.whole_samples, {"rows"}),
        (planted.never_the_last, {"columns"}),
        (planted.same_mask, {"new"}),
        (planted.own_chance, {"rng"}),
        (planted.mask_without_scale, {"scale", "product"}),
        (planted.out_without_scale, {"product"}),
        (planted.in_place, {"input"}),
        (planted.older_form, {"scale", "use"}),
        (planted.scaled_in_use, {"use"}),
        (planted.mask_in_use, {"use"}),
        (planted.drops_in_use, {"use", "draws"}),
        (planted.draws_in_use, {"draws"}),
        *((pair, {"back"}) for pair in ON_THE_WAY_BACK),
    ],
)
def test_a_wrong_pair_breaks_what_it_says_and_nothing_else(pair, broken):
    assert faults(pair, 0.8) - {"chance"} == broken - {"chance"}


def test_a_half_hides_who_takes_p_for_the_chance_to_be_kept():
    hidden = {pair for pair in (*IN_TRAINING, *IN_USE) if faults(pair, 0.5) == set()}
    assert hidden == {planted.chance_to_keep, planted.divided_by_p}
