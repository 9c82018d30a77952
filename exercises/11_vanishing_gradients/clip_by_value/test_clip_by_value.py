"""clip_by_value is judged on arrays of all shapes, diagnose_flow close to each of its borders."""

import numpy as np

from bpcourse.checking.draws import numbers, positive
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip


def clipped(grads, limit):
    return [np.clip(g, -limit, limit) for g in grads]


def draw(rng, shapes, limit, scale=1.0):
    return [scale * numbers(rng, *shape) for shape in shapes], scale * limit


def clip_slips(grads, limit):
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    one_number = "The limits are the wrong way round: everything becomes one number."

    def each(id, sentence, wrong):
        return Slip(id, sentence, [wrong(g) for g in grads])

    return [
        each(
            "by_norm",
            "That is clipping by norm, which keeps the direction. Here each element is on its own.",
            lambda g: g * min(1.0, limit / norm),
        ),
        each(
            "by_array_norm",
            "Each array is shortened as a whole. Here each element is on its own.",
            lambda g: g * min(1.0, limit / np.sqrt(np.sum(g**2))),
        ),
        each(
            "above_only",
            "Only large positive elements are clipped: there is a limit below, too.",
            lambda g: np.minimum(g, limit),
        ),
        each(
            "below_only",
            "Only large negative elements are clipped: there is a limit above, too.",
            lambda g: np.maximum(g, -limit),
        ),
        each(
            "from_zero",
            "Negative elements become 0: the lowest is minus the limit.",
            lambda g: np.clip(g, 0, limit),
        ),
        each("signs_lost", "The signs are lost.", lambda g: np.minimum(np.abs(g), limit)),
        each(
            "sign_only",
            "All that is left is the sign: elements inside the limits stay as they are.",
            lambda g: limit * np.sign(g),
        ),
        each(
            "to_zero",
            "What is too large has become 0: it should become the limit.",
            lambda g: np.where(np.abs(g) <= limit, g, 0.0),
        ),
        each("limits_turned", one_number, lambda g: np.full_like(g, -limit)),
        each("limits_turned", one_number, lambda g: np.full_like(g, limit)),
        each("not_clipped", "Nothing is clipped.", lambda g: g),
        each(
            "scaled",
            "Every array is scaled so that its largest element is the limit.",
            lambda g: g * min(1.0, limit / np.max(np.abs(g))),
        ),
        each(
            "lifted",
            "The small ones are lifted: it is the large ones that are limited.",
            lambda g: np.where(np.abs(g) < limit, limit * np.sign(g), g),
        ),
        each("limit_one", "The limit is 1, whatever `limit` says.", lambda g: np.clip(g, -1, 1)),
        each(
            "half_limit",
            "The limits are half as far as they should be: the limit on each side of 0.",
            lambda g: np.clip(g, -limit / 2, limit / 2),
        ),
        each(
            "large_to_plus",
            "A large negative element becomes minus the limit, not the limit.",
            lambda g: np.where(np.abs(g) > limit, limit, g),
        ),
        Slip(
            "first_only",
            "Only the first array is clipped.",
            [np.clip(grads[0], -limit, limit), *grads[1:]],
        ),
    ]


CLIP = Rule(
    "clip_by_value",
    clipped,
    result=["the list of gradients", "array {i}"],
    draw=draw,
    sizes={
        "(4, 3), (5,) and (1, 6), limit = 1.25": (((4, 3), (5,), (1, 6)), 1.25),
        "(2, 2) and (3,), limit = 0.5": (((2, 2), (3,)), 0.5),
        "(6,), limit = 2": (((6,),), 2.0),
    },
    hand={
        "Followed by hand, every element is limited on its own.": (
            [np.array([[2.0, -3.0], [0.5, -0.25]]), np.array([5.0, -1.0, 0.75])],
            1.5,
        )
    },
    edges={
        "At 0.99, at 1.00 and at 1.01 of the limit it does what the rule says.": (
            [np.array([0.99, 0.9999, 1.0, 1.0001, 1.01, -0.99, -0.9999, -1.0, -1.0001, -1.01])],
            1.0,
        ),
        "Where nothing is too large, everything stays.": (
            [np.array([0.5, -0.25]), np.zeros((2, 2))],
            3.0,
        ),
    },
    slips=clip_slips,
    tip="Each element: not above the limit, not below minus the limit.",
)


def word(norms):
    norms = np.asarray(norms, dtype=float)
    first, last = norms[0], norms[-1]
    if not np.all(np.isfinite(norms)) or first > 1000 * last:
        return "exploding"
    return "vanishing" if not norms.any() or first < last / 1000 else "healthy"


def draw_norms(rng, powers, scale=1.0):
    """Norms around these powers of ten, and none within a factor of 2 of a border."""
    return (scale * 10.0 ** np.array(powers) * positive(rng, len(powers)) ** 0.25,)


def read(
    norms,
    *,
    up=1000.0,
    down=1000.0,
    finite=lambda n: np.all(np.isfinite(n)),
    zeros=lambda n: not n.any(),
    first=0,
    last=-1,
    edges="",
):
    """The word, or that of a slip in one of its clauses."""
    a = norms[first] if isinstance(first, int) else first(norms)
    b = norms[last] if isinstance(last, int) else last(norms)
    if not finite(norms):
        return "exploding"
    if zeros(norms):
        return "vanishing"
    if a > up * b or ("up" in edges and a >= up * b):
        return "exploding"
    return "vanishing" if a < b / down or ("down" in edges and a <= b / down) else "healthy"


def dip(norms):
    """The word of those who look for a small norm anywhere."""
    said = read(norms)
    if said != "exploding" and norms.any():
        return "vanishing" if np.min(norms) < np.max(norms) / 1000 else "healthy"
    return said


def flow_slips(norms):
    norms = np.asarray(norms, dtype=float)
    ends = "Any of the norms may be nan or infinite, not only the first and the last."
    turned = {"vanishing": "exploding", "exploding": "vanishing", "healthy": "healthy"}
    is_finite = np.all(np.isfinite(norms))
    return [
        Slip(
            "turned",
            "First over last, not last over first: the gradient starts at the last layer.",
            turned[read(norms)] if is_finite and norms.any() else read(norms),
        ),
        *(
            Slip(
                "border_belongs",
                "At exactly 1000 times, and exactly 1/1000, it is still healthy.",
                read(norms, edges=edges),
            )
            for edges in ("up down", "up", "down")
        ),
        *(
            Slip(
                "other_border",
                "The borders are 1000 and 1/1000: yours are somewhere else.",
                read(norms, up=up, down=down),
            )
            for border in (1, 10, 100, 500, 999, 1001, 2000, 1e4)
            for up, down in ((border, 1000), (1000, border), (border, border))
        ),
        Slip("finite_ends", ends, read(norms, finite=lambda n: np.all(np.isfinite(n[[0, -1]])))),
        Slip("finite_first", ends, read(norms, finite=lambda n: np.isfinite(n[0]))),
        Slip("finite_last", ends, read(norms, finite=lambda n: np.isfinite(n[-1]))),
        Slip(
            "no_nan",
            "A norm that is nan has exploded, too: np.isfinite knows both.",
            read(norms, finite=lambda n: not np.any(np.isinf(n))),
        ),
        Slip(
            "no_inf",
            "A norm that is infinite has exploded, too: np.isfinite knows both.",
            read(norms, finite=lambda n: not np.any(np.isnan(n))),
        ),
        Slip(
            "not_finite_forgotten",
            "A norm that is inf or nan has exploded: look for that first.",
            read(norms, finite=lambda n: True),
        ),
        Slip(
            "any_zero",
            "One norm of 0 is not enough: only where all are 0 nothing arrives anywhere.",
            read(norms, zeros=lambda n: not n.all()),
        ),
        Slip(
            "zeros_forgotten",
            "All norms are 0: nothing arrives anywhere, so it is vanishing.",
            read(norms, zeros=lambda n: False),
        ),
        Slip(
            "largest_for_last",
            "The first is compared with the last, not with the largest.",
            read(norms, last=np.max),
        ),
        Slip(
            "smallest_for_last",
            "The first is compared with the last, not with the smallest.",
            read(norms, last=np.min),
        ),
        Slip(
            "extremes",
            "The first is compared with the last, not the largest with the smallest.",
            read(norms, first=np.max, last=np.min),
        ),
        Slip(
            "a_dip",
            "The first is compared with the last: a dip between them is no matter.",
            dip(norms),
        ),
        *(
            Slip("one_word", "It says the same for all norms: look at the first and the last.", one)
            for one in turned
        ),
        Slip(
            "first_alone",
            "The first norm is compared with the last one: alone it says nothing.",
            read(norms, last=lambda n: 1.0),
        ),
        Slip(
            "neighbours",
            "The first is compared with the last, not with its neighbour.",
            read(norms, last=min(1, len(norms) - 1)),
        ),
    ]


def flow(*norms):
    return Case(
        np.array(norms), about=f"For the norms {', '.join(f'{n:g}' for n in norms)}", quiet=True
    )


FLOW = Rule(
    "diagnose_flow",
    word,
    result="the word",
    draw=draw_norms,
    sizes={
        "growing towards the first layer": ([5, 2, 1],),
        "fading towards the first layer": ([-6, -4, -1, 0],),
        "nearly even": ([1, 0, 0, 1],),
        "small everywhere": ([-7, -6, -7],),
        "large everywhere": ([6, 5, 6],),
    },
    hand={
        "It reads the flow from the first norm and the last.": [
            flow(1e-8, 1e-4, 1.0),
            flow(1e8, 1e4, 1.0),
            flow(1.0, 1.2, 0.9),
            flow(0.5, 1e-5, 1.0),
            flow(0.5, 1e5, 1.0),
            flow(50.0, 1e-4, 1e4, 1.0),
            flow(0.02, 5.0, 1.0),
        ]
    },
    edges={
        "At 0.99, 1.00 and 1.01 of 1000 times, and of 1/1000, it says what the table says.": [
            flow(990.0, 1.0),
            flow(2000.0, 1.0, 1.0),
            flow(999.9, 3.0, 1.0),
            flow(1000.1, 3.0, 1.0),
            flow(1.0, 3.0, 999.9),
            flow(1.0, 3.0, 1000.1),
            flow(1000.0, 3.0, 1.0),
            flow(1010.0, 1.0),
            flow(1.0, 990.0),
            flow(1.0, 3.0, 1000.0),
            flow(1.0, 1010.0),
            flow(1e5, 1.0),
            flow(1.0, 1e5),
        ],
        "Any norm that is not finite makes it exploding.": [
            flow(np.inf, 1.0, 1.0),
            flow(1.0, np.inf, 1.0),
            flow(1.0, 1.0, np.inf),
            flow(np.nan, 1.0, 1.0),
            flow(1.0, np.nan, 1.0),
            flow(0.0, 0.0, np.nan),
        ],
        "Norms of 0 are read as the table says.": [
            flow(0.0, 0.0, 0.0),
            flow(1.0, 0.0, 1.0),
            flow(1.0, 1e-6, 1.0),
            flow(0.0, 1.0, 1.0),
            flow(3e-12, 2e-12, 1e-12),
            flow(1e-30, 1e-30),
            flow(1.0, 0.5, 0.0),
        ],
    },
    kinds={"norms": ["list", "tuple"]},
    slips=flow_slips,
    tip="Compare the first norm with 1000 times the last, and with a thousandth of it.",
)
globals().update(checks_of(__file__, CLIP, FLOW))
