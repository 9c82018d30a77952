"""drops_wrongly is judged by dropout: it has to pass what is right, and to catch all else."""

from functools import partial

import numpy as np

from bpcourse.checking.verdicts import checks_of_verdicts, group_of
from bpcourse.checking.wrong import Slip
from bpcourse.nn import planted_dropout as made

RULES = "It keeps all promises, by another draw than yours, perhaps, and rounded in the 7th digit."
NOT_A_HALF = "With p = 0.5 it cannot be seen: take another p."
SHARES = "Look at the share in each column and in each row, and not only at that of the whole."
AGAIN = "Call twice with one generator, and once with another one that begins alike."
PRODUCT = "Compare out with A times mask, and the mask with 1 / (1 − p)."
USE = "It shows in use: what should out be there, the mask, and the next number of rng?"
BACK = "Compare what backward gives with what your dropout_backward does, for a mask of training."
TIPS = {
    made.chance_to_keep: NOT_A_HALF,
    made.not_scaled: PRODUCT,
    made.divided_by_p: NOT_A_HALF,
    made.one_mask_for_all: SHARES,
    made.whole_samples: SHARES,
    made.never_the_last: SHARES,
    made.same_mask: AGAIN,
    made.own_chance: AGAIN,
    made.mask_without_scale: PRODUCT,
    made.out_without_scale: PRODUCT,
    made.in_place: "Compare A with a copy that was made before.",
    made.older_form: USE,
    made.scaled_in_use: USE,
    made.mask_in_use: USE,
    made.drops_in_use: USE,
    made.draws_in_use: USE,
    made.back_without_mask: BACK,
    made.back_by_another: BACK,
    made.back_not_scaled: BACK,
    made.back_scaled_twice: BACK,
}
WHERE = "Ask for each of them: with which p, in which call, and in which numbers would it show?"


def offered(pair):
    """What the answer is asked about: a pair of functions that say what they cannot take."""
    way_there, way_back = pair()

    def forward(A, p, rng, train):
        if not isinstance(A, np.ndarray) or A.ndim != 2:
            raise ValueError("forward takes an array A of shape (n, k).")
        if not 0 <= p < 1:
            raise ValueError(f"p is {p}, but should be from 0 up to but not including 1.")
        if not isinstance(rng, np.random.Generator):
            raise TypeError("forward takes a generator, as np.random.default_rng(17).")
        with np.errstate(all="ignore"):
            return way_there(A, p, rng, train)

    def backward(dout, mask):
        if np.shape(dout) != np.shape(mask):
            raise ValueError(
                f"dout has shape {np.shape(dout)} and mask {np.shape(mask)}: they should agree."
            )
        return way_back(np.asarray(dout), np.asarray(mask))

    return forward, backward


group = partial(group_of, offered, TIPS, RULES)
GROUPS = {
    "right": group(
        "Dropout that keeps all promises is accepted, however it is written.", made.RIGHT
    ),
    "training": group("What goes wrong in training is caught.", made.IN_TRAINING),
    "use": group("What goes wrong in use is caught.", made.IN_USE),
    "back": group("What goes wrong on the way back is caught.", made.ON_THE_WAY_BACK),
}

# ---- the known mistakes, as checks that look at the wrong place ----

A, DOUT = np.random.default_rng(17).normal(size=(2, 100, 100))
NEAR = 1e-5


def broken(forward, backward, p):
    """The promises that it is seen to break with this p."""
    rng, given = np.random.default_rng(1), A.copy()
    out, mask = forward(given, p, rng, True)
    other = forward(A.copy(), p, rng, True)[1]
    again = forward(A.copy(), p, np.random.default_rng(1), True)[1]
    before = rng.bit_generator.state
    out_in_use, mask_in_use = forward(A.copy(), p, rng, False)
    left = mask[mask != 0]
    shares = [np.mean(mask == 0, axis=axis) for axis in (None, 0, 1)]
    in_whole, in_columns, in_rows = (np.max(np.abs(share - p)) for share in shares)
    seen = {
        "share": in_whole > 0.1,
        "columns": in_columns > 0.25,
        "rows": in_rows > 0.25,
        "scale": not np.allclose(left, 1 / (1 - p), atol=NEAR),
        "product": not np.allclose(out, A * mask, atol=NEAR),
        "new": np.all(mask == other),
        "chance": np.any(mask != again),
        "out in use": not np.allclose(out_in_use, A, atol=NEAR),
        "mask in use": not np.allclose(mask_in_use, 1, atol=NEAR),
        "drawn": rng.bit_generator.state != before,
        "input": np.any(given != A),
        "back": not np.allclose(backward(DOUT, mask), DOUT * mask, atol=NEAR),
        "mean": abs(np.mean(forward(np.ones(A.shape), p, rng, True)[0]) - 1) > 0.1,
        "last digit": np.any(out != A * mask) or np.any(left != 1 / (1 - p)),
        "my mask": np.any((mask != 0) != (np.random.default_rng(1).random(A.shape) >= p)),
    }
    return {promise for promise, is_broken in seen.items() if is_broken}


# what the model answer looks at: all but the mean, the last digits, and its own mask
ALL = {"share", "columns", "rows", "scale", "product", "new", "chance", "drawn", "input", "back"}
ALL |= {"out in use", "mask in use"}


def slips(forward, backward):
    found = {p: broken(forward, backward, p) for p in (0.3, 0.5)}

    def says(unseen=(), more=(), p=0.3):
        """What a check says with this p that does not look at `unseen`, but at `more`."""
        return bool(found[p] & (ALL - set(unseen) | set(more)))

    def look(id, told, **where):
        return Slip(id, told, says(**where))

    half = "With p = 0.5 the chance to be dropped is that to be kept: take another p."
    whole = "The shares of columns and rows are not looked at: that of the whole is p all the same."
    exact = "The check is too exact: the last digits differ, and that breaks no promise."
    mine = "The mask is compared with one of your own: others may draw it otherwise."
    in_use = ["out in use", "mask in use", "drawn"]
    return [
        look("half", half, p=0.5),
        look("whole_share", whole, unseen=["columns", "rows"]),
        look("columns_only", "The share of each row is not looked at.", unseen=["rows"]),
        look("rows_only", "The share of each column is not looked at.", unseen=["columns"]),
        look("scale_unseen", "Whether the mask is 0 or 1 / (1 − p) is not looked at.",
             unseen=["scale"]),
        look("out_unseen", "Whether out is A times mask is not looked at.", unseen=["product"]),
        look("new_unseen", "Whether the next call draws another mask is not looked at.",
             unseen=["new"]),
        look("chance_unseen", "Whether all chance is from `rng` is not looked at: ask again with "
             "a generator that begins alike.", unseen=["chance"]),
        look("asked_once", "It was asked once: a second call may bring the same mask, and a "
             "generator that begins alike another one.", unseen=["new", "chance"]),
        look("use_unseen", "It is not asked in use.", unseen=in_use),
        look("drawn_unseen", "Whether something is drawn in use is not looked at.",
             unseen=["drawn"]),
        look("input_unseen", "Whether A stays as it is is not looked at.", unseen=["input"]),
        look("back_unseen", "The way back is not looked at.", unseen=["back"]),
        look("forward_alone", "Only training, and the way there, is looked at.",
             unseen=["back", *in_use]),
        look("mean_only", "The mean of out is right, too, if a whole row is dropped, or the same "
             "numbers each time.", unseen=ALL, more=["mean"]),
        look("too_exact", exact, more=["last digit"]),
        look("my_mask", mine, more=["my mask"]),
        Slip("accuses_all", "It accuses all dropout.", True),
        Slip("accuses_none", "It finds nothing wrong in any of them.", False),
        Slip("the_other_way_round", "True means that a promise is broken, and False that none is.",
             not says()),
    ]  # fmt: skip


globals().update(
    checks_of_verdicts(
        __file__, GROUPS, slips=slips, ask=WHERE, accused="Accused, though they keep all promises"
    )
)
