"""Planted dropout: pairs of functions, right ones, and others that break a promise.

    out, mask = forward(A, p, rng, train)        dA = backward(dout, mask)

    A, out, mask, dout, dA  (n, k)    p  the chance that a number is dropped

In training the mask is 0 with the chance p, else 1 / (1 - p), for each number on its own and anew
in each call, and out = A mask. In use out = A, the mask is 1, and nothing is drawn. dA = dout mask.
Lesson 17 tests a check with them. Each docstring says what one does; calling it gives the pair.
"""

import numpy as np


def kept(shape, p, rng):
    """A truth for each number: it is kept with the chance 1 - p."""
    return rng.random(shape) >= p


def scaled(shape, p, rng):
    """The mask as it should be."""
    return kept(shape, p, rng) / (1 - p)


def with_mask(draw):
    """A `forward` whose mask in training is draw(shape, p, rng)."""

    def forward(A, p, rng, train):
        mask = draw(A.shape, p, rng) if train else np.ones(A.shape)
        return A * mask, mask

    return forward


def through_the_mask(dout, mask):
    return dout * mask


# ---- right ----


def by_comparison():
    """It draws a number between 0 and 1 for each place, and compares it with p."""
    return with_mask(scaled), through_the_mask


def by_binomial():
    """It draws zeros and ones, and divides them by 1 − p."""

    def draw(shape, p, rng):
        return rng.binomial(1, 1 - p, shape) / (1 - p)

    return with_mask(draw), through_the_mask


def by_choice():
    """It chooses between 0 and 1 / (1 − p), with their chances."""

    def draw(shape, p, rng):
        return rng.choice([0, 1 / (1 - p)], shape, p=[p, 1 - p])

    return with_mask(draw), through_the_mask


def from_the_last_row():
    """It draws row by row, and begins with the last one."""

    def draw(shape, p, rng):
        return np.array([scaled(shape[1:], p, rng) for _ in range(shape[0])])[::-1]

    return with_mask(draw), through_the_mask


def without_a_product():
    """It divides A where it is kept, and gives A itself in use."""

    def forward(A, p, rng, train):
        if not train:
            return A, np.ones(A.shape)
        stays = kept(A.shape, p, rng)
        return np.where(stays, A / (1 - p), 0), np.where(stays, 1 / (1 - p), 0)

    return forward, lambda dout, mask: np.where(mask == 0, 0, dout * mask)


def in_single_precision():
    """It computes with 7 digits."""

    def forward(A, p, rng, train):
        out, mask = with_mask(scaled)(A.astype(np.float32), p, rng, train)
        return out.astype(np.float32), mask.astype(np.float32)

    return forward, lambda dout, mask: np.float32(dout) * np.float32(mask)


RIGHT = (
    *(by_comparison, by_binomial, by_choice, from_the_last_row),
    *(without_a_product, in_single_precision),
)


# ---- wrong in training ----


def chance_to_keep():
    """p is taken for the chance to be kept."""
    return with_mask(lambda shape, p, rng: scaled(shape, 1 - p, rng)), through_the_mask


def not_scaled():
    """What is kept stays as it is, and is not divided by 1 − p."""
    return with_mask(lambda shape, p, rng: 1.0 * kept(shape, p, rng)), through_the_mask


def divided_by_p():
    """What is kept is divided by p, and not by 1 − p."""
    return with_mask(lambda shape, p, rng: kept(shape, p, rng) / p), through_the_mask


def one_mask_for_all():
    """All samples have the same mask in a call."""

    def draw(shape, p, rng):
        return np.tile(scaled(shape[1], p, rng), (shape[0], 1))

    return with_mask(draw), through_the_mask


def whole_samples():
    """Whole samples are dropped, with all their numbers."""

    def draw(shape, p, rng):
        return np.repeat(scaled((shape[0], 1), p, rng), shape[1], axis=1)

    return with_mask(draw), through_the_mask


def never_the_last():
    """The last column is never dropped."""

    def draw(shape, p, rng):
        mask = scaled(shape, p, rng)
        mask[:, -1] = 1 / (1 - p)
        return mask

    return with_mask(draw), through_the_mask


def same_mask():
    """Each call makes a generator with the same seed, so the mask is the same each time."""

    def draw(shape, p, rng):
        return scaled(shape, p, np.random.default_rng(0))

    return with_mask(draw), through_the_mask


def own_chance():
    """It draws from a generator of its own, so no run can be repeated."""
    own = np.random.default_rng(0)
    return with_mask(lambda shape, p, rng: scaled(shape, p, own)), through_the_mask


def mask_without_scale():
    """out is divided by 1 − p, but the mask that it hands over holds 0 and 1."""

    def forward(A, p, rng, train):
        out, mask = with_mask(scaled)(A, p, rng, train)
        return out, 1.0 * (mask > 0)

    return forward, through_the_mask


def out_without_scale():
    """The mask holds 1 / (1 − p), but out is only A where it is kept, and not made larger."""

    def forward(A, p, rng, train):
        _, mask = with_mask(scaled)(A, p, rng, train)
        return A * (mask > 0), mask

    return forward, through_the_mask


def in_place():
    """A itself is multiplied by the mask."""

    def forward(A, p, rng, train):
        out, mask = with_mask(scaled)(A, p, rng, train)
        A[:] = out
        return A, mask

    return forward, through_the_mask


# ---- wrong in use ----


def older_form():
    """Nothing is scaled in training, and all is multiplied by 1 − p in use."""

    def forward(A, p, rng, train):
        mask = 1.0 * kept(A.shape, p, rng) if train else np.full(A.shape, 1 - p)
        return A * mask, mask

    return forward, through_the_mask


def scaled_in_use():
    """In use all is multiplied by 1 − p, though training has made up for it already."""

    def forward(A, p, rng, train):
        return with_mask(scaled)(A, p, rng, True) if train else (A * (1 - p), np.ones(A.shape))

    return forward, through_the_mask


def mask_in_use():
    """In use out is A, but the mask that it hands over holds 1 / (1 − p)."""

    def forward(A, p, rng, train):
        mask = scaled(A.shape, p, rng) if train else np.full(A.shape, 1 / (1 - p))
        return (A * mask if train else A.copy()), mask

    return forward, through_the_mask


def drops_in_use():
    """It drops in use, too."""
    forward = with_mask(scaled)
    return lambda A, p, rng, train: forward(A, p, rng, True), through_the_mask


def draws_in_use():
    """In use it draws a mask, and does nothing with it."""

    def forward(A, p, rng, train):
        mask = scaled(A.shape, p, rng)
        return (A * mask, mask) if train else (A.copy(), np.ones(A.shape))

    return forward, through_the_mask


# ---- wrong on the way back ----


def back_without_mask():
    """The gradient goes back as if nothing had been dropped."""
    return with_mask(scaled), lambda dout, mask: dout.copy()


def back_by_another():
    """The gradient goes back through another mask, drawn anew."""

    def backward(dout, mask):
        return dout * np.random.default_rng(0).permuted(mask.ravel()).reshape(mask.shape)

    return with_mask(scaled), backward


def back_not_scaled():
    """The gradient of what is kept goes back as it is, without 1 / (1 − p)."""
    return with_mask(scaled), lambda dout, mask: dout * (mask > 0)


def back_scaled_twice():
    """The gradient is divided by 1 − p twice."""
    return with_mask(scaled), lambda dout, mask: dout * mask**2


IN_TRAINING = (
    *(chance_to_keep, not_scaled, divided_by_p, one_mask_for_all, whole_samples, never_the_last),
    *(same_mask, own_chance, mask_without_scale, out_without_scale, in_place),
)
IN_USE = (older_form, scaled_in_use, mask_in_use, drops_in_use, draws_in_use)
ON_THE_WAY_BACK = (back_without_mask, back_by_another, back_not_scaled, back_scaled_twice)
WRONG = IN_TRAINING + IN_USE + ON_THE_WAY_BACK
