"""cosine is judged at 50 places of one way down, and at both ends of others."""

import numpy as np

from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

FLOORS = (0.0625, 0.125, 0.1875)
HEIGHTS = (0.4375, 0.5625, 0.6875)
WAYS = (20, 24, 30, 36)


def rule(t, T, lr_max, lr_min):
    return shaped(min(t / T, 1), lr_max, lr_min)


def shaped(part, lr_max, lr_min, angle=np.pi):
    return lr_min + (lr_max - lr_min) * (1 + np.cos(angle * part)) / 2


def draw(rng, low, high, scale=1.0):
    """A step between these two parts of the way, and never in its middle."""
    T = int(WAYS[rng.integers(len(WAYS))])
    t = round(T * (low + (high - low) * rng.random()))
    floor, height = FLOORS[rng.integers(len(FLOORS))], HEIGHTS[rng.integers(len(HEIGHTS))]
    return t, T, scale * (floor + height), scale * floor


def slips(t, T, lr_max, lr_min):
    part, height = min(t / T, 1), lr_max - lr_min

    def wave(angle):
        return (1 + np.cos(angle)) / 2

    grown = (lr_min / lr_max) ** part if lr_min > 0 else None
    return [
        Slip("line", "That is a straight line: the cosine is above it at first, then below.",
             lr_min + height * (1 - part)),
        Slip("floor_ignored", "lr_min is missing: it comes to rest at 0.",
             lr_max * wave(np.pi * part)),
        Slip("floor_added", "The height is lr_max - lr_min: with lr_max it begins too high.",
             lr_min + lr_max * wave(np.pi * part)),
        Slip("floor_cuts", "lr_min only cuts the way off: the whole curve has to fit between both.",
             max(lr_max * wave(np.pi * part), lr_min)),
        Slip("floor_left_out", "The curve is right, but lr_min has to be added to it.",
             height * wave(np.pi * part)),
        Slip("whole_turn", "The angle goes to 2 pi, so the rate comes back up: half a turn is "
             "enough.", shaped(part, lr_max, lr_min, 2 * np.pi)),
        Slip("no_pi", "pi is missing: the angle has to grow to pi.",
             shaped(part, lr_max, lr_min, 1.0)),
        Slip("quarter", "That is the cosine itself, down to 0: add 1 and halve it, up to the "
             "angle pi.", lr_min + height * (np.cos(np.pi / 2 * part) if part < 1 else 0.0)),
        Slip("half_turn_short", "The angle goes to pi / 2 only: it has to grow to pi.",
             shaped(part, lr_max, lr_min, np.pi / 2)),
        Slip("half_forgotten", "It is not halved: 1 + cos goes from 2 to 0.",
             lr_min + 2 * height * wave(np.pi * part)),
        Slip("one_forgotten", "The 1 is missing: a cosine alone goes from 1 to -1.",
             lr_min + height * np.cos(np.pi * part) / 2),
        Slip("only_cosine", "1 + and the half are missing: a cosine alone goes from 1 to -1.",
             lr_min + height * np.cos(np.pi * part)),
        Slip("sine", "That is a sine: it begins in the middle.",
             lr_min + height * (1 + np.sin(np.pi * part)) / 2),
        Slip("upside_down", "It rises: it has to begin at lr_max.",
             lr_min + height * (1 - wave(np.pi * part))),
        Slip("degrees", "np.cos takes radians: half a turn is pi, and not 180.",
             shaped(part, lr_max, lr_min, 180.0)),
        Slip("T_minus_1", "It is at the end one step early: the part of the way is t / T.",
             shaped(min(t / (T - 1), 1), lr_max, lr_min) if T > 1 else None),
        Slip("t_plus_1", "It is one step ahead: t steps are done, and the first rate is lr_max.",
             shaped(min((t + 1) / T, 1), lr_max, lr_min)),
        Slip("whole_parts", "The part is cut to a whole number: divide with `/`.",
             shaped(min(t // T, 1), lr_max, lr_min)),
        Slip("rises_again", "Beyond T it rises again: there the part of the way stays 1.",
             shaped(t / T, lr_max, lr_min)),
        Slip("starts_again", "Beyond T it starts again: there the part of the way stays 1.",
             shaped((t % T) / T, lr_max, lr_min)),
        Slip("exponential", "It falls by the same factor each step, which is no cosine.",
             lr_max * grown if grown is not None else None),
        Slip("steps_as_angle", "The steps are taken as the angle: divide by T, and multiply by pi.",
             lr_min + height * wave(t)),
        Slip("squared", "The part of the way is squared.", shaped(part**2, lr_max, lr_min)),
        Slip("from_the_end", "t and T have changed places.",
             shaped(min(T / t, 1), lr_max, lr_min) if t else None),
        Slip("never_falls", "It never falls.", float(lr_max)),
    ]  # fmt: skip


PLACES = [(t, 100, 0.1, 0.01) for t in range(1, 100, 2)]
RULE = Rule(
    "cosine",
    rule,
    result="the rate",
    draw=draw,
    sizes={
        "a step in the first half": (0.1, 0.4),
        "a step in the second half": (0.6, 0.9),
        "a step beyond the end": (1.2, 1.8),
    },
    hand={"A quarter of the way from 0.5 to 0.1, it has come down a little.": (7, 28, 0.5, 0.1)},
    edges={
        "At 50 places on the way it follows the cosine.": PLACES,
        "At t = 0 it is lr_max.": [(0, 28, 0.5, 0.1), (0, 50, 0.3, 0.0)],
        "At t = T it is lr_min, and one step before not yet.": [
            (27, 28, 0.5, 0.1),
            (28, 28, 0.5, 0.1),
        ],
        "Beyond T it stays at lr_min.": [
            (29, 28, 0.5, 0.1),
            (42, 28, 0.5, 0.1),
            (56, 28, 0.5, 0.1),
            (1000, 28, 0.5, 0.1),
        ],
        "lr_min may be 0.": [(5, 20, 0.3, 0.0), (30, 20, 0.3, 0.0)],
        "Where both rates are the same, it stays.": [(5, 20, 0.3, 0.3), (14, 20, 0.3, 0.3)],
        "A way of one step is no exception.": [(0, 1, 0.5, 0.2), (1, 1, 0.5, 0.2)],
    },
    whole=[(5, 20, 3, 1), (8, 20, 2, 0)],
    slips=slips,
    tip="The part of the way is t / T, at most 1; the curve is (1 + cos(pi * part)) / 2.",
)
globals().update(checks_of(__file__, RULE))
