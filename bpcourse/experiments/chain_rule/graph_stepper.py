"""Graph stepper: a formula as a graph, value after value forward, and edge after edge back.

    forward   each value is computed from its sources
    back      grad of a source += local slope of the edge * grad of the value

Any formula can be typed; see formula.py for how it is read.
"""

from dataclasses import dataclass, field

import numpy as np

from ...numerals import say
from .. import formula
from ..challenge import Challenge, Shows
from ..controls import Blank, Slider, Switch, Text
from ..experiment import Experiment
from ..scene import Arrows, Axis, Boxes, Handle, Names, Panel, Scene, Segments

FORMULAS = ("a·b+a", "b=2·a;3·b+b", "tanh(b+w·x)", "(w·x−y)²")
ORDINALS = ("first", "second", "third", "fourth")
WIDE, HIGH = 0.74, 0.5  # of a box, where columns and rows are 1 apart
NO_VALUE = {  # what the library's errors mean here
    ZeroDivisionError: "At these inputs something is divided by 0, so there is no value.",
    OverflowError: "At these inputs a value is too large to compute with.",
    ValueError: "At these inputs a logarithm or a power has no value.",
}
NEAR = 0.01  # of the slope: so near is right
WORDS = {"+": "sum", "−": "difference", "·": "product", "/": "quotient", "²": "square", "³": "cube"}


@dataclass(frozen=True)
class Edge:
    """From a value to one of its sources."""

    user: int
    source: int
    slope: float
    offset: float = 0.0  # to the side, where two edges join the same two values


@dataclass(frozen=True)
class Stepped:
    """A formula at some inputs, and what happens in each frame."""

    formula: formula.Formula
    trouble: str = ""  # why what was typed, or what it should compute, cannot be had
    values: list = field(default_factory=list)  # of each node
    edges: list = field(default_factory=list)  # in the order in which they are walked back
    forward: list = field(default_factory=list)  # the places of what is computed, in order

    @property
    def frames(self):
        return 1 + len(self.forward) + 1 + len(self.edges) if self.values else 1

    @property
    def seed(self):
        """The frame in which the result gets its grad, 1."""
        return 1 + len(self.forward)

    def walked(self, frame):
        """How many edges have been walked in this frame."""
        return max(0, frame - self.seed)

    def next_edge(self, frame):
        """The edge whose slope is asked for, or None."""
        k = self.walked(frame)
        return self.edges[k] if frame >= self.seed and k < len(self.edges) else None

    def parts(self, frame):
        """For each value what has arrived at it, part by part."""
        parts = [[] for _ in self.values]
        if frame >= self.seed:
            parts[-1].append(1.0)
        for edge in self.edges[: self.walked(frame)]:
            parts[edge.source].append(edge.slope * sum(parts[edge.user]))
        return parts

    @property
    def grads(self):
        return [sum(parts) for parts in self.parts(self.frames - 1)]


def _cancels(state, data):
    """Does a grad come out as 0, although none of what arrives there is 0?"""
    if not data.values:
        return False
    every = data.parts(data.frames - 1)
    inputs = [parts for node, parts in zip(data.formula.nodes, every, strict=True) if node.is_input]
    return any(len(p) > 1 and all(p) and abs(sum(p)) < 1e-9 for p in inputs)


class GraphStepper(Experiment):
    """Graph stepper: how does a slope find its way back through a formula?"""

    example = Switch(FORMULAS[0], "formula", options=FORMULAS)
    own = Text("", "or one of your own", longest=formula.LONGEST)
    first = Slider(2, "first input", low=-4, high=4, step=0.25)
    second = Slider(3, "second input", low=-4, high=4, step=0.25)
    third = Slider(-1, "third input", low=-4, high=4, step=0.25)
    fourth = Slider(0.5, "fourth input", low=-4, high=4, step=0.25)
    typed = Blank("slope at the ?", each_step=True)

    runs_on = ("topological_order",)
    opens_at = 0
    challenge = Challenge(
        "An input with a grad of exactly 0, although no part that arrives at it is 0.",
        _cancels,
        example={"second": -1},
    )
    shows = (
        Shows({}, lambda state, data: data.values[-1].value == 8 and data.grads[0] == 4),
        Shows({"second": -1}, lambda state, data: data.grads[0] == 0),
    )

    def compute(self, state, topological_order):
        trouble, read = "", formula.read(state.example)
        try:
            read = formula.read(state.own) if state.own else read
        except formula.FormulaError as error:
            trouble = f"{error} Shown is {_shown(state.example)}."
        inputs = [getattr(state, name) for name in ORDINALS]
        try:
            values = read.values(inputs)
        except (ArithmeticError, ValueError) as error:
            told = next(told for kind, told in NO_VALUE.items() if isinstance(error, kind))
            return Stepped(read, f"{told} Move an input.")
        places = {id(value): place for place, value in enumerate(values)}
        order = [places[id(value)] for value in topological_order(values[-1])]
        forward = [place for place in order if values[place].sources]
        edges = [edge for place in order[::-1] for edge in _edges(values[place], place, places)]
        return Stepped(read, trouble, values, edges, forward)

    def scene(self, state, data):
        readings = {"result": data.values[-1].value} if data.values else {}
        return Scene((_graph(state, data), _inputs(state, data)), data.frames, readings=readings)

    def describe(self, state, data, frame):
        if data.trouble and (not data.values or frame == 0):
            return _short(data.trouble)
        if frame == 0:
            pairs = zip(data.formula.inputs, ORDINALS, strict=False)
            told = ", ".join(f"{name} = {say(getattr(state, which))}" for name, which in pairs)
            return f"The inputs: {told or 'none'}. Step on: first the values, then the way back."
        if frame < data.seed:
            place = data.forward[frame - 1]
            sources = [say(source.value) for source in data.values[place].sources]
            node, value = data.formula.nodes[place], say(data.values[place].value)
            return (
                f"Forward: {_name(data, place)} is computed from {' and '.join(sources)}: {value}."
                + (" That is the result." if node is data.formula.nodes[-1] else "")
            )
        told = "The way back begins: the result has the grad 1."
        if frame > data.seed:
            told = _told(data, data.edges[data.walked(frame) - 1], data.parts(frame))
        return _short(told + _asked(state, data, data.next_edge(frame)))


def _edges(value, place, places):
    """The edges of one value; where two lead to the same source they lie side by side."""
    sources = [places[id(source)] for source in value.sources]
    is_double = len(sources) > len(set(sources))
    for i, (source, slope) in enumerate(zip(sources, value.slopes, strict=True)):
        yield Edge(place, source, slope, (i - 0.5) * 0.3 if is_double else 0.0)


def _told(data, edge, parts):
    """What happened on this edge, in words."""
    user, source = _name(data, edge.user), _name(data, edge.source)
    grad = say(sum(parts[edge.user]))
    arrived = parts[edge.source]
    told = f"Back from {user} to {source}: slope {say(edge.slope)} times grad {grad}"
    if len(arrived) == 1:
        return f"{told} makes {say(arrived[0])}."
    return f"{told} makes {say(arrived[-1])}, and {source} has {_sum(arrived)}."


def _asked(state, data, edge):
    """What is asked for the next edge, and whether what was typed is right."""
    if edge is None:
        return " That was the last edge."
    where = f"of {_name(data, edge.user)} along {_name(data, edge.source)}"
    if state.typed is None:
        return f" Next: the slope {where}?"
    if _is_near(state.typed, edge.slope):
        return f" You typed {say(state.typed)}: right, that is the slope {where}."
    return f" You typed {say(state.typed)}, but that is not the slope {where}."


def _is_near(typed, slope):
    return typed is not None and abs(typed - slope) <= max(NEAR * abs(slope), 1e-3)


def _sum(parts):
    """As in 3 + 1 = 4; of more than three the last ones."""
    if len(parts) == 1:
        return say(parts[0])
    head = ["…"] * (len(parts) > 3)
    shown = " + ".join([*head, *(say(part) for part in parts[-3:])])
    return f"{shown.replace('+ −', '− ')} = {say(sum(parts))}"


def _name(data, place):
    """What a value is called in a sentence."""
    names = {p: name for name, p in data.formula.names.items()}
    node = data.formula.nodes[place]
    if place in names:
        return names[place]
    if place == len(data.formula.nodes) - 1:
        return "the result"
    if node.number is not None:
        return f"the {node.sign}"
    return f"the {_operation(node)}"


def _operation(node):
    """What an operation is called, in its box and in sentences."""
    return (
        "negative"
        if len(node.sources) == 1 and node.sign == "−"
        else WORDS.get(node.sign, node.sign)
    )


def _shown(text):
    return text.replace("·", " · ").replace("+", " + ").replace(";", "; ").replace("=", " = ")


def _short(text):
    text = text.replace("**", "^").replace("*", "·")
    return text if len(text) <= 230 else text[:227].rstrip() + " …"


# ---- what is drawn ----


def _places(data):
    """Where each box stands, (nodes, 2): columns by depth, and rows near those of the sources."""
    nodes, depths = data.formula.nodes, data.formula.depths()
    users = {}
    for place, node in enumerate(nodes):
        for source in node.sources:
            users.setdefault(source, []).append(place)
    leaves = [place for place, node in enumerate(nodes) if not node.sources]
    found = np.zeros((len(nodes), 2))
    for row, place in enumerate(leaves):
        found[place] = depths[place], len(leaves) - 1.0 - row
    for place, node in enumerate(nodes):
        if node.number is not None:  # a constant stands beside whoever uses it
            found[place, 0] = min(depths[user] for user in users[place]) - 1
        if node.sources:
            found[place] = depths[place], np.mean(found[list(node.sources), 1])
            while any(
                found[other, 0] == found[place, 0] and abs(found[other, 1] - found[place, 1]) < 0.8
                for other in range(place)
            ):
                found[place, 1] -= 0.4
    return found


class _Texts:
    """Texts that are shown in some frames only."""

    def __init__(self):
        self.x, self.y, self.texts, self.at = [], [], [], []

    def add(self, place, text, frames):
        for frame in frames:
            self.x.append(place[0])
            self.y.append(place[1])
            self.texts.append(text)
            self.at.append(frame)

    def mark(self, **look):
        arrays = (np.array(row, dtype=float) for row in (self.x, self.y))
        return Names(*arrays, tuple(self.texts), np.array(self.at, dtype=float), **look)


def _graph(state, data):
    places, nodes = _places(data), data.formula.nodes
    corners = places - [WIDE / 2, HIGH / 2]
    sides = np.full(len(nodes), WIDE), np.full(len(nodes), HIGH)
    signs = Names(
        *(places + np.array([0, HIGH / 5])).T, tuple(_in_box(data, p) for p in range(len(nodes))),
        label="what is computed",
    )  # fmt: skip
    marks = [_lines(data, places), Boxes(*corners.T, *sides, label="values", in_key=False), signs]
    if data.values:
        marks += [_walked(data, places), _values(data, places), *_slopes(state, data, places)]
        marks.append(_grads(data, places))
    right, top, low = places[:, 0].max(), places[:, 1].max(), places[:, 1].min()
    return Panel(
        "The graph: boxes hold values, under them stands the grad",
        Axis("", -0.6, max(right, 2.0) + 0.6, ticks="none"),
        Axis("", low - 0.75, top + 0.6, ticks="none"),
        tuple(marks),
    )


def _in_box(data, place):
    names = {p: name for name, p in data.formula.names.items()}
    node = data.formula.nodes[place]
    is_part = place in names and node.sources
    return f"{names[place]}: {_operation(node)}" if is_part else _operation(node)


def _ends(edge, places):
    """From the left side of the user's box to the right side of the source's."""
    shift = np.array([0.0, edge.offset])
    return places[edge.user] - [WIDE / 2, 0] + shift, places[edge.source] + [WIDE / 2, 0] + shift


def _lines(data, places):
    edges = [
        Edge(user, source, 0.0)
        for user, node in enumerate(data.formula.nodes)
        for source in node.sources
    ]
    ends = np.array([_ends(edge, places) for edge in data.edges or edges]).reshape(-1, 2, 2)
    start, to = ends[:, 0], ends[:, 1]
    return Segments(*start.T, *(to - start).T, label="edges", role="grey", width=1.2, in_key=False)


def _walked(data, places):
    """The edge on which something goes back, as an arrow in its frame."""
    ends = np.array([_ends(edge, places) for edge in data.edges])
    start, to = ends[:, 0], ends[:, 1]
    at = data.seed + 1.0 + np.arange(len(ends))
    return Arrows(*start.T, *(to - start).T, at, label="goes back now", role="vermillion")


def _values(data, places):
    texts, frames = _Texts(), data.frames
    turn = {place: 1 + k for k, place in enumerate(data.forward)}
    for place, value in enumerate(data.values):
        since = range(turn.get(place, 0), frames)
        texts.add(places[place] - [0, HIGH / 5], say(value.value), since)
    return texts.mark(label="values", role="blue", bold=True)


def _slopes(state, data, places):
    """The slope on each edge that was walked, and a question mark on the next one."""
    known, asked = _Texts(), _Texts()
    for k, edge in enumerate(data.edges):
        start, to = _ends(edge, places)
        middle = 0.5 * (start + to) + [0, 0.13 + edge.offset / 2]
        walked = data.seed + 1 + k
        known.add(middle, say(edge.slope), range(walked, data.frames))
        is_right = _is_near(state.typed, edge.slope)
        asked.add(middle, f"{say(edge.slope)} ✓" if is_right else "?", [walked - 1])
    look = {"label": "local slopes"}
    return known.mark(**look), asked.mark(label="asked for", role="purple", bold=True)


def _grads(data, places):
    texts = _Texts()
    for frame in range(data.seed, data.frames):
        for place, parts in enumerate(data.parts(frame)):
            if parts:
                texts.add(places[place] - [0, 0.75 * HIGH], _sum(parts), [frame])
    return texts.mark(label="grads", role="vermillion", bold=True)


def _inputs(state, data):
    """All inputs, to be dragged, each on a line of its own, with its grad beside it."""
    names = data.formula.inputs
    called = (*names, *("not used" for _ in ORDINALS[len(names) :]))
    rows = np.arange(len(ORDINALS), 0, -1.0)
    track = np.array(GraphStepper.controls["first"].values, dtype=float)
    values = np.array([float(getattr(state, which)) for which in ORDINALS])
    left, long = np.full_like(rows, track[0]), np.full_like(rows, track[-1] - track[0])
    look = {"label": "their lines", "role": "grey", "width": 1.0, "in_key": False}
    marks = [
        Segments(left, rows, long, 0 * rows, **look),
        Segments(
            0 * rows, rows, values, 0 * rows, label="values", role="blue", in_key=False, width=4
        ),
        Names(left, rows, called, label="names", align="left", dy=12.0),
    ]
    for name, which, value, row in zip(called, ORDINALS, values, rows, strict=True):
        at = np.array([value]), np.array([row])
        along = track, np.full_like(track, row)
        look = {"label": f"{name}, {which}", "role": "blue", "in_key": False}
        marks.append(Handle(*at, moves=which, along=along, **look))
    texts = _Texts()
    inputs = [place for place, node in enumerate(data.formula.nodes) if node.is_input]
    for frame in range(data.seed, data.frames) if data.values else ():
        parts = data.parts(frame)
        for row, place in zip(rows, inputs, strict=False):
            if parts[place]:
                texts.add((4.4, row), say(sum(parts[place])), [frame])
    marks.append(texts.mark(label="grads", role="vermillion", bold=True, align="left"))
    return Panel(
        "The inputs, and their grads",
        Axis("value", -5, 7),
        Axis("", 0.5, len(ORDINALS) + 0.8, ticks="none"),
        tuple(marks),
    )
