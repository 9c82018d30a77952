"""Training run: a net that learns to read digits, epoch by epoch, with these settings.

    X  (n, 64)    y  labels (n,)

The digits are divided by the seed: some to learn from, some for the validation loss, and new ones
that neither the training nor its stopping sees.
"""

import itertools
from functools import cache

import numpy as np

from ..datasets import digits
from ..nn.activations import ReLU, Sigmoid, Tanh
from ..nn.batch_norm import BatchNorm
from ..nn.batches import batches
from ..nn.clipping import Clipped
from ..nn.dropout import Dropout
from ..nn.early_stopping import EarlyStopping
from ..nn.initializers import he_normal, scaled, xavier_normal, zeros
from ..nn.layers import Dense
from ..nn.losses import SoftmaxCrossEntropy
from ..nn.network import Network
from ..nn.optimizers import SGD
from ..nn.regularization import L2

LEARNED, VALIDATION = 800, 400  # digits; the rest is new
ACTIVATIONS = {"relu": ReLU, "tanh": Tanh, "sigmoid": Sigmoid}
STARTS = {
    "he": he_normal,
    "xavier": xavier_normal,
    "zeros": zeros,
    "4 x he": scaled(he_normal, 4),
}


class Run:
    """A run with these settings (see HEALTHY). `epoch` goes on, until `is_over`.

    steps        the loss of every step, measured on its batch before the step
    train        the loss on the digits that are learned, before the run and after each epoch
    validation   the same on held-out digits
    """

    def __init__(self, settings, seed):
        self.settings, rng = settings, np.random.default_rng(seed)
        self.learned, self.held_out, self.new = divided(settings, rng)
        self.net, self.loss, self.rng = built(settings, rng), SoftmaxCrossEntropy(), rng
        self.penalty = L2(settings["penalty"]) if settings["penalty"] else None
        self.optimizer = SGD(settings["lr"])
        if settings["clip"]:
            self.optimizer = Clipped(self.optimizer, max_norm=settings["clip"])
        self.stopping = EarlyStopping(settings["patience"]) if settings["patience"] else None
        self.steps, self.train, self.validation = [], [], []
        self.is_over = False
        self._measure()

    def epoch(self):
        """One walk through all digits that are learned. It ends where the loss is no number."""
        with np.errstate(all="ignore"):
            for X, y in batches(*self.learned, self.settings["batch"], rng=self.rng):
                self.steps.append(self.loss.forward(self.net.forward(X), y))
                if not np.isfinite(self.steps[-1]):
                    break
                self.backward()
                self.optimizer.step(self.net)
            self._measure()
        self.is_over = len(self.train) > self.settings["epochs"] or not np.isfinite(self.train[-1])
        if self.stopping and self.stopping.update(self.validation[-1], self.net):
            self.is_over = True
        if self.is_over and self.stopping and self.stopping.best_update:
            self.stopping.restore(self.net)

    def backward(self):
        """The gradients of the last forward pass and of the penalty."""
        self.net.backward(self.loss.backward())
        if self.penalty:
            self.penalty.backward(self.net)

    def right(self, part):
        """The share of these digits, a pair of X and y, that are read right."""
        X, y = part
        with np.errstate(all="ignore"):
            return float(np.mean(self.net.predict(X).argmax(axis=1) == y))

    def _measure(self):
        for losses, (X, y) in ((self.train, self.learned), (self.validation, self.held_out)):
            losses.append(self.loss.forward(self.net.predict(X), y))


def built(settings, rng):
    """The net of these settings before its first step."""
    sizes, layers = (64, *settings["hidden"], 10), []
    for n_in, n_out in itertools.pairwise(sizes):
        layers.append(Dense(n_in, n_out, rng=rng, init=STARTS[settings["start"]]))
        if settings["batch_norm"]:
            layers.append(BatchNorm(n_out))
        layers.append(ACTIVATIONS[settings["activation"]]())
        if settings["dropout"]:
            layers.append(Dropout(settings["dropout"], rng=rng))
    last = max(i for i, layer in enumerate(layers) if isinstance(layer, Dense))
    return Network(*layers[: last + 1])


def divided(settings, rng):
    """Three pairs of X and y: to learn from, for validation, and new ones."""
    X, y = _digits()
    order = rng.permutation(len(X))
    ends = LEARNED, LEARNED + VALIDATION
    learned, *others = ((X[rows], y[rows]) for rows in np.split(order, ends))
    X, y = (part[: settings["samples"]] for part in learned)
    if settings["labels"] == "mixed":
        y = rng.permutation(y)
    wrong = rng.random(len(y)) < settings["wrong"]
    return (X, np.where(wrong, rng.integers(10, size=len(y)), y)), *others


@cache
def _digits():
    data = digits()
    return data.X, data.targets
