import math


class Value:
    def __init__(self, value, sources=(), slopes=()):
        self.value = value
        self.grad = 0.0
        self.sources = sources
        self.slopes = slopes

    @staticmethod
    def of(number):
        return number if isinstance(number, Value) else Value(number)

    def __add__(self, other):
        other = Value.of(other)
        return Value(self.value + other.value, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        other = Value.of(other)
        return Value(self.value * other.value, (self, other), (other.value, self.value))

    __radd__, __rmul__ = __add__, __mul__

    def tanh(self):
        a = math.tanh(self.value)
        return Value(a, (self,), (1 - a * a,))

    def __repr__(self):
        return f"Value({self.value})"
