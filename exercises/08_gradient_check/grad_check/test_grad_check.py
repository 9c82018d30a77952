"""grad_check is judged on nets with ReLU, with claims that are right, or wrong by known amounts."""

import numpy as np

from bpcourse.checking.draws import net, numbers
from bpcourse.checking.promises import checks_of
from bpcourse.checking.rule import Case, Rule
from bpcourse.checking.wrong import Slip

FLOOR = 1e-8


def rule(loss_fn, params, grads, h):
    return each(
        seen(loss_fn, params, grads, h), lambda d, left, right, here: errors(d, left, right)
    )


def seen(loss_fn, params, grads, h, *, put_back=True, cut=False):
    """For each array the claims, the slopes to the left and to the right, and the loss itself."""
    params = [tuple(np.array(w, dtype=float) for w in pair) for pair in params]
    start, found = loss_fn(params), []
    for pair, claims in zip(params, grads, strict=True):
        row = []
        for w, d in zip(pair, claims, strict=True):
            left, right = np.zeros(w.shape), np.zeros(w.shape)
            for i in np.ndindex(w.shape):
                kept = w[i]
                w[i] = np.trunc(kept + h) if cut else kept + h
                right[i] = (loss_fn(params) - start) / h
                w[i] = np.trunc(kept - h) if cut else kept - h
                left[i] = (start - loss_fn(params)) / h
                w[i] = kept if put_back else w[i]
            row.append((np.array(d, dtype=float), left, right, start))
        found.append(row)
    return found


def errors(d, left, right, floor=FLOOR):
    return relative(d, np.clip(d, np.minimum(left, right), np.maximum(left, right)), floor)


def relative(a, b, floor=FLOOR):
    return np.abs(a - b) / np.maximum(np.maximum(np.abs(a), np.abs(b)), floor)


def largest(errors):
    return float(np.max(errors))


def each(table, error, join=largest):
    """A pair for each layer: the errors of each array, joined to one number."""
    return [tuple(join(error(*arrays)) for arrays in pair) for pair in table]


def without_rounding(pairs):
    """The same, and 0 where nothing but rounding is left."""
    return [tuple(e if np.ndim(e) or e > 1e-12 else 0.0 for e in pair) for pair in pairs]


def slips(loss_fn, params, grads, h):
    table = seen(loss_fn, params, grads, h)

    def slip(id, told, error, join=largest):
        return Slip(id, told, without_rounding(each(table, error, join)))

    def right_errors(d, left, right, here):
        return errors(d, left, right)

    corner = "At a corner the slopes to both sides differ: a claim between the two has the error 0."
    one = "Only the slope to one side is looked at."
    reach = "Your nudges never reach the loss: nudge the arrays that `loss_fn` is given."
    right = each(table, right_errors)
    every = "Of each array the largest error counts: one wrong number is enough."
    found = [
        slip("central", corner, lambda d, left, right, here: relative(d, (left + right) / 2)),
        slip(
            "distance_to_a_side",
            corner,
            lambda d, left, right, here: np.minimum(relative(d, left), relative(d, right)),
        ),
        slip(
            "farther_side",
            "The nearer of both slopes counts, and not the farther one.",
            lambda d, left, right, here: np.maximum(relative(d, left), relative(d, right)),
        ),
        slip("one_side", one, lambda d, left, right, here: relative(d, right)),
        slip("one_side", one, lambda d, left, right, here: relative(d, left)),
        slip(
            "left_is_lower",
            "The slope to the left may be the larger one: sort them.",
            lambda d, left, right, here: relative(d, np.minimum(np.maximum(d, left), right)),
        ),
        slip(
            "left_is_lower",
            "The slope to the left may be the larger one: sort them.",
            lambda d, left, right, here: relative(d, np.maximum(np.minimum(d, right), left)),
        ),
        slip("mean_error", every, right_errors, lambda e: float(np.mean(e))),
        slip("sum_of_errors", every, right_errors, lambda e: float(np.sum(e))),
        slip("first_only", every, right_errors, lambda e: float(e.flat[0])),
        slip("last_kept", every, right_errors, lambda e: float(e.flat[-1])),
        slip("smallest", every, right_errors, lambda e: float(np.min(e))),
        slip("norm_of_errors", every, right_errors, lambda e: float(np.linalg.norm(e.ravel()))),
        slip(
            "absolute",
            "That is the distance alone: divide it by the size, as in exercise 08.2.",
            lambda d, left, right, here: (
                relative(d, nearest(d, left, right), 1e-300)
                * np.maximum(np.abs(d), np.abs(nearest(d, left, right)))
            ),
        ),
        slip(
            "floor_of_one",
            "The floor is 1e-8, so that small slopes count, too.",
            lambda d, left, right, here: errors(d, left, right, 1.0),
        ),
        slip(
            "by_the_claim",
            "It is divided by the claim: take the larger of both sizes.",
            lambda d, left, right, here: (
                np.abs(d - nearest(d, left, right)) / np.maximum(np.abs(d), FLOOR)
            ),
        ),
        slip(
            "by_the_slope",
            "It is divided by the measured slope: take the larger of both sizes.",
            lambda d, left, right, here: (
                np.abs(d - nearest(d, left, right))
                / np.maximum(np.abs(nearest(d, left, right)), FLOOR)
            ),
        ),
        slip("no_reach", reach, lambda d, left, right, here: relative(d, 0 * d)),
        slip(
            "sign_of_slopes",
            "The slope to the left goes from h less to the loss as it is.",
            lambda d, left, right, here: errors(d, -left, right),
        ),
        slip(
            "not_divided",
            "Slopes are differences divided by h.",
            lambda d, left, right, here: errors(d, left * h, right * h),
        ),
        slip(
            "no_biases",
            "The biases are not checked.",
            lambda d, left, right, here: errors(d, left, right) * (d.ndim > 1),
        ),
        slip(
            "as_arrays", "One number for each array: its largest error.", right_errors, np.asarray
        ),
        Slip(
            "not_put_back",
            "A number is not put back before the next one is nudged.",
            each(seen(loss_fn, params, grads, h, put_back=False), right_errors),
        ),
        Slip(
            "another_h",
            "h is given: the nudge is h, and no other number.",
            each(seen(loss_fn, params, grads, 1e-5), right_errors) if h > 1e-3 else None,
        ),
        Slip("one_for_all", "Each array has an error of its own.", max(map(max, right))),
        Slip("pairs_turned", "In each pair W comes first.", [pair[::-1] for pair in right]),
        Slip(
            "answers",
            "Return the errors, and leave it to others how large one may be.",
            [tuple(error < 1e-5 for error in pair) for pair in right],
        ),
    ]
    if all(np.all(w == np.rint(w)) for pair in params for w in pair):
        told = "The nudge is lost: arrays of whole numbers cut it off. Copy them as floats."
        cut = each(seen(loss_fn, params, grads, h, cut=True), right_errors)
        found.append(Slip("nudge_cut", told, cut))
    if len(right) > 1:
        told = "Only one layer is checked."
        nothing = [(0.0, 0.0)] * (len(right) - 1)
        found.append(Slip("one_layer", told, [right[0], *nothing]))
        found.append(Slip("one_layer", told, [*nothing, right[-1]]))
        found.append(Slip("one_layer", told, right[:1]))
        found.append(Slip("last_layer_for_all", told, [right[-1]] * len(right)))
    return found


def nearest(d, left, right):
    return np.clip(d, np.minimum(left, right), np.maximum(left, right))


class Loss:
    """The mean squared error of a net with ReLU between its layers."""

    def __init__(self, X, y, scale=1.0):
        self.X, self.y, self.scale = X, y, scale

    def __call__(self, params):
        return self.scale * float(np.mean((self.forward(params)[-1] - self.y) ** 2))

    def forward(self, params):
        A = [self.X]
        for W, b in params[:-1]:
            A.append(np.maximum(A[-1] @ W + b, 0))
        W, b = params[-1]
        return [*A, A[-1] @ W + b]

    def gradients(self, params):
        *A, Y = self.forward(params)
        dZ, found = self.scale * 2 * (Y - self.y) / Y.size, []
        for layer in reversed(range(len(params))):
            found.insert(0, (A[layer].T @ dZ, dZ.sum(axis=0)))
            dZ = (dZ @ params[layer][0].T) * (A[layer] > 0)
        return found


def draw(rng, sizes, n, scale=1.0):
    """A net, and claims of which about a third is wrong."""
    params = net(rng, sizes)
    loss = Loss(numbers(rng, n, sizes[0]), numbers(rng, n, sizes[-1]), scale)
    grads = [
        tuple(
            dw + scale * numbers(rng, *dw.shape) * 2 * (rng.random(dw.shape) < 0.3) for dw in pair
        )
        for pair in loss.gradients(params)
    ]
    return (lambda params: loss(params)), params, grads, (0.125, 0.25)[rng.integers(2)]


def planted(params, loss, h, **wrong):
    """The case of right claims, with these arrays changed: W0=(place, what is added)."""
    grads = loss.gradients(params)
    for name, (place, more) in wrong.items():
        grads[int(name[1:])]["Wb".index(name[0])][place] += more
    return (lambda params: loss(params)), params, grads, h


PARAMS = [
    (np.array([[1.0, -0.5, 0.75], [0.5, 1.25, -1.0]]), np.array([0.25, -0.75, 0.5])),
    (np.array([[1.5, -1.0], [-0.5, 2.0], [0.75, 0.25]]), np.array([0.5, -0.25])),
]
LOSS = Loss(
    np.array([[1.0, 2.0], [-1.5, 0.5], [0.25, -1.0], [2.0, 1.0]]),
    np.array([[0.5, 1.0], [-1.0, 2.0], [0.0, 1.5], [1.0, -0.5]]),
)
# the first sample is 0 and so are the biases: all sums of the first layer lie at the corner there
CORNERS = [
    (np.array([[1.0, -2.0], [0.5, 1.5]]), np.zeros(2)),
    (np.array([[1.0], [-2.0]]), np.ones(1)),
]
AT_ZERO = Loss(np.array([[0.0, 0.0], [1.0, -1.0]]), np.array([[3.0], [0.5]]))
DEEP = [(np.array([[1.0, -0.5], [0.5, 1.0]]), np.array([0.5, 0.25]))] * 2 + [
    (np.array([[1.0], [0.75]]), np.array([-0.5]))
]
DEEP_LOSS = Loss(np.array([[1.0, 0.5], [2.0, -1.0]]), np.array([[1.0], [-2.0]]))
ONE = [(np.array([[0.5], [-1.5]]), np.array([0.25]))]
ONE_LOSS = Loss(np.array([[1.0, 2.0]]), np.array([[0.5]]))
IN_WHOLE_NUMBERS = [(np.array([[3], [-1]]), np.array([-2]))]
IN_FRACTIONS = [(np.array([[1.5], [-0.25]]), np.array([0.75]))]


def one_loss(params):
    return ONE_LOSS(params)


WHOLE = [(np.array([[1, -2], [2, 1]]), np.array([1, -1])), (np.array([[2], [-1]]), np.array([1]))]


def smooth(params):
    """A loss without corners."""
    (W, b), (V, c) = params
    return float(np.sum(np.tanh(W @ V + c) ** 2) + np.sum(np.sin(b) * V[:, 0]) + np.sum(c**2))


SMOOTH = [
    (np.array([[0.5, -1.0], [0.25, 0.75]]), np.array([0.5, -0.25])),
    (np.array([[1.0, 0.5], [-0.5, 0.25]]), np.array([0.75, -0.5])),
]
CLAIMS = [
    (np.array([[3.0, -2.0], [0.5, 4.0]]), np.array([2.0, -3.0])),
    (np.array([[-1.5, 2.5], [5.0, -0.5]]), np.array([4.0, -6.0])),
]
RULE = Rule(
    "grad_check",
    rule,
    result=["the result", {"W": "the error of W in layer {i}", "b": "the error of b in layer {i}"}],
    draw=draw,
    sizes={
        "two layers, 2 samples": ((2, 2, 1), 2),
        "three layers, 3 samples": ((1, 2, 1, 1), 3),
    },
    hand={
        "Right claims have the error 0, and wrong ones an error in their own array.": [
            planted(PARAMS, LOSS, 0.125),
            planted(PARAMS, LOSS, 0.125, b0=((2,), -4.0), W1=((1, 0), 2.5)),
            planted(PARAMS, LOSS, 0.25, W0=((1, 2), -2.0), b1=((0,), 5.0), W1=((2, 1), -3.0)),
        ],
        "Where all claims are made up, each array has its own largest error.": (
            smooth,
            SMOOTH,
            CLAIMS,
            0.25,
        ),
    },
    edges={
        "At a corner all claims between the slopes to both sides have the error 0.": [
            planted(CORNERS, AT_ZERO, 0.125),
            planted(CORNERS, AT_ZERO, 0.125, b0=((0,), -0.5)),
            planted(CORNERS, AT_ZERO, 0.125, b0=((1,), 12.0)),
        ],
        "One layer, and three, are no exception.": [
            planted(ONE, ONE_LOSS, 0.25, W0=((1, 0), 6.0)),
            planted(DEEP, DEEP_LOSS, 0.125, W1=((0, 1), 9.0), b2=((0,), -7.0)),
        ],
        "A very small nudge is no exception.": (smooth, SMOOTH, CLAIMS, 1e-5),
        "Weights that are whole numbers are no exception.": planted(
            WHOLE, AT_ZERO, 0.25, W0=((1, 0), 3.0)
        ),
        "Where the loss does not change, the claim 0 is right and another one is not.": (
            lambda params: 1.0,
            [(np.array([[0.5]]), np.array([0.25]))] * 2,
            [(np.zeros((1, 1)), np.array([1e-9])), (np.ones((1, 1)), np.zeros(1))],
            0.5,
        ),
    },
    whole=[
        (one_loss, IN_WHOLE_NUMBERS, IN_FRACTIONS, 0.25),
        (one_loss, IN_FRACTIONS, IN_WHOLE_NUMBERS, 0.25),
        (one_loss, IN_FRACTIONS, IN_FRACTIONS, 1),
        (one_loss, IN_WHOLE_NUMBERS, IN_WHOLE_NUMBERS, 1),
    ],
    single=False,  # a nudge of 0.00001 is lost in float32
    slips=slips,
    tip="For each number: the slopes to both sides, the place between them that is nearest to the "
    "claim, and the relative error of these two.",
)
for case in RULE.fixed():
    case.expected = RULE.right(case)  # once, and not for each answer
globals().update(checks_of(__file__, RULE))
