class Scalar:
    """A number that knows how it was made, so that slopes can flow back."""

    def __init__(self, data, inputs=()):
        self.data, self.grad = data, 0.0
        self.inputs = inputs
        self.pull = lambda: None

    def __add__(self, other):
        out = Scalar(self.data + other.data, (self, other))

        def pull():
            self.grad += out.grad
            other.grad += out.grad

        out.pull = pull
        return out

    def __mul__(self, other):
        out = Scalar(self.data * other.data, (self, other))

        def pull():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad

        out.pull = pull
        return out

    def backward(self):
        """Give every value its slope."""
        order, seen = [], set()

        def visit(value):
            if id(value) not in seen:
                seen.add(id(value))
                for each in value.inputs:
                    visit(each)
                order.append(value)

        visit(self)
        self.grad = 1.0
        for value in reversed(order):
            value.pull()
