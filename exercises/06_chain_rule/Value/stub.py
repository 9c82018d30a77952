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
        raise NotImplementedError

    def __mul__(self, other):
        """self * other"""
        raise NotImplementedError

    def tanh(self):
        """tanh of self"""
        raise NotImplementedError
