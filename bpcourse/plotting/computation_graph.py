"""A computational graph: a box for every value, a line from each source to its user."""

import itertools

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path

from ..nn.graph import Value, topological_order
from .figure import new_axes

MOST = 100  # boxes; more cannot be read
WIDTH, HEIGHT = 1.0, 0.62  # of a box, in inches where the figure is ours
ACROSS, DOWN = 1.9, 0.95  # from one box to the next


def computation_graph(root, *, ax=None, **box) -> Axes:
    """The graph behind `root`, with a value in every box and a local slope on every line.

    Inputs are on the left, `root` is on the right. After `root.backward()` the gradients are in the
    boxes, too. Further keywords style the boxes. Raises TypeError unless `root` is a Value, and
    ValueError for more than 100 values.
    """
    if not isinstance(root, Value):
        raise TypeError(
            f"A graph is made of Values, but this is a {type(root).__name__}.\n"
            "Calculate with bp.Value(...) in place of the inputs, and hand over the result."
        )
    order = topological_order(root)
    if len(order) > MOST:
        raise ValueError(
            f"This graph has {len(order)} values, and more than {MOST} cannot be read.\n"
            "Draw a smaller one: a single sample, a single neuron."
        )
    places, bends = _layout(order)
    corners = np.array([*places.values(), *itertools.chain(*bends.values())])
    margin = np.array([ACROSS, DOWN]) / 2
    low, high = corners.min(axis=0) - margin, corners.max(axis=0) + margin
    width, height = high - low
    ax = ax or new_axes(width, height + 0.3)
    differentiated = root.grad == 1.0  # backward sets this on the value it starts from
    for value in order:
        _draw_box(ax, places[value], value, differentiated, box)
        for i, (source, slope) in enumerate(zip(value.sources, value.slopes, strict=True)):
            start = places[source] + [WIDTH / 2, 0]
            end = places[value] + [-WIDTH / 2, _port(value, i) * HEIGHT / 2]
            _draw_line(ax, [start, *bends.get((source, value, i), ()), end], slope)
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xticks=[], yticks=[])
    ax.set(xlabel="values are computed to the right, gradients to the left")
    ax.set(ylabel="a box for each value")
    ax.spines[:].set_visible(False)
    ax.description = _words(root, order, differentiated)
    return ax


def _layout(order):
    """The place of each value, and the bends of each line that passes a column on its way.

    A value is in the column just before its first user, level with the middle of its users, or at
    the nearest free place. A line is given by a source, its user, and the number of that source.
    """
    column = dict.fromkeys(order, 0)  # counted from the root
    for value in reversed(order):
        for source in value.sources:
            column[source] = max(column[source], column[value] + 1)
    columns = [[] for _ in range(max(column.values()) + 1)]
    for value in reversed(order):
        columns[column[value]].append(value)
    left, half = len(columns) - 1, np.array([WIDTH / 2, 0])
    wanted, places, bends = {order[-1]: [0.0]}, {}, {}
    for c, members in enumerate(columns):
        for member, y in _apart({member: np.mean(wanted[member]) for member in members}):
            place = np.array([(left - c) * ACROSS, y])
            if member in column:
                places[member] = place
                lines = [(source, member, i) for i, source in enumerate(member.sources)]
                ends = [y + _port(member, i) * DOWN / 2 for _, _, i in lines]
            else:
                # level for as long as a box is wide, so that it passes between its neighbours
                bends.setdefault(member, [])[:0] = [place - half, place + half]
                lines, ends = [member], [y]
            for line, end in zip(lines, ends, strict=True):
                if column[line[0]] == c + 1:
                    wanted.setdefault(line[0], []).append(end)
                else:
                    columns[c + 1].append(line)
                    wanted[line] = [end]
    return places, bends


def _port(value, i):
    """The height, above the middle of a box, of the line from source i: 1/2 and -1/2 for two."""
    return (len(value.sources) - 1) / 2 - i


def _apart(wanted):
    """Pairs of a member and its height: near the one it wants, and not too near another."""
    members = sorted(wanted, key=lambda member: -wanted[member])  # those that tie keep their order
    y = np.array([wanted[member] for member in members])
    spread = y.mean() + DOWN * (np.arange(len(y))[::-1] - (len(y) - 1) / 2)
    if any(above - below < DOWN - 1e-9 for above, below in itertools.pairwise(y)):
        y = spread
    return list(zip(members, y.tolist(), strict=True))


def _draw_box(ax, place, value, differentiated, style):
    x, y = place
    style = {"facecolor": "white", "edgecolor": "black"} | style
    corner = (x - WIDTH / 2, y - HEIGHT / 2)
    ax.add_patch(FancyBboxPatch(corner, WIDTH, HEIGHT, "round,pad=0,rounding_size=0.08", **style))
    title = value.operation or value.name or "constant"
    if value.operation and value.name:
        title = f"{value.name}  ({value.operation})"
    gradient = f"grad {_short(value.grad)}" if differentiated else ""
    lines = "\n".join(filter(None, (title, f"value {_short(value.value)}", gradient)))
    ax.text(x, y, lines, ha="center", va="center", fontsize=8, linespacing=1.25, zorder=3)


def _draw_line(ax, points, slope):
    """A line through the points, level at each of them, and the slope where it ends."""
    path, codes = [points[0]], [Path.MOVETO]
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (x0 + x1) / 2
        path += [(middle, y0), (middle, y1), (x1, y1)]
        codes += [Path.CURVE4] * 3
    ax.add_patch(PathPatch(Path(path, codes), facecolor="none", edgecolor="#767676", zorder=0))
    x, y = points[-1]
    near = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    style = {"ha": "right", "va": "center", "fontsize": 8, "color": "#D55E00", "bbox": near}
    ax.text(x - 0.06, y, f"×{_short(slope)}", **style)


def _short(number):
    return f"{number + 0.0:.3g}"  # + 0.0 turns -0 into 0


def _words(root, order, differentiated):
    name = root.name or "the result"
    inputs = [value for value in order if value.name and not value.sources]
    told = [
        f"{value.name} = {value.value:.3g}"
        + (f" (gradient {value.grad:.3g})" if differentiated else "")
        for value in inputs[:4]
    ]
    more = f" and {len(inputs) - 4} more" if len(inputs) > 4 else ""
    from_what = f", computed from {', '.join(told)}{more}" if told else ""
    values = "1 value" if len(order) == 1 else f"{len(order)} values"
    return f"A graph of {values}: {name} is {root.value:.3g}{from_what}."
