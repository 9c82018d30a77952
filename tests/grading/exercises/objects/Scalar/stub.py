class Scalar:
    """A number that knows how it was made, so that slopes can flow back."""

    def __init__(self, data, inputs=()):
        self.data, self.grad = data, 0.0
        self.inputs = inputs
        self.pull = lambda: None

    def __add__(self, other):
        raise NotImplementedError

    def __mul__(self, other):
        raise NotImplementedError

    def backward(self):
        """Give every value its slope."""
        raise NotImplementedError
