"""momentum_step is judged against the rule, from rest and with a velocity from before."""

import numpy as np

from bpcourse.checking.draws import numbers, rate
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip

BETAS = (0.3125, 0.6875, 0.8125, 0.9375)  # exact, and 1 - beta is no rate that is drawn


def rule(w, g, v, lr, beta):
    v = [beta * old + slope for old, slope in zip(v, g, strict=True)]
    return [old - lr * velocity for old, velocity in zip(w, v, strict=True)], v


def draw(rng, shapes, scale=1.0):
    """Weights, gradients and velocities of those shapes."""
    w, g, v = ([scale * numbers(rng, *shape) for shape in shapes] for _ in range(3))
    return w, g, v, rate(rng), BETAS[rng.integers(len(BETAS))]


def slips(w, g, v, lr, beta):
    def each(step, *lists):
        return [step(*arrays) for arrays in zip(*lists, strict=True)]

    _, new_v = rule(w, g, v, lr, beta)

    def wrong(id, sentence, velocity, step=lambda new, g: lr * new):
        """The velocity from the old one and g, and what is subtracted from the weights."""
        wrong_v = each(velocity, v, g)
        wrong_w = each(lambda w, new, g: w - step(new, g), w, wrong_v, g)
        return Slip(id, sentence, (wrong_w, wrong_v))

    def moved(id, sentence, step):
        """The velocity is right; the step from the new one, the old one and g."""
        return Slip(id, sentence, w=each(lambda w, *rest: w - step(*rest), w, new_v, v, g))

    def right(v, g):
        return beta * v + g

    damped = (
        "That is the damped form, v = beta * v + (1 - beta) * g, which other books and "
        "libraries use: its steps are 1 - beta times as long. Here g counts in full."
    )
    inside = (
        "The rate is inside the velocity, v = beta * v + lr * g, as in some other books. "
        "Here lr stands in the step: w - lr * v."
    )
    minus = (
        "The velocity has the opposite sign, as in some other books, where it is added to w. "
        "Here g is added to v, and lr * v is subtracted from w."
    )
    from_rest = (
        "The first gradient counts in full and the later ones 1 - beta times: that is damped "
        "after the first step, as in some libraries. Here each g counts in full."
    )
    forgets = "The old velocity has no effect: v = beta * v + g keeps a part of it."
    return [
        wrong("damped", damped, lambda v, g: beta * v + (1 - beta) * g),
        wrong(
            "damped_later",
            from_rest,
            lambda v, g: beta * v + (1 - beta) * g if np.any(v) else 1.0 * g,
        ),
        wrong("lr_inside", inside, lambda v, g: beta * v + lr * g, lambda new, g: new),
        wrong("minus_v", minus, lambda v, g: beta * v - lr * g, lambda new, g: -new),
        wrong("minus_v", minus, lambda v, g: beta * v - g, lambda new, g: -lr * new),
        wrong(
            "sign_turned_twice",
            "lr * g is subtracted from v, and then v from w: together that walks uphill.",
            lambda v, g: beta * v - lr * g,
            lambda new, g: new,
        ),
        wrong(
            "g_subtracted",
            "g is subtracted from the velocity, so the step leads uphill: v = beta * v + g.",
            lambda v, g: beta * v - g,
        ),
        wrong("forgets_v", forgets, lambda v, g: 1.0 * g),
        wrong("forgets_v", forgets, lambda v, g: beta * g),
        wrong(
            "forgets_beta",
            "beta is missing: all of the old velocity is kept, so it grows without end.",
            lambda v, g: v + g,
        ),
        wrong(
            "beta_on_g",
            "beta stands at the gradient: it belongs to the old velocity.",
            lambda v, g: v + beta * g,
        ),
        wrong(
            "beta_on_both",
            "beta multiplies the gradient, too: only the old velocity is multiplied.",
            lambda v, g: beta * (v + g),
        ),
        wrong(
            "one_minus_swapped",
            "beta and 1 - beta have changed places, and here there is no 1 - beta at all.",
            lambda v, g: (1 - beta) * v + beta * g,
        ),
        wrong(
            "keeps_the_rest",
            "1 - beta of the velocity is kept: beta is the part that is kept.",
            lambda v, g: (1 - beta) * v + g,
        ),
        wrong(
            "one_minus_twice",
            "1 - beta is there twice, in the velocity and in the step: here it stands nowhere.",
            lambda v, g: beta * v + (1 - beta) * g,
            lambda new, g: lr * (1 - beta) * new,
        ),
        wrong(
            "lr_twice",
            "lr is there twice, in the velocity and in the step: it stands in the step only.",
            lambda v, g: beta * v + lr * g,
        ),
        wrong(
            "gradient_alone",
            "The weights move by the gradient alone: that is plain descent. Use the velocity.",
            lambda v, g: right(v, g) * 0 + v,
            lambda new, g: lr * g,
        ),
        moved(
            "gradient_alone",
            "The weights move by the gradient alone: that is plain descent. Use the velocity.",
            lambda new, old, g: lr * g,
        ),
        moved(
            "old_velocity",
            "The weights move by the old velocity: change the velocity first.",
            lambda new, old, g: lr * old,
        ),
        moved(
            "nesterov",
            "That is Nesterov's form, another kind of momentum: its step is lr * (g + beta * v). "
            "Here it is lr * v.",
            lambda new, old, g: lr * (g + beta * new),
        ),
        moved(
            "damped_step",
            "The step has a factor 1 - beta: it is lr times the velocity.",
            lambda new, old, g: lr * (1 - beta) * new,
        ),
        moved(
            "divided_step",
            "The step is divided by 1 - beta: it is lr times the velocity, which has grown "
            "by itself.",
            lambda new, old, g: lr / max(1 - beta, 1e-9) * new,
        ),
        moved(
            "beta_in_step",
            "The step has a factor beta: it is lr times the velocity.",
            lambda new, old, g: lr * beta * new,
        ),
        moved(
            "g_added",
            "The gradient is in the velocity already: the step is lr * v alone.",
            lambda new, old, g: lr * (new + g),
        ),
        moved("uphill", "The step is added: it has to be subtracted.", lambda new, *_: -lr * new),
        moved(
            "no_rate",
            "lr is missing in the step: w - lr * v.",
            lambda new, old, g: new,
        ),
        moved("not_moved", "The weights have not moved.", lambda new, old, g: 0 * new),
        Slip("step_only", "That is the step: the new weight is w minus the step.",
             w=[lr * new for new in new_v]),
        Slip("step_only", "That is the step: the new weight is w minus the step.",
             w=[-lr * new for new in new_v]),
        Slip("old_v_returned", "The velocity that comes back is the old one: return the new one.",
             v=v),
        Slip("g_returned", "That is the gradient: return the new velocity.", v=g),
        Slip("step_returned", "That is lr times the velocity: return the velocity itself.",
             v=[lr * new for new in new_v]),
        Slip("kept_part", "That is the kept part alone: the gradient has to be added.",
             v=[beta * old for old in v]),
        *_list_slips(w, g, v, lr, beta),
    ]  # fmt: skip


def _list_slips(w, g, v, lr, beta):
    """What goes wrong between the arrays of the lists."""
    new_w, new_v = rule(w, g, v, lr, beta)
    found = [
        Slip(
            "first_only",
            "Only the first array has changed.",
            ([new_w[0], *w[1:]], [new_v[0], *v[1:]]),
        ),
        Slip("first_only", "Only the first array has changed.", w=[new_w[0], *w[1:]]),
    ]
    if len({np.shape(array) for array in w}) == 1:
        one = "One velocity serves all arrays: each array of weights has its own."
        total, carried, weights = v[0], [], []
        for weight, slope in zip(w, g, strict=True):
            total = beta * total + slope
            carried.append(total)
            weights.append(weight - lr * total)
        found.append(Slip("shared_v", one, (weights, carried)))
        first = [beta * v[0] + slope for slope in g]
        moved = [weight - lr * new for weight, new in zip(w, first, strict=True)]
        found.append(Slip("shared_v", one, (moved, first)))
    return found


def five_steps():
    """Two arrays from rest; the gradients change their sign on the way."""
    w = [np.array([[2.0, -1.5, 0.5], [1.0, 0.25, -2.0]]), np.array([4.0, -3.0])]
    v = [np.zeros((2, 3)), np.zeros(2)]
    for turn in (1.0, 0.75, -0.5, 1.5, -2.0):
        g = [turn * np.array([[-0.5, 3.0, 1.25], [2.0, -1.0, 0.75]]), np.array([turn, -2.5])]
        yield w, g, v, 0.2, 0.7
        w, v = rule(w, g, v, 0.2, 0.7)


RULE = Rule(
    "momentum_step",
    rule,
    result={
        "w": ["the list of weights", "array {i}"],
        "v": ["the list of velocities", "array {i}"],
    },
    draw=draw,
    sizes={
        "(2, 3), (3,) and (1,)": (((2, 3), (3,), (1,)),),
        "one array (4,)": (((4,),),),
        "(2, 2), (2, 2) and (3, 1)": (((2, 2), (2, 2), (3, 1)),),
    },
    hand={
        "Five steps, the first from rest, go where they should.": list(five_steps()),
    },
    edges={
        "Where the gradient is 0, the velocity still moves the weights, and fades.": (
            [np.array([1.0, -2.0]), np.array([[3.0]])],
            [np.array([0.0, 0.0]), np.array([[0.0]])],
            [np.array([0.5, -1.25]), np.array([[2.0]])],
            0.25,
            0.8,
        ),
        "With beta = 0 it is plain gradient descent.": (
            [np.array([1.0, -2.0]), np.array([3.0])],
            [np.array([0.5, -1.0]), np.array([2.0])],
            [np.array([3.0, 2.0]), np.array([-4.0])],
            0.25,
            0.0,
        ),
        "With beta = 0.99 nearly all of the velocity is kept.": (
            [np.array([1.0, -2.0]), np.array([3.0])],
            [np.array([0.5, -1.0]), np.array([2.0])],
            [np.array([30.0, 20.0]), np.array([-40.0])],
            0.25,
            0.99,
        ),
        "Two arrays of one shape do not mix.": (
            [np.array([1.0, 2.0]), np.array([3.0, 4.0])],
            [np.array([0.5, 0.25]), np.array([-1.0, 2.0])],
            [np.array([-0.5, 1.5]), np.array([2.5, 0.75])],
            0.5,
            0.6,
        ),
    },
    whole=[
        (
            [np.array([2, -1]), np.array([[4]])],
            [np.array([3, 1]), np.array([[-2]])],
            [np.array([-1, 5]), np.array([[3]])],
            0.25,
            0.6,
        ),
        (
            [np.array([1.5, 2.5]), np.array([3.5])],
            [np.array([0.5, 0.25]), np.array([-1.25])],
            [np.array([0, 0]), np.array([0])],  # at rest, and of whole numbers
            0.5,
            0.6,
        ),
    ],
    slips=slips,
    tip="First v = beta * v + g, then w - lr * v with the new v, for each array on its own.",
)  # fmt: skip
globals().update(checks_of(__file__, RULE))
