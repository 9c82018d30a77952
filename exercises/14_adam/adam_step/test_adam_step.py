"""adam_step is judged against the rule, from the first step on, and with averages from before."""

import numpy as np

from bpcourse.checking.draws import numbers, positive, rate
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

BETAS = ((0.3125, 0.6875), (0.6875, 0.9375), (0.8125, 0.4375))  # exact, and all different


def rule(w, g, state, lr, b1, b2, eps):
    t = state["t"] + 1
    m = [b1 * old + (1 - b1) * slope for old, slope in zip(state["m"], g, strict=True)]
    v = [b2 * old + (1 - b2) * slope**2 for old, slope in zip(state["v"], g, strict=True)]
    moved = [
        weight - lr * mean / (1 - b1**t) / (np.sqrt(square / (1 - b2**t)) + eps)
        for weight, mean, square in zip(w, m, v, strict=True)
    ]
    return moved, {"m": m, "v": v, "t": t}


def draw(rng, shapes, scale=1.0):
    """Weights, gradients and a state of those shapes; epsilon is large enough to be seen.

    No weight is so near 0 that a step, or a wrong one, would nearly cancel it.
    """
    w, g, m = ([scale * numbers(rng, *shape) for shape in shapes] for _ in range(3))
    w = [array + 4 * scale * np.sign(array) for array in w]
    v = [scale**2 * positive(rng, *shape) for shape in shapes]
    state = {"m": m, "v": v, "t": int(rng.integers(1, 6))}
    eps = scale * (0.125, 0.375)[rng.integers(2)]
    return w, g, state, scale * rate(rng), *BETAS[rng.integers(len(BETAS))], eps


def slips(w, g, state, lr, b1, b2, eps):
    def each(step, *lists):
        return [step(*arrays) for arrays in zip(*lists, strict=True)]

    old_m, old_v, t = state["m"], state["v"], state["t"] + 1
    new_w, new = rule(w, g, state, lr, b1, b2, eps)
    m, v = new["m"], new["v"]
    c1, c2 = 1 - b1**t, 1 - b2**t

    def step(m, v, c1=c1, c2=c2):
        with np.errstate(all="ignore"):
            return lr * np.divide(m, c1) / (np.sqrt(np.divide(v, c2)) + eps)

    def moved(id, sentence, by, **state):
        """The weights by a step from the new m, the new v and g; the state is right, or given."""
        return Slip(id, sentence, (each(lambda w, *rest: w - by(*rest), w, m, v, g), new | state))

    def averages(id, sentence, m=m, v=v):
        """With other averages."""
        weights = each(lambda w, m, v: w - step(m, v), w, m, v)
        return Slip(id, sentence, (weights, new | {"m": m, "v": v}))

    def mean(b, new):
        return each(lambda old, g: b * old + new * g, old_m, g)

    def square(b, new):
        return each(lambda old, g: b * old + new * g**2, old_v, g)

    inside = (
        "That has epsilon inside the root, as some libraries have it. Here it is added outside: "
        "sqrt(v_hat) + eps."
    )
    before = (
        "That adds epsilon before v is corrected: the short form, in which epsilon has another "
        "size. Here it is added to the root of v_hat."
    )
    hats = "The state holds the corrected averages: keep m and v as they are, and correct copies."
    one = "One v serves a whole array: each number has its own."
    swapped = "b1 and b2 have changed places: b1 belongs to m, and b2 to v."
    counted = "t was not counted up in the state that comes back."
    per_array = "t grows with each array: all arrays of one step have the same t."
    m_hat, v_hat = [one / c1 for one in m], [one / c2 for one in v]
    places = np.arange(len(w))
    return [
        moved(
            "no_correction",
            "m and v are not corrected for their start at 0.",
            lambda m, v, g: step(m, v, 1, 1),
        ),
        moved("only_m_corrected", "Only m is corrected: v needs it, too.",
              lambda m, v, g: step(m, v, c1, 1)),
        moved("only_v_corrected", "Only v is corrected: m needs it, too.",
              lambda m, v, g: step(m, v, 1, c2)),
        moved(
            "t_from_0",
            "The correction uses the t before this step: it is 1 at the first step.",
            lambda m, v, g: step(m, v, 1 - b1 ** (t - 1), 1 - b2 ** (t - 1)),
        ),
        moved(
            "t_too_large",
            "The correction uses a t that is one too large: it is 1 at the first step.",
            lambda m, v, g: step(m, v, 1 - b1 ** (t + 1), 1 - b2 ** (t + 1)),
        ),
        moved(
            "t_frozen",
            "The correction is that of the first step: it is 1 - b1**t, and t counts the steps.",
            lambda m, v, g: step(m, v, 1 - b1, 1 - b2),
        ),
        moved(
            "times_t",
            "The power is missing: it is b1 to the power of t, and not b1 times t.",
            lambda m, v, g: step(m, v, 1 - b1 * t, 1 - b2 * t),
        ),
        moved("by_b_to_t", "It is divided by b1**t: divide by 1 - b1**t.",
              lambda m, v, g: step(m, v, b1**t, b2**t)),
        moved("multiplied", "It is multiplied by 1 - b1**t: divide by it.",
              lambda m, v, g: step(m, v, 1 / c1, 1 / c2)),
        moved("corrections_swapped", "m is corrected with b2, and v with b1: each has its own.",
              lambda m, v, g: step(m, v, c2, c1)),
        moved(
            "root_not_corrected",
            "The root of v is divided by 1 - b2**t: correct v first, then take its root.",
            lambda m, v, g: lr * m / c1 / (np.sqrt(v) / c2 + eps),
        ),
        moved("hats_kept", hats, lambda m, v, g: step(m, v), m=m_hat, v=v_hat),
        moved("eps_inside", inside, lambda m, v, g: lr * m / c1 / np.sqrt(v / c2 + eps)),
        moved("eps_inside", inside, lambda m, v, g: lr * m / c1 / np.sqrt(v / c2 + eps**2)),
        moved(
            "eps_before_correction",
            before,
            lambda m, v, g: lr * np.sqrt(c2) / c1 * m / (np.sqrt(v) + eps),
        ),
        moved(
            "no_eps",
            "Epsilon has no effect: it is added to the root, and keeps the divisor above 0.",
            lambda m, v, g: lr * m / c1 / np.sqrt(v / c2),
        ),
        moved("no_root", "The root of v_hat is missing.",
              lambda m, v, g: lr * m / c1 / (v / c2 + eps)),
        moved(
            "no_m",
            "The gradient itself is divided: its average m_hat belongs there.",
            lambda m, v, g: lr * g / (np.sqrt(v / c2) + eps),
        ),
        moved(
            "no_v",
            "Nothing is divided by the root of v_hat: that is momentum alone.",
            lambda m, v, g: lr * m / c1,
        ),
        moved("sign_only", "Only the sign of m_hat is left: divide by the root of v_hat.",
              lambda m, v, g: lr * np.sign(m)),
        moved(
            "nadam",
            "That looks one step ahead, which is Nadam. Here the step is m_hat over the root.",
            lambda m, v, g: (
                lr * (b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / c1) / (np.sqrt(v / c2) + eps)
            ),
        ),
        moved("one_for_all", one, lambda m, v, g: step(m, np.mean(v))),
        moved("uphill", "The step is added: subtract it.", lambda m, v, g: -step(m, v)),
        moved("no_rate", "lr is missing in the step.", lambda m, v, g: step(m, v) / lr),
        moved("not_moved", "The weights have not moved.", lambda m, v, g: 0 * m),
        averages("not_squared", "The gradient is not squared in v.",
                 v=each(lambda old, g: b2 * old + (1 - b2) * g, old_v, g)),
        averages("abs_mean", "v is an average of absolute values: square the gradients.",
                 v=each(lambda old, g: b2 * old + (1 - b2) * abs(g), old_v, g)),
        averages("one_for_all", one,
                 v=each(lambda old, g: b2 * old + (1 - b2) * np.mean(g**2), old_v, g)),
        averages("squared_outside", "The factor 1 - b2 is squared with the gradient.",
                 v=each(lambda old, g: b2 * old + ((1 - b2) * g) ** 2, old_v, g)),
        averages("undamped", "The new gradient counts in full: in an average it counts 1 - b1.",
                 m=mean(b1, 1), v=square(b2, 1)),
        averages("undamped_m", "The new gradient counts in full in m: it counts 1 - b1.",
                 m=mean(b1, 1)),
        averages("undamped_v", "The new square counts in full in v: it counts 1 - b2.",
                 v=square(b2, 1)),
        averages("b1_and_rest", "b1 and 1 - b1 have changed places: b1 of m is kept.",
                 m=mean(1 - b1, b1)),
        averages("b2_and_rest", "b2 and 1 - b2 have changed places: b2 of v is kept.",
                 v=square(1 - b2, b2)),
        averages("all_kept_and_rest", "b and 1 - b have changed places: b is the part kept.",
                 m=mean(1 - b1, b1), v=square(1 - b2, b2)),
        averages("b1_for_both", "v is averaged with b1: it has b2.", v=square(b1, 1 - b1)),
        averages("forgets_m", "The old m has no effect.", m=mean(0, 1 - b1)),
        averages("forgets_v", "The old v has no effect.", v=square(0, 1 - b2)),
        averages("forgets_both", "The old m and v have no effect.",
                 m=mean(0, 1 - b1), v=square(0, 1 - b2)),
        Slip(
            "betas_swapped",
            swapped,
            (
                each(lambda w, m, v: w - step(m, v, c2, c1), w, mean(b2, 1 - b2),
                     square(b1, 1 - b1)),
                new | {"m": mean(b2, 1 - b2), "v": square(b1, 1 - b1)},
            ),
        ),
        Slip(
            "b1_for_both",
            "v is averaged with b1: it has b2.",
            (
                each(lambda w, m, v: w - step(m, v, c1, c1), w, m, square(b1, 1 - b1)),
                new | {"v": square(b1, 1 - b1)},
            ),
        ),
        Slip(
            "old_averages",
            "The weights move by the old m and v: change them first.",
            (each(lambda w, m, v: w - step(m, v), w, old_m, old_v), new),
        ),
        Slip("t_not_counted", counted, (new_w, new | {"t": t - 1})),
        Slip("old_state_returned", "The state that comes back is the old one.", state=state),
        Slip(
            "t_per_array",
            per_array,
            (
                each(
                    lambda w, m, v, i: w - step(m, v, 1 - b1 ** (t + i), 1 - b2 ** (t + i)),
                    *(w, m, v, places),
                ),
                new | {"t": t - 1 + len(w)},
            ),
        ),
        Slip("step_only", "That is the step: the new weight is w minus the step.",
             w=each(lambda m, v: step(m, v), m, v)),
        Slip("step_only", "That is the step: the new weight is w minus the step.",
             w=each(lambda m, v: -step(m, v), m, v)),
        Slip("first_only", "Only the first array has changed.",
             ([new_w[0], *w[1:]], new | {"m": [m[0], *old_m[1:]], "v": [v[0], *old_v[1:]]})),
    ]  # fmt: skip


def steps(gradients, lr, b1, b2, eps):
    """Step after step from the start, with these gradients: a list of lists of arrays."""
    first = gradients[0]
    w = [np.linspace(-1.0, 1.5, array.size).reshape(array.shape) for array in first]
    zeros = [np.zeros(array.shape) for array in first]
    state = {"m": zeros, "v": zeros, "t": 0}
    for g in gradients:
        yield w, g, state, lr, b1, b2, eps
        w, state = rule(w, g, state, lr, b1, b2, eps)


TURNS = (5.0, -1.0, 0.25, 2.0, 2.5, -4.0, 0.5, 1.0, -0.75, 3.0)
CHANGING = [
    [turn * np.array([[1.0, -0.5, 2.0], [0.25, 1.5, -1.0]]), np.array([0.01 * turn**2, -turn])]
    for turn in TURNS
]
ALIKE = [[np.array([5.0, 0.05, -500.0]), np.array([0.0005])]] * 3
ZEROS = [np.zeros(2), np.zeros((1, 1))]
NOT_FINITE = "Look at what is divided by: by 1 - b1**t with t from 1, and by a root and eps."
RULE = Rule(
    "adam_step",
    rule,
    result={
        "w": ["the list of weights", "array {i}"],
        "state": {"m": ["the list m", "m {i}"], "v": ["the list v", "v {i}"], "t": "t"},
    },
    draw=draw,
    sizes={
        "(2, 3), (3,) and (2,)": (((2, 3), (3,), (2,)),),
        "one array (4,)": (((4,),),),
        "(2, 2), (2, 2) and (3, 1)": (((2, 2), (2, 2), (3, 1)),),
    },
    hand={
        "The first step is as long as the rate says, whatever the size of the gradient.": [
            Case(*case, not_finite=NOT_FINITE, quiet=True)
            for case in steps(ALIKE[:1], 0.2, 0.9, 0.999, 1e-8)
        ],
        "Where a gradient stays the same, the steps do, too.": list(
            steps(ALIKE, 0.2, 0.9, 0.999, 1e-8)
        )[1:],
        "Ten steps with gradients that change go where they should.": [
            Case(*case, not_finite=NOT_FINITE, quiet=True)
            for case in steps(CHANGING, 0.2, 0.7, 0.9, 1e-3)
        ],
        "With an epsilon that can be seen, the divisor is right.": list(
            steps(CHANGING[:3], 0.2, 0.6, 0.8, 0.25)
        )[1:],
    },
    edges={
        "Where the gradient has always been 0, the weight stays.": [
            Case(
                [np.array([1.0, -2.0]), np.array([[3.0]])],
                ZEROS,
                {"m": ZEROS, "v": ZEROS, "t": t},
                *(0.25, 0.9, 0.999, 1e-8),
                not_finite=NOT_FINITE,
                quiet=True,
            )
            for t in (0, 3)
        ],
        "With b1 = 0 and b2 = 0 only the newest gradient counts.": (
            [np.array([1.0, -2.0]), np.array([3.0])],
            [np.array([0.5, -1.0]), np.array([2.0])],
            {"m": [np.array([3.0, 2.0]), np.array([-4.0])], "v": [np.ones(2), np.ones(1)], "t": 2},
            *(0.25, 0.0, 0.0, 0.125),
        ),
        "After 2000 steps nothing is left to correct.": (
            [np.array([1.0, -2.0]), np.array([3.0])],
            [np.array([0.5, -1.0]), np.array([2.0])],
            {
                "m": [np.array([0.3, 2.0]), np.array([-0.4])],
                "v": [np.array([1.0, 4.0]), np.array([2.0])],
                "t": 1999,
            },
            *(0.25, 0.9, 0.99, 1e-8),
        ),
    },
    whole=[
        (
            [np.array([2, -1]), np.array([[4]])],
            [np.array([3, 1]), np.array([[-2]])],
            {"m": [np.array([1, -2]), np.array([[1]])], "v": [np.array([1, 5]), np.array([[3]])],
             "t": 3},
            *(0.25, 0.6, 0.8, 0.125),
        ),
        (
            [np.array([1.5, 2.5]), np.array([3.5])],
            [np.array([0.5, 0.25]), np.array([-1.25])],
            {"m": [np.array([0, 0]), np.array([0])], "v": [np.array([0, 0]), np.array([0])],
             "t": 0},  # before the first step, and of whole numbers
            *(0.5, 0.6, 0.8, 0.125),
        ),
    ],
    slips=slips,
    tip={
        "w": "lr * m_hat / (sqrt(v_hat) + eps), with m_hat = m / (1 - b1**t) and the new t.",
        "state": "m and v are averages, of g with b1 and of g**2 with b2, and t is one more.",
    },
)  # fmt: skip
globals().update(checks_of(__file__, RULE))
