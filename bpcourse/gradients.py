"""Gradient checking: nudge every number, watch the loss, compare with what `backward` says.

    dw_i  =  (f(w + h e_i) - f(w - h e_i)) / 2h        the central difference, wrong by about h^2

It knows no formula and no answer, so it can judge any layer, also one that nobody wrote before.
"""

from dataclasses import dataclass

import numpy as np

from .parameters import parameters


def numerical_gradient(f, w, h=1e-6):
    """The derivative of the number f(w) with respect to every element of w: central differences.

    w is an array of floats of any shape; it is nudged in place and left as it was. Use float64: in
    float32 the rounding of f is as large as the nudge. Raises TypeError for an array of whole
    numbers. Source: Nocedal and Wright, "Numerical Optimization" (2006), section 8.1.

    >>> bp.numerical_gradient(lambda w: np.sum(w**2), np.array([1.0, 3.0])).round(6)
    array([2., 6.])
    """
    if not np.issubdtype(w.dtype, np.floating):
        raise TypeError(
            f"w holds {w.dtype}, and a whole number cannot be nudged by {h:g}.\n"
            "Write w.astype(float)."
        )
    dw = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        kept = w[i]
        step = h * max(1.0, abs(kept))  # a large number needs a nudge that it can feel
        try:
            w[i] = kept + step
            above = f(w)
            w[i] = kept - step
            below = f(w)
        finally:
            w[i] = kept
        dw[i] = (above - below) / (2 * step)
    return dw


def relative_error(a, b):
    """|a - b| / max(|a|, |b|, 1): relative for large numbers, absolute for small ones.

    a and b are numbers, or arrays of the same shape.

    >>> bp.relative_error(np.array([99.0, 0.01]), np.array([100.0, 0.02]))
    array([0.01, 0.01])
    """
    return np.abs(a - b) / np.maximum(1.0, np.maximum(np.abs(a), np.abs(b)))


def usual_factors(n=None):
    """Pairs of a factor and a sentence: what a gradient is wrong by, and which slip that is.

    With `n` samples the slips in the mean are among them.
    """
    factors = [
        (-1, "Every number is right but for its sign."),
        (2, "That is twice the right value: the factor 2 is counted twice."),
        (1 / 2, "That is half the right value: the square brings a factor 2 when differentiated."),
    ]
    if n and n > 2:
        factors += [
            (n, f"That is n = {n} times the right value: the sum over the samples, not the mean."),
            (1 / n, f"That is 1/n of the right value, with n = {n}: the mean is taken twice."),
            (n / 2, f"That is n/2 times it, with n = {n}: both the mean and the 2 are missing."),
        ]
    return factors


@dataclass(frozen=True)
class Comparison:
    """What `backward` says about one array, beside what nudging says."""

    name: str  # "dX", or "dW of Dense(3, 2)"
    claimed: np.ndarray  # by backward
    measured: np.ndarray  # by nudging
    n: int  # samples in the batch
    tolerance: float

    @property
    def error(self):
        """The largest relative error; infinite where shapes differ or a number is not finite."""
        return float(self._errors.max(initial=0.0)) if self._same_shape else np.inf

    @property
    def passed(self):
        """Is that error within the tolerance?"""
        return self.error <= self.tolerance

    def __str__(self):
        if not self._same_shape:
            return (
                f"{self.name}: has shape {self.claimed.shape}, "
                f"but a gradient has the shape of its array, {self.measured.shape}."
            )
        if self.passed:
            return f"{self.name}: agrees, largest error {self.error:.0e}."
        worst = np.unravel_index(np.argmax(self._errors), self._errors.shape)
        return (
            f"{self.name}: differs, most at [{', '.join(map(str, worst))}]: "
            f"backward says {self.claimed[worst]:.6g}, nudging says {self.measured[worst]:.6g}."
            f"{self._slip()}"
        )

    @property
    def _same_shape(self):
        return self.claimed.shape == self.measured.shape

    @property
    def _errors(self):
        errors = relative_error(self.claimed, self.measured)
        return np.where(np.isfinite(errors), errors, np.inf)

    def _slip(self):
        """The usual mistake that leads to such numbers, if there is one."""
        if not self.claimed.any():
            return " It is zero everywhere, although nudging changes the loss."
        for factor, sentence in usual_factors(self.n):
            if np.all(relative_error(self.claimed, factor * self.measured) <= self.tolerance):
                return f" {sentence}"
        return ""


def check_gradients(layer, X, rng, *, tolerance=1e-6, h=1e-6) -> list[Comparison]:
    """Compare `layer.backward` with nudging, for X and for all that learns: a list of Comparison.

    The loss is sum(R * Y) with a random R, so dY = R, and every output counts differently. X is a
    batch (n, n_in) in float64. dY is handed over read-only, so a layer that writes into what it was
    given is found out. Print the comparisons to read them:

        for comparison in check_gradients(layer, X, rng):
            print(comparison)
    """
    X = X.copy()
    R = rng.normal(size=layer.forward(X).shape)
    dY = R.copy()
    dY.flags.writeable = False
    dX = layer.backward(dY)
    arrays = [("dX", dX, X)] + [(f"d{p}", p.grad, p.value) for p in parameters(layer)]
    # what backward claims is copied before the nudging, which calls forward again and again
    claims = [(name, np.array(claimed), array) for name, claimed, array in arrays]

    def loss(_):
        return np.sum(R * layer.forward(X))

    return [
        Comparison(name, claimed, numerical_gradient(loss, array, h), len(X), tolerance)
        for name, claimed, array in claims
    ]
