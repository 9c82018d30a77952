"""topological_order is judged by its property, on graphs in which the usual orders differ."""

from pathlib import Path

from bpcourse.checking.compare import same
from bpcourse.checking.exercise import read
from bpcourse.checking.graphs import (
    ARMS,
    DEEP,
    FORK,
    LEAF,
    REUSED,
    TURNS,
    TWO_LEVELS,
    braid,
    breadth_first,
    built,
    chain,
    depth_first,
    draw,
    hold_states,
    ladder,
    name,
    no_recursion,
    set_grads,
    states,
)
from bpcourse.checking.in_words import other_kind
from bpcourse.checking.wrong import Wrong, fail

EXAMPLE = read(Path(__file__).parent).examples[0]
TWICE = [LEAF, ((0, 0), (1.0, 1.0)), ((1, 1), (2.0, 2.0))]
SMALL = 12

REVERSED = "The order is the other way round: it begins at root. The sources come first."
TWICE_THERE = "Where several use a value it is met several times, and it goes into the list once."
BREADTH = (
    "Level by level is not enough: a value that is met early may be used by one that is met later."
)
EARLY = (
    "It is put in when it is met, and the list turned round: a value may go in only when all of "
    "its sources are in."
)
BY_SOURCES = "A value goes in together with its sources, before the sources of these are in."


def is_order(places, graph):
    """Is each node there once, after its sources?"""
    turn = {place: i for i, place in enumerate(places)}
    return sorted(places) == list(range(len(graph))) and all(
        turn[source] < turn[place] for place, (sources, _) in enumerate(graph) for source in sources
    )


def first_only(places):
    return list(dict.fromkeys(places))


def every_time(graph, place=None):
    """Sources before users, but again for each way that leads there."""
    place = len(graph) - 1 if place is None else place
    return [one for source in graph[place][0] for one in every_time(graph, source)] + [place]


def slips(graph):
    """Triples: the id of a slip, its sentence, and an order that it gives."""
    for turn in TURNS:
        yield "breadth_first", BREADTH, breadth_first(graph, turn)[::-1]
        yield "met_and_turned", EARLY, depth_first(graph, turn)[::-1]
        yield "not_turned", REVERSED, breadth_first(graph, turn)
        yield "not_turned", REVERSED, depth_first(graph, turn)
    yield "with_duplicates", TWICE_THERE, every_time(graph)


def left_out(graph):
    """Triples: the id of a slip, its sentence, and the places that its list holds."""
    every = range(len(graph))
    leaves = [place for place in every if not graph[place][0]]
    inner = [place for place in every if graph[place][0]]
    yield "root_missing", "root itself belongs into the list, as its last.", list(every)[:-1]
    yield "leaves_missing", "Leaves belong into the list, too: they have no sources.", inner
    yield "only_leaves", "What is computed belongs into the list, and not only the leaves.", leaves


def places_in(order, nodes):
    """The places of the entries in the graph; Wrong where it is no list of these very objects."""
    if not isinstance(order, list):
        raise Wrong(*other_kind(order, "the result", "a list"))
    known = {id(node): place for place, node in enumerate(nodes)}
    for i, entry in enumerate(order):
        if id(entry) in known:
            continue
        if isinstance(entry, int | float | str):
            told = "The list holds the objects themselves: their numbers do not tell them apart."
            fail(f"Entry {i} of the result is {entry!r:.40}, no Node.", told, kind="no_objects")
        if isinstance(entry, list | tuple | set):
            told = "One flat list is wanted: `extend` where you have used `append`."
            fail(f"Entry {i} of the result is again a row of things.", told, kind="nested")
        told = "Put in what `sources` holds, and no copy of it."
        fail(f"Entry {i} of the result is no value of the graph.", told, kind="other_objects")
    return [known[id(entry)] for entry in order]


def seen_in(places, graph):
    """What is wrong with such an order, in words."""
    shown = f"The order is [{', '.join(map(name, places[:12]))}{', ...' * (len(places) > 12)}]"
    twice = [place for place in first_only(places) if places.count(place) > 1]
    if twice:
        return f"{shown}, but {name(twice[0])} is there {places.count(twice[0])} times."
    missing = [place for place in range(len(graph)) if place not in places]
    if missing:
        return f"{shown}, but {name(missing[0])} is missing."
    for i, place in enumerate(places):
        late = [source for source in graph[place][0] if source in places[i:]]
        if late:
            return f"{shown}, but {name(place)} comes before its source {name(late[0])}."
    return ""


def hold(order, nodes, graph):
    places = places_in(order, nodes)
    seen = seen_in(places, graph)
    if not seen:
        return
    offered, fitting, numbers = set(), {}, {}
    for slip, told, wrong in slips(graph) if len(graph) <= SMALL else ():
        numbers[slip] = numbers.get(slip, 0) + 1
        key = slip if numbers[slip] == 1 else f"{slip}/{numbers[slip]}"
        if not is_order(wrong, graph):
            offered.add(key)
            if wrong == places:
                fitting[key] = told
    for slip, told, held in left_out(graph):
        offered.add(slip)
        if sorted(places) == held:
            fitting[slip] = told
    turned = is_order(places[::-1], graph)  # whichever order it was
    offered.add("reversed")
    if turned:
        fitting["reversed"] = REVERSED
    tip = "A value may go in when all of its sources are in: which one goes in too early?"
    raise Wrong(seen, "wrong_value", offered=offered, fitting=fitting, tip=tip)


def hold_on(topological_order, Node, *graphs):
    for graph in graphs:
        nodes = built(Node, graph)
        hold(topological_order(nodes[-1]), nodes, graph)


def test_example(topological_order, Node):
    """The example of the task comes out as it is written there."""
    *lines, last = EXAMPLE.code.strip().splitlines()
    names = {"Node": Node, "topological_order": topological_order}
    exec("\n".join(lines), names)
    graph = [LEAF, ((0,), (3.0,)), ((1, 0), (1.0, 1.0))]
    hold(topological_order(names["c"]), [names["a"], names["b"], names["c"]], graph)
    same(eval(last, names), eval(EXAMPLE.gives), "the numbers in their order")


def test_reused(topological_order, Node):
    """A value comes after all that it was computed from, also where it is used again later."""
    hold_on(topological_order, Node, REUSED, FORK, ARMS, TWO_LEVELS)


def test_twice_in_one(topological_order, Node):
    """A value that one user takes twice, as in x + x, is there once."""
    hold_on(topological_order, Node, TWICE, ladder(3))


def test_alone(topological_order, Node):
    """A value without sources is alone in its order."""
    hold_on(topological_order, Node, [LEAF])


def test_random_graphs(topological_order, Node, rng):
    """On random graphs it is an order, too."""
    graphs = [draw(rng, leaves, size) for leaves, size in ((1, 6), (2, 7), (3, 9))]
    hold_on(topological_order, Node, *graphs)


def test_asked_again(topological_order, Node):
    """Asked again, it keeps nothing from the calls before."""
    nodes = built(Node, TWO_LEVELS)
    first = topological_order(nodes[-1])
    if not isinstance(first, list) or seen_in(places_in(first, nodes), TWO_LEVELS):
        hold(first, nodes, TWO_LEVELS)
    before = list(first)
    part = topological_order(nodes[2])
    again = topological_order(nodes[-1])
    kept = "Something is kept from call to call: on the values, in a global, or in a default."
    if again is first:
        fail("It returns the same list every time.", "Make a new one.", kind="keeps_state")
    for order, graph in ((part, TWO_LEVELS[:3]), (again, TWO_LEVELS)):
        if not isinstance(order, list) or seen_in(places_in(order, nodes), graph):
            fail("Asked again, it gives another result.", kept, kind="keeps_state")
    if len(first) != len(before):
        fail("The result of one call changes when it is called again.", kept, kind="keeps_state")


def test_leaves_the_values(topological_order, Node):
    """The values stay as they were."""
    nodes = built(Node, FORK)
    set_grads(nodes, [place + 0.5 for place in range(len(nodes))])
    before = states(nodes, "grad")
    hold(topological_order(nodes[-1]), nodes, FORK)
    hold_states(nodes, before, "Keep what was seen in a set of your own.", "grad")


def test_deep(topological_order, Node):
    """A row of 1050 values is not too deep."""
    nodes = built(Node, chain(DEEP))
    with no_recursion():
        order = topological_order(nodes[-1])
    if places_in(order, nodes) != list(range(DEEP)):
        hold(order, nodes, chain(DEEP))


def test_many_ways(topological_order, Node):
    """With 2 to the power of 60 ways to one value it comes to an end."""
    hold_on(topological_order, Node, ladder(10))
    hold_on(topological_order, Node, braid(60))
