"""warmup_cosine is judged on both pieces, and step by step where they meet."""

import numpy as np

from bpcourse.checking.compare import number_of
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip, fail

FLOORS = (0.0625, 0.125, 0.1875)
HEIGHTS = (0.4375, 0.5625, 0.6875)
WARMUPS = (5, 6, 7, 8)
WAYS = (20, 24, 30, 36)


def rule(t, warmup, T, lr_max, lr_min):
    if t < warmup:
        return lr_max * (t + 1) / warmup
    return shaped((t - warmup) / (T - warmup), lr_max, lr_min)


def shaped(part, lr_max, lr_min):
    return lr_min + (lr_max - lr_min) * (1 + np.cos(np.pi * min(part, 1))) / 2


def draw(rng, low, high, scale=1.0):
    """A step between these two parts: 0 to 1 is the way up, 1 to 2 the way down."""
    warmup, way = int(WARMUPS[rng.integers(4)]), int(WAYS[rng.integers(4)])
    part = low + (high - low) * rng.random()
    t = round(warmup * part) if part < 1 else warmup + round(way * (part - 1))
    floor, height = FLOORS[rng.integers(len(FLOORS))], HEIGHTS[rng.integers(len(HEIGHTS))]
    return t, warmup, warmup + way, scale * (floor + height), scale * floor


def slips(t, warmup, T, lr_max, lr_min):
    rises, way, right = t < warmup, T - warmup, rule(t, warmup, T, lr_max, lr_min)
    height = lr_max - lr_min
    up, down = (t + 1) / max(warmup, 1), (t - warmup) / way

    def falling(value):
        """A slip of the way down; on the way up it does not show."""
        return None if rises else value

    def rising(value):
        return value if rises else None

    def both(first, second):
        return first if rises else second

    turns_back = lr_min + height * (1 + np.cos(np.pi * down)) / 2
    return [
        Slip("jumps", "The way down counts from the very first step: subtract the warm-up from t, "
             "and from T.", falling(shaped(t / T, lr_max, lr_min))),
        Slip("jumps_and_short", "T - warmup is right, but t still counts from the very first step.",
             falling(shaped(t / way, lr_max, lr_min))),
        Slip("never_lands", "The way down takes T - warmup steps: with T it is at lr_min too late.",
             falling(shaped((t - warmup) / T, lr_max, lr_min))),
        Slip("falls_while_rising", "It falls and rises at the same time: on the way up there is no "
             "cosine.", both(up * shaped(t / T, lr_max, lr_min), shaped(t / T, lr_max, lr_min))),
        Slip("from_the_floor", "The way up begins at lr_min: it grows evenly from lr_max / warmup.",
             rising(lr_min + height * up)),
        Slip("from_the_floor", "The way up begins at lr_min: it grows evenly from lr_max / warmup.",
             rising(lr_min + height * t / max(warmup, 1))),
        Slip("starts_at_zero", "The first step has the rate 0, as in another convention: here it "
             "moves already.", rising(lr_max * t / max(warmup, 1))),
        Slip("warmup_plus_1", "The way up takes one step too many: its last step has lr_max.",
             rising(lr_max * (t + 1) / (warmup + 1))),
        Slip("warmup_minus_1", "The way up takes one step too few.",
             rising(lr_max * (t + 1) / (warmup - 1)) if warmup > 1 else None),
        Slip("one_step_too_high", "At t = warmup it rises once more: there the way down begins.",
             lr_max * (t + 1) / warmup if t == warmup > 0 else None),
        Slip("no_warmup", "There is no way up.", rising(float(lr_max))),
        Slip("no_warmup", "There is no way up.", shaped(t / T, lr_max, lr_min)),
        Slip("waits", "The rate is 0 until the warm-up is over: it has to grow.", rising(0.0)),
        Slip("waits", "It stays at lr_min until the warm-up is over: it has to grow.",
             rising(lr_min)),
        Slip("rises_to_the_floor", "It rises to lr_min: the way up ends at lr_max.",
             rising(lr_min * up)),
        Slip("rises_to_the_height", "It rises to lr_max - lr_min: the way up ends at lr_max.",
             rising(height * up)),
        Slip("cosine_up", "It rises along a cosine: here it grows evenly.",
             rising(lr_max * (1 - np.cos(np.pi * up)) / 2)),
        Slip("rises_again", "Beyond T it rises again: there it stays at lr_min.",
             falling(turns_back)),
        Slip("ends_late", "It is at lr_min only at T + warmup: T includes the warm-up.",
             falling(shaped((t - warmup) / (T + warmup), lr_max, lr_min))),
        Slip("line", "The way down is a straight line: it has to be half a cosine.",
             falling(lr_min + height * (1 - min(down, 1)))),
        Slip("floor_ignored", "lr_min is missing: it comes to rest at 0.",
             falling(shaped(down, lr_max, 0.0))),
        Slip("floor_added", "The height is lr_max - lr_min: with lr_max it begins too high.",
             falling(lr_min + shaped(down, lr_max, 0.0))),
        Slip("upside_down", "It goes the other way: from t = warmup on the rate falls.",
             falling(lr_max - (shaped(down, lr_max, lr_min) - lr_min))),
        Slip("stays_up", "The way down is missing.", falling(float(lr_max))),
        Slip("goes_on_rising", "It never falls.", falling(lr_max * up) if warmup else None),
        Slip("t_plus_1_down", "On the way down it is one step ahead.",
             falling(shaped((t - warmup + 1) / way, lr_max, lr_min))),
        Slip("lands_early", "It is at lr_min one step early.",
             falling(shaped((t - warmup) / (way - 1), lr_max, lr_min)) if way > 1 else None),
    ] if np.isfinite(right) else []  # fmt: skip


HERE = 8, 36, 0.6, 0.15  # warmup, T, lr_max, lr_min
RULE = Rule(
    "warmup_cosine",
    rule,
    result="the rate",
    draw=draw,
    sizes={
        "a step on the way up": (0.1, 0.7),
        "a step on the way down": (1.2, 1.9),
        "a step beyond the end": (2.1, 2.5),
    },
    hand={
        "At the start it is small already, and it grows evenly.": [
            (0, *HERE),
            (2, *HERE),
            (5, *HERE),
        ],
        "On the way down it follows the cosine.": [(15, *HERE), (24, *HERE), (31, *HERE)],
    },
    edges={
        "Where the pieces meet, two steps have lr_max, and the next a little less.": [
            (6, *HERE),
            (7, *HERE),
            (8, *HERE),
            (9, *HERE),
        ],
        "At t = T it is lr_min, and one step before not yet.": [
            (35, *HERE),
            (36, *HERE),
        ],
        "Beyond T it stays at lr_min.": [(37, *HERE), (64, *HERE), (999, *HERE)],
        "Without a warm-up it falls from the start.": [
            (0, 0, 20, 0.5, 0.1),
            (5, 0, 20, 0.5, 0.1),
            (20, 0, 20, 0.5, 0.1),
        ],
        "A warm-up of one step is no exception.": [
            (0, 1, 21, 0.5, 0.1),
            (1, 1, 21, 0.5, 0.1),
            (8, 1, 21, 0.5, 0.1),
        ],
        "A way down of one step is no exception.": [(2, 4, 5, 0.5, 0.1), (4, 4, 5, 0.5, 0.1)],
        "lr_min may be 0.": [(2, 4, 20, 0.4, 0.0), (8, 4, 20, 0.4, 0.0), (20, 4, 20, 0.4, 0.0)],
    },
    whole=[(3, 8, 24, 3, 1), (14, 8, 24, 3, 1), (24, 8, 24, 2, 0)],
    slips=slips,
    tip="Up: lr_max (t + 1) / warmup. Down: t - warmup of T - warmup steps are done.",
)
globals().update(checks_of(__file__, RULE))


def test_no_jump_where_the_pieces_meet(warmup_cosine):
    """From step to step it never changes by more than lr_max / warmup."""
    warmup, T, lr_max, _ = HERE
    rates = [number_of(warmup_cosine(t, *HERE), "the rate") for t in range(T + 1)]
    jumps = np.abs(np.diff(rates))
    if not np.all(jumps <= lr_max / warmup + 1e-12):
        t = int(np.argmax(~(jumps <= lr_max / warmup + 1e-12)))
        fail(f"From t = {t} to {t + 1} it goes from {rates[t]:.4g} to {rates[t + 1]:.4g}.")
