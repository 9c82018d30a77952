"""Value is judged operation by operation: value, sources, local slopes, and what stays."""

import math
from pathlib import Path

from bpcourse.checking import graphs
from bpcourse.checking.asking import Earlier
from bpcourse.checking.asking import parts as parts_of_each
from bpcourse.checking.compare import number_of, same
from bpcourse.checking.draws import number
from bpcourse.checking.exercise import read
from bpcourse.checking.in_words import other_kind
from bpcourse.checking.wrong import Slip, Wrong, fail

EXAMPLE = read(Path(__file__).parent).examples[0]
PLACES = ((2.0, 3.0), (-1.5, 0.5), (0.25, -4.0))
SUMS = (0.5, -1.5, 2.0, 0.0)


def made(Value, *numbers):
    """A Value of each of these numbers."""
    return graphs.made(Value, *[(number,) for number in numbers], name="Value")


def values_of(*inputs):
    return [value for (value,) in parts_of_each(*inputs, names=("value",))]


def parts(new, what, count):
    """Value, sources and slopes of what an operation has returned; Wrong where it is none."""
    if new is None or isinstance(new, int | float | str | list | tuple | dict | set):
        raise Wrong(*other_kind(new, what, "a Value"))
    found = graphs.parts_of(new)
    if found is None:
        raise Wrong(*other_kind(new, what, "a Value"))
    value, _, sources, slopes = found
    _require_row(sources, f"{what}: its `sources`", count)
    _require_row(slopes, f"{what}: its `slopes`", count)
    value = number_of(value, f"{what}: its value")
    slopes = [_slope(slope, f"{what}: slope {i}") for i, slope in enumerate(slopes)]
    return value, list(sources), slopes


def _require_row(row, what, count):
    if isinstance(row, set | frozenset):
        told = "A set keeps no order, and the same value twice is in it once: take a tuple."
        fail(f"{what} is a set, but should be a tuple.", told, kind="set_of_sources")
    if not isinstance(row, tuple | list):
        seen, kind = other_kind(row, what, "a tuple")
        fail(seen, kind="one_in_no_tuple" if kind == "wrong_kind" else kind)
    if len(row) != count:
        told = f"{what} holds {len(row)}, but should hold {count}."
        fail(told, "One entry for each that went in, in their order.", kind="wrong_number")


def _slope(slope, what):
    if callable(slope):
        told = "Compute the number at once: later the values may have changed."
        fail(f"{what} is a function, but should be a number.", told, kind="slope_is_function")
    return number_of(slope, what)


def require_sources(sources, inputs, what):
    for i, (source, wanted) in enumerate(zip(sources, inputs, strict=True)):
        if source is wanted:
            continue
        if any(source is one for one in inputs):
            told = "They stand in the order in which they went in: self, then other."
            fail(f"{what}: the sources stand in another order.", told, kind="sources_turned")
        if isinstance(source, int | float):
            told = "A number does not know where it came from: put the Value itself there."
            fail(f"{what}: source {i} is a number.", told, kind="numbers_as_sources")
        told = "The gradient is to arrive at the one that went in, and not at a copy of it."
        fail(
            f"{what}: source {i} is another object than what went in.", told, kind="copied_sources"
        )


def hold(operation, inputs, before, what, right, value_slips, slope_slips):
    new = operation(*inputs)
    value, sources, slopes = parts(new, what, len(inputs))
    if values_of(*inputs) != before:
        told = "Make a new Value for the result, and leave those that went in as they are."
        fail(f"{what} changes the value of what goes in.", told, kind="changes_its_input")
    same(value, right[0], f"{what}: its value", [Slip(*slip) for slip in value_slips])
    require_sources(sources, inputs, what)
    named = [Slip(key, told, list(map(float, slip))) for key, told, slip in slope_slips]
    same(slopes, list(map(float, right[1])), f"{what}: the row of slopes", named)
    return new


def hold_sum(a, b):
    x, y = before = values_of(a, b)
    return hold(
        lambda a, b: a + b,
        (a, b),
        before,
        f"{x:g} + {y:g}",
        (x + y, (1, 1)),
        [("sum_multiplies", "That is the product: `__add__` gives the sum.", x * y)],
        [
            (
                "sum_slopes_are_values",
                "Nudge one number of a sum, and the sum moves by just that nudge: the slope is 1.",
                (x, y),
            ),
            (
                "sum_slopes_are_values",
                "Nudge one number of a sum, and the sum moves by just that nudge: the slope is 1.",
                (y, x),
            ),
            (
                "sum_slopes_0",
                "A slope of 0 would mean that the sum does not move with its number.",
                (0, 0),
            ),
            (
                "sum_slopes_shared",
                "The nudge is not shared out: each number moves the sum by all of it, slope 1.",
                (0.5, 0.5),
            ),
            ("sum_slopes_are_sum", "That is the sum, and not its slope.", (x + y, x + y)),
        ],
    )


def hold_product(a, b):
    x, y = before = values_of(a, b)
    return hold(
        lambda a, b: a * b,
        (a, b),
        before,
        f"{x:g} * {y:g}",
        (x * y, (y, x)),
        [("product_adds", "That is the sum: `__mul__` gives the product.", x + y)],
        [
            (
                "mul_slopes_swapped",
                "The slope along one factor is the other factor: here the two are swapped.",
                (x, y),
            ),
            (
                "mul_slopes_1",
                "Those are the slopes of a sum: those of a product are the factors.",
                (1, 1),
            ),
            (
                "mul_slopes_product",
                "That is the product: the slope is the other factor.",
                (x * y, x * y),
            ),
            ("mul_slope_missing", "Both factors move the product, so neither slope is 0.", (y, 0)),
            ("mul_slopes_equal", "Both slopes are the same: along b it is a.", (y, y)),
            ("mul_slopes_equal", "Both slopes are the same: along a it is b.", (x, x)),
        ],
    )


def hold_tanh(a):
    (z,) = before = values_of(a)
    t = math.tanh(z)
    return hold(
        lambda a: a.tanh(),
        (a,),
        before,
        f"tanh({z:g})",
        (t, (1 - t**2,)),
        [
            ("tanh_is_sigmoid", "That is the sigmoid.", 1 / (1 + math.exp(-max(z, -700)))),
            ("tanh_is_tan", "That is tan, the tangent of an angle: take math.tanh.", math.tan(z)),
            ("tanh_left_out", "That is z itself: tanh is missing.", z),
        ],
        [
            (
                "tanh_slope_of_sum",
                "The rule 1 − a² takes the output a = tanh(z), and not z.",
                (1 - z**2,),
            ),
            ("tanh_slope_1", "tanh bends, so its slope is 1 at 0 only.", (1,)),
            ("tanh_slope_is_output", "That is the output, and not its slope.", (t,)),
            ("tanh_slope_not_squared", "The output is squared: 1 − a², not 1 − a.", (1 - t,)),
            (
                "tanh_slope_of_sigmoid",
                "That is the rule of the sigmoid: for tanh it is 1 − a².",
                (t * (1 - t),),
            ),
            ("tanh_slope_turned", "It is 1 − a², not a² − 1: tanh rises everywhere.", (t**2 - 1,)),
            ("tanh_slope_square", "That is a², without the 1 −.", (t**2,)),
        ],
    )


def test_example(Value):
    """The example of the task comes out as it is written there."""
    *lines, last = EXAMPLE.code.strip().splitlines()
    names = {"Value": Value}
    hold_product(*made(Value, 2.0, 3.0))
    exec("\n".join(lines), names)
    parts(names["c"], "2 * 3", 2)
    for got, wanted in zip(eval(last, names), eval(EXAMPLE.gives), strict=True):
        wanted = list(wanted) if isinstance(wanted, tuple) else wanted
        same(list(got) if isinstance(got, tuple) else got, wanted, "a part of the example")


def test_a_sum(Value):
    """A sum has its value, its two sources, and two slopes."""
    for x, y in PLACES:
        hold_sum(*made(Value, x, y))


def test_a_product(Value):
    """A product has its value, its two sources, and two slopes."""
    for x, y in PLACES:
        hold_product(*made(Value, x, y))


def test_tanh(Value):
    """tanh has its value, its one source, and one slope."""
    for a in made(Value, *SUMS):
        hold_tanh(a)


def test_the_same_value_twice(Value):
    """In x + x and in x * x the same value is there twice, with a slope each."""
    for x in (3.0, -0.5):
        (a,) = made(Value, x)
        hold_sum(a, a)
        hold_product(a, a)


def derivative(result, leaf):
    """The slope of a result along a leaf, over all paths."""
    if result is leaf:
        return 1.0
    edges = zip(result.sources, result.slopes, strict=True)
    return sum(slope * derivative(source, leaf) for source, slope in edges)


def test_a_product_in_a_formula(Value, rng):
    """In a formula of products and sums the local slopes give the slope of the whole."""
    x, y, z = (number(rng) for _ in range(3))
    a, b, c = made(Value, x, y, z)
    fork = hold_sum(hold_product(a, b), a)
    same(derivative(fork, a), y + 1, f"a b + a: the slope along a, at b = {y:g}")
    cube = hold_product(hold_product(a, a), a)
    same(derivative(cube, a), 3 * x**2, f"x x x: the slope along x, at {x:g}")
    thrice = hold_sum(hold_sum(c, c), c)
    same(derivative(thrice, c), 3.0, "x + x + x: the slope along x")


def test_tanh_in_a_formula(Value, rng):
    """For a neuron, the tanh of a sum, the local slopes give the slope of the whole."""
    x, y = number(rng), number(rng)
    edges = ((Earlier(0), Earlier(1)), (y / 8, x * y))
    w, _, z = graphs.made(Value, (x,), (0.125,), (x * y / 8, *edges), name="Value")
    neuron = hold_tanh(z)
    t = math.tanh(x * y / 8)
    same(derivative(neuron, w), (1 - t**2) * y / 8, "tanh(w x / 8): the slope along w")


def test_large_and_small_sums_and_products(Value):
    """Numbers around 1e6 and 1e-9, and whole numbers, are no exception."""
    for x, y in ((3e6, -2e6), (2e-9, 5e-9), (2, 3)):
        hold_sum(*made(Value, x, y))
        hold_product(*made(Value, x, y))


def test_tanh_far_out(Value):
    """At 1000 and at −1000 tanh is 1 and −1, and flat."""
    for a in made(Value, 1000.0, -1000.0):
        hold_tanh(a)


def every_operation(Value):
    """Two values with grads, and the three operations on them."""
    a, b = made(Value, 2.0, 3.0)
    a.grad = 5.0
    return a, b, [hold_sum(a, b), hold_product(a, b), hold_tanh(a)]


def test_what_stays(Value):
    """What goes in stays as it is; slopes stay when a value is changed later; each grad is 0."""
    a, b, new = every_operation(Value)
    for one, what in zip(new, ("2 + 3", "2 * 3", "tanh(2)"), strict=True):
        same(number_of(one.grad, f"{what}: its grad"), 0.0, f"{what}: its grad")
    kept = [(one.value, one.grad, len(one.sources)) for one in (a, b)]
    if kept != [(2.0, 5.0, 0), (3.0, 0.0, 0)]:
        told = "Make a new Value for the result, and leave the two that went in as they are."
        fail("An operation changes the value that goes in.", told, kind="changes_its_input")
    before = [slope for one in new for slope in one.slopes]
    a.value, b.value = 10.0, 20.0
    if [slope for one in new for slope in one.slopes] != before:
        told = "Compute the slopes in the operation, as numbers."
        fail("The slopes change when a value is changed later.", told, kind="slopes_change")


def test_every_result_is_new(Value):
    """Each operation returns a new Value."""
    a, b, new = every_operation(Value)
    again = [a + b, a * b, a.tanh()]
    for one, other, what in zip(new, again, ("a + b", "a * b", "a.tanh()"), strict=True):
        if one is other or any(one is source for source in (a, b)):
            fail(f"{what} gives the same object again.", "Return a new Value.", kind="not_new")
        if not isinstance(one, Value):
            fail(f"{what} is no Value.", "Return `Value(...)`.", kind="no_value")
