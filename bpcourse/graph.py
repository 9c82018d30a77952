"""The computational graph: numbers that remember what they were computed from.

    y = f(a, b)        da += dy * slope along a        db += dy * slope along b

Every operation keeps one number per input, its local slope: how fast the result moves when only
that input does. `backward` walks from the result to the inputs, multiplies along every path, and
adds up where paths meet. That is the chain rule, whatever the formula was.
"""

import math
from numbers import Real


class Value:
    """A number in a graph: its `value`, and its `grad`, the derivative of the result by it.

    `sources` are the values it was computed from by `operation`, `slopes` the local slope along
    each. Calculate with it as with any number; plain numbers may stand on either side.
    Raises TypeError for what is no number.

    >>> x = bp.Value(3.0)
    >>> (x * x + 1).backward()
    >>> x.grad
    6.0
    """

    __slots__ = ("grad", "name", "operation", "slopes", "sources", "value")
    __array_ufunc__ = None  # so that NumPy's numbers, too, leave the calculating to us

    def __init__(self, value, *, name=""):
        if not isinstance(value, Real):
            raise TypeError(
                f"A Value holds one number and meets numbers, but this is a {type(value).__name__}."
                "\nTake the numbers out one by one: a graph has a node for each."
            )
        self.value = float(value)
        self.grad = 0.0  # until backward is called
        self.name = name
        self.operation, self.sources, self.slopes = "", (), ()

    def __add__(self, other):
        a, b = self, _as_value(other)
        return _result("+", a.value + b.value, (a, 1.0), (b, 1.0))

    def __sub__(self, other):
        a, b = self, _as_value(other)
        return _result("-", a.value - b.value, (a, 1.0), (b, -1.0))

    def __mul__(self, other):
        a, b = self, _as_value(other)
        return _result("*", a.value * b.value, (a, b.value), (b, a.value))

    def __truediv__(self, other):
        a, b = self, _as_value(other)
        if b.value == 0:
            raise ZeroDivisionError(
                f"{a.value:g} / 0 is no number.\n"
                "Look at where the divisor comes from: what made it 0?"
            )
        y = a.value / b.value
        return _result("/", y, (a, 1 / b.value), (b, -y / b.value))

    def __pow__(self, p):
        """x ** p for a plain number p        slope p x ** (p - 1)"""
        x, p = self.value, _require_exponent(p)
        try:
            y, slope = x**p, p * x ** (p - 1) if p else 0.0
        except ZeroDivisionError:
            raise ZeroDivisionError(
                f"0 ** {p:g}, or its slope, divides by 0.\n"
                "Look at where the base comes from: what made it 0?"
            ) from None
        except OverflowError:
            raise _too_large(f"{x:g} ** {p:g}, or its slope,") from None
        if isinstance(y, complex):
            raise ValueError(
                f"({x:g}) ** {p:g} is no real number.\n"
                "Below 0 only whole exponents have a value: look at where the base comes from."
            )
        return _result(f"** {p:g}", y, (self, slope))

    def exp(self):
        try:
            y = math.exp(self.value)
        except OverflowError:
            raise _too_large(f"exp({self.value:g})") from None
        return _result("exp", y, (self, y))

    def log(self):
        """The natural logarithm        slope 1 / x"""
        if self.value <= 0:
            raise ValueError(
                f"The logarithm of {self.value:g} is no number: it needs a number above 0.\n"
                "Look at what goes in: a probability comes out of sigmoid or exp, never below 0."
            )
        return _result("log", math.log(self.value), (self, 1 / self.value))

    def tanh(self):
        y = math.tanh(self.value)
        return _result("tanh", y, (self, 1 - y**2))

    def relu(self):
        return _result("relu", max(0.0, self.value), (self, 1.0 if self.value > 0 else 0.0))

    def sigmoid(self):
        """1 / (1 + exp(-z))        slope y (1 - y)"""
        e = math.exp(-abs(self.value))  # never above 1, so nothing overflows
        y = 1 / (1 + e) if self.value >= 0 else e / (1 + e)
        return _result("sigmoid", y, (self, y * (1 - y)))

    def backward(self):
        """Set `grad`, the derivative of self, on self and on all it was computed from.

        Every call starts from 0, so a second one gives the same.
        """
        order = topological_order(self)
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):  # its grad is complete: all its users came before
            for source, slope in zip(value.sources, value.slopes, strict=True):
                source.grad += slope * value.grad  # += because several paths may lead here

    __radd__, __rmul__ = __add__, __mul__  # for the order of the two is all the same

    def __neg__(self):
        return _result("-", -self.value, (self, -1.0))

    def __rsub__(self, other):
        return _as_value(other) - self

    def __rtruediv__(self, other):
        return _as_value(other) / self

    def __rpow__(self, base):
        return (self * _as_value(base).log()).exp()

    def __repr__(self):
        return f"Value({self.value:g})"


def topological_order(root):
    """`root` and all it was computed from, each once, every source before its users: a list.

    Where recursion would go deeper for every step of a calculation, a list of what is still to do
    only grows longer.
    """
    order, seen, waiting = [], set(), [(root, False)]
    while waiting:
        value, sources_are_in = waiting.pop()
        if sources_are_in:
            order.append(value)
        elif value not in seen:
            seen.add(value)
            waiting.append((value, True))  # comes up again when all above it are done
            waiting.extend((source, False) for source in reversed(value.sources))
    return order


def _result(operation, value, *edges):
    """What an operation gives; each edge is a source and the slope along it."""
    result = Value(value)
    result.operation = operation
    result.sources, result.slopes = zip(*edges, strict=True)
    return result


def _as_value(number):
    return number if isinstance(number, Value) else Value(number)


def _require_exponent(p):
    if not isinstance(p, Real):
        raise TypeError(
            f"x ** p takes a plain number p, but this is a {type(p).__name__}.\n"
            "For x above 0 and a Value p, write (p * x.log()).exp(), which is the same."
        )
    return float(p)


def _too_large(what):
    return OverflowError(
        f"{what} is larger than the largest float, 1.8e+308.\n"
        "Make what goes in smaller first, for example by subtracting the largest input."
    )
