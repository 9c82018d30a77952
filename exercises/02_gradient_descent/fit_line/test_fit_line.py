"""The repaired fit_line is judged step by step, and by the line it ends with."""

import numpy as np

from bpcourse.checking.draws import numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip


def rule(x, y, lr, steps):
    w, b, losses, _ = walk(x, y, lr, steps)
    return w, b, losses


def walk(x, y, lr, steps, slip=""):
    """Where it ends, the loss before each step, and the errors of all places; or a slip's."""
    w = b = 0.0
    losses, errors = [], [w * x + b - y]
    for t in range(steps):
        losses.append(float(np.mean(errors[-1] ** 2)))
        if slip == "stops" and t and losses[-1] > losses[-2]:
            break
        e = errors[0] if slip in ("stale", "stops") else errors[-1]
        factor = {"uphill": -2, "no 2": 1, "sum": 2 * len(x)}.get(slip, 2)
        slope_w, slope_b = factor * np.mean(e * x), factor * np.mean(e)
        if slip == "no inputs":
            slope_w = slope_b
        if slip == "b first":
            slope_w = factor * np.mean((w * x + b - lr * slope_b - y) * x)
        if slip == "w first":
            slope_b = factor * np.mean((w - lr * slope_w) * x + b - y)
        w = w - lr * slope_w
        if slip != "no b":
            b = b - lr * slope_b
        errors.append(w * x + b - y)
    return float(w), float(b), losses, errors


def draw(rng, n, steps, scale=1.0):
    x = np.linspace(-1, 2, n) + 0.1 * rng.random(n)
    return x, scale * numbers(rng, n), 0.125, steps


SLIPS = {
    "still_there": ("stale", "All steps are like the first: the errors are those of the start."),
    "w_first": ("w first", "b follows a slope taken after w has moved: one place for both."),
    "b_first": ("b first", "w follows a slope taken after b has moved: one place for both."),
    "uphill": ("uphill", "The sign is wrong now: the steps lead to a larger loss."),
    "b_stands_still": ("no b", "b stands still."),
    "half": ("no 2", "Every step is half as long: the 2 of the slopes was right."),
    "sum": ("sum", "The slopes were means over the samples, and right."),
    "no_inputs": ("no inputs", "In the slope of w each error is multiplied by its x."),
    "stops": ("stops", "It stops where the loss rises; with the repair it does not rise."),
}


def slips(x, y, lr, steps):
    *_, losses, errors = walk(x, y, lr, steps)
    all_losses = [float(np.mean(e**2)) for e in errors]
    best = tuple(map(float, np.polyfit(x, y, 1)))
    at_best = float(np.mean((best[0] * x + best[1] - y) ** 2))
    made = {name: (walk(x, y, lr, steps, slip)[:3], told) for name, (slip, told) in SLIPS.items()}
    stale, told = made["still_there"]
    shorter = walk(x, y, lr, max(steps - 1, 0))[:3]
    longer = walk(x, y, lr, steps + 1)[:3]
    few = "One step is missing: there should be as many as `steps` says."
    unsquared = "The loss is the mean of the squares: here the errors are not squared."
    return [
        *(Slip(name, told, value) for name, (value, told) in made.items()),
        Slip("still_there", told, (*stale[:2], losses[:1] * steps)),
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
        Slip("losses_unsquared", unsquared, losses=[float(np.mean(e)) for e in errors[:-1]]),
        Slip(
            "losses_halved",
            "The losses are half as large as they should be.",
            losses=[loss / 2 for loss in losses],
        ),
        Slip(
            "losses_summed",
            "The loss is the mean of the squares, not their sum.",
            losses=[loss * len(x) for loss in losses],
        ),
        Slip(
            "last_loss_only",
            "That is the last loss: keep the one before each step in a list.",
            losses=losses[-1] if losses else np.nan,
        ),
        Slip(
            "solved_at_once",
            "That is the best line at once: take `steps` steps towards it.",
            (*best, [*losses[:1], *[at_best] * (steps - 1)]),
        ),
    ]


RULE = Rule(
    "fit_line",
    rule,
    result={"w": "w", "b": "b", "losses": "the list of losses"},
    draw=draw,
    sizes={"12 points, 3 steps": (12, 3), "5 points, 5 steps": (5, 5), "2 points, 4 steps": (2, 4)},
    hand={
        "Every step follows the slope at the place where it starts.": (
            np.array([-1.0, 0.0, 1.0, 2.0]),
            np.array([2.0, 0.5, 3.0, 4.0]),
            0.125,
            3,
        )
    },
    edges={
        "After many steps it is the best line there is.": (
            np.array([-1.0, 0.0, 1.0, 2.0]),
            np.array([2.0, 0.5, 3.0, 4.0]),
            0.25,
            40,
        ),
        "Where every y is 0, the start is the best line, and nothing moves.": (
            np.array([-1.0, 0.5, 2.0]),
            np.zeros(3),
            0.25,
            2,
        ),
    },
    slips=slips,
    tip={
        "w": "Follow `e`: in which line is it computed, and how often does that line run?",
        "b": "Follow `e`: in which line is it computed, and how often does that line run?",
        "losses": "One number for each step: the mean of the squared errors before it.",
    },
)
globals().update(checks_of(__file__, RULE))
