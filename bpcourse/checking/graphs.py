"""Graphs: computational graphs as plain data, and built of an answer's own values.

A graph is a list with a node for each value, sources before their users. A node is a pair: the
places of its sources in the list, and the slope along each. The last one is the result.
"""

import sys
from contextlib import contextmanager

from .asking import Earlier, in_a_row, parts, set_part
from .compare import numbers_in
from .draws import numbers
from .wrong import Wrong, fail

LEAF = ((), ())
FORK = [LEAF, LEAF, ((0, 1), (3.0, 2.0)), ((2, 0), (1.0, 1.0))]  # f = a b + a at (2, 3)
REUSED = [LEAF, ((0,), (2.0,)), ((1,), (3.0,)), ((1, 2), (1.0, 1.0))]  # d = b + 3 b, b = 2 a
TWO_LEVELS = [LEAF, LEAF, ((0, 1), (2.0, 3.0)), ((2, 1), (4.0, 0.5)), ((3, 2, 0), (1.0, -2.0, 3.0))]
ARMS = [LEAF, ((0,), (2.0,)), ((1,), (3.0,)), ((2, 0), (1.0, 1.0))]  # a long and a short way to a

DEEP = 1050  # values in a row: more than Python lets a function call itself
TURNS = (list, lambda sources: list(sources)[::-1])  # in which sources may be taken


def ladder(depth):
    """y = y + y, again and again: 2 ** depth ways lead back through depth + 1 nodes."""
    return [LEAF, *(((i, i), (1.0, 1.0)) for i in range(depth))]


def braid(depth):
    """Two values in each level, each of both values before: 2 ** depth ways lead to the leaf."""
    graph = [LEAF, ((0,), (1.0,)), ((0,), (1.0,))]
    for _ in range(depth - 1):
        last = len(graph)
        graph += [((last - 2, last - 1), (1.0, 1.0))] * 2
    return [*graph, ((len(graph) - 2, len(graph) - 1), (1.0, 1.0))]


def chain(length):
    """A row of values, each computed from the one before with the slope 1."""
    return [LEAF, *(((i,), (1.0,)) for i in range(length - 1))]


def draw(rng, leaves, size):
    """A random graph with so many leaves and nodes; all of them lead to the last one."""
    graph = [LEAF] * leaves
    for place in range(leaves, size - 1):
        sources = tuple(rng.integers(place, size=rng.integers(1, 4)).tolist())
        graph.append((sources, _slopes(rng, sources)))
    used = {source for sources, _ in graph for source in sources}
    sources = tuple(place for place in range(size - 1) if place not in used)
    return [*graph, (sources, _slopes(rng, sources))]


def _slopes(rng, sources):
    return tuple(numbers(rng, len(sources)).tolist())


def gradients(graph):
    """The slope of the result along each node."""
    grads = [0.0] * (len(graph) - 1) + [1.0]
    for place in reversed(range(len(graph))):
        for source, slope in zip(*graph[place], strict=True):
            grads[source] += slope * grads[place]
    return grads


def values(graph, leaf=1.0):
    """A value for each node: for all but the leaves the sum of slope times source."""
    found = []
    for sources, slopes in graph:
        terms = [slope * found[source] for source, slope in zip(sources, slopes, strict=True)]
        found.append(sum(terms) if terms else leaf)
    return found


def breadth_first(graph, turn):
    """The places from the result on, level by level, each where it is first met."""
    found, waiting = [], [len(graph) - 1]
    while waiting:
        place = waiting.pop(0)
        if place not in found:
            found.append(place)
            waiting += turn(graph[place][0])
    return found


def depth_first(graph, turn, place=None, found=None):
    """The places from the result on, each way to its end, each place where it is first met."""
    place, found = len(graph) - 1 if place is None else place, [] if found is None else found
    if place not in found:
        found.append(place)
        for source in turn(graph[place][0]):
            depth_first(graph, turn, source, found)
    return found


def name(place):
    """What a node is called in a report: a, b, c, ..."""
    return chr(ord("a") + place) if place < 26 else f"value {place}"


def made(kind, *calls, name="Node"):
    """New objects of the answer's own class, one for each call; see `asking.in_a_row`.

    Wrong where it is no longer what it was.
    """
    try:
        new = in_a_row(kind, calls)
    except TypeError:  # it takes something else
        new = [None]
    if len(set(map(type, new))) > 1 or parts_of(new[-1]) is None:
        fail(
            f"{name}(value, sources, slopes) no longer makes an object with these and a grad.",
            "`__init__` was given, and the checks make their graphs with it: leave it as it was.",
            kind="class_changed",
        )
    return new


def parts_of(node):
    """The value, the grad, the sources and the slopes of a node; None where it has not all."""
    try:
        (found,) = parts(node, names=("value", "grad", "sources", "slopes"))
    except AttributeError:
        return None
    return found


def built(Node, graph, leaf=1.0):
    """The graph made of the answer's own class, as a list of its objects."""
    pairs = zip(graph, values(graph, leaf), strict=True)
    calls = [(value, tuple(map(Earlier, sources)), slopes) for (sources, slopes), value in pairs]
    return made(Node, *calls)


def set_grads(nodes, grads):
    """Give each node this grad."""
    set_part(*nodes, name="grad", values=grads)


def grads_of(nodes, last, is_none):
    """The grads of the first nodes, as numbers.

    Wrong where one is no number; where it is None, `is_none(name)` raises it.
    """
    grads = []
    for place, (grad,) in enumerate(parts(*nodes[:last], names=("grad",))):
        what = f"grad of {name(place)}"
        if grad is None:
            is_none(name(place))
        array, problem = numbers_in(grad, f"the {what}", "a number")
        if problem or array.ndim:
            raise Wrong(*(problem or (f"The {what} is an array.", "no_number")))
        grads.append(float(array))
    return grads


def states(nodes, *more):
    """What no walk may change, of each node: value, sources, slopes, and these attributes."""
    found = parts(*nodes, names=("sources", "slopes", "value", *more))
    return [(list(map(id, sources)), list(slopes), *rest) for sources, slopes, *rest in found]


def hold_states(nodes, before, told, *more):
    """Wrong where a node is no longer in the state in which it was."""
    for place, (now, then) in enumerate(zip(states(nodes, *more), before, strict=True)):
        if now != then:
            fail(f"Your code changes the value {name(place)}.", told, kind="changes_its_input")


@contextmanager
def no_recursion():
    """Around a walk through DEEP values: a function that calls itself is told what to do."""
    try:
        yield
    except RecursionError:
        fail(
            f"With {DEEP} values in a row your function calls itself too often in itself: Python "
            f"stops at about {sys.getrecursionlimit()}.",
            "Keep the values that wait in a list, and take them from there in a loop.",
            kind="too_deep",
        )
