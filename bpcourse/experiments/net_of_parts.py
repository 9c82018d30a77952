"""Net of parts: a net trained by functions of single steps, each of them written in its lesson.

    X  (n, n_in)  inputs        y  (n, 1)  targets, 0 or 1        Z  (n, 1)  answers

A hidden layer is  dense · batch normalisation · activation · dropout,  and the last one is dense
alone. `parts` has the functions by the names in PARTS; which of them run, the settings decide:

    activation  none, relu, tanh, sigmoid         optimizer  SGD, momentum, RMSprop, Adam
    start       He, Xavier, tenths, zeros         schedule   constant, step, cosine, warmup
    loss        cross-entropy, squared            norm       off, on
    rate, batch, steps, l1, l2, dropout, clip
"""

from itertools import pairwise

import numpy as np

PARTS = (
    *("dense_forward", "dense_backward", "relu", "sigmoid", "act_backward", "bce_with_logits"),
    *("mse", "minibatches", "init_he", "init_xavier", "gd_step", "momentum_step", "rmsprop_step"),
    *("adam_step", "step_decay", "cosine", "warmup_cosine", "clip_by_norm", "l1", "l2"),
    *("dropout_forward", "dropout_backward", "bn_forward", "bn_backward"),
)
ALL, OFF = "all", "off"  # the batch that holds all samples; no clipping, no normalisation
BETA, RHO, B1, B2, EPS = 0.9, 0.9, 0.9, 0.999, 1e-8


class NetOfParts:
    """A net of the widths `sizes`; `parts` and `settings` have what they hold as attributes."""

    def __init__(self, parts, settings, sizes, rng):
        self.parts, self.settings, self.rng = parts, settings, rng
        hidden = () if settings.norm == OFF else sizes[1:-1]
        self.dense = [(self._first(*size), np.zeros(size[1])) for size in pairwise(sizes)]  # W, b
        self.norms = [(np.ones(k), np.zeros(k)) for k in hidden]  # gamma, beta
        self.running = [(np.zeros(k), np.ones(k)) for k in hidden]  # mean, variance
        self.memory = None  # of the optimizer
        self.done = 0  # steps

    @property
    def learned(self):
        """All that is learned, in one list: W and b of each layer, then gamma and beta."""
        return [array for pair in (*self.dense, *self.norms) for array in pair]

    # ---- forward and back ----

    def answer(self, X):
        """The hidden values of each layer, each (n, units), and Z, as in use."""
        hidden, Z, _ = self._forward(X, self.rng, train=False)
        return hidden, Z

    def gradients(self, X, y, rng):
        """The gradient of the loss on these samples, without penalties, in the order of `learned`.

        The net is as in training, but its running statistics stay; rng draws the dropout masks.
        """
        kept = self.running
        grads = self._gradients(X, y, rng)
        self.running = kept
        return grads

    def share(self, Z):
        """Z as shares: 1 is class 1 for certain, and 0.5 is undecided."""
        return self.parts.sigmoid(Z) if self.settings.loss == "cross-entropy" else Z

    def loss(self, Z, y):
        if self.settings.loss == "cross-entropy":
            return float(self.parts.bce_with_logits(Z, y))
        return float(self.parts.mse(Z, y))

    def _forward(self, X, rng, *, train):
        """The hidden values, Z, and for each layer what the way back needs."""
        parts, settings = self.parts, self.settings
        hidden, caches, A = [], [], X
        for layer, (W, b) in enumerate(self.dense[:-1]):
            inputs, normed, mask = A, None, None
            Z = parts.dense_forward(A, W, b)
            if self.norms:
                gamma, beta = self.norms[layer]
                Z, state, normed = parts.bn_forward(Z, gamma, beta, self.running[layer], train)
                self.running = [*self.running[:layer], state, *self.running[layer + 1 :]]
            A = self._activate(Z)
            if settings.dropout and train:
                A, mask = parts.dropout_forward(A, settings.dropout, rng, train)
            hidden.append(A)
            caches.append((inputs, normed, Z, mask))
        return hidden, parts.dense_forward(A, *self.dense[-1]), [*caches, (A, None, None, None)]

    def _gradients(self, X, y, rng):
        parts, kind = self.parts, self.settings.activation
        _, Z, caches = self._forward(X, rng, train=True)
        error = self.share(Z) - y
        dZ = error / len(y) if self.settings.loss == "cross-entropy" else 2 * error / len(y)
        of_dense, of_norms = [], []
        for layer in reversed(range(len(self.dense))):
            A, _, _, _ = caches[layer]
            dA, dW, db = parts.dense_backward(dZ, A, self.dense[layer][0])
            of_dense = [dW, db, *of_dense]
            if layer == 0:
                break
            _, normed, sums, mask = caches[layer - 1]
            if mask is not None:
                dA = parts.dropout_backward(dA, mask)
            dZ = dA if kind == "none" else parts.act_backward(dA, sums, kind)
            if normed is not None:
                dZ, dgamma, dbeta = parts.bn_backward(dZ, self.norms[layer - 1][0], normed)
                of_norms = [dgamma, dbeta, *of_norms]
        return [*of_dense, *of_norms]

    def _activate(self, Z):
        kind = self.settings.activation
        if kind == "none":
            return Z
        return np.tanh(Z) if kind == "tanh" else getattr(self.parts, kind)(Z)

    # ---- training ----

    def train(self, X, y):
        """Make `settings.steps` steps, and yield after each."""
        settings = self.settings
        size = len(X) if settings.batch == ALL else settings.batch
        while self.done < settings.steps:
            for X_batch, y_batch in self.parts.minibatches(X, y, size, self.rng):
                self._step(X_batch, y_batch)
                yield
                if self.done == settings.steps:
                    return

    def _step(self, X, y):
        grads = self._gradients(X, y, self.rng)
        for strength, penalty in (
            (self.settings.l1, self.parts.l1),
            (self.settings.l2, self.parts.l2),
        ):
            if strength:
                slopes = [array for pair in penalty(self.dense, strength)[1] for array in pair]
                k = len(slopes)  # gamma and beta, which come behind, are in no penalty
                grads[:k] = [g + slope for g, slope in zip(grads[:k], slopes, strict=True)]
        if self.settings.clip != OFF:
            grads, _ = self.parts.clip_by_norm(grads, self.settings.clip)
        moved = self._move(self.learned, grads, self._rate())
        pairs = list(zip(moved[::2], moved[1::2], strict=True))
        self.dense, self.norms = pairs[: len(self.dense)], pairs[len(self.dense) :]
        self.done += 1

    def _move(self, w, g, lr):
        """The new weights, by the optimizer that is chosen."""
        parts, zeros = self.parts, [np.zeros_like(array) for array in w]
        match self.settings.optimizer:
            case "SGD":
                return parts.gd_step(w, g, lr)
            case "momentum":
                w, self.memory = parts.momentum_step(w, g, self.memory or zeros, lr, BETA)
            case "RMSprop":
                w, self.memory = parts.rmsprop_step(w, g, self.memory or zeros, lr, RHO, EPS)
            case "Adam":
                state = self.memory or {"m": zeros, "v": zeros, "t": 0}
                w, self.memory = parts.adam_step(w, g, state, lr, B1, B2, EPS)
        return w

    def _rate(self):
        """The rate of the step that comes."""
        parts, t, T, lr = self.parts, self.done, self.settings.steps, self.settings.rate
        match self.settings.schedule:
            case "step":
                return parts.step_decay(t, lr, 0.1, max(1, T // 3))
            case "cosine":
                return parts.cosine(t, T, lr, 0.0)
            case "warmup":
                return parts.warmup_cosine(t, max(1, T // 10), T, lr, 0.0)
        return lr

    def _first(self, n_in, n_out):
        """The weights (n_in, n_out) that a layer begins with."""
        match self.settings.start:
            case "He":
                return self.parts.init_he(n_in, n_out, self.rng)
            case "Xavier":
                return self.parts.init_xavier(n_in, n_out, self.rng)
            case "tenths":
                return np.full((n_in, n_out), 0.1)
        return np.zeros((n_in, n_out))
