"""catches is judged by backward passes: it has to catch the wrong ones, and no right one."""

from functools import partial

import numpy as np

from bpcourse.checking.verdicts import Group, Planted, checks_of_verdicts
from bpcourse.checking.wrong import Slip
from bpcourse.nn import planted_bugs
from bpcourse.nn.planted_bugs import BUGS, TRAIN_WELL

# ---- right passes, written in several ways ----


def sample_by_sample(params, X, y, kind):
    """Each sample alone, and then the mean, in lists where others give tuples."""
    found = [
        planted_bugs.backward(params, X[s : s + 1], y[s : s + 1], kind=kind) for s in range(len(y))
    ]
    return [
        [sum(parts) / len(y) for parts in zip(*pairs, strict=True)]
        for pairs in zip(*found, strict=True)
    ]


def by_nudging(params, X, y, kind):
    """Central differences, a little less exact than a formula."""
    h, copies = 1e-4, [tuple(np.array(w) for w in pair) for pair in params]
    found = [tuple(np.zeros(w.shape) for w in pair) for pair in copies]
    for pair, slopes in zip(copies, found, strict=True):
        for w, dw in zip(pair, slopes, strict=True):
            for i in np.ndindex(w.shape):
                kept = w[i]
                w[i] = kept + h
                above = planted_bugs.loss(copies, X, y, kind)
                w[i] = kept - h
                dw[i] = (above - planted_bugs.loss(copies, X, y, kind)) / (2 * h)
                w[i] = kept
    return found


def a_digit_lost(params, X, y, kind):
    """Right in eight digits, as if it had been computed in another order."""
    grads = planted_bugs.backward(params, X, y, kind=kind)
    return [
        tuple(dw * (1 + 1e-8 * np.cos(np.arange(dw.size)).reshape(dw.shape)) for dw in pair)
        for pair in grads
    ]


RIGHT = {
    "A pass as in lesson 07.": partial(planted_bugs.backward, bug="right"),
    "One that goes from sample to sample, and gives lists for tuples.": sample_by_sample,
    "One that nudges, too.": by_nudging,
    "One that rounds in the ninth digit.": a_digit_lost,
}

# ---- wrong passes ----


def one_percent(params, X, y, kind):
    (dW1, db1), (dW2, db2) = planted_bugs.backward(params, X, y, kind=kind)
    return [(dW1, db1), (1.015 * dW2, db2)]


def one_weight(params, X, y, kind):
    (dW1, db1), (dW2, db2) = planted_bugs.backward(params, X, y, kind=kind)
    dW1[-1, -1] = 0
    return [(dW1, db1), (dW2, db2)]


def none_above_0(params, X, y, kind):
    grads = planted_bugs.backward(params, X, y, kind=kind)
    return [tuple(np.minimum(dw, 0) for dw in pair) for pair in grads]


def none_below_0(params, X, y, kind):
    grads = planted_bugs.backward(params, X, y, kind=kind)
    return [tuple(np.maximum(dw, 0) for dw in pair) for pair in grads]


ONE = "With a single sample it cannot be seen: take several."
NOTHING = "With weights of 0, or of nearly 0, it cannot be seen: take weights of about 1."
OF_MEANS = ("mean forgotten", "mean twice", "bias mean", "one delta for all")
OF_LAYER_1 = ("sign", "slope forgotten", "wrong slope", "slope at the output", "sums for outputs")
SEEN = dict.fromkeys(OF_MEANS, ONE) | dict.fromkeys(OF_LAYER_1, NOTHING)  # bug → where to look
SEEN |= {
    "bias missing": "It shows in b1 alone: check all four arrays.",
    "penalty on the biases": "With biases of 0 it cannot be seen: take others.",
    "moved weights": "It shows in W1 and b1, by some percent: how large may an error be?",
    "softmax slope": "It shows in all four arrays.",
}
WHERE = "Ask for each of them: with which samples, weights and biases would it show?"
TELLING = "Right passes agree with nudging in about 7 digits: a difference of that size is no bug."
SOME = {
    "dW2 is 1.5 % too large.": (
        one_percent,
        "Its error is 0.015 everywhere in W2: how large may an error be?",
    ),
    "The last weight of layer 1 never gets a gradient.": (
        one_weight,
        "It shows in one number of W1: check every number, one by one.",
    ),
    "Slopes above 0 are lost.": (none_above_0, "A claim may be too small as well as too large."),
    "Slopes below 0 are lost.": (none_below_0, "A claim may be too large as well as too small."),
}
KINDS = ("tanh", "sigmoid")
KIND_OF = {}  # of each pass, its activation
ONE_SIDED, BOTH_SIDED = set(), set()  # the passes that are off to one side, and surely to both
OF_ALL = ("mean forgotten", "mean twice", "bias mean", "softmax slope")  # the sum of db2 is 0


def planted(does, backward, kind, **options):
    """A loss, and a backward pass that belongs to it, or not."""

    def loss(params, X, y):
        return planted_bugs.loss(params, X, y, kind)

    def claimed(params, X, y):
        return backward(params, X, y, kind=kind)

    KIND_OF[claimed] = kind
    if backward in (none_above_0, none_below_0):
        ONE_SIDED.add(claimed)
    if getattr(backward, "keywords", {}).get("bug") in OF_ALL:
        BOTH_SIDED.add(claimed)
    return Planted(does, lambda: (loss, claimed), **options)


def alternating(rows, **options):
    """Those of these rows, with tanh and sigmoid in turn."""
    return [
        planted(does, backward, KINDS[i % 2], tip=tip, **options)
        for i, (does, (backward, tip)) in enumerate(rows.items())
    ]


def bugs(names):
    rows = {BUGS[bug]: (partial(planted_bugs.backward, bug=bug), SEEN[bug]) for bug in names}
    return alternating(rows, is_wrong=True)


GROUPS = {
    "right": Group(
        "Right passes are accepted, however they are written.",
        alternating({does: (backward, TELLING) for does, backward in RIGHT.items()}),
    ),
    "seven": Group(
        "The seven wrong passes with which a net trains well are caught.", bugs(TRAIN_WELL)
    ),
    "others": Group(
        "The other wrong passes are caught.", bugs([bug for bug in SEEN if bug not in TRAIN_WELL])
    ),
    "some": Group(
        "What is off by 1.5 %, in a single number, or to one side only, is caught.",
        alternating(SOME, is_wrong=True),
    ),
}

# ---- the known mistakes, as checks that look at the wrong place ----


def judged(
    backward,
    kind,
    *,
    n=5,
    size=1.0,
    shift=1.0,
    arrays=slice(4),
    tolerance=1e-4,
    numbers=None,
    sides=(1, -1),
):
    """A check with these samples, sizes of weights and biases, arrays and tolerance."""
    rng = np.random.default_rng(3)
    W1, b1, W2, b2 = (rng.normal(size=shape) for shape in ((2, 3), 3, (3, 3), 3))
    params = [(size * W1, shift * b1), (size * W2, shift * b2)]
    X, y = rng.normal(size=(5, 2))[:n], np.array([0, 1, 2, 1, 0])[:n]
    claims = flat(backward(params, X, y))[arrays]
    slopes = flat(planted_bugs.backward(params, X, y, kind=kind))[arrays]
    for claim, slope in zip(claims, slopes, strict=True):
        a, b = claim.ravel()[:numbers], slope.ravel()[:numbers]
        sizes = np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-4)
        if any(np.any(side * (a - b) > tolerance * sizes) for side in sides):
            return True
    return False


def flat(pairs):
    return [w for pair in pairs for w in pair]


def slips(loss, backward):
    def look(id, told, **where):
        return Slip(id, told, judged(backward, KIND_OF[backward], **where))

    def where_sure(is_sure, slip):
        """The slip, unless what it gives depends on which weights are chosen."""
        return slip if is_sure else Slip(slip.id, slip.sentence)

    one_sign = "A claim may be too small, or too large: look at both."
    zero = "With weights of 0 nothing comes back to layer 1: take weights of about 1."
    tiny = "Where all sums are near 0, tanh is straight: take weights and biases of about 1."
    loose = "The check is too generous: an error of 1 % is a bug already."
    nothing = (
        "It finds no bug in anything. That the loss falls proves nothing: compare with nudging."
    )
    return [
        look("one_sample", "With one sample, a wrong mean or sum cannot be seen.", n=1),
        look("no_weights", zero, size=0.0),
        look("no_weights", zero, size=0.0, shift=0.0),
        look("tiny_weights", tiny, size=1e-4, shift=1e-4),
        look("no_biases", "Where the biases are 0, a bug in them may not show.", shift=0.0),
        look("weights_only", "The biases' claims are not looked at.", arrays=slice(0, 4, 2)),
        look("biases_only", "The weights' claims are not looked at.", arrays=slice(1, 4, 2)),
        look("layer_1_only", "The claims for layer 2 are not looked at.", arrays=slice(2)),
        look("layer_2_only", "The claims for layer 1 are not looked at.", arrays=slice(2, 4)),
        where_sure(
            backward not in ONE_SIDED,
            look("first_numbers", "Only the first number of each array is looked at.", numbers=1),
        ),
        look("first_array", "Only W1 is looked at.", arrays=slice(1)),
        look("too_generous", loose, tolerance=0.02),
        look("too_generous", loose, tolerance=0.1),
        Slip("accuses_all", TELLING, True),
        Slip("accuses_none", nothing, False),
        where_sure(backward in ONE_SIDED | BOTH_SIDED, look("one_sign", one_sign, sides=(1,))),
        where_sure(backward in ONE_SIDED | BOTH_SIDED, look("one_sign", one_sign, sides=(-1,))),
        Slip(
            "the_other_way_round",
            "True means that the pass is wrong, and False that it is right.",
            not judged(backward, KIND_OF[backward]),
        ),
    ]


globals().update(checks_of_verdicts(__file__, GROUPS, slips=slips, ask=WHERE))
