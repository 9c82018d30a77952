import math


class Value:
    """A number that knows its sources, and the slope along each of them."""

    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes

    def __add__(self, other):
        """self + other"""
        return Value(self.value + other.value, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        """self * other"""
        slopes = (other.value, self.value)
        return Value(self.value * other.value, (self, other), slopes)

    def tanh(self):
        """tanh of self"""
        a = math.tanh(self.value)
        return Value(a, (self,), (1 - a**2,))
