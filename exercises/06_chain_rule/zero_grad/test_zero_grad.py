"""zero_grad is judged by the grads that it leaves, and by all else, which it leaves alone."""

from pathlib import Path

from bpcourse.checking import graphs
from bpcourse.checking.compare import same
from bpcourse.checking.exercise import read
from bpcourse.checking.graphs import (
    ARMS,
    DEEP,
    FORK,
    LEAF,
    REUSED,
    braid,
    built,
    chain,
    draw,
    hold_states,
    name,
    no_recursion,
    set_grads,
    states,
)
from bpcourse.checking.wrong import Slip, fail

EXAMPLE = read(Path(__file__).parent).examples[0]
ROW = [LEAF, ((0,), (2.0,)), ((1,), (3.0,)), ((2,), (0.5,))]
TIP = "Which values have sources whose sources were not looked at?"


def behind_first(graph, place=None):
    """The places on the way that takes the first source each time."""
    place = len(graph) - 1 if place is None else place
    sources = graph[place][0]
    return [place, *(behind_first(graph, sources[0]) if sources else [])]


def slips(graph, grads):
    """The known mistakes, as the grads that they leave."""
    root = len(graph) - 1
    leaves = [place for place, (sources, _) in enumerate(graph) if not sources]
    inner = [place for place, (sources, _) in enumerate(graph) if sources]
    near = [root, *graph[root][0]]
    every = range(len(graph))
    left_out = {
        "leaves_only": (leaves, "The values between keep their grad, and would hand it on again."),
        "inner_only": (inner, "The leaves keep their grad: they are to be set to 0, too."),
        "root_only": ([root], "Only root is set to 0: go on to its sources, and to theirs."),
        "near_only": (near, "Only root and its sources are set to 0: go on to their sources."),
        "root_left_out": (list(every)[:-1], "root keeps its grad: it belongs to those set to 0."),
        "first_source_only": (behind_first(graph), "Only one source of each value is gone on to."),
        "nothing": ([], "Every grad is what it was: set `value.grad`, not a name of your own."),
    }
    for key, (zeroed, told) in left_out.items():
        left = [0.0 if place in zeroed else grads[place] for place in every]
        yield Slip(key, told, left)
    started = [0.0] * root + [1.0]
    yield Slip("root_is_1", "root begins at 1 in `backward`: here it is set to 0 as well.", started)
    yield Slip("turned", "The signs are turned: 0 is wanted.", [-grad for grad in grads])
    yield Slip(
        "halved", "The grads are made smaller, but 0 is wanted.", [grad / 2 for grad in grads]
    )


def grads_of(nodes, last=10):
    def is_none(name):
        told = "Set it to the number 0, because `backward` is going to add to it."
        fail(f"The grad of {name} is None, but should be 0.", told, kind="sets_none")

    return graphs.grads_of(nodes, last, is_none)


def with_grads(Node, graph):
    """The graph with a grad on each value, and these grads."""
    nodes, grads = built(Node, graph), [place + 1.5 for place in range(len(graph))]
    set_grads(nodes, grads)
    return nodes, grads


def hold(zero_grad, Node, graph):
    nodes, grads = with_grads(Node, graph)
    zero_grad(nodes[-1])
    what = f"the row of grads of ({', '.join(map(name, range(len(graph))))})"
    what = what if len(graph) > 1 else "the grad of root"
    same(grads_of(nodes), [0.0] * len(graph), what, slips(graph, grads), TIP, scale=1.0)
    return nodes


def test_example(zero_grad, Node):
    """The example of the task comes out as it is written there."""
    *lines, last = EXAMPLE.code.strip().splitlines()
    names = {"Node": Node, "zero_grad": zero_grad}
    exec("\n".join(lines), names)
    graph = [LEAF, ((0,), (3.0,))]
    nodes = [names["a"], names["b"]]
    same(
        grads_of(nodes),
        [0.0, 0.0],
        "the row of grads of (a, b)",
        slips(graph, [3.0, 1.0]),
        TIP,
        scale=1.0,
    )
    same(eval(last, names), eval(EXAMPLE.gives), "the row of grads of (a, b)", scale=1.0)


def test_every_value(zero_grad, Node):
    """Every value behind root has the grad 0, near or far."""
    for graph in (ROW, FORK, REUSED, ARMS):
        hold(zero_grad, Node, graph)


def test_alone(zero_grad, Node):
    """A value without sources is set to 0."""
    hold(zero_grad, Node, [LEAF])


def test_random_graphs(zero_grad, Node, rng):
    """On random graphs every grad is 0."""
    for leaves, size in ((1, 5), (2, 6), (3, 8)):
        hold(zero_grad, Node, draw(rng, leaves, size))


def test_asked_again(zero_grad, Node):
    """Asked again for the same graph, it sets to 0 what was set since."""
    nodes, grads = with_grads(Node, REUSED)
    zero_grad(nodes[-1])
    first = grads_of(nodes)
    set_grads(nodes, grads)
    zero_grad(nodes[-1])
    second = grads_of(nodes)
    if first != second:
        told = "Something is kept from call to call: on the values, in a global, or in a default."
        fail("Asked again for the same graph, it gives another result.", told, kind="keeps_state")
    same(
        second, [0.0] * 4, "the row of grads of (a, b, c, d)", slips(REUSED, grads), TIP, scale=1.0
    )


def test_what_stays(zero_grad, Node):
    """Values, sources and slopes stay as they were, and so does what is not behind root."""
    nodes, _ = with_grads(Node, FORK)
    before = states(nodes)
    zero_grad(nodes[2])  # a b, without the sum that uses it
    hold_states(nodes, before, "Only `grad` is to be set.")
    if nodes[3].grad != 4.5:
        told = "root is where it begins, and its sources are where it goes."
        fail("A value that uses root has lost its grad.", told, kind="goes_to_users")
    same(grads_of(nodes[:3]), [0.0] * 3, "the row of grads of (a, b, c)", tip=TIP, scale=1.0)


def test_deep(zero_grad, Node):
    """A row of 1050 values is not too deep."""
    nodes = built(Node, chain(DEEP))
    nodes[0].grad = 1.0
    with no_recursion():
        zero_grad(nodes[-1])
    same(grads_of(nodes, 1), [0.0], "the grad at the end of the row", scale=1.0)


def test_many_ways(zero_grad, Node):
    """With 2 to the power of 60 ways to one value it comes to an end."""
    nodes = built(Node, braid(60))
    nodes[0].grad = 1.0
    zero_grad(nodes[-1])
    same(grads_of(nodes, 1), [0.0], "the grad at the end of the ways", scale=1.0)
