import math


class Value:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes

    def __add__(self, other):
        out = Value(self.value + other.value)
        out.sources = self, other
        out.slopes = 1, 1
        return out

    def __mul__(self, other):
        out = Value(self.value * other.value)
        out.sources = self, other
        out.slopes = other.value, self.value
        return out

    def tanh(self):
        out = Value(math.tanh(self.value))
        out.sources = (self,)
        out.slopes = (1.0 - out.value * out.value,)
        return out
