"""rmsprop_step is judged against the rule, from the first step on, for gradients of all sizes."""

import numpy as np

from bpcourse.checking.draws import numbers, positive, rate
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

RHOS = (0.3125, 0.6875, 0.8125, 0.9375)  # exact, and 1 - rho is no rate that is drawn
NOT_FINITE = "Look at what the gradient is divided by where it has always been 0."


def rule(w, g, s, lr, rho, eps):
    s = [rho * old + (1 - rho) * slope**2 for old, slope in zip(s, g, strict=True)]
    steps = [lr * slope / (np.sqrt(mean) + eps) for slope, mean in zip(g, s, strict=True)]
    return [old - step for old, step in zip(w, steps, strict=True)], s


def draw(rng, shapes, scale=1.0):
    """Weights, gradients and averages of those shapes; epsilon is large enough to be seen.

    No weight is so near 0 that a step, or a wrong one, would nearly cancel it.
    """
    w, g = ([scale * numbers(rng, *shape) for shape in shapes] for _ in range(2))
    w = [array + 4 * scale * np.sign(array) for array in w]
    s = [scale**2 * positive(rng, *shape) for shape in shapes]
    rho = RHOS[rng.integers(len(RHOS))]
    return w, g, s, scale * rate(rng), rho, scale * (0.125, 0.375)[rng.integers(2)]


def slips(w, g, s, lr, rho, eps):
    def each(step, *lists):
        return [step(*arrays) for arrays in zip(*lists, strict=True)]

    new_w, new_s = rule(w, g, s, lr, rho, eps)

    def size(s):
        return np.sqrt(s) + eps

    def wrong(id, sentence, average, divisor=size):
        """The average from the old one and g, and what the gradient is divided by."""
        wrong_s = each(average, s, g)
        return Slip(id, sentence, (each(lambda w, g, s: w - lr * g / divisor(s), w, g, wrong_s),
                                   wrong_s))  # fmt: skip

    def divided(id, sentence, divisor):
        """The average is right; the divisor from the new one, the old one and g."""
        return moved(id, sentence, lambda g, new, old: lr * g / divisor(new, old, g))

    def moved(id, sentence, step):
        return Slip(id, sentence, w=each(lambda w, *rest: w - step(*rest), w, g, new_s, s))

    absolute = "The average is one of absolute values: square the gradients, and take the root."
    forgets = "The old average has no effect: s = rho * s + (1 - rho) * g**2 keeps a part of it."
    one = "One average serves a whole array: each number has its own."
    inside = (
        "That has epsilon inside the root, sqrt(s + eps), as some libraries have it. Here it is "
        "added outside: sqrt(s) + eps."
    )
    return [
        wrong(
            "rho_swapped",
            "rho and 1 - rho have changed places: rho is the part that is kept.",
            lambda s, g: (1 - rho) * s + rho * g**2,
        ),
        wrong(
            "not_squared",
            "The gradient is not squared in the average.",
            lambda s, g: rho * s + (1 - rho) * g,
        ),
        wrong("abs_mean", absolute, lambda s, g: rho * s + (1 - rho) * abs(g)),
        wrong("abs_mean", absolute, lambda s, g: rho * s + (1 - rho) * abs(g), lambda s: s + eps),
        wrong(
            "adagrad",
            "All squares are added up, so the steps become shorter and shorter: that is AdaGrad. "
            "Here a part of the average is lost in each step.",
            lambda s, g: s + g**2,
        ),
        wrong(
            "undamped",
            "The new square counts in full, as in the velocity of momentum: in an average it "
            "counts 1 - rho.",
            lambda s, g: rho * s + g**2,
        ),
        wrong(
            "adds_up",
            "The old average is kept in full: it is multiplied by rho.",
            lambda s, g: s + (1 - rho) * g**2,
        ),
        wrong("forgets_s", forgets, lambda s, g: 1.0 * g**2),
        wrong("forgets_s", forgets, lambda s, g: (1 - rho) * g**2),
        wrong(
            "rho_twice",
            "The new square counts rho: it counts 1 - rho.",
            lambda s, g: rho * s + rho * g**2,
        ),
        wrong("one_for_all", one, lambda s, g: rho * s + (1 - rho) * np.mean(g**2) + 0 * g),
        divided("one_for_all", one, lambda new, *_: size(np.mean(new))),
        wrong(
            "squared_outside",
            "The factor 1 - rho is squared with the gradient: square the gradient alone.",
            lambda s, g: rho * s + ((1 - rho) * g) ** 2,
        ),
        divided("no_root", "The root is missing: divide by sqrt(s) + eps.", lambda s, *_: s + eps),
        divided("eps_inside", inside, lambda s, *_: np.sqrt(s + eps)),
        divided("eps_inside", inside, lambda s, *_: np.sqrt(s + eps**2)),
        divided(
            "no_eps",
            "Epsilon has no effect: it is added to the root, and keeps the divisor above 0.",
            lambda s, *_: np.sqrt(s),
        ),
        divided(
            "old_s",
            "It is divided by the old average: change the average first.",
            lambda new, old, g: size(old),
        ),
        divided(
            "corrected",
            "The average is divided by 1 - rho before its root is taken. Nothing in RMSprop makes "
            "up for the start at 0.",
            lambda s, *_: size(s / (1 - rho)),
        ),
        divided(
            "by_its_own_size",
            "It is divided by the gradient itself, so that only its sign is left.",
            lambda new, old, g: abs(g) + eps,
        ),
        moved(
            "sign_only",
            "Only the sign of the gradient is left: divide by the root of the average.",
            lambda g, *_: lr * np.sign(g),
        ),
        moved(
            "gradient_alone",
            "That is plain descent: divide the gradient by the root of the average.",
            lambda g, *_: lr * g,
        ),
        moved(
            "square_moves",
            "The square of the gradient moves the weights: it belongs into the average alone.",
            lambda g, new, old: lr * g**2 / size(new),
        ),
        moved(
            "multiplied",
            "It is multiplied by the root: divide by it.",
            lambda g, new, old: lr * g * size(new),
        ),
        moved(
            "rate_without_g",
            "The gradient is missing in the step: only the rate is divided.",
            lambda g, new, old: lr / size(new),
        ),
        moved("uphill", "The step is added: subtract it.", lambda g, s, _: -lr * g / size(s)),
        moved("no_rate", "lr is missing in the step.", lambda g, s, _: g / size(s)),
        moved("not_moved", "The weights have not moved.", lambda g, *_: 0 * g),
        Slip("step_only", "That is the step: the new weight is w minus the step.",
             w=each(lambda old, new: old - new, w, new_w)),
        Slip("step_only", "That is the step: the new weight is w minus the step.",
             w=each(lambda old, new: new - old, w, new_w)),
        Slip("old_s_returned", "The average that comes back is the old one: return the new one.",
             s=s),
        Slip("root_returned", "That is the root of the average: return the average itself.",
             s=[np.sqrt(mean) for mean in new_s]),
        Slip("root_returned", "That is the root of the average: return the average itself.",
             s=[size(mean) for mean in new_s]),
        Slip("first_only", "Only the first array has changed.",
             ([new_w[0], *w[1:]], [new_s[0], *s[1:]])),
    ]  # fmt: skip


def six_steps():
    """Two arrays from the start; the gradients of the second are ten thousand times smaller."""
    w = [np.array([[2.0, -1.5, 0.5], [1.0, 0.25, -2.0]]), np.array([0.5, -0.75])]
    s = [np.zeros((2, 3)), np.zeros(2)]
    for turn in (1.0, 0.75, -0.5, 1.5, -2.0, 0.25):
        g = [turn * np.array([[-50, 300.0, 125], [200, -100, 75]]), np.array([0.01 * turn, -0.025])]
        yield w, g, s, 0.2, 0.7, 0.001
        w, s = rule(w, g, s, 0.2, 0.7, 0.001)


ZERO = [np.array([1.0, -2.0]), np.array([[3.0]])]
RULE = Rule(
    "rmsprop_step",
    rule,
    result={
        "w": ["the list of weights", "array {i}"],
        "s": ["the list of averages", "average {i}"],
    },
    draw=draw,
    sizes={
        "(2, 3), (3,) and (2,)": (((2, 3), (3,), (2,)),),
        "one array (4,)": (((4,),),),
        "(2, 2), (2, 2) and (3, 1)": (((2, 2), (2, 2), (3, 1)),),
    },
    hand={
        "Six steps with large and small gradients go where they should.": list(six_steps()),
        "With an epsilon that can be seen, the divisor is right.": (
            [np.array([1.0, -2.0, 0.5])],
            [np.array([0.01, -0.25, 1.5])],
            [np.array([0.0, 0.0625, 2.25])],
            0.1,
            0.6,
            0.25,
        ),
    },
    edges={
        "Where the gradient has always been 0, the weight stays.": Case(
            ZERO,
            [0 * array for array in ZERO],
            [0 * array for array in ZERO],
            0.25,
            0.9,
            1e-8,
            not_finite=NOT_FINITE,
            quiet=True,
        ),
        "At the first step all sizes make steps of the same length.": (
            [np.array([1.0, -2.0, 3.0, 0.5])],
            [np.array([5.0, 0.05, -500.0, 0.0005])],
            [np.zeros(4)],
            0.25,
            0.9,
            1e-8,
        ),
        "With rho = 0 the newest square is the average.": (
            [np.array([1.0, -2.0]), np.array([3.0])],
            [np.array([0.5, -1.0]), np.array([2.0])],
            [np.array([3.0, 2.0]), np.array([4.0])],
            0.25,
            0.0,
            0.125,
        ),
        "With rho = 0.999 nearly all of the average is kept.": (
            [np.array([1.0, -2.0]), np.array([3.0])],
            [np.array([0.5, -1.0]), np.array([2.0])],
            [np.array([30.0, 20.0]), np.array([40.0])],
            0.25,
            0.999,
            1e-8,
        ),
    },
    whole=[
        (
            [np.array([2, -1]), np.array([[4]])],
            [np.array([3, 1]), np.array([[-2]])],
            [np.array([1, 5]), np.array([[3]])],
            0.25,
            0.6,
            0.125,
        ),
        (
            [np.array([1.5, 2.5]), np.array([3.5])],
            [np.array([0.5, 0.25]), np.array([-1.25])],
            [np.array([0, 0]), np.array([0])],  # before the first step, and of whole numbers
            0.5,
            0.6,
            0.125,
        ),
    ],
    slips=slips,
    tip="First s = rho * s + (1 - rho) * g**2, then w - lr * g / (sqrt(s) + eps) with the new s.",
)  # fmt: skip
globals().update(checks_of(__file__, RULE))
