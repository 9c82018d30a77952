"""spoils is judged by makers of mini-batches: it has to pass right ones, and catch all others."""

from functools import cache, partial

import numpy as np

from bpcourse.checking.verdicts import checks_of_verdicts, group_of
from bpcourse.checking.wrong import Slip
from bpcourse.nn import planted_batches as made

RULES = "All promises are kept here. Another order than yours, or lists for tuples, break none."
NUMBERED = "Let row i of X and target i hold the same number: then a torn pair is seen."
COUNT = "Count how often each sample comes in all batches together."
TWICE = "Ask twice with the same generator: the second order should be another one."
COPIES = "Compare X and y with copies that were made before."
TIPS = {
    made.torn: NUMBERED,
    made.only_x: NUMBERED,
    made.torn_at_the_end: "It shows in a short last batch of 2 or more: compare all batches.",
    made.drawn_again: COUNT,
    made.no_rest: COUNT,
    made.never_the_last: COUNT,
    made.filled_up: "Take a size that leaves a rest, and look at the last batch.",
    made.even_sizes: "With 10 samples in batches of 4 the sizes should be 4, 4 and 2.",
    made.empty_last: "Take a size that divides the number of samples, too.",
    made.no_shuffle: "Compare the order with that of the data.",
    made.in_blocks: "Neighbours stay together: is that a new order of all samples?",
    made.same_seed: TWICE,
    made.copied_rng: TWICE,
    made.own_chance: "Ask with two generators that begin alike: both orders should be the same.",
    made.in_place: COPIES,
    made.x_in_place: COPIES,
    made.y_in_place: COPIES,
}
WHERE = "Ask for each of them: with which data, sizes and generators would it show?"


def offered(maker):
    """What the answer is asked about: a maker that says what it cannot take."""
    maker_of_batches = made.new(maker)

    def minibatches(X, y, size, rng):
        if not isinstance(X, np.ndarray) or X.ndim != 2 or len(X) < 1:
            raise ValueError("minibatches takes an array X of shape (n, n_in) with n ≥ 1.")
        if not isinstance(y, np.ndarray) or len(y) != len(X):
            raise ValueError("minibatches takes an array y with a target for each row of X.")
        if not isinstance(rng, np.random.Generator):
            raise TypeError("minibatches takes a generator, as np.random.default_rng(9).")
        return maker_of_batches(X, y, size, rng)

    return (minibatches,)


group = partial(group_of, offered, TIPS, RULES)
GROUPS = {
    "right": group(
        "Makers that keep all promises are accepted, however they are written.", made.RIGHT
    ),
    "samples": group(
        "Who tears pairs apart, loses samples or repeats them is caught.", made.SAMPLES
    ),
    "sizes": group("Who makes batches of other sizes is caught.", made.SIZES),
    "orders": group("Who draws no new order from `rng` in each call is caught.", made.ORDERS),
    "data": group("Who changes X or y is caught.", made.DATA),
}

# ---- the known mistakes, as checks that look at the wrong place ----

N = 30
NUMBERS = np.arange(N)
ALL = None  # batches


def broken(minibatches, size, batches, follow):
    """The promises that it is seen to break with this size, where so many batches are compared.

    `follow` says in which part of a pair the samples are counted: 0 for X, 1 for y.
    """
    orders, found = [], set()
    rng = np.random.default_rng(9)
    for each in (rng, rng, np.random.default_rng(9), np.random.default_rng(8)):
        X, y = NUMBERS[:, np.newaxis].copy(), NUMBERS.copy()
        pairs = minibatches(X, y, size, each)
        orders.append([number for pair in pairs for number in np.ravel(pair[follow])])
        seen = {
            "input": np.any(X[:, 0] != NUMBERS) or np.any(y != NUMBERS),
            "apart": np.any(X[:, 0] != y),
            "pairs": any(np.any(X_batch[:, 0] != y_batch) for X_batch, y_batch in pairs[:batches]),
            "sizes": [len(y_batch) for _, y_batch in pairs] != list(map(len, made.cut(y, size))),
        }
        found |= {promise for promise, is_broken in seen.items() if is_broken}
    first, second, again, other = orders
    seen = {
        "samples": sorted(first) != list(NUMBERS),
        "epochs": first == second,
        "seeds": first == other,
        "chance": first != again,
        "shuffle": first == list(NUMBERS),
        "blocks": np.sum(np.diff(first) == 1) > 10,
        "my order": first != list(np.random.default_rng(9).permutation(N)),
    }
    return found | {promise for promise, is_broken in seen.items() if is_broken}


FURTHER = {"seeds", "shuffle", "my order", "apart"}  # at which the model answer does not look


def slips(minibatches):
    seen = cache(partial(broken, minibatches))

    def says(*, unseen=(), more=(), sizes=(7, 10), batches=ALL, follow=1):
        """What a check says that does not look at `unseen`, but at `more`."""
        found = set().union(*(seen(size, batches, follow) for size in sizes))
        return bool(found - (FURTHER - set(more)) - set(unseen))

    def look(id, told, **where):
        return Slip(id, told, says(**where))

    rest = "With a size that divides n nothing is left: what goes wrong with the rest gets past."
    whole = "With a size that does not divide n, an empty last batch never comes: take both."
    other = "The second order was drawn with another generator: go on with the same one."
    kept = "Whether X and y stay as they were is not looked at: keep copies."
    together = "Whether X and y belong together is not looked at."
    mine = "The order is compared with one of your own: others may draw it otherwise."
    none = "It finds nothing wrong in any of them."
    return [
        look("no_rest", rest, sizes=(10,)),
        look("always_a_rest", whole, sizes=(7,)),
        look("first_batch", "Only the first batch is compared: look at all.", batches=1),
        look("pairs_unseen", together, unseen=["pairs"]),
        look("pairs_unseen", together, unseen=["pairs"], follow=0),
        look("sizes_unseen", "The sizes of the batches are not looked at.", unseen=["sizes"]),
        look("samples_unseen", "Whether every sample comes once is not looked at.",
             unseen=["samples"]),
        look("one_epoch", "Each was asked once: a second call may bring the same order.",
             unseen=["epochs", "chance"], more=["shuffle"]),
        look("chance_unseen", "Whether all chance is from `rng` is not looked at: ask again with "
             "a generator that begins alike.", unseen=["chance"]),
        look("epochs_unseen", "Whether a second call brings a new order is not looked at.",
             unseen=["epochs"], more=["shuffle"]),
        look("other_generator", other, unseen=["epochs"], more=["seeds"]),
        look("blocks_unseen", "An order is new, and neighbours stay together all the same: look "
             "at what is in a batch.", unseen=["blocks"]),
        look("input_unseen", kept, unseen=["input"]),
        look("input_unseen", kept, unseen=["input"], more=["apart"]),
        look("my_order", mine, more=["my order"]),
        Slip("accuses_all", "It accuses every maker.", True),
        Slip("accuses_none", none, False),
        Slip("the_other_way_round", "True means that a promise is broken, and False that none is.",
             not says()),
    ]  # fmt: skip


globals().update(
    checks_of_verdicts(
        __file__, GROUPS, slips=slips, ask=WHERE, accused="Accused, though they keep all promises"
    )
)
