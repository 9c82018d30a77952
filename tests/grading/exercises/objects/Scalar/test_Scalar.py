"""Scalar is judged by its slopes, and by what it remembers."""

from bpcourse.checking.compare import number_of, same
from bpcourse.checking.wrong import Slip


def test_a_product_by_hand(Scalar):
    """x y at 2 and 3 has the slopes 3 and 2."""
    x, y = Scalar(2.0), Scalar(3.0)
    product = x * y
    product.backward()
    same(number_of(product.data, "x y"), 6.0, "x y")
    same(number_of(x.grad, "the slope of x"), 3.0, "the slope of x")
    same(number_of(y.grad, "the slope of y"), 2.0, "the slope of y")


def test_a_value_used_twice_collects_both(Scalar):
    """x x + x at 3 has the slope 7."""
    x = Scalar(3.0)
    y = x * x + x
    y.backward()
    slips = [Slip("overwritten", "A slope is overwritten: several paths lead here, so add.", 1.0)]
    same(number_of(x.grad, "the slope"), 7.0, "the slope", slips)


def test_knows_what_it_was_made_of(Scalar):
    """Its inputs are the very values, not copies of them."""
    x, y = Scalar(1.0), Scalar(2.0)
    total = x + y
    assert isinstance(total, Scalar), "A sum of values should be a Scalar."
    assert total.inputs[0] is x, "The first input of x + y is not x."
    assert total.inputs[1] is y, "The second input of x + y is not y."
    x.grad = 5.0
    same(number_of(total.inputs[0].grad, "its slope"), 5.0, "the slope of the first input")
