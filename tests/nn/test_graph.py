"""The scalar graph, against central differences and values worked by hand."""

import math
import operator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bpcourse as bp
from bpcourse.nn.graph import Value, topological_order

# Every operation: the Value's, the same on plain numbers, and places where it is smooth.
NUMBERS = st.floats(-3, 3).filter(lambda x: abs(x) > 0.1)
ABOVE_0 = st.floats(0.1, 3)
ONE = {
    "neg": (operator.neg, operator.neg, NUMBERS),
    "** 2": (lambda x: x**2, lambda x: x**2, NUMBERS),
    "** -1": (lambda x: x**-1, lambda x: x**-1, NUMBERS),
    "** 0": (lambda x: x**0, lambda x: x**0, NUMBERS),
    "** 0.5": (lambda x: x**0.5, lambda x: x**0.5, ABOVE_0),
    "2 **": (lambda x: 2**x, lambda x: 2**x, NUMBERS),
    "abs": (abs, abs, NUMBERS),
    "exp": (Value.exp, math.exp, NUMBERS),
    "log": (Value.log, math.log, ABOVE_0),
    "tanh": (Value.tanh, math.tanh, NUMBERS),
    "relu": (Value.relu, lambda x: max(x, 0.0), NUMBERS),
    "sigmoid": (Value.sigmoid, lambda x: 1 / (1 + math.exp(-x)), NUMBERS),
}
TWO = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
EVERY_TWO = TWO | {"**": operator.pow}


def nudged(f, *numbers):
    """The slopes of the plain function f, by central differences."""
    return bp.numerical_gradient(lambda w: f(*w.tolist()), np.array(numbers))


@pytest.mark.parametrize("name", ONE)
@given(data=st.data())
def test_an_operation_on_one_value_agrees_with_nudging(name, data):
    operation, plain, places = ONE[name]
    x = Value(data.draw(places))
    y = operation(x)
    y.backward()
    assert y.value == pytest.approx(plain(x.value), rel=1e-12)
    assert x.grad == pytest.approx(*nudged(plain, x.value), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("operation", TWO.values(), ids=TWO)
@given(a=NUMBERS, b=NUMBERS)
def test_an_operation_on_two_values_agrees_with_nudging(operation, a, b):
    x, y = Value(a), Value(b)
    z = operation(x, y)
    z.backward()
    assert z.value == operation(a, b)
    np.testing.assert_allclose([x.grad, y.grad], nudged(operation, a, b), rtol=1e-6, atol=1e-6)
    assert z.slopes == (x.grad, y.grad)


@given(a=ABOVE_0, b=NUMBERS)
def test_a_value_to_the_power_of_a_value_agrees_with_nudging(a, b):
    x, p = Value(a), Value(b)
    y = x**p
    y.backward()
    assert y.value == a**b
    slopes = nudged(operator.pow, a, b)
    np.testing.assert_allclose([x.grad, p.grad], slopes, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("operation", EVERY_TWO.values(), ids=EVERY_TWO)
@pytest.mark.parametrize("number", [2, 2.5, np.float64(2.5), np.float32(2.5), np.int64(2)])
def test_plain_numbers_may_stand_on_either_side(operation, number):
    x = Value(4.0)
    left, right = operation(number, x), operation(x, number)
    assert isinstance(left, Value)
    assert isinstance(right, Value)
    assert (left.value, right.value) == (operation(number, 4.0), operation(4.0, number))
    left.backward()
    assert x.grad == pytest.approx(*nudged(lambda x: operation(float(number), x), 4.0), rel=1e-6)
    right.backward()
    assert x.grad == pytest.approx(*nudged(lambda x: operation(x, float(number)), 4.0), rel=1e-6)


# Expressions: each step takes any two of the values so far, so that they fork and join at will.
SMOOTH = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / (b * b + 1),
    "tanh": lambda a, b: tanh(a),
    "sigmoid": lambda a, b: sigmoid(a - b),
    "exp": lambda a, b: exp(tanh(a)),
    "log": lambda a, b: log(a * a + b * b + 1),
    "**": lambda a, b: 2 - tanh(a) ** 3,
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(SMOOTH)), st.integers(0, 99), st.integers(0, 99)),
    min_size=1,
    max_size=12,
)


def tanh(a):
    return a.tanh() if isinstance(a, Value) else math.tanh(a)


def sigmoid(a):
    return a.sigmoid() if isinstance(a, Value) else 1 / (1 + math.exp(-a))


def exp(a):
    return a.exp() if isinstance(a, Value) else math.exp(a)


def log(a):
    return a.log() if isinstance(a, Value) else math.log(a)


def run(steps, *inputs):
    """The last number that the steps lead to, squeezed so that central differences stay exact."""
    values = list(inputs)
    for name, i, j in steps:
        a, b = values[-1 - i % len(values)], values[-1 - j % len(values)]
        values.append(tanh(SMOOTH[name](a, b)) * 2)
    return values[-1]


@settings(max_examples=300)
@given(steps=STEPS, inputs=st.lists(st.floats(-2, 2), min_size=3, max_size=3))
def test_expressions_that_fork_and_join_agree_with_nudging(steps, inputs):
    values = [Value(x) for x in inputs]
    result = run(steps, *values)
    result.backward()
    slopes = nudged(lambda *w: run(steps, *w), *inputs)
    np.testing.assert_allclose([v.grad for v in values], slopes, rtol=1e-6, atol=1e-6)


def test_a_value_used_twice_collects_both_derivatives():
    """y = x * x at x = 3: the two paths give 3 + 3."""
    x = Value(3.0)
    (x * x).backward()
    assert x.grad == 6.0


def test_a_value_used_three_times_collects_all_derivatives():
    """y = x * x + x at x = 3: the paths give 3 + 3 + 1."""
    x = Value(3.0)
    (x * x + x).backward()
    assert x.grad == 7.0


def test_a_diamond_adds_where_its_paths_meet():
    """a = 2; b = 3a, c = a + 1, d = b * c: dd/da = 3 (a + 1) + 3a = 15."""
    a = Value(2.0)
    b, c = 3 * a, a + 1
    d = b * c
    d.backward()
    assert (d.value, b.grad, c.grad, a.grad) == (18.0, 3.0, 6.0, 15.0)


def test_chained_reuse_doubles_the_slope_at_every_level():
    """x + x, thirty times in a row: 2^30 paths, and each of the 31 values is visited once."""
    x = y = Value(1.0)
    for _ in range(30):
        y = y + y
    y.backward()
    assert x.grad == 2.0**30
    assert len(topological_order(y)) == 31


def test_a_second_backward_gives_the_same():
    x = Value(0.5)
    y = x.tanh() * x
    y.backward()
    first = x.grad
    y.backward()
    assert x.grad == first


def test_backward_starts_anew_for_another_result():
    """x * 2, then x * 5: the second slope is 5, not 2 + 5."""
    x = Value(1.0)
    (x * 2).backward()
    (x * 5).backward()
    assert x.grad == 5.0


def test_a_value_alone_has_slope_1():
    x = Value(3.0)
    x.backward()
    assert x.grad == 1.0


@given(steps=STEPS)
def test_the_order_holds_each_value_once_and_sources_before_users(steps):
    root = run(steps, Value(0.1), Value(0.2), Value(0.3))
    order = topological_order(root)
    place = {value: i for i, value in enumerate(order)}
    assert len(place) == len(order)
    assert order[-1] is root
    for value in order:
        assert all(place[source] < place[value] for source in value.sources)


def test_a_chain_of_100_000_steps_works():
    """y = x + 1 + 1 + ... has slope 1, and such a chain also goes away again without a crash."""
    x = y = Value(0.0)
    for _ in range(100_000):
        y = y + 1
    y.backward()
    assert (y.value, x.grad) == (100_000, 1.0)
    del y


def test_sigmoid_by_hand():
    """At 0 it is 1/2, with slope 1/2 * 1/2; far out it neither overflows nor leaves 0 to 1."""
    z = Value(0.0)
    y = z.sigmoid()
    assert (y.value, y.slopes) == (0.5, (0.25,))
    assert Value(1000).sigmoid().value == 1.0
    assert Value(-1000).sigmoid().value == 0.0


def test_relu_has_slope_0_at_0():
    assert [Value(x).relu().slopes for x in (-1, 0, 2)] == [(0.0,), (0.0,), (1.0,)]


def test_a_plain_number_to_the_power_of_a_value_by_hand():
    """2^3 is 8 to the last digit, with slope 8 log 2; 0^p is 0 for all p near 3, so slope 0."""
    eight, zero = 2 ** Value(3.0), 0 ** Value(3.0)
    assert (eight.value, eight.slopes) == (8.0, (8 * math.log(2),))
    assert (zero.value, zero.slopes) == (0.0, (0.0,))


def test_the_size_of_a_number_has_slope_0_at_0():
    assert [abs(Value(x)).slopes for x in (-2, 0, 2)] == [(-1.0,), (0.0,), (1.0,)]


NAN_IN = {
    "relu": Value.relu,
    "abs": abs,
    "neg": operator.neg,
    "exp": Value.exp,
    "log": Value.log,
    "tanh": Value.tanh,
    "sigmoid": Value.sigmoid,
    "+ 1": lambda x: x + 1,
    "0 *": lambda x: 0 * x,
    "/ 2": lambda x: x / 2,
    "** 2": lambda x: x**2,
    "** 0": lambda x: x**0,
    "1 **": lambda x: 1**x,
    "x ** x": lambda x: x**x,
}


@pytest.mark.parametrize("operation", NAN_IN.values(), ids=NAN_IN)
def test_nan_is_passed_on(operation):
    x = Value(math.nan)
    y = operation(x)
    assert math.isnan(y.value)


@pytest.mark.parametrize("operation", [Value.relu, abs, Value.tanh, Value.sigmoid, Value.exp])
def test_the_slope_at_nan_is_nan(operation):
    assert math.isnan(operation(Value(math.nan)).slopes[0])


def test_powers_of_0_by_hand():
    """0^0 = 1 with slope 0; 0^1 has slope 1; 0^2 has slope 0."""
    powers = [Value(0.0) ** p for p in (0, 1, 2)]
    assert [(y.value, y.slopes[0]) for y in powers] == [(1, 0), (0, 1), (0, 0)]


def test_a_whole_power_of_a_negative_number_by_hand():
    """(-2)^3 = -8 with slope 3 * 4; (-2)^-1 = -1/2 with slope -1/4."""
    powers = [Value(-2.0) ** p for p in (3, -1)]
    assert [(y.value, y.slopes[0]) for y in powers] == [(-8, 12), (-0.5, -0.25)]


LOOK = "Look at where the base comes from: what made it 0?"
ABOVE = "Where the exponent is a Value the base must be above 0: look at where it comes from."
SMALLER = "Make what goes in smaller first, for example by subtracting the largest input."


@pytest.mark.parametrize(
    ("calculate", "error", "message"),
    [
        (
            lambda: Value(-2).log(),
            ValueError,
            "The logarithm of -2 is no number: it needs a number above 0.\n"
            "Look at what goes in: a probability comes out of sigmoid or exp, never below 0.",
        ),
        (
            lambda: 1 / Value(0),
            ZeroDivisionError,
            "1 / 0 is no number.\nLook at where the divisor comes from: what made it 0?",
        ),
        (
            lambda: Value(0) ** -1,
            ZeroDivisionError,
            f"0 ** -1, or its slope, divides by 0.\n{LOOK}",
        ),
        (
            lambda: Value(0) ** 0.5,
            ZeroDivisionError,
            f"0 ** 0.5, or its slope, divides by 0.\n{LOOK}",
        ),
        (
            lambda: Value(-8) ** 0.5,
            ValueError,
            "(-8) ** 0.5 is no real number.\n"
            "Below 0 only whole exponents have a value: look at where the base comes from.",
        ),
        (
            lambda: Value(-2) ** Value(3),
            ValueError,
            f"(-2) ** p has no slope along p where p is 3.\n{ABOVE}",
        ),
        (
            lambda: 0 ** Value(0),
            ValueError,
            f"(0) ** p has no slope along p where p is 0.\n{ABOVE}",
        ),
        (
            lambda: 2 ** Value(2000),
            OverflowError,
            f"2 ** 2000 is larger than the largest float, 1.8e+308.\n{SMALLER}",
        ),
        (
            lambda: Value(1000).exp(),
            OverflowError,
            f"exp(1000) is larger than the largest float, 1.8e+308.\n{SMALLER}",
        ),
        (
            lambda: Value(10) ** 400,
            OverflowError,
            f"10 ** 400, or its slope, is larger than the largest float, 1.8e+308.\n{SMALLER}",
        ),
    ],
)
def test_what_has_no_value_or_no_slope_is_refused(calculate, error, message):
    with pytest.raises(error) as raised:
        calculate()
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("calculate", "name"),
    [
        (lambda: Value("3"), "str"),
        (lambda: Value(1) + "3", "str"),
        (lambda: None - Value(1), "NoneType"),
        (lambda: Value(1) * np.ones(2), "ndarray"),
        (lambda: np.ones(2) * Value(1), "ndarray"),
        (lambda: Value(1j), "complex"),
        (lambda: Value(Value(1)), "Value"),
        (lambda: Value(1) ** None, "NoneType"),
        (lambda: "3" ** Value(1), "str"),
    ],
)
def test_only_numbers_meet(calculate, name):
    with pytest.raises(TypeError) as raised:
        calculate()
    assert str(raised.value) == (
        f"A Value holds one number and meets numbers, but this is a {name}.\n"
        "Take the numbers out one by one: a graph has a node for each."
    )


def test_its_text_could_be_typed_back():
    assert repr(Value(2.5)) == "Value(2.5)"


@pytest.mark.parametrize(
    ("calculate", "name", "instead"),
    [
        (lambda v: np.exp(v), "exp", "v.exp()"),
        (lambda v: np.abs(v), "absolute", "abs(v)"),
        (lambda v: np.maximum(v, 0), "maximum", "v.relu(), which is the larger of v and 0"),
        (lambda v: np.sum(v), "sum", ""),
        (lambda v: np.where(v, 1, 0), "where", ""),
        (lambda v: np.arctan(v), "arctan", ""),
        (lambda v: np.add(np.ones(2), 1, out=(v,)), "add", ""),
    ],
)
def test_functions_of_numpy_are_refused_and_told_what_to_write(calculate, name, instead):
    with pytest.raises(TypeError) as raised:
        calculate(Value(3.0))
    instead = instead or "v.value for the plain number, or + - * / ** and the methods of v"
    assert str(raised.value) == (
        f"NumPy's {name} is for arrays, and this is a Value v.\nWrite {instead}."
    )


def test_functions_of_plain_numbers_are_refused_and_told_what_to_write():
    with pytest.raises(TypeError) as raised:
        math.exp(Value(3.0))
    assert str(raised.value) == (
        "Value(3) is a value in a graph, and a function of plain numbers would lose the graph.\n"
        "Write v.exp() for math.exp(v), and v.value for the plain number."
    )


def test_a_table_of_values_can_be_multiplied():
    """NumPy then does nothing but call * and + of each."""
    x, w = np.array([[Value(1.0), Value(2.0)]]), np.array([[Value(3.0)], [Value(4.0)]])
    y = (x @ w)[0, 0]
    y.backward()
    assert (y.value, w[1, 0].grad) == (11.0, 2.0)
