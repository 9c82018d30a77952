"""The repaired careful_descent is judged step by step, where gradients are long and where not."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip


def rule(grad_fn, w0, lr, steps, max_norm):
    history, norms = descend(grad_fn, w0, lr, steps, max_norm)
    return history, norms.tolist()


def shorten(norm, limit):
    return min(1.0, limit / norm) if norm else 1.0


def descend(grad_fn, w0, lr, steps, max_norm, factor=shorten):
    w, norms = [np.array(w0, dtype=float)], []
    for _ in range(steps):
        g = grad_fn(w[-1])
        norms.append(np.sqrt(np.sum(g**2)))
        w.append(w[-1] - lr * factor(norms[-1], max_norm) * g)
    return np.array(w), np.array(norms)


def over(number):
    return 1 / number if number else np.inf


FACTORS = [
    (
        "still_there",
        "The bug is still there: long gradients stay, short ones are stretched.",
        lambda norm, limit: max(1.0, limit * over(norm)),
    ),
    (
        "all_one_length",
        "Now every step is equally long: short gradients must stay short.",
        lambda norm, limit: limit * over(norm),
    ),
    (
        "not_clipped",
        "Now nothing is clipped: long gradients must be shortened.",
        lambda norm, limit: 1.0,
    ),
    (
        "upside_down",
        "The factor is upside down: limit over norm.",
        lambda norm, limit: min(1.0, norm / limit),
    ),
    (
        "upside_down",
        "The factor is upside down: limit over norm.",
        lambda norm, limit: max(1.0, norm / limit),
    ),
    (
        "to_length_one",
        "They are shortened to 1 and not to the limit.",
        lambda norm, limit: min(1.0, over(norm)),
    ),
    (
        "left_out",
        "A step is left out where the gradient is too long: shorten it instead.",
        lambda norm, limit: 1.0 if norm <= limit else 0.0,
    ),
    (
        "squared_factor",
        "The factor has the norm squared in it.",
        lambda norm, limit: min(1.0, limit * over(norm**2)),
    ),
    (
        "uphill",
        "The sign is wrong now: the steps lead to a larger loss.",
        lambda norm, limit: -shorten(norm, limit),
    ),
    ("limit_twice", "The limit is used twice.", lambda norm, limit: shorten(norm, limit) * limit),
    (
        "clipped_twice",
        "It is clipped twice, so it goes too short a way.",
        lambda norm, limit: shorten(norm, limit) ** 2,
    ),
    (
        "smallest_is_limit",
        "The factor should be min(1, limit / norm): the 1 is missing or another number.",
        lambda norm, limit: min(limit, limit * over(norm)),
    ),
    (
        "no_look_at_zero",
        "Where the gradient is 0, a quotient with its length is no number: it should stay there.",
        lambda norm, limit: shorten(norm, limit) if norm else np.nan,
    ),
    (
        "clips_late",
        "It begins to clip above the limit, and not at the limit.",
        lambda norm, limit: 1.0 if norm < 1.05 * limit else limit / norm,
    ),
    (
        "clips_late",
        "It begins to clip above the limit, and not at the limit.",
        lambda norm, limit: 1.0 if norm < 1.002 * limit else limit / norm,
    ),
    (
        "difference",
        "The factor is a quotient, limit over norm, and not a difference.",
        lambda norm, limit: min(1.0, limit - norm),
    ),
]


def slips(grad_fn, w0, lr, steps, max_norm):
    given = grad_fn, w0, lr, steps, max_norm
    history, norms = descend(*given)
    found = []
    for name, told, factor in FACTORS:
        places, lengths = descend(*given, factor=factor)
        found.append(Slip(name, told, (places, lengths.tolist())))
    by_value = [history[0]]
    for _ in range(steps):
        by_value.append(by_value[-1] - lr * np.clip(grad_fn(by_value[-1]), -max_norm, max_norm))
    lengths = [np.sqrt(np.sum(grad_fn(w) ** 2)) for w in by_value[:-1]]
    last = "The last place is missing: the history has steps + 1 rows."
    after = "These are the lengths after clipping: keep those from before."
    return [
        *found,
        Slip(
            "by_value",
            "That clips each element alone, which turns the arrow.",
            (np.array(by_value), lengths),
        ),
        Slip("last_place_missing", last, history=history[:-1]),
        Slip("norms_after", after, norms=np.minimum(norms, max_norm).tolist()),
        Slip(
            "norms_at_places",
            "The norms are those before each step, one for each step.",
            norms=[*norms, np.sqrt(np.sum(grad_fn(history[-1]) ** 2))],
        ),
        Slip(
            "norms_squared",
            "These are the squares of the lengths: the root was right.",
            norms=(norms**2).tolist(),
        ),
    ]


def draw(rng, steps, far, scale=1.0):
    """A bowl; the start lies so far out that the gradient is `far` times the limit there."""
    steep = np.array([3.0, 1.0])
    w0 = scale * numbers(rng, 2)
    norm = np.sqrt(np.sum((steep * w0) ** 2))
    return (lambda w: steep * w), w0, 0.25, steps, float(norm / far)


def bowl(w):
    return np.array([3.0, 1.0]) * w


def its_own_place(w):
    return w


HAND = bowl, np.array([2.0, -1.5]), 0.25, 8, 1.5
RULE = Rule(
    "careful_descent",
    rule,
    result={"history": "the history", "norms": "the list of norms"},
    draw=draw,
    sizes={
        "far above the limit": (3, 16.0),
        "above the limit, then below": (5, 2.0),
        "below the limit": (2, 0.5),
    },
    hand={"From long gradients to short ones, it follows the rule.": HAND},
    edges={
        "Far from the bottom, where gradients are long, it goes lr times the limit.": (
            bowl,
            np.array([60.0, 80.0]),
            0.25,
            4,
            1.5,
        ),
        "Near the bottom, where gradients are short, it is plain gradient descent.": (
            bowl,
            np.array([0.25, -0.125]),
            0.25,
            4,
            1.5,
        ),
        "After many steps it lies at the bottom.": Case(
            bowl, np.array([2.0, 1.0]), 0.25, 30, 1.5, long=True
        ),
        "At 0.99, 1.00, 1.01 and 2.00 of the limit it does what the rule says.": [
            Case(
                its_own_place,
                np.array([6.0, 8.0]),
                0.5,
                1,
                limit,
                about=f"With a gradient of {share:g} of the limit",
            )
            for share, limit in (
                *((0.99, 10 / 0.99), (0.9999, 10 / 0.9999), (1.0, 10.0)),
                *((1.0001, 10 / 1.0001), (1.01, 10 / 1.01), (2.0, 5.0)),
            )
        ],
        "Where the gradient is 0, it stays.": [
            Case(lambda w: 0 * w, np.array([1.0, -2.0]), 0.5, 2, 1.0, quiet=True),
            HAND,  # what goes right here was not the cause there
        ],
    },
    whole=[  # with a rate that stays stable, and no gradient just above the limit
        (bowl, np.array([2, -1]), 0.25, 5, 1.5),
        (bowl, np.array([3.0, -1.0]), 0.25, 5, 2),
        (bowl, np.array([3, -1]), 0.25, 5, 2),
    ],
    slips=slips,
    tip={
        "history": "Each step: the gradient, times min(1, limit / its length), times lr.",
        "norms": "One length for each step, before clipping.",
    },
)
globals().update(checks_of(__file__, RULE))
