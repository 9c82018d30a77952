"""The numbers of this lesson, computed once more.

A function for each question returns the numbers that it states: first those of the right answer, in
their order there, then those that its explanations add. A passage of the lesson, a word and an
exercise have their functions, too.
"""

import bpcourse as bp

h = 1e-6  # a nudge


def slope(f, x):
    return (f(x + h) - f(x - h)) / (2 * h)


def f(a, b):
    return a * b + a


def fork_adds():
    a, b = 2.0, 3.0
    return slope(lambda a: f(a, b), a), f(a, b), a + b


def both_uses():
    a, b = 2.0, 3.0
    moved = f(a + 0.01, b)
    return (
        slope(lambda a: f(a, b), a),
        f(a, b),
        moved,
        [b, 1, 0.01, 0.01 * b, moved - f(a, b), a],
    )


def blank_to_product():
    a, b = 2.0, -2.0
    return slope(lambda a: a * b, a), a * b, a, 1


def blank_collected():
    a, b = 2.0, -2.0
    return slope(lambda a: f(a, b), a), b, 1


def reused_by_levels():
    grads = {"d": 1.0, "b": 0.0, "c": 0.0, "a": 0.0}
    edges = {"d": [("b", 1.0), ("c", 1.0)], "b": [("a", 2.0)], "c": [("b", 3.0)], "a": []}
    for value in "dbca":
        for source, local in edges[value]:
            grads[source] += local * grads[value]
    right = slope(lambda a: 2 * a + 3 * (2 * a), 1.0)
    return grads["a"], right, 2 * 3, 4, 1, 3


def walks_in_a_tree():
    return []


def grads_of_calls(calls):
    """The grad of x after each of so many walks back through y = x x and z = y y, at 3."""
    x, y, dx, dy = 3.0, 9.0, 0.0, 0.0
    for _ in range(calls):
        dy += 2 * y
        dx += 2 * x * dy
        yield dx, dy


def second_time():
    (first, dy), (second, both) = grads_of_calls(2)
    return second, first, 2 * first, dy, both, 6, 6 * both, second / first


def which_part_is_wrong():
    b_first, b_second = 1.0, 1.0 + 3.0
    return [], 2 * b_first + 2 * b_second, b_first, b_second, 3, 1, 2, 4, 6.1


def turns_of_each():
    return []


def fifty_doublings():
    return 2**50, 51, 2**51 - 1, 100, 4, 8, 50, 51, 2


def how_many_ways_lead_back():
    in_a_year = 365.25 * 24 * 3600
    visits = [2 ** (depth + 1) - 1 for depth in (10, 18, 60)]
    return visits, visits[-1] / 1e6 / in_a_year, 60 + 1, 10, 18, 60, 5


def a_formula_as_a_graph():
    a, b = 2.0, 3.0
    return a * b, f(a, b), a, b, 1


def multiply_along_an_edge_add_where_edges_meet():
    a, b = 2.0, 3.0
    along_a = slope(lambda a: f(a, b), a)
    return along_a, b, a, 1, -2.0, a * -2.0, f(a, -2.0)


def a_second_time():
    grads = [x for x, _ in grads_of_calls(3)]
    return grads[0], [grad / grads[0] for grad in grads]


def if_you_want_more():
    import math

    return slope(lambda a: a * math.exp(a), 1.0), 1


def a_neuron_that_learns_with_your_code():
    return 2014  # the year of the paper


def value():
    square = slope(lambda x: x * x, 3.0)
    moved = 3.01**2
    return square, 3.0**2, 3.01, moved, moved - 9, (moved - 9) / 0.01, 0.01


def backward():
    a, b = 5.0, 3.0
    along_a = slope(lambda a: 2 * a + a * b, a)
    return along_a, slope(lambda b: 2 * a + a * b, b), 2 * a, a * b, 2 * a + a * b


def where_people_get_stuck():
    return 1000  # Python's own limit, sys.getrecursionlimit(), in a fresh process
