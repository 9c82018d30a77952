"""max_stable_lr is judged by hand, on random bowls, and by descending close to it."""

import numpy as np
import pytest

from bpcourse.checking.compare import number_of, same, show
from bpcourse.checking.given import unchanged


def bowl(rng, d, flat=False):
    """A random bowl, turned; the steepest direction stands well apart from the others."""
    curvatures = np.append(rng.uniform(0.5, 2.0, size=d - 1), rng.uniform(3.0, 6.0))
    if flat:
        curvatures[0] = 0.0
    turn, _ = np.linalg.qr(rng.normal(size=(d, d)))
    H = turn @ np.diag(curvatures) @ turn.T
    return (H + H.T) / 2


def ask(max_stable_lr, H):
    with unchanged(H=H):
        return max_stable_lr(H)


def compare(got, H):
    """The rate against the rule, and the known slips, as the values they give."""
    curvatures = np.linalg.eigvalsh(H)
    steepest, flattest = curvatures[-1], max(curvatures[0], 1e-9)
    largest, rows = np.max(np.abs(H)), np.max(np.abs(H).sum(axis=1))
    slips = [
        ("That is 1 / curvature, one jump to the bottom. It may be twice as large.", 1 / steepest),
        ("That uses the flattest direction; the steepest is the first to blow up.", 2 / flattest),
        ("That uses the sum of all curvatures (the trace).", 2 / np.trace(H)),
        ("That uses the mean of all curvatures.", 2 / np.mean(curvatures)),
        ("That uses the diagonal; a bowl may be steeper in between.", 2 / np.max(np.diag(H))),
        ("That uses the largest entry; a bowl may be steeper when slanted.", 2 / largest),
        ("That uses the largest sum of a row, which is only an upper limit.", 2 / rows),
        ("That uses the Frobenius norm, which mixes all directions.", 2 / np.linalg.norm(H)),
        ("That uses the determinant, which mixes all directions.", 2 / (np.linalg.det(H) or 1.0)),
        ("That is the curvature itself; the rate is 2 divided by it.", steepest),
        ("That is upside down: the rate is 2 divided by the curvature.", steepest / 2),
        ("That grows with the curvature; a steeper bowl needs smaller steps.", 2 * steepest),
        ("That is the square root of the rate.", np.sqrt(2 / steepest)),
        ("It is the right size, but a rate is positive.", -2 / steepest),
    ]
    tip = "It is 2 divided by the largest eigenvalue of H."
    same(got, 2 / steepest, "the rate", slips, tip)


def test_two_directions_by_hand(max_stable_lr):
    """With the curvatures 1 and 4 it is 0.5."""
    H = np.diag([1.0, 4.0])
    compare(ask(max_stable_lr, H), H)


def test_one_direction(max_stable_lr):
    """On a parabola with curvature c it is 2 / c."""
    H = np.array([[0.8]])
    compare(ask(max_stable_lr, H), H)


@pytest.mark.parametrize("d", [2, 3, 5], ids=lambda d: f"d = {d}")
def test_turned_bowls(max_stable_lr, rng, d):
    """It sees the steepest direction also where that is slanted."""
    H = bowl(rng, d)
    compare(ask(max_stable_lr, H), H)


def test_the_order_of_the_directions_does_not_matter(max_stable_lr):
    """It finds the steepest direction wherever it stands."""
    for curvatures in ([5.0, 1.0, 2.0], [1.0, 5.0, 2.0], [1.0, 2.0, 5.0]):
        H = np.diag(curvatures)
        compare(ask(max_stable_lr, H), H)


def test_a_flat_direction_is_no_danger(max_stable_lr, rng):
    """A direction without curvature changes nothing."""
    H = bowl(rng, 3, flat=True)
    compare(ask(max_stable_lr, H), H)


def test_it_predicts_what_happens(max_stable_lr, rng):
    """1 % below it the descent settles, 1 % above it blows up."""
    H, w0 = bowl(rng, 3), rng.normal(size=3)
    limit = number_of(ask(max_stable_lr, H), "the rate")
    below, above = (
        distance_after(H, w0, 0.99 * limit),
        distance_after(H, w0, 1.01 * limit),
    )
    too_high = f"At 0.99 of your limit, {show(limit)}, it does not settle.\nYour limit is too high."
    too_low = f"At 1.01 of your limit, {show(limit)}, it does not blow up.\nYour limit is too low."
    assert below < 1e-3, too_high
    assert above > 10, too_low


def distance_after(H, w, lr, steps=1000):
    """Each step of w = w - lr * H @ w is one product with the same matrix."""
    with np.errstate(all="ignore"):
        w = np.linalg.matrix_power(np.eye(len(w)) - lr * H, steps) @ w
    return np.abs(w).max() if np.all(np.isfinite(w)) else np.inf
