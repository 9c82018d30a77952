"""The repaired fit_two_classes is judged step by step, with labels of every type."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip


def rule(X, y, lr, steps):
    w, b, losses, _ = walk(X, y, lr, steps)
    return w, b, losses


def walk(X, y, lr, steps, slip=""):
    """Where it ends, the loss before each step, and the margins of all places; or a slip's."""
    w, b = np.zeros(X.shape[1]), 0.0
    wraps = 2 * y - 1  # in the type of the targets, as in the program with the bug
    y = y.astype(float)
    sign = {"wraps": wraps, "turned": 1 - 2 * y, "target": y, "shifted": y - 1}.get(slip, 2 * y - 1)
    factor = {"uphill": -1, "sum": len(y), "twice": 2, "half": 0.5}.get(slip, 1) / len(y)
    losses, margins = [], [sign * (X @ w + b)]
    for _ in range(steps):
        losses.append(float(np.mean(np.logaddexp(0, -margins[-1]))))
        push = sign * 0.5 * (1 - np.tanh(margins[-1] / 2))
        if slip == "no sign":
            push = push * sign
        w, before = w + lr * factor * X.T @ push, w
        if slip == "w first":
            push = sign * 0.5 * (1 - np.tanh(sign * (X @ w + b) / 2))
        if slip != "no b":
            b = b + lr * factor * push.sum()
        if slip == "no w":
            w = before
        margins.append(sign * (X @ w + b))
    return w, float(b), losses, margins


SLIPS = {
    "still_there": (
        "wraps",
        "The sign of class 0 is not −1: a type without a sign, as uint8, makes 255 of it.",
    ),
    "turned": ("turned", "The signs are turned: 1 belongs to class 1, and −1 to class 0."),
    "target_for_sign": ("target", "The sign of class 0 is 0 now, so its samples change nothing."),
    "shifted": ("shifted", "The sign of class 1 is 0 now, so its samples change nothing."),
    "uphill": ("uphill", "It walks uphill now: the update was right."),
    "sum": ("sum", "Each step is n times as long: the means were right."),
    "twice": ("twice", "Each step is twice as long: the update was right."),
    "half": ("half", "Each step is half as long: the update was right."),
    "no_sign": ("no sign", "The push has lost its sign: class 0 pushes the other way."),
    "b_stands_still": ("no b", "b stands still."),
    "w_stands_still": ("no w", "w stands still."),
    "w_first": ("w first", "b follows a push taken after w has moved: one place for both."),
}


def slips(X, y, lr, steps):
    *_, losses, margins = walk(X, y, lr, steps)
    all_losses = [float(np.mean(np.logaddexp(0, -margin))) for margin in margins]
    shorter, longer = walk(X, y, lr, max(steps - 1, 0))[:3], walk(X, y, lr, steps + 1)[:3]
    wrapped = (2 * y - 1).astype(float)
    of_wrapped = [
        float(np.mean(np.logaddexp(0, -wrapped * (2 * y.astype(float) - 1) * margin)))
        for margin in margins[:-1]
    ]
    few = "One step is missing: there should be as many as `steps` says."
    return [
        *(
            Slip(name, told, walk(X, y, lr, steps, slip)[:3])
            for name, (slip, told) in SLIPS.items()
        ),
        Slip("one_step_short", few, shorter),
        Slip("one_step_short", few, (*shorter[:2], losses)),
        Slip("one_step_too_many", "That is one step too many.", longer),
        Slip("one_step_too_many", "That is one step too many.", (*longer[:2], losses)),
        Slip("losses_after", "These are the losses after each step.", losses=all_losses[1:]),
        Slip(
            "one_loss_too_many",
            "The loss at the end is one too many: one before each step.",
            losses=all_losses,
        ),
        Slip(
            "losses_with_the_old_sign",
            "The steps are right, but the losses are still computed with the old sign.",
            losses=of_wrapped,
        ),
        Slip(
            "losses_summed",
            "The losses are sums now: the mean over the samples was right.",
            losses=[len(y) * loss for loss in losses],
        ),
    ]


def draw(rng, n, n_in, steps):
    y = rng.integers(2, size=n).astype(np.uint8)
    y[:2] = 1, 0
    return numbers(rng, n, n_in), y, 0.25, steps


HAND = (
    np.array([[1.0, -0.5], [-1.0, 2.0], [0.5, 1.5], [2.0, 0.25]]),
    np.array([1, 0, 0, 1], dtype=np.uint8),
    0.5,
    4,
)
RULE = Rule(
    "fit_two_classes",
    rule,
    result={"w": "w", "b": "b", "losses": "the list of losses"},
    draw=draw,
    sizes={"n = 5, 2 inputs, 6 steps": (5, 2, 6), "n = 3, 3 inputs, 2 steps": (3, 3, 2)},
    hand={"With labels of the type uint8 it pushes class 0 down and class 1 up.": HAND},
    edges={
        "Labels of all other types are no exception.": [
            (HAND[0], HAND[1].astype(kind), *HAND[2:])
            for kind in (float, np.int64, np.int8, np.uint16, np.uint32, np.uint64, bool)
        ],
        "It takes all steps, also where the loss has become small.": Case(
            *HAND[:2], 5.0, 150, long=True, tip="All steps are taken, however small the loss is."
        ),
        "One class alone, and a single step, are no exception.": [
            (HAND[0], np.zeros(4, dtype=np.uint8), 0.5, 3),
            (HAND[0], np.ones(4, dtype=np.uint8), 0.5, 3),
            (*HAND[:3], 1),
        ],
    },
    slips=slips,
    single=False,  # many steps in single precision drift too far for a known mistake to be told
    tip="For class 1 the sign is 1, for class 0 it is −1, whatever the type of the labels.",
)
globals().update(checks_of(__file__, RULE))
