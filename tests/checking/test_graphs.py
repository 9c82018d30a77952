"""The graphs of the checks are graphs, and their gradients are those of the library."""

import pytest

from bpcourse import Value
from bpcourse.checking import graphs
from bpcourse.checking.wrong import Wrong


class Node:
    def __init__(self, value, sources=(), slopes=()):
        self.value, self.grad = value, 0.0
        self.sources, self.slopes = sources, slopes


def test_its_gradients_are_those_of_the_library(rng):
    for graph in (graphs.FORK, graphs.REUSED, graphs.ARMS, graphs.draw(rng, 3, 9)):
        values = [Value(1.0) for _ in graph]
        for value, (sources, slopes) in zip(values, graph, strict=True):
            value.sources, value.slopes = tuple(values[s] for s in sources), slopes
        values[-1].backward()
        assert [value.grad for value in values] == pytest.approx(graphs.gradients(graph))


def test_every_node_of_a_random_graph_leads_to_the_last(rng):
    for _ in range(50):
        graph = graphs.draw(rng, 2, 8)
        behind = {len(graph) - 1}
        for place in reversed(range(len(graph))):
            if place in behind:
                behind.update(graph[place][0])
        assert behind == set(range(8))
        assert all(source < place for place, (sources, _) in enumerate(graph) for source in sources)


def test_ladder_and_braid_double_the_ways_at_each_level():
    for graph in (graphs.ladder(9), graphs.braid(9)):
        assert graphs.gradients(graph)[0] == 2**9  # all slopes are 1, so it counts the ways
    assert (len(graphs.ladder(9)), len(graphs.braid(9))) == (10, 20)


def test_a_value_is_the_sum_of_slopes_times_sources():
    nodes = graphs.built(Node, graphs.REUSED)
    assert [node.value for node in nodes] == [1.0, 2.0, 6.0, 8.0]
    assert nodes[3].sources == (nodes[1], nodes[2])


@pytest.mark.parametrize("kind", [lambda value: None, lambda: Node(1.0), lambda *given: given])
def test_a_class_that_has_been_changed_is_told(kind):
    with pytest.raises(Wrong, match="no longer makes an object"):
        graphs.made(kind, 1.0)
