"""max_stable_lr is judged against the rule, in bowls that stand in all directions."""

import numpy as np

from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Rule
from bpcourse.checking.wrong import Slip


def rule(H):
    return float(2 / np.linalg.eigvalsh(H)[-1])


def draw(rng, d, scale=1.0):
    """A random bowl, turned; the steepest direction stands well apart from the others."""
    curvatures = np.append(rng.uniform(0.5, 2.0, size=d - 1), rng.uniform(3.0, 6.0))
    turn, _ = np.linalg.qr(rng.normal(size=(d, d)))
    H = turn @ np.diag(scale * curvatures) @ turn.T
    return ((H + H.T) / 2,)


def slips(H):
    curvatures = np.linalg.eigvalsh(H)
    steepest, flattest = float(curvatures[-1]), float(curvatures[0])
    in_no_order = np.linalg.eig(H)[0]
    no_order = (
        "That is one of the curvatures, but not the largest: take the largest of all. "
        "np.linalg.eig does not sort them."
    )

    def over(number):
        return 2 / number if number > 1e-9 * steepest else None

    return [
        Slip(
            "one_over_curvature",
            "That is 1 / curvature, one step to the bottom. The rate may be twice as large.",
            1 / steepest,
        ),
        Slip(
            "flattest",
            "That uses the smallest curvature; the largest is the first to diverge.",
            over(flattest),
        ),
        Slip("trace", "That uses the sum of all curvatures (the trace).", over(np.trace(H))),
        Slip("mean", "That uses the mean of all curvatures.", over(np.mean(curvatures))),
        Slip(
            "diagonal",
            "That uses the largest entry, on the diagonal; it may curve more between the axes.",
            over(np.max(np.diag(H))),
        ),
        Slip(
            "row_sums",
            "That uses the largest sum of a row, and no eigenvalue is above it; most are below.",
            over(np.max(np.abs(H).sum(axis=1))),
        ),
        Slip(
            "frobenius",
            "That uses the Frobenius norm, which mixes all directions.",
            over(np.linalg.norm(H)),
        ),
        Slip(
            "determinant",
            "That uses the determinant, which mixes all directions.",
            over(np.linalg.det(H)),
        ),
        Slip(
            "fastest",
            "That is the fastest rate, 2 / (smallest + largest); the largest stable one is higher.",
            2 / (steepest + flattest),
        ),
        Slip("curvature", "That is the curvature itself; the rate is 2 divided by it.", steepest),
        Slip(
            "upside_down",
            "That is upside down: the rate is 2 divided by the curvature.",
            steepest / 2,
        ),
        Slip(
            "grows",
            "That grows with the curvature; a larger curvature needs a smaller rate.",
            2 * steepest,
        ),
        Slip("square_root", "That is the square root of the rate.", np.sqrt(2 / steepest)),
        Slip("negative", "It is the right size, but a rate is positive.", -2 / steepest),
        Slip(
            "all_directions",
            "That is a rate for each direction: the smallest of them holds for the bowl.",
            2 / curvatures,
        ),
        Slip(
            "all_directions",
            "That is a rate for each direction: the smallest of them holds for the bowl.",
            2 / in_no_order,
        ),
        Slip("first_of_eig", no_order, over(in_no_order[0])),
        Slip("last_of_eig", no_order, over(in_no_order[-1])),
    ]


RULE = Rule(
    "max_stable_lr",
    rule,
    result="the rate",
    draw=draw,
    sizes={"3 weights": (3,), "2 weights": (2,), "5 weights": (5,)},
    hand={
        "In a bowl whose main directions are not the axes it finds the largest curvature.": (
            np.array([[2.0, 0.5, 0.0], [0.5, 3.0, -1.5], [0.0, -1.5, 1.0]]),
        )
    },
    edges={
        "On a parabola with curvature c it is 2 / c.": (np.array([[0.8]]),),
        "It finds the largest curvature in whatever place it stands.": [
            (np.diag([5.0, 1.0, 2.0]),),
            (np.diag([1.0, 5.0, 2.0]),),
            (np.diag([1.0, 2.0, 5.0]),),
            (np.array([[1.0, -1.0], [-1.0, 1.0]]),),
            (np.array([[1.0, 0.75], [0.75, 1.0]]),),
            (np.array([[4.0, -2.0], [-2.0, 1.0]]),),
            (np.array([[2.892, 0.144], [0.144, 2.808]]),),
        ],
        "A direction without curvature changes nothing.": (
            np.array([[2.0, 2.0, 0.0], [2.0, 2.0, 0.0], [0.0, 0.0, 1.0]]),
        ),
        "A bowl with the same curvature in all directions is no exception.": (3 * np.eye(3),),
    },
    whole=[(np.array([[2, -1], [-1, 3]]),)],
    slips=slips,
    tip="In each direction a step multiplies the distance to the bottom by 1 - lr * c.",
)
globals().update(checks_of(__file__, RULE))
