"""effective_lr is judged against the rule, and valley_pair by a descent with what it gives."""

import numpy as np

from bpcourse.checking.promises import checks_of
from bpcourse.checking.result import leaves
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip, Wrong, fail

BETAS = (0.25, 0.375, 0.625, 0.75, 0.875)
RATES = (0.1875, 0.3125, 0.4375, 0.5625)
STEEP, FLAT, START = 1.0, 0.01, (10.0, 1.0)
STEPS, LONG, GOAL = 100, 600, 1e-4


def rule(lr, beta):
    return lr / (1 - beta)


def draw(rng, scale=1.0):
    return scale * RATES[rng.integers(len(RATES))], BETAS[rng.integers(len(BETAS))]


def slips(lr, beta):
    def over(number):
        return lr / number if abs(number) > 1e-9 else None

    sums = {k: lr * sum(beta**i for i in range(k)) for k in (2, 3, 5, 10, 20, 50, 100)}
    return [
        Slip(
            "times",
            "That is lr * (1 - beta), which is smaller than lr: the velocity makes steps longer.",
            lr * (1 - beta),
        ),
        Slip("rate_alone", "That is the first step: later ones are longer.", float(lr)),
        Slip("over_beta", "It is divided by beta: divide by 1 - beta.", over(beta)),
        Slip("plus", "That is lr * (1 + beta), the second step: it goes on growing.", sums[2]),
        Slip("over_plus", "It is divided by 1 + beta: divide by 1 - beta.", lr / (1 + beta)),
        Slip("times_beta", "That is lr times beta: divide by 1 - beta.", lr * beta),
        Slip("squared", "1 - beta is squared: it is there once.", over((1 - beta) ** 2)),
        Slip("root", "That is divided by the root of 1 - beta.", over(np.sqrt(1 - beta))),
        Slip(
            "stability",
            "That is 2 (1 + beta), a limit of the rate in a bowl of curvature 1.",
            2 * (1 + beta),
        ),
        Slip(
            "velocity",
            "That is the velocity in the long run: a step is lr times that.",
            over(1 - beta) / lr if over(1 - beta) else None,
        ),
        Slip(
            "turned_over",
            "It is upside down: lr divided by 1 - beta.",
            (1 - beta) / lr,
        ),
        Slip(
            "swapped",
            "lr and beta have changed places.",
            beta / (1 - lr) if lr < 1 else None,
        ),
        Slip("kept_part", "That is beta / (1 - beta) times lr: the newest slope is left out.",
             over((1 - beta) / beta) if beta else None),
        Slip("percent", "beta is a part of 1, and not a percentage.", lr / (1 - beta / 100)),
        Slip("negative", "It is the right size, but a step has a length above 0.", -rule(lr, beta)),
        *(
            Slip(
                "too_few",
                "That is the length after so many steps: the rule has a form without a sum.",
                length if k > 2 else None,
            )
            for k, length in sums.items()
        ),
    ]  # fmt: skip


RULE = Rule(
    "effective_lr",
    rule,
    result="the rate",
    draw=draw,
    sizes={"one pair": ()},
    hand={"At a rate of 0.3 and beta 0.7, the steps come closer to 1.": (0.3, 0.7)},
    edges={
        "With beta = 0 every step is as long as the first.": (0.3, 0.0),
        "With a beta near 1 it is large.": [(0.3, 0.99), (0.3, 0.999)],
        "A small rate and a large one are no exception.": [(0.001, 0.9), (30.0, 0.6)],
    },
    whole=[(2, 0.75), (3, 0)],
    slips=slips,
    tip="It is where lr * v no longer changes, while v becomes beta * v + 1.",
)
globals().update(checks_of(__file__, RULE))


# ---- the pair ----


def losses(lr, beta, steps=LONG):
    """The loss after 0, 1, ..., `steps` steps, as a part of the first."""
    found = []
    (x, y), p, q = START, 0.0, 0.0
    for _ in range(steps + 1):
        found.append(0.5 * (FLAT * x * x + STEEP * y * y))
        p, q = beta * p + FLAT * x, beta * q + STEEP * y
        x, y = x - lr * p, y - lr * q
    return np.array(found) / found[0]


def stays_from(parts):
    """The first step from which on the loss is below the goal; None where it never is."""
    above = np.flatnonzero(~(parts < GOAL))
    stays = int(above[-1]) + 1 if len(above) else 0
    return stays if stays < len(parts) else None


def required(pair):
    """Raise Wrong unless these are two numbers that a descent can use."""
    for leaf in leaves(pair, (1.0, 0.5), ["the result", "number {i}"]):
        if leaf.problem and leaf.problem[1] not in ("wrong_value", "not_finite"):
            raise Wrong(*leaf.problem)
        if not np.isfinite(leaf.got).all():
            fail(f"{leaf.name} is not finite.", kind="not_finite")
    lr, beta = (float(number) for number in pair)
    return lr, beta


def causes(lr, beta, parts):
    """What explains that the goal is missed: id → sentence."""
    if not 0 <= beta < 1 or lr <= 0:
        if 0 <= lr < 1 and beta > 0 and reaches(beta, lr):
            told = "The two have changed places: the rate comes first, then beta."
            return {"pair_swapped": told}
        return {"out_of_range": "The rate has to be above 0, and beta at least 0 and below 1."}
    if parts[-1] > 1:
        limit = 2 * (1 + beta) / STEEP
        return {"diverges": f"It diverges: with this beta the rate has to be below {limit:.3g}."}
    if beta == 0:
        told = "Without momentum no rate reaches the goal in 100 steps: choose a beta above 0."
        return {"no_momentum": told}
    if np.any(parts[: STEPS + 1] < GOAL):
        told = "It is below the goal once, and swings out again: take a smaller beta."
        return {"does_not_stay": told}
    if lr / (1 - beta) < 2:
        told = "The steps along the valley are too short: lr / (1 - beta) has to be larger."
        return {"too_short": told}
    return {"swings_too_long": "It swings for too long: take a smaller beta, or a smaller rate."}


def reaches(lr, beta):
    with np.errstate(all="ignore"):
        stays = stays_from(losses(lr, beta))
    return stays is not None and stays <= STEPS


def test_valley_pair_is_two_numbers(valley_pair):
    """Two numbers come back: a rate above 0, and a beta from 0 to below 1. [valley_pair]"""
    lr, beta = required(valley_pair())
    if not 0 <= beta < 1 or lr <= 0:
        found = causes(lr, beta, np.ones(1))
        seen = f"lr is {lr:.4g} and beta is {beta:.4g}."
        raise Wrong(seen, "wrong_value", offered=found, fitting=found)


def test_valley_pair_reaches_the_goal(valley_pair):
    """From step 100 on the loss in the valley stays below the goal. [valley_pair]"""
    lr, beta = required(valley_pair())
    with np.errstate(all="ignore"):
        parts = losses(lr, beta)
    stays = stays_from(parts)
    if stays is not None and stays <= STEPS:
        return
    seen = f"With lr {lr:.4g} and beta {beta:.4g} the loss "
    seen += (
        f"stays below the goal from step {stays} on: {STEPS} is the most."
        if stays is not None
        else f"is not below the goal for good in {LONG} steps."
    )
    found = causes(lr, beta, parts)
    raise Wrong(seen, "wrong_value", offered=found, fitting=found)


def test_valley_pair_asked_again(valley_pair):
    """Asked again, it gives the same pair. [valley_pair]"""
    one, other = required(valley_pair()), required(valley_pair())
    if one != other:
        fail("Asked twice, it gives two different pairs.", kind="keeps_state")
