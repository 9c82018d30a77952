import math


class Value:
    """A number that knows its sources, and the slope along each of them."""

    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes

    def __add__(self, other):
        return Value(self.value + other.value, [self, other], [1, 1])

    def __mul__(self, other):
        return Value(self.value * other.value, [self, other], [other.value, self.value])

    def tanh(self):
        return Value(math.tanh(self.value), [self], [1 / math.cosh(min(abs(self.value), 300)) ** 2])
