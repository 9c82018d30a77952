"""Order matters: the same graph walked back in several orders, and what arrives at the leaf.

A value has a turn: it hands slope * grad to each of its sources. What differs is when each value
has its turn, how often, and whether what arrives is added.
"""

from dataclasses import dataclass

import numpy as np

from ...checking.graphs import name
from ...nn.graph import Value
from ...numerals import say
from ..challenge import Challenge, Shows
from ..controls import Button, Row, Slider, Switch
from ..experiment import Experiment
from ..scene import Axis, Curve, Handle, Names, Panel, Points, Scene, Segments

GRAPHS = ("tree", "doubling", "skips", "reused")
ORDERS = ("in-order", "every-way", "again-each-way", "by-levels", "overwriting", "random")
DEPTHS = Slider(3, "depth", low=1, high=16, step=1)
TURNS = 4000  # that are run; of more only their number is known
PLAYED = 60  # turns that are shown one by one


def nodes_of(graph, depth):
    """Pairs of sources and slopes for each node, sources before users, and where each stands."""
    nodes, places = [((), ())], [(0.0, 0.0)]

    def add(x, y, *edges):
        nodes.append((tuple(s for s, _ in edges), tuple(k for _, k in edges)))
        places.append((float(x), float(y)))
        return len(nodes) - 1

    last = 0
    if graph == "tree":  # y = 0.9 y + 0.5 x, each time with a new x
        for i in range(depth):
            leaf = add(i + 0.35, -1.0)
            last = add(i + 1, 0.0, (last, 0.9), (leaf, 0.5))
    elif graph == "doubling":  # y = y + y
        for i in range(depth):
            last = add(i + 1, 0.0, (last, 1.0), (last, 1.0))
    elif graph == "skips":  # y_i = 0.9 y_(i-1) + 0.5 y_(i-2)
        last = add(1, -1.0, (0, 1.0))
        for i in range(2, depth + 2):
            last = add(i, -float(i % 2), (i - 1, 0.9), (i - 2, 0.5))
    else:  # b = 2 a, then again and again b = b + c with c = 3 b
        last = add(1, 0.0, (0, 2.0))
        for i in range(depth):
            inner = add(i + 1.6, -1.0, (last, 3.0))
            last = add(i + 2.2, 0.0, (last, 1.0), (inner, 1.0))
    return nodes, np.array(places)


def ways(nodes):
    """For each node, how many ways lead to it from the last one."""
    counts = [0] * (len(nodes) - 1) + [1]
    for place in range(len(nodes) - 1, -1, -1):
        for source in nodes[place][0]:
            counts[source] += counts[place]
    return counts


def push(nodes, grads, place):
    for source, slope in zip(*nodes[place], strict=True):
        grads[source] += slope * grads[place]


def every_way(nodes):
    """Each way carries its own product to its end. Yields whose turn it was, and all grads."""
    grads, waiting = [0.0] * len(nodes), [(len(nodes) - 1, 1.0)]
    while waiting:
        place, grad = waiting.pop()
        grads[place] += grad
        yield place, grads
        edges = list(zip(*nodes[place], strict=True))
        waiting += [(source, slope * grad) for source, slope in reversed(edges)]


def again_each_way(nodes):
    """At each turn all that has arrived so far is handed on, also what was handed on before."""
    grads, waiting = [0.0] * (len(nodes) - 1) + [1.0], [len(nodes) - 1]
    while waiting:
        place = waiting.pop()
        push(nodes, grads, place)
        yield place, grads
        waiting += reversed(nodes[place][0])


def in_turn(nodes, order, adds=True):
    """One turn for each node, in this order."""
    grads = [0.0] * (len(nodes) - 1) + [1.0]
    for place in order:
        for source, slope in zip(*nodes[place], strict=True):
            grads[source] = slope * grads[place] + (grads[source] if adds else 0.0)
        yield place, grads


def level_by_level(nodes):
    """The order in which the nodes are met, breadth first."""
    found = [len(nodes) - 1]
    for place in found:  # it grows while it is walked
        found += [s for s in dict.fromkeys(nodes[place][0]) if s not in found]
    return found


@dataclass(frozen=True)
class Walk:
    """One way of going back: how many turns, and what arrives at the leaf; None if not run.

    The last turns are kept, or all if they are few: whose turn it was, and all grads after it.
    """

    turns: int
    arrives: float | None = None
    places: np.ndarray | None = None  # (kept,)
    grads: np.ndarray | None = None  # (kept, nodes)

    def is_right(self, wanted):
        return self.arrives is not None and abs(self.arrives - wanted) <= 1e-9 * abs(wanted)


def walked(turns, walk):
    """The Walk of so many turns, which the generator `walk` takes one by one."""
    if turns > TURNS:
        return Walk(turns)
    kept = turns if turns <= PLAYED else 1
    places, grads = [], []
    for i, (place, now) in enumerate(walk):
        if i >= turns - kept:
            places.append(place)
            grads.append(now.copy())
    return Walk(turns, grads[-1][0], np.array(places), np.array(grads))


@dataclass(frozen=True)
class Walked:
    """All walks through one graph."""

    nodes: list
    places: np.ndarray
    wanted: float  # the right slope along the leaf
    walks: dict  # order → Walk
    counts: tuple  # for each depth the nodes, and the turns of "every-way"
    order: str

    @property
    def walk(self):
        return self.walks[self.order]

    @property
    def played(self):
        """How many turns are shown, one by one."""
        return 0 if self.walk.places is None else len(self.walk.places)


def _once_and_wrong(state, data):
    """Is the gradient wrong, though each value has one turn, and root the first?"""
    walk = data.walk
    return (
        state.order == "by-levels"
        and walk.turns == len(data.nodes)
        and not walk.is_right(data.wanted)
    )


class OrderMatters(Experiment):
    """Order matters: which walks back give the right gradient, and in how many turns?"""

    graph = Switch("tree", "graph", options=GRAPHS)
    order = Row(ORDERS[0], "walk", options=ORDERS)
    depth = DEPTHS
    again = Button("another random order")

    runs_on = ("topological_order", "backward")
    opens_at = 0
    challenge = Challenge(
        "Level by level, one turn for each value, and still a wrong gradient.",
        _once_and_wrong,
        example={"graph": "reused", "order": "by-levels"},
    )
    shows = (
        Shows(
            {"order": "by-levels"},
            lambda state, data: (
                all(data.walks[order].is_right(data.wanted) for order in ORDERS[:-1])
                and not data.walks["random"].is_right(data.wanted)
            ),
        ),
        Shows(
            {"graph": "reused", "order": "by-levels"},
            lambda state, data: not data.walk.is_right(data.wanted),
        ),
    )

    def compute(self, state, topological_order, backward):
        nodes, places = nodes_of(state.graph, state.depth)
        values = [Value(1.0) for _ in nodes]
        for value, (sources, slopes) in zip(values, nodes, strict=True):
            value.sources, value.slopes = tuple(values[s] for s in sources), slopes
        backward(values[-1])
        wanted = float(values[0].grad)
        place = {id(value): i for i, value in enumerate(values)}
        order = [place[id(value)] for value in topological_order(values[-1])][::-1]
        chance = np.random.default_rng(state.again).permutation(len(nodes)).tolist()
        total = sum(ways(nodes))
        walks = {
            "in-order": walked(len(nodes), in_turn(nodes, order)),
            "every-way": walked(total, every_way(nodes)),
            "again-each-way": walked(total, again_each_way(nodes)),
            "by-levels": walked(len(nodes), in_turn(nodes, level_by_level(nodes))),
            "overwriting": walked(len(nodes), in_turn(nodes, order, adds=False)),
            "random": walked(len(nodes), in_turn(nodes, chance)),
        }
        every = [nodes_of(state.graph, depth)[0] for depth in DEPTHS.values]
        counts = (
            np.array([len(one) for one in every], dtype=float),
            np.array([sum(ways(one)) for one in every], dtype=float),
        )
        return Walked(nodes, places, wanted, walks, counts, state.order)

    def scene(self, state, data):
        frames = data.played + 1
        readings = {"turns": data.walk.turns, "values": len(data.nodes)}
        panels = _graph(data, frames), _turns(state, data), _table(data)
        return Scene(panels, frames, readings=readings)

    def describe(self, state, data, frame):
        walk, count = data.walk, len(data.nodes)
        what = f"{state.graph}, depth {state.depth}; {state.order}"
        if not data.played:
            return (
                f"{what}: {say(walk.turns)} turns for {count} values are not run here. "
                f"The leaf a should get {say(data.wanted)}."
            )
        last = data.played
        if frame == 0:
            return f"{what}: {say(walk.turns)} turns for {count} values. The result has the grad 1."
        place, grads = int(walk.places[frame - 1]), walk.grads[frame - 1]
        if frame < last:
            users = [u for u, (sources, _) in enumerate(data.nodes) if place in sources]
            before = walk.places[:frame].tolist()
            early = [u for u in users if u not in before]
            told = f", before {len(early)} of its users," if early else ""
            hands = f"hands on its {say(grads[place])}" if data.nodes[place][0] else "is a leaf"
            return (
                f"{what}: turn {frame} of {walk.turns}. {name(place)}{told} {hands}; "
                f"a has {say(grads[0])}."
            )
        verdict = (
            "right" if walk.is_right(data.wanted) else f"wrong, it should be {say(data.wanted)}"
        )
        return (
            f"{what}: after {say(walk.turns)} turns for {count} values a has "
            f"{say(walk.arrives)}: {verdict}."
        )


# ---- what is drawn ----


def _graph(data, frames):
    places, nodes = data.places, data.nodes
    ends = []
    for user, (sources, _) in enumerate(nodes):
        is_double = len(sources) > len(set(sources))
        for k, source in enumerate(sources):
            shift = np.array([0.0, (k - 0.5) * 0.3]) if is_double else np.zeros(2)
            ends.append((places[user] + shift, places[source] + shift))
    ends = np.array(ends)
    lines = Segments(
        *ends[:, 0].T, *(ends[:, 1] - ends[:, 0]).T,
        label="edges", role="grey", width=1.2, in_key=False,
    )  # fmt: skip
    size = np.full(len(nodes), 24.0 if len(nodes) <= 18 else 14.0)
    marks = [lines, Points(*places.T, size=size, label="values", role="ink", in_key=False)]
    if data.played:
        turn = places[data.walk.places].T
        at = np.arange(1.0, data.played + 1)
        big = np.full(data.played, size[0] + 6)
        marks.append(Points(*turn, at, big, label="its turn", role="vermillion"))
        if len(nodes) <= 18:
            marks.append(_numbers(data, frames))
            called = tuple(map(name, range(len(nodes))))
            low = places - np.array([0, 0.36])
            marks.append(Names(*low.T, called, label="names", role="grey"))
    right = places[:, 0].max()
    return Panel(
        "The graph: the leaf a on the left, the result on the right",
        Axis("", -0.7, max(right, 3.0) + 0.7, ticks="none"),
        Axis("", -1.6, 0.7, ticks="none"),
        tuple(marks),
    )


def _numbers(data, frames):
    """The grad of each value in each frame, above it; what it is called stands below."""
    first = [0.0] * (len(data.nodes) - 1) + [1.0]
    x, y, texts, at = [], [], [], []
    for frame in range(frames):
        grads = data.walk.grads[frame - 1] if frame else first
        for (place_x, place_y), grad in zip(data.places, grads, strict=True):
            x.append(place_x)
            y.append(place_y + 0.38)
            texts.append(say(grad, 2))
            at.append(frame)
    arrays = (np.array(row, dtype=float) for row in (x, y))
    look = {"label": "grads", "role": "vermillion", "bold": True}
    return Names(*arrays, tuple(texts), np.array(at, dtype=float), **look)


def _turns(state, data):
    depths = np.array(DEPTHS.values, dtype=float)
    once, every = data.counts
    is_many = state.order in ("every-way", "again-each-way")
    track = every if is_many else once
    at = [DEPTHS.values.index(state.depth)]
    return Panel(
        "Turns",
        Axis("depth", 0, DEPTHS.high + 1, ticks="whole"),
        Axis("turns", 1, 1e6, log=True, fit=True),
        (
            Curve(depths, once, label="one for each value", role="blue"),
            Curve(depths, every, label="one for each way", role="vermillion"),
            Handle(depths[at], track[at], moves="depth", along=(depths, track), label="this depth"),
        ),
    )


def _table(data):
    """For each walk what arrives at the leaf, and whether that is right."""
    rows = np.arange(len(ORDERS), 0, -1.0)
    marks = []
    for row, order in zip(rows, ORDERS, strict=True):
        walk = data.walks[order]
        is_right = walk.is_right(data.wanted)
        got = "not run" if walk.arrives is None else say(walk.arrives)
        role = "ink" if walk.arrives is None else "green" if is_right else "vermillion"
        sign = "" if walk.arrives is None else " ✓" if is_right else " ✗"
        is_chosen = order == data.order
        for x, text, align, colour in (
            (0.0, order, "left", "ink"), (10.0, got + sign, "right", role),
        ):  # fmt: skip
            place = np.array([x]), np.array([row])
            look = {"align": align, "bold": is_chosen, "role": colour}
            marks.append(Names(*place, (text,), label=f"{order} {align}", **look))
    return Panel(
        "What arrives at the leaf a",
        Axis("", -0.3, 10.3, ticks="none"),
        Axis("", 0.4, len(ORDERS) + 0.6, ticks="none"),
        tuple(marks),
    )
