"""backward is judged by the grads that it leaves, on graphs in which the usual walks differ."""

from pathlib import Path

from bpcourse.checking import graphs
from bpcourse.checking.compare import same
from bpcourse.checking.exercise import read
from bpcourse.checking.graphs import (
    ARMS,
    DEEP,
    FORK,
    LEAF,
    TURNS,
    TWO_LEVELS,
    braid,
    breadth_first,
    built,
    chain,
    depth_first,
    draw,
    gradients,
    hold_states,
    name,
    no_recursion,
    set_grads,
    states,
    values,
)
from bpcourse.checking.wrong import Slip, fail

EXAMPLE = read(Path(__file__).parent).examples[0]
AGAIN = [LEAF, ((0,), (2.0,)), ((1,), (3.0,)), ((1, 2), (0.5, -4.0))]  # b used by d and by c
TURNED = [LEAF, ((0,), (2.0,)), ((1,), (3.0,)), ((2, 1), (-4.0, 0.5))]
TWICE = [LEAF, ((0, 0), (2.0, 5.0)), ((1, 1), (3.0, 0.5))]
STEEP = [  # two ways that cancel before they go on: each alone would be 2 to the power of 1200
    LEAF,
    ((0,), (2.0**600,)),
    ((1,), (1.0,)),
    ((1,), (1.0,)),
    ((2, 3), (2.0**600, -(2.0**600))),
]
TIP = "Compute the grads on paper, from root on: which one is the first that differs?"


def push(graph, grads, place, edge=lambda slope, grad: slope * grad):
    for source, slope in zip(*graph[place], strict=True):
        grads[source] += edge(slope, grads[place])


def walk(graph, order, edge=lambda slope, grad: slope * grad, start=1.0):
    """The grads after each node of `order` had its turn."""
    grads = [0.0] * (len(graph) - 1) + [start]
    for place in order:
        push(graph, grads, place, edge)
    return grads


def from_root(graph):
    return list(range(len(graph)))[::-1]


def overwritten(graph, order):
    grads = [0.0] * (len(graph) - 1) + [1.0]
    for place in order:
        for source, slope in zip(*graph[place], strict=True):
            grads[source] = slope * grads[place]
    return grads


def orders(graph):
    """Some of the right orders, from root on."""
    yield from_root(graph)
    for turn in TURNS:
        done = []

        def visit(place, turn=turn, done=done):
            if place not in done:
                for source in turn(graph[place][0]):
                    visit(source)
                done.append(place)

        visit(len(graph) - 1)
        yield done[::-1]


def accumulated(graph):
    """Again for each way, with all that has arrived so far."""
    grads = [0.0] * (len(graph) - 1) + [1.0]

    def back(place):
        push(graph, grads, place)
        for source in graph[place][0]:
            back(source)

    back(len(graph) - 1)
    return grads


def handed_on(graph):
    """The same, but each source goes on at once, before the next one has got anything."""
    grads = [0.0] * (len(graph) - 1) + [1.0]

    def back(place):
        for source, slope in zip(*graph[place], strict=True):
            grads[source] += slope * grads[place]
            back(source)

    back(len(graph) - 1)
    return grads


def handed_on_once(graph):
    """Each source goes on at once, the first time that it is met."""
    grads, seen = [0.0] * (len(graph) - 1) + [1.0], set()

    def back(place):
        for source, slope in zip(*graph[place], strict=True):
            grads[source] += slope * grads[place]
            if source not in seen:
                seen.add(source)
                back(source)

    back(len(graph) - 1)
    return grads


OVERWRITES = "What arrives is written over what was there: where ways meet, add, with `+=`."
ACCUMULATES = (
    "Values have their turn again for each way, and hand on what they handed on before: one turn "
    "each, when all has arrived."
)
EARLY = (
    "A value has its turn before all that used it had theirs, so it hands on too little: go "
    "through the order of topological_order, from its end."
)


def slips(graph, result=None):
    right, small = gradients(graph), len(graph) <= 10
    for order in orders(graph):
        yield Slip("overwrites", OVERWRITES, overwritten(graph, order))
    for turn in TURNS:
        yield Slip("too_early", EARLY, walk(graph, breadth_first(graph, turn)))
        yield Slip("too_early", EARLY, walk(graph, depth_first(graph, turn)))
    yield Slip("too_early", EARLY, handed_on_once(graph))
    if small:
        yield Slip("accumulates", ACCUMULATES, accumulated(graph))
        yield Slip("accumulates", ACCUMULATES, handed_on(graph))
    yield Slip(
        "root_missing",
        "All grads are still 0: set `root.grad` to 1, and add to the `grad` of the values.",
        [0.0] * len(graph),
    )
    yield Slip(
        "root_left_out",
        "The grad of root itself is 1, and it belongs to the result.",
        [*right[:-1], 0.0],
    )
    result = values(graph)[-1] if result is None else result
    yield Slip(
        "root_is_value",
        "root begins with its value: its grad is 1, whatever its value is.",
        [result * grad for grad in right],
    )
    yield Slip(
        "adds_slopes",
        "Along an edge the slope is multiplied with the grad, and not added to it.",
        walk(graph, from_root(graph), lambda slope, grad: slope + grad),
    )
    yield Slip(
        "slope_alone",
        "Only the local slope is handed on: multiply it with the grad of the value.",
        walk(graph, from_root(graph), lambda slope, grad: slope),
    )
    yield Slip(
        "no_slope",
        "The grad is handed on as it is: multiply it with the local slope.",
        walk(graph, from_root(graph), lambda slope, grad: grad),
    )
    turned = [(sources, slopes[::-1]) for sources, slopes in graph]
    yield Slip(
        "slopes_turned",
        "Each source gets the slope of another one: sources and slopes belong together in order.",
        gradients(turned),
    )
    first = [(sources[:1], slopes[:1]) for sources, slopes in graph]
    yield Slip("first_source_only", "Only the first source gets its part.", gradients(first))
    only_root = walk(graph, [len(graph) - 1])
    told = (
        "Only root has handed something on: the turns go from root on, and every value has one. Do "
        "they begin at the leaves, or end too early?"
    )
    yield Slip("only_from_root", told, only_root)
    leaves = [grad if not graph[i][0] else 0.0 for i, grad in enumerate(right)]
    yield Slip("leaves_only", "The values between have a grad, too, and keep it.", leaves)


def grads_of(nodes, last=10):
    def is_none(name):
        fail(f"The grad of {name} is None, but should be a number.", kind="grad_is_none")

    return graphs.grads_of(nodes, last, is_none)


def hold(backward, Node, graph, leaf=1.0, more=()):
    nodes = built(Node, graph, leaf)
    result = values(graph, leaf)[-1]
    backward(nodes[-1])
    names = ", ".join(name(place) for place in range(len(graph)))
    what = f"the row of grads of ({names})" if len(graph) > 1 else "the grad of root"
    same(grads_of(nodes), gradients(graph), what, [*slips(graph, result), *more], TIP)


def test_example(backward, Node):
    """The example of the task comes out as it is written there."""
    *lines, last = EXAMPLE.code.strip().splitlines()
    names = {"Node": Node, "backward": backward}
    exec("\n".join(lines), names)
    nodes = [names[one] for one in ("a", "b", "ab", "f")]
    same(
        grads_of(nodes), gradients(FORK), "the row of grads of (a, b, ab, f)", slips(FORK, 8.0), TIP
    )
    same(eval(last, names), eval(EXAMPLE.gives), "the row of grads of (f, ab, b, a)")


def test_one_way(backward, Node):
    """Along one way the slopes multiply."""
    hold(backward, Node, [LEAF, ((0,), (3.0,)), ((1,), (-2.0,)), ((2,), (0.5,))])


def test_where_ways_meet(backward, Node):
    """Where ways meet, what arrives is added, also in the middle of the graph."""
    for graph in (AGAIN, TURNED, ARMS, TWO_LEVELS):
        hold(backward, Node, graph)


def test_twice_in_one(backward, Node):
    """A source that is there twice, as in x + x, gets both parts."""
    hold(backward, Node, TWICE)


def test_alone(backward, Node):
    """A value without sources has the grad 1."""
    hold(backward, Node, [LEAF])


def test_random_graphs(backward, Node, rng):
    """On random graphs every grad is right."""
    for leaves, size in ((1, 5), (2, 6), (3, 8)):
        hold(backward, Node, draw(rng, leaves, size))


def test_each_value_once(backward, Node):
    """Each value has one turn, however many ways lead to it."""
    each_way = (
        "It follows each way on its own, which takes far too long where there are many: each value "
        "hands on once, when all has arrived."
    )
    nan = float("nan")
    more = [Slip("every_way", each_way, [nan, *gradients(STEEP)[1:]])]
    hold(backward, Node, STEEP, 0.0, more)
    nodes = built(Node, braid(60))
    backward(nodes[-1])
    same(grads_of(nodes, 1), [2.0**60], "the grad at the end of 60 levels")


def test_deep(backward, Node):
    """A row of 1050 values is not too deep."""
    nodes = built(Node, chain(DEEP))
    with no_recursion():
        backward(nodes[-1])
    same(grads_of(nodes, 1), [1.0], "the grad at the end of the row")


def test_asked_again(backward, Node):
    """Asked again when every grad is 0, or for another graph, it keeps nothing from before."""
    for graph in (AGAIN, FORK):
        hold(backward, Node, graph)
    nodes, other = built(Node, AGAIN), built(Node, FORK)
    backward(nodes[-1])
    first = grads_of(nodes)
    backward(other[-1])
    if grads_of(nodes) != first:
        told = "Only root and what is behind it may change."
        fail("A call changes the grads of another graph.", told, kind="keeps_state")
    set_grads(nodes, [0.0] * len(nodes))
    backward(nodes[-1])
    if grads_of(nodes) != first:
        told = "Something is kept from call to call: on the values, in a global, or in a default."
        fail("Asked again for the same graph, it gives another result.", told, kind="keeps_state")


def test_leaves_the_values(backward, Node):
    """Values, sources and slopes stay as they were."""
    nodes = built(Node, FORK)
    before = states(nodes)
    backward(nodes[-1])
    hold_states(nodes, before, "Only `grad` is to be set.")
    same(grads_of(nodes), gradients(FORK), "the row of grads of (a, b, c, d)", slips(FORK), TIP)
