"""Gradient checking: nudge every number, watch the loss, compare with what `backward` says.

    dw_i  =  (f(w + h e_i) - f(w - h e_i)) / 2h        the central difference

It is wrong by about h^2 because f bends, and by about 1e-16 |f| / h because f is rounded. At
h = 1e-6 rounding is the larger part: about 1e-10 where f is about 1.
It knows no formula and no answer, so it can judge any layer, also one that nobody wrote before.
"""

from dataclasses import dataclass

import numpy as np

from .arrays import as_floats, require_array, require_floats
from .parameters import parameters
from .settings import require_methods, require_number, require_rng
from .shapes import require_same_shape, require_samples


def numerical_gradient(f, w, h=1e-6):
    """The derivative of the number f(w) with respect to every element of w: central differences.

    w is an array of floats of any shape; it is nudged in place and left as it was. The nudge is h,
    or h |w| for a number larger than 1. Use float64: in float32 the rounding of f is as large as
    the nudge. Raises TypeError for an array of other numbers or an f that gives no number, and
    ValueError for an array that is read-only or too coarse for the nudge.
    Source: Nocedal and Wright, "Numerical Optimization" (2006), chapter 8.

    >>> bp.numerical_gradient(lambda w: np.sum(w**2), np.array([1.0, 3.0])).round(6)
    array([2., 6.])
    """
    h = require_number("h", h, "the size of the nudge", above=0)
    w = _nudgeable(w, h)
    dw = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        kept = w[i]
        step = h * max(1.0, abs(kept))  # a small nudge would be lost in a large number
        try:
            w[i] = kept + step
            above = f(w)
            w[i] = kept - step
            below = f(w)
        finally:
            w[i] = kept
        if above is None or np.ndim(above):
            gave = "nothing" if above is None else f"an array of shape {np.shape(above)}"
            raise TypeError(
                f"f gave {gave}, but it must give one number.\n"
                "Return a sum or a mean, as a loss does."
            )
        dw[i] = (above - below) / (2 * step)
    return dw


def _nudgeable(w, h):
    """w as a plain array with the same memory; raise unless a nudge of h changes it."""
    w = np.asarray(require_array("w", w))
    if w.dtype.kind != "f":
        raise TypeError(
            f"w holds {w.dtype}, and a whole number cannot be nudged by {h:g}.\n"
            "Write w.astype(float)."
        )
    if not w.flags.writeable:
        raise ValueError("w is read-only, and nudging writes into it.\nHand over w.copy().")
    if w.dtype.itemsize < 4 or w.dtype.type(1) + w.dtype.type(h) == 1:
        raise ValueError(
            f"w holds {w.dtype}, which is too coarse for a nudge of {h:g}.\n"
            "Write w.astype(float), or take a larger h where it holds that already."
        )
    return w


def relative_error(a, b, *, floor=1.0):
    """|a - b| / max(|a|, |b|, floor). Below the floor, the error no longer depends on the size.

    a and b are numbers, or arrays of the same shape. Choose as floor the smallest size that
    matters: with floor=1 a gradient of 1e-7 that is twice too large has an error of only 1e-7.

    >>> bp.relative_error(np.array([99.0, 0.01]), np.array([100.0, 0.02]))
    array([0.01, 0.01])
    >>> bp.relative_error(np.array([99.0, 0.01]), np.array([100.0, 0.02]), floor=1e-8)
    array([0.01, 0.5 ])
    """
    floor = require_number("floor", floor, "the smallest size that matters", above=0)
    a, b = as_floats("a", a), as_floats("b", b)
    if a.shape != b.shape and a.ndim and b.ndim:
        require_same_shape("a", a, "b", b)
    return np.abs(a - b) / np.maximum(floor, np.maximum(np.abs(a), np.abs(b)))


def usual_factors(n=None):
    """Pairs of a factor by which gradients are often wrong, and a sentence that names the mistake.

    With `n`, the number of samples, mistakes in the mean are included.
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
    """The gradient of one array as `backward` claims it, and as nudging measures it."""

    name: str  # "dX", or "dW of Dense(3, 2)"
    claimed: np.ndarray  # by backward
    measured: np.ndarray  # by nudging
    n: int  # samples in the batch
    tolerance: float  # relative
    blur: float  # the error of nudging itself: smaller differences have no meaning

    @property
    def error(self):
        """The largest relative error; infinite where shapes differ or a number is not finite.

        A difference as large as the blur has an error as large as the tolerance.
        """
        return float(self._errors(1.0).max(initial=0.0)) if self._same_shape else np.inf

    @property
    def passed(self):
        """True if that error is within the tolerance."""
        return self.error <= self.tolerance

    def __str__(self):
        if not self._same_shape:
            return (
                f"{self.name}: has shape {self.claimed.shape}, "
                f"but a gradient has the shape of its array, {self.measured.shape}."
            )
        if self.passed:
            text = f"{self.name}: agrees, largest error {self.error:.0e}."
            if np.abs(self.claimed).max(initial=0.0) < self.blur:
                text += f" But all of it is below {self.blur:.0e}, which nudging cannot see."
            return text
        errors = self._errors(1.0)
        worst = np.unravel_index(np.argmax(errors), errors.shape)
        return (
            f"{self.name}: differs, most at [{', '.join(map(str, worst))}]: "
            f"backward says {self.claimed[worst]:.6g}, nudging says {self.measured[worst]:.6g}."
            f"{self._slip()}"
        )

    @property
    def _same_shape(self):
        return self.claimed.shape == self.measured.shape

    def _errors(self, factor):
        """The relative errors of the claims, if what was measured is multiplied by that factor."""
        floor = self.blur / self.tolerance
        errors = relative_error(self.claimed, factor * self.measured, floor=floor)
        return np.where(np.isfinite(errors), errors, np.inf)

    def _slip(self):
        """A sentence on the usual mistake that leads to such numbers, if there is one."""
        if not self.claimed.any():
            return " It is zero everywhere, although nudging changes the loss."
        for factor, sentence in usual_factors(self.n):
            if np.all(self._errors(factor) <= self.tolerance):
                return f" {sentence}"
        return ""


def check_gradients(layer, X, rng, *, tolerance=1e-6, h=1e-6) -> list[Comparison]:
    """Compare `layer.backward` with nudging, for X and for all that learns: a list of Comparison.

    The loss is sum(R * Y) with a random R, so dY = R, and every output counts differently. X is a
    batch (n, n_in). dY is read-only, so that a layer that writes into it fails. Print the
    comparisons to read them:

        for comparison in check_gradients(layer, X, rng):
            print(comparison)

    Two numbers agree if they differ by at most `tolerance` times the larger one, or by no more than
    the error of nudging itself. Raises ValueError where nudging has no meaning: in float32, and
    where two forward passes of the same X differ.
    """
    require_methods("layer", layer, "forward", "backward")
    tolerance = require_number("tolerance", tolerance, "the largest relative error", above=0)
    h = require_number("h", h, "the size of the nudge", above=0)
    X = require_samples("X", require_floats("X", X)).copy()
    Y = _answer(layer, X)
    R = require_rng(rng, "The check").normal(size=Y.shape)
    dY = R.copy()
    dY.flags.writeable = False
    dX = layer.backward(dY)
    if dX is None:
        raise TypeError("backward returned nothing.\nIt must end with `return`, and give dX.")
    arrays = [("dX", dX, X)] + [(f"d{p}", p.grad, p.value) for p in parameters(layer)]
    _refuse_float32(arrays)
    # claims are copied before the nudging, which calls forward again and again
    claims = [(name, np.array(claimed, dtype=float), array) for name, claimed, array in arrays]

    def loss(_):
        return np.sum(R * layer.forward(X))

    measured = [numerical_gradient(loss, array, h) for _, _, array in claims]
    blur = _blur(R * Y, [array * dw for (_, _, array), dw in zip(claims, measured, strict=True)], h)
    return [
        Comparison(name, claimed, dw, len(X), tolerance, blur + _bend(dw, h))
        for (name, claimed, _), dw in zip(claims, measured, strict=True)
    ]


def _answer(layer, X):
    """Y; raise ValueError unless a second forward pass gives the same."""
    Y = np.array(layer.forward(X))
    if not np.array_equal(Y, layer.forward(X), equal_nan=True):
        raise ValueError(
            f"{layer} answers the same X differently each time, so nudging compares chance.\n"
            "Leave Dropout out while you check, or give it a generator that repeats itself."
        )
    return Y


def _refuse_float32(arrays):
    for name, _, array in arrays:
        if array.dtype != np.float64:
            raise ValueError(
                f"The array of {name} holds {array.dtype}, whose rounding is larger than a nudge.\n"
                "Check it with dtype=np.float64: the formulas are the same."
            )


def _blur(outputs, changes, h):
    """The rounding error of a central difference: of the last digit of all that goes in and out."""
    numbers = np.concatenate([np.ravel(array) for array in (outputs, *changes)])
    sizes = np.abs(numbers[np.isfinite(numbers)])
    return np.finfo(float).eps * np.sum(sizes) / h + np.finfo(float).tiny


def _bend(dw, h):
    """The error from the bend of the loss: about h^2 times the largest number."""
    return h**2 * np.abs(dw[np.isfinite(dw)]).max(initial=0.0)
