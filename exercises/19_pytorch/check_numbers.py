"""The numbers of this lesson, computed once more; those of training by PyTorch itself.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

from copy import deepcopy
from functools import cache

import numpy as np

import bpcourse as bp

LR, BETA = 0.1, 0.9


@cache
def digits():
    """The data and the first weights, drawn as in the lesson."""
    rng = np.random.default_rng(19)
    data, he = bp.datasets.digits(), bp.initializers.he_normal
    (X, labels), (X_new, labels_new) = bp.datasets.split(data.X, data.targets, rng=rng)
    return X, labels, X_new, labels_new, he(64, 32, rng=rng), he(32, 10, rng=rng)


@cache
def trained(steps, *layers, empties=True):
    """The net after so many steps of momentum, and the loss before each; by the library.

    More layers may stand at its end. Where nothing is emptied, a step uses what PyTorch would then
    have in .grad.
    """
    X, labels, _, _, W1, W2 = digits()
    first, last = (bp.Dense(*W.shape, rng=None, init=bp.initializers.zeros) for W in (W1, W2))
    first.W, last.W = W1.copy(), W2.copy()
    model = bp.Network(first, bp.ReLU(), last, *layers)
    loss, optimizer, losses = bp.SoftmaxCrossEntropy(), bp.Momentum(LR, BETA), []
    weights, held = bp.parameters(model), [0.0] * 4
    for _ in range(steps):
        losses.append(loss.forward(model.forward(X), labels))
        model.backward(loss.backward())
        if not empties:
            held = [old + w.grad for old, w in zip(held, weights, strict=True)]
            for w, grad in zip(weights, held, strict=True):
                w.grad = grad
        optimizer.step(model)
    return model, losses


def right(model):
    """Percent of the new digits."""
    _, _, X_new, labels_new, _, _ = digits()
    return 100 * np.mean(model.predict(X_new).argmax(axis=1) == labels_new)


def norm_after(times):
    """The norm of the last bias's gradient, when the first gradient is added so often."""
    return times * np.linalg.norm(trained(1)[0].layers[-1].db)


def count(model):
    return sum(w.value.size for w in bp.parameters(model))


# ---- the text ----


def a_net_of_yours():
    return len(bp.datasets.digits().X), 1998, 8, 4.0


def the_same_numbers():
    outputs = trained(50)[0].predict(digits()[2])
    assert 10 < np.abs(outputs).max() < 15
    return 15, 0.001


def bug_hunt_better_for_ten_steps():
    steps = [1, 5, 10, 15, 20]
    runs = [trained(20, empties=empties)[1] for empties in (True, False)]
    norms = [norm_after(times) for times in range(1, 6)]
    return LR, BETA, steps, [[losses[step - 1] for step in steps] for losses in runs], norms


def your_step_and_theirs():
    return 50, 13


def a_step_further_a_convolution():
    return 3 * (-1 * 0 + 0 * 0 + 1 * 1), 8, 64


def if_you_want_more():
    return [100 * moved_right(name, more=True) for name in NETS], [
        100 * moved_right(name) for name in NETS
    ]


def what_to_read_next():
    return 2023, 2016


# ---- the questions ----


def weight_of_linear():
    W = digits()[4]
    return [*W.T.shape], [*W.shape], 65, 32


def digits_of_float32():
    model = deepcopy(trained(50)[0])
    X_new, (first, _, last) = digits()[2], model.layers
    exact = model.predict(X_new)
    for layer in (first, last):
        layer.W, layer.b = layer.W.astype(np.float32), layer.b.astype(np.float32)
    difference = np.abs(model.predict(X_new.astype(np.float32)) - exact).max()
    assert 1e-7 < difference < 1e-5
    assert np.abs(exact).max() > 10
    return [1e-12], 10, 1


def what_autograd_is():
    return count(trained(0)[0]), 1e-12


def growing_gradient():
    return [norm_after(times) / norm_after(1) for times in range(1, 6)], BETA


def numbers_of_a_convolution():
    outputs = 8 * 8 * 8
    return (
        [8 * (3 * 3 + 1), 8, 3 * 3 + 1, 64 * outputs + outputs, 64, 3 * 3],
        [8 * 9, 10, 64 * 80, 80],
    )


def moved_digits():
    return [100 * moved_right(name) for name in ("with_windows", "dense")]


def called_twice():
    return 0.4 + 0.4, 0.4, 0.4 * 0.4


def four_small_batches():
    """A mean over 128 is the sum of four means over 32, each divided by 4."""
    losses = np.random.default_rng(0).random(128)
    parts = [part.mean() / 4 for part in np.split(losses, 4)]
    assert np.isclose(sum(parts), losses.mean())
    return [4, 128], 32


# ---- the teacher's page ----


def where_people_get_stuck():
    """Percent right after 50 steps, without a softmax at the end of the net, and with one."""
    return right(trained(50)[0]), right(trained(50, bp.Softmax())[0]), 50, 32, 64


# ---- the pictures ----

NETS = ("dense", "with_windows")


@cache
def moved_right(name, *, more=False):
    """The share of moved new digits that are right: the mean of three nets, as in the lesson."""
    import torch
    from torch import nn

    torch.set_num_threads(1)  # small nets are slower with more
    make = {
        "dense": lambda: nn.Sequential(
            nn.Flatten(), nn.Linear(64, 17), nn.ReLU(), nn.Linear(17, 10)
        ),
        "with_windows": lambda: nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(128, 10),
        ),
    }[name]
    X, labels, X_new, labels_new, _, _ = digits()
    if more:
        X, labels = np.concatenate([X, moved(X)]), np.concatenate([labels, labels])
    pictures, labels = as_pictures(X), torch.tensor(labels)
    shares = []
    for seed in range(3):
        torch.manual_seed(seed)
        model = make().double()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
        for _ in range(5):
            for rows in torch.randperm(len(pictures)).split(32):
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(pictures[rows]), labels[rows]).backward()
                optimizer.step()
        guesses = model(as_pictures(moved(X_new))).argmax(dim=1).numpy()
        shares.append(np.mean(guesses == labels_new))
    return np.mean(shares)


def as_pictures(X):
    import torch

    return torch.tensor(X.reshape(-1, 1, 8, 8))


def moved(X):
    new = np.zeros((len(X), 8, 8))
    new[:, :, 1:] = X.reshape(-1, 8, 8)[:, :, :-1]
    return new.reshape(-1, 64)
