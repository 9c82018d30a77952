"""dropout_forward is judged by what its masks hold, how often, and where; no stream is compared."""

from pathlib import Path

import numpy as np
import pytest

from bpcourse.checking.compare import numbers_in, same, show
from bpcourse.checking.draws import numbers
from bpcourse.checking.exercise import read
from bpcourse.checking.in_words import other_kind
from bpcourse.checking.inputs import independent, unchanged
from bpcourse.checking.wrong import Slip, Wrong, fail

EXAMPLE = read(Path(__file__).parent).examples[0]
ERRORS = 6  # standard errors that a share may be off
SIZE = (200, 50)


def parts(got, shape):
    """out and mask as arrays of A's shape; Wrong where they are something else."""
    if not isinstance(got, tuple | list) or len(got) != 2:
        seen, kind = other_kind(got, "the result", "the pair (out, mask)")
        fail(seen, kind="parts_missing" if isinstance(got, np.ndarray) else kind)
    both = []
    for part, what in zip(got, ("out", "the mask"), strict=True):
        array, problem = numbers_in(part, what, "an array")
        if problem is None and array.shape != shape:
            seen = f"{what[0].upper()}{what[1:]} has shape {array.shape}, but A has {shape}."
            problem = seen, "wrong_shape"
        if problem:
            fail(problem[0], kind=problem[1])
        both.append(array)
    return both


def known_masks(p):
    """The known mistakes: id, sentence, and the share of zeros and the other value they give."""
    q = 1 - p
    swapped = "p is the chance to drop a number, and here it is the chance to keep it."
    unscaled = "Who is kept is not made larger: divide the mask by 1 − p."
    other_part = "Who is kept is divided by p: it is the part 1 − p that is left."
    return [
        ("keep_drop_swapped", swapped, (q, 1 / q)),
        ("keep_drop_swapped", swapped, (q, 1 / p)),
        ("keep_drop_swapped", swapped, (q, 1.0)),
        ("no_rescale", unscaled, (p, 1.0)),
        ("scaled_by_p", other_part, (p, 1 / p)),
        ("times_keep", "Divide by 1 − p: to multiply makes them smaller.", (p, q)),
        ("scaled_twice", "Who is kept is divided by 1 − p twice.", (p, 1 / q**2)),
        ("times_p", "Who is kept becomes 1 + p, but should become 1 / (1 − p).",
         (p, 1 + p)),
        ("nothing_dropped", "Nothing is dropped in training.", (0.0, 1.0)),
        ("nothing_dropped", "Nothing is dropped in training.", (0.0, q)),
    ]  # fmt: skip


def draws(mask):
    """How many independent draws are in a mask: less where rows or columns are alike."""
    if mask.ndim == 2:
        for axis in (0, 1):
            if not np.ptp(mask, axis=axis).any():
                return mask.shape[1 - axis]
    return mask.size


def fits(mask, known):
    """Does a mask hold this share of zeros, and this value elsewhere?"""
    share, value = known
    spread = np.sqrt(max(share * (1 - share), 0) / draws(mask))
    is_share = abs(np.mean(mask == 0) - share) <= ERRORS * spread
    return bool(is_share and np.allclose(mask[mask != 0], value, rtol=1e-5, atol=0))


def hold_mask(mask, p):
    """Raise Wrong unless the mask holds 0 and 1 / (1 − p), and as many zeros as p says."""
    kept, share, value = mask[mask != 0], np.mean(mask == 0), 1 / (1 - p)
    if fits(mask, (p, value)):
        return
    if kept.size and np.ptp(kept) <= 1e-5 * np.abs(kept).max():
        seen = f"{show(100 * share, 3)} % of the mask are 0, the others {show(kept[0], 3)}"
    else:
        seen = f"{show(100 * share, 3)} % of the mask are 0, the others differ"
    seen = f"With p = {p:g}, {seen}. It should be about {100 * p:g} %, and {show(value, 3)}."
    known = known_masks(p)
    fitting = {name: told for name, told, case in known if fits(mask, case)}
    offered = {name for name, _, _ in known}
    raise Wrong(seen, "wrong_value", offered=offered | set(fitting), fitting=fitting)


def hold_product(A, p, out, mask):
    """Raise Wrong unless out is A times mask."""
    is_plain = np.isin(mask, (0, 1)).all()
    told = "out is made larger, and the mask is not: the factor 1 / (1 − p) belongs into the mask."
    slips = [
        Slip("mask_unscaled", told, A * mask / (1 - p) if is_plain else None),
        Slip("out_unscaled", "The mask has the factor 1 / (1 − p), and out has not.",
             None if is_plain else A * (mask != 0)),
        Slip("scaled_twice", "out is divided by 1 − p once more: the mask has that factor already.",
             None if is_plain else A * mask / (1 - p)),
        Slip("out_is_A", "out is A as it was: multiply it by the mask.", A),
        Slip("out_is_mask", "out is the mask: A is missing.", mask),
        Slip("out_has_the_others", "out has what the mask drops, and drops what the mask keeps.",
             A * (mask == 0) / (1 - p)),
        Slip("out_has_the_others", "out has what the mask drops, and drops what the mask keeps.",
             A * (mask == 0)),
    ]  # fmt: skip
    dropped = np.mean(out == 0)
    if not (mask == out).all() and np.mean((out == 0) != (mask == 0)) > 0.02 and 0 < dropped < 1:
        two = "out and the mask drop different numbers: draw once, and use that mask for out."
        slips.append(Slip("two_draws", two, out))
    same(out, A * mask, "out", [slip for slip in slips if slip.value is not None])


def hold(dropout_forward, A, p, rng):
    """Ask once in training; Wrong where form, product or mask is wrong."""
    out, mask = parts(dropout_forward(A.copy(), p, rng, True), A.shape)
    hold_product(A, p, out, mask)
    hold_mask(mask, p)
    return out, mask


def test_example(dropout_forward):
    """The example of the task comes out as it is written there."""
    *lines, last = EXAMPLE.code.strip().splitlines()

    def asked(A, p, rng, train):
        return tuple(parts(dropout_forward(A, p, rng, train), A.shape))

    names = {"np": np, "dropout_forward": asked}
    exec("\n".join(lines), names)
    hold_product(np.full((50, 4), 3.0), 0.5, names["out"], names["mask"])
    wanted = eval(EXAMPLE.gives, {"np": np})
    for got, right, what in zip(eval(last, names), wanted, ("the mask", "out"), strict=True):
        same(got, right, f"what {what} holds")


@pytest.mark.parametrize("p", [0.2, 0.8])
def test_in_training(dropout_forward, rng, p):
    """In training the part p of the numbers is dropped, and the others are divided by 1 − p."""
    hold(dropout_forward, numbers(rng, *SIZE), p, rng)


def test_each_on_its_own(dropout_forward, rng):
    """Each number is dropped or kept on its own."""
    A = numbers(rng, *SIZE)
    _, mask = parts(dropout_forward(A.copy(), 0.4, rng, True), A.shape)
    told = {}
    if not np.ptp(mask):
        return  # nothing is dropped, or all: told by another check
    if not np.ptp(mask, axis=0).any():
        told["one_mask_for_all_rows"] = "All samples have the same mask: draw one for each of them."
    elif not np.ptp(mask, axis=1).any():
        told["whole_samples"] = "Whole samples are dropped: draw for each number, not for each row."
    if told:
        seen = f"In a mask of shape {mask.shape} all {'rows' if 'one' in [*told][0] else 'columns'}"
        raise Wrong(f"{seen} are the same.", "wrong_value", offered=told, fitting=told)
    masks = [
        parts(dropout_forward(np.ones(50), 0.4, rng, True), (50,))[1].copy() for _ in range(24)
    ]
    counts = [int(np.sum(mask == 0)) for mask in masks]
    is_new = any(not np.array_equal(masks[0], mask) for mask in masks)
    if is_new and len(set(counts)) == 1:
        seen = f"Of 50 numbers exactly {counts[0]} are dropped, 24 times in a row."
        told = {"exact_share": "p is a chance for each number: how many are dropped varies."}
        raise Wrong(seen, "wrong_value", offered=told, fitting=told)


def test_p_0(dropout_forward, rng):
    """With p = 0 nothing is dropped, and all stays as it is."""
    A = numbers(rng, 6, 5)
    out, mask = parts(dropout_forward(A.copy(), 0.0, rng, True), A.shape)
    same(mask, np.ones(A.shape), "With p = 0 the mask")
    same(out, A, "With p = 0 out")


@pytest.mark.parametrize("p", [0.2, 0.8])
def test_in_use(dropout_forward, rng, p):
    """In use out is A, the mask is 1 everywhere, and nothing is drawn."""
    A = numbers(rng, 20, 10)
    before = rng.bit_generator.state
    got = dropout_forward(A.copy(), p, rng, False)
    if isinstance(got, tuple | list) and len(got) == 2 and got[1] is None:
        fail("In use the mask is None, but should be an array of ones.", kind="mask_is_none")
    out, mask = parts(got, A.shape)
    told = {}
    if np.mean(out == 0) > 0.05:
        told["drops_in_use"] = "Numbers are dropped in use, too: there all units work."
    else:
        told |= {
            name: sentence
            for name, sentence, factor in (
                ("scales_in_use", "In use nothing has to be made up for: training did it.", 1 - p),
                ("scales_in_use", "In use nothing has to be made up for: training did it.", p),
                ("scales_up_in_use", "out is divided by 1 − p in use, too.", 1 / (1 - p)),
            )
            if np.allclose(out, A * factor, rtol=1e-5)
        }
    offered = ("drops_in_use", "scales_in_use", "scales_up_in_use")
    if not np.allclose(out, A, rtol=1e-5):
        seen = "In use out is not A, but should be."
        raise Wrong(seen, "wrong_value", offered=offered, fitting=told)
    if not np.allclose(mask, 1.0, rtol=1e-5):
        seen = f"In use the mask begins with {show(mask.flat[0], 3)}, but should be 1 everywhere."
        told = {
            "mask_in_use": "Nothing is dropped and nothing is scaled in use: that is a mask of 1."
        }
        raise Wrong(seen, "wrong_value", offered=told, fitting=told)
    if rng.bit_generator.state != before:
        told = {
            "draws_in_use": "Return before anything is drawn: use must not change the training."
        }
        raise Wrong("In use numbers are drawn from rng.", "wrong_value", offered=told, fitting=told)


def test_the_rng_alone(dropout_forward):
    """All chance comes from rng, and each call draws a new mask."""
    A = np.ones((12, 10))

    def ask(rng):
        return parts(dropout_forward(A.copy(), 0.5, rng, True), A.shape)[1].copy()

    first, again, other = (np.random.default_rng(seed) for seed in (3, 3, 4))
    one, same_one, two, another = ask(first), ask(again), ask(first), ask(other)
    if not np.ptp(one):
        return  # nothing is dropped: told by another check
    seen, told = "", {}
    if not np.array_equal(one, same_one):
        seen = "Two generators that start alike give different masks."
        told = {"not_from_rng": "Draw from the `rng` that is given: `np.random` does not know it."}
    elif np.array_equal(one, two) or np.array_equal(one, another):
        seen = "The next call, or another generator, gives the same mask again."
        told = {"same_mask_again": "Draw a new mask from the given `rng` in each call."}
    if told:
        raise Wrong(seen, "wrong_value", offered=told, fitting=told)


@pytest.mark.parametrize("shape", [(1,), (1, 1), (1, 4), (3, 1), (2, 3, 4)], ids=str)
def test_shapes(dropout_forward, rng, shape):
    """A may have any shape."""
    A = numbers(rng, *shape)
    out, mask = parts(dropout_forward(A.copy(), 0.5, rng, True), shape)
    hold_product(A, 0.5, out, mask)


def test_whole_numbers(dropout_forward, rng):
    """A may hold whole numbers, or single precision, or large and small numbers."""
    for A in (
        np.arange(1, 61).reshape(6, 10),
        numbers(rng, 6, 10).astype(np.float32),
        2.0**20 * numbers(rng, 6, 10),
        2.0**-30 * numbers(rng, 6, 10),
    ):
        out, mask = parts(dropout_forward(A.copy(), 0.2, rng, True), A.shape)
        if A.dtype.kind == "i" and mask.dtype.kind == "i":
            told = {"fractions_cut": "The fractions are cut off: make an array of floats."}
            seen = "With whole numbers in A the mask holds whole numbers, but should hold 1.25."
            raise Wrong(seen, "wrong_value", offered=told, fitting=told)
        hold_product(A.astype(float), 0.2, out, mask)
        if mask.any():
            told = "Who is kept is not made larger: divide the mask by 1 − p."
            slip = Slip("no_rescale", told, 1.0)
            same(float(mask.max()), 1.25, "the largest number of a mask with p = 0.2", [slip])


def test_leaves_its_arguments(dropout_forward, rng):
    """A stays as it was, and in training the results are new arrays."""
    A = numbers(rng, 8, 6)
    with unchanged(A=A):
        got = dropout_forward(A, 0.5, rng, True)
    independent(got, "the result", A=A)
    with unchanged(A=A):
        dropout_forward(A, 0.5, rng, False)
