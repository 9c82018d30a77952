"""The numbers of this lesson's questions, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add.
"""

from functools import cache

import numpy as np

import bpcourse as bp

XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])  # (4, 2)
TARGETS = np.array([[0.0], [1.0], [1.0], [0.0]])  # (4, 1)
RELU = (lambda Z: np.maximum(Z, 0), lambda Z: Z > 0)
TANH = (np.tanh, lambda Z: 1 - np.tanh(Z) ** 2)


@cache
def trained(units, activation, starts=20, steps=500):
    """XOR learned from all these starts at once: how far each answer is off, and the hidden sums.

    Momentum 0.9, rate 0.1, the whole batch in every step, as in the lesson.
    """
    f, slope = activation
    layers = [
        [
            layer(rng)
            for layer in (
                lambda rng: bp.Dense(2, units, rng=rng),
                lambda rng: bp.Dense(units, 1, rng=rng),
            )
        ]
        for rng in map(np.random.default_rng, range(starts))
    ]
    W1, b1, W2, b2 = (
        np.stack([np.atleast_2d(getattr(pair[i], name)) for pair in layers])
        for i, name in ((0, "W"), (0, "b"), (1, "W"), (1, "b"))
    )
    speeds = [0 * w for w in (W1, b1, W2, b2)]
    for _ in range(steps):
        Z1 = XOR @ W1 + b1  # (starts, 4, units)
        A1 = f(Z1)
        dZ2 = 2 * (A1 @ W2 + b2 - TARGETS) / 4
        dZ1 = dZ2 @ W2.transpose(0, 2, 1) * slope(Z1)
        grads = (
            *(XOR.T @ dZ1, dZ1.sum(axis=1, keepdims=True)),
            *(A1.transpose(0, 2, 1) @ dZ2, dZ2.sum(axis=1, keepdims=True)),
        )
        for w, speed, dw in zip((W1, b1, W2, b2), speeds, grads, strict=True):
            speed[...] = 0.9 * speed + dw
            w -= 0.1 * speed
    off = np.abs(f(XOR @ W1 + b1) @ W2 + b2 - TARGETS)
    return off, XOR @ W1 + b1


def learned(units, activation):
    """In how many of 20 starts XOR is learned, with every answer within 0.25."""
    off, _ = trained(units, activation)
    return int(np.sum(off.max(axis=(1, 2)) < 0.25))


def ends_shut():
    """In how many of 20 starts one of two ReLU units ends shut at all four points."""
    _, Z1 = trained(2, RELU)  # (20, 4, 2)
    return int(np.sum(np.all(Z1 <= 1e-9, axis=1).any(axis=1)))


def columns_meet_rows():
    X, W = np.zeros((32, 10)), np.zeros((10, 4))
    return *W.shape, *(X @ W).shape


def what_the_batch_changes():
    W, b = np.zeros((10, 4)), np.zeros(4)
    Z = [np.zeros((n, 10)) @ W + b for n in (32, 64)]
    return [len(z) for z in Z]


def units_without_activation():
    """The loss of the best line for XOR, and the answer everywhere."""
    X, y = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]), np.array([0, 1, 1, 0])
    answers = X @ np.linalg.lstsq(X, y, rcond=None)[0]
    return np.mean((answers - y) ** 2), answers


def biases_of_a_layer():
    n, (n_in, n_out) = 32, (3, 5)
    return n_out, n, n_in, n * n_out


def worked(x):
    """The sums, the hidden units and the answer of the net of the lesson, at one point."""
    Z1 = np.array(x) @ [[2, 1], [-1, 3]] + [0, -2]
    A1 = np.maximum(Z1, 0)
    return Z1, A1, A1 @ [4, -1] + 0.5


def blank_hidden():
    Z1, A1, _ = worked([1, 0])
    return A1[1], Z1


def blank_answer():
    _, A1, answer = worked([1, 1])
    return answer, A1, answer - 0.5, A1 @ [4, 1] + 0.5, A1[::-1] @ [4, -1] + 0.5, 4, 0.5


def two_relu_units_learn():
    return learned(2, RELU), 20, ends_shut(), 20 - learned(2, RELU)


def stuck_at_a_quarter():
    return 20, learned(16, RELU), learned(2, TANH), learned(2, RELU), 16


# ---- the text of the lesson, by its headings ----


def one_straight_cut():
    """How many of the four points the best straight cut gets right, of all that were tried."""
    angles, offsets = np.deg2rad(np.arange(360)), np.linspace(-1.5, 1.5, 121)
    along = XOR @ [np.cos(angles), np.sin(angles)]  # (4, directions)
    is_beyond = along[:, :, np.newaxis] > offsets  # (4, directions, offsets)
    right = np.sum(is_beyond == (TARGETS > 0.5)[..., np.newaxis], axis=0)
    return right.max(), len(angles), len(offsets)


def two_layers_and_what_stands_between_them():
    return worked([0, 1]), 4, 0.5


def bend_the_space():
    """The direction of the weights 1 and 1, and the answers without an activation."""
    return np.rad2deg(np.arctan2(1, 1)), units_without_activation()


def what_a_net_can_do_and_what_it_learns():
    return 8, learned(8, RELU), 16, learned(16, RELU), learned(3, TANH), ends_shut(), 18


def without_the_fold():
    """Two layers with one number each, multiplied out."""
    return collapse()


def if_you_want_more():
    """The most pieces in which the answer of a random net with two layers of two units falls."""
    rng, nets = np.random.default_rng(0), 2000
    drawn = [[rng.normal(size=size) for size in (2, 2, (2, 2), 2, 2)] for _ in range(nets)]
    return max(pieces(*net) for net in drawn), nets, 5


def pieces(W1, b1, W2, b2, W3):
    """How many straight pieces the answer of a net with one input has, counted by its slopes."""

    def second_sums(x):
        return np.maximum(np.outer(x, W1) + b1, 0) @ W2 + b2  # (places, 2)

    corners = [-b1[0] / W1[0], -b1[1] / W1[1]]
    ends = np.array([-1e6, *sorted(corners), 1e6])
    for before, after, low, high in zip(
        second_sums(ends[:-1]), second_sums(ends[1:]), ends[:-1], ends[1:], strict=True
    ):
        for one, other in zip(before, after, strict=True):
            if one * other < 0:  # it crosses 0 on this piece
                corners.append(low + (high - low) * one / (one - other))
    corners = np.sort(corners)
    inside = np.concatenate([corners[:1] - 1, (corners[1:] + corners[:-1]) / 2, corners[-1:] + 1])
    ahead, behind = (np.maximum(second_sums(inside + h), 0) @ W3 for h in (1e-6, -1e-6))
    slopes = (ahead - behind) / 2e-6
    return 1 + int(np.sum(np.abs(np.diff(slopes)) > 1e-4 * np.abs(slopes).max()))


def what_people_ask():
    """0.25 and 0.167: all answers a half, or three points answered alike and the fourth right."""
    alike = np.array([0, 1, 1])
    return np.mean((0.5 - TARGETS) ** 2), np.sum((alike - alike.mean()) ** 2) / 4, learned(4, RELU)


def dense_forward():
    X, W, b = np.array([[1, 2], [3, 4]]), np.array([[10], [100]]), 5
    return X, W, b, X @ W + b


def mlp_forward():
    return hand_worked(4, (0.5, -3), (-1, 2))


def hand_worked(x, *layers):
    """The numbers of a net with one number in each layer, and ReLU between them."""
    seen = [x]
    for w, b in layers:
        seen += [w, b, max(seen[-1], 0) * w + b]
    return seen


def collapse():
    first, second = (3, 2), (5, 1)
    return first, second, first[0] * second[0], first[1] * second[0], first[1] * second[0] + 1
