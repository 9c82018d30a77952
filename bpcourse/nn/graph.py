"""The computational graph: numbers that remember what they were computed from.

    y = f(a, b)        da += dy * slope along a        db += dy * slope along b

Every operation keeps one number for each input, the local slope: how fast the result changes when
only that input does. `backward` goes from the result to the inputs, multiplies along every path,
and adds where paths meet. This is the chain rule, for any formula.
"""

import math
from numbers import Real

import numpy as np

NUMBERS = (Real, np.bool_)
ARITHMETIC = {  # the name in NumPy, the name in Python
    "add": "add",
    "subtract": "sub",
    "multiply": "mul",
    "divide": "truediv",
    "true_divide": "truediv",  # in older versions
    "power": "pow",
}
INSTEAD = {  # the name in NumPy, the same for a Value
    "absolute": "abs(v)",
    "exp": "v.exp()",
    "log": "v.log()",
    "maximum": "v.relu(), which is the larger of v and 0",
    "negative": "-v",
    "sqrt": "v ** 0.5",
    "square": "v ** 2",
    "tanh": "v.tanh()",
}


class Value:
    """A number in a graph, with its `value` and its `grad`, the slope of the result along it.

    `sources` are the values from which it was computed by `operation`, `slopes` the local slope
    along each. Calculate with it as with any number: + - * / ** and abs(v), v.exp(), v.log(),
    v.tanh(), v.relu(), v.sigmoid(). Plain numbers may stand on either side. Raises TypeError for
    anything that is not a number, and for functions of NumPy.

    >>> x = bp.Value(3.0)
    >>> (x * x + 1).backward()
    >>> x.grad
    6.0
    """

    __slots__ = ("grad", "name", "operation", "slopes", "sources", "value")

    def __init__(self, value, *, name=""):
        if not isinstance(value, NUMBERS):
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

    def __pow__(self, other):
        """x ** p        slope p x ** (p - 1) along x; where p is a Value, y log x along p"""
        x, p = self.value, _as_value(other).value
        told = f"{x:g} ** {p:g}, or its slope,"
        y = _power(x, p, told)
        slope = p * _power(x, p - 1, told) if p else 0.0 * y
        if isinstance(other, Value):
            return _result("**", y, (self, slope), (other, _slope_along_exponent(x, p, y)))
        return _result(f"** {p:g}", y, (self, slope))

    def __rpow__(self, other):
        """x ** p for a plain number x        slope y log x"""
        x, p = _as_value(other).value, self.value
        y = _power(x, p, f"{x:g} ** {p:g}")
        return _result(f"{x:g} **", y, (self, _slope_along_exponent(x, p, y)))

    def __abs__(self):
        """|x|        slope 1 above 0, -1 below, 0 at 0"""
        return _result("abs", abs(self.value), (self, _sign(self.value)))

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
        y = 0.0 if self.value <= 0 else self.value  # nan stays nan
        return _result("relu", y, (self, _sign(y)))

    def sigmoid(self):
        """1 / (1 + exp(-z))        slope y (1 - y)"""
        e = math.exp(-abs(self.value))  # never above 1, so nothing overflows
        y = 1 / (1 + e) if self.value >= 0 else e / (1 + e)
        return _result("sigmoid", y, (self, y * (1 - y)))

    def backward(self):
        """Set `grad`, the derivative of self, on self and on every value behind it.

        Every call starts from 0, so a second call gives the same.
        """
        order = topological_order(self)
        for value in order:
            value.grad = 0.0
        self.grad = 1.0
        for value in reversed(order):  # its grad is complete: all its users came before
            for source, slope in zip(value.sources, value.slopes, strict=True):
                source.grad += slope * value.grad  # += because several paths may lead here

    __radd__, __rmul__ = __add__, __mul__  # the order of the two makes no difference

    def __neg__(self):
        return _result("-", -self.value, (self, -1.0))

    def __rsub__(self, other):
        return _as_value(other) - self

    def __rtruediv__(self, other):
        return _as_value(other) / self

    def __float__(self):
        raise TypeError(
            f"{self} is a value in a graph, and a function of plain numbers would lose the graph.\n"
            "Write v.exp() for math.exp(v), and v.value for the plain number."
        )

    def __array_ufunc__(self, function, method, *inputs, **options):
        """Called for a NumPy scalar on the left of + - * / **, and for functions of NumPy."""
        name = ARITHMETIC.get(function.__name__)
        if not name or method != "__call__" or options:
            raise _not_for_values(function)
        left, right = inputs
        if isinstance(left, Value):
            return getattr(left, f"__{name}__")(right)
        return getattr(right, f"__r{name}__")(left)

    def __array_function__(self, function, types, args, kwargs):
        raise _not_for_values(function)

    def __repr__(self):
        return f"Value({self.value:g})"


def topological_order(root):
    """The list of `root` and every value behind it, each once, sources before their users.

    It uses a list of what is still to do in place of recursion, which fails for long calculations.
    """
    order, seen, waiting = [], set(), [(root, False)]
    while waiting:
        value, sources_are_in = waiting.pop()
        if sources_are_in:
            order.append(value)
        elif value not in seen:
            seen.add(value)
            waiting.append((value, True))  # popped again when its sources are in the order
            waiting.extend((source, False) for source in reversed(value.sources))
    return order


def _result(operation, value, *edges):
    """The result of an operation; each edge is a source and the slope along it."""
    result = Value(value)
    result.operation = operation
    result.sources, result.slopes = zip(*edges, strict=True)
    return result


def _as_value(number):
    return number if isinstance(number, Value) else Value(number)


def _power(x, p, told):
    """x ** p for plain numbers; nan stays nan, also where p is 0."""
    if math.isnan(x) or math.isnan(p):
        return math.nan
    try:
        y = x**p
    except ZeroDivisionError:
        raise ZeroDivisionError(
            f"{told} divides by 0.\nLook at where the base comes from: what made it 0?"
        ) from None
    except OverflowError:
        raise _too_large(told) from None
    if isinstance(y, complex):
        raise ValueError(
            f"({x:g}) ** {p:g} is no real number.\n"
            "Below 0 only whole exponents have a value: look at where the base comes from."
        )
    return y


def _slope_along_exponent(x, p, y):
    """The slope of y = x ** p along p."""
    if x < 0 or x == p == 0:
        raise ValueError(
            f"({x:g}) ** p has no slope along p where p is {p:g}.\n"
            "Where the exponent is a Value the base must be above 0: look at where it comes from."
        )
    return y * math.log(x) if x else 0.0  # 0 ** p is 0 for every p above 0


def _sign(x):
    """1 above 0, -1 below, 0 at 0; nan stays nan."""
    return x if math.isnan(x) else float((x > 0) - (x < 0))


def _not_for_values(function):
    name = function.__name__
    instead = INSTEAD.get(name, "v.value for the plain number, or + - * / ** and the methods of v")
    return TypeError(f"NumPy's {name} is for arrays, and this is a Value v.\nWrite {instead}.")


def _too_large(what):
    return OverflowError(
        f"{what} is larger than the largest float, 1.8e+308.\n"
        "Make what goes in smaller first, for example by subtracting the largest input."
    )
