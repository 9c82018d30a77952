"""Matplotlib scene: a scene drawn by matplotlib, for paper and for a notebook without kernel.

The same marks, and the same hierarchy: the large panel on the left, its witnesses beside it, the
names of vertical axes level above them.
"""

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize, to_rgb
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnnotationBbox, OffsetImage
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from ..numerals import say
from .marks import edges
from .scene import (
    COLOURS,
    DASHES,
    MAPS,
    MARKERS,
    Arrows,
    Band,
    Bars,
    Boxes,
    Cells,
    Contours,
    Curve,
    Handle,
    Lines,
    Names,
    Path,
    Points,
    Rule,
    Segments,
    Tiles,
    Weights,
)

INK, GREY, PALE = "#1A1A1A", "#5C5C63", "#D6D6DA"
MAP_OF = {name: LinearSegmentedColormap.from_list(name, colours) for name, colours in MAPS.items()}
SHAPES = {"circle": "o", "square": "s", "triangle": "^", "diamond": "D"}
FINER = 3  # times in each direction, for contours
WIDTH, HEIGHT = 9.6, 3.9  # inches


def figure(scene, frame):
    """Draw a scene at `frame` into a new matplotlib Figure, which no window keeps alive."""
    fig = Figure(figsize=(WIDTH, HEIGHT), layout="constrained")
    for panel, ax in zip(scene.panels, _axes_of(fig, scene), strict=True):
        ax.margins(0)  # the limits are given; beside numbers of 1e299 a margin would overflow
        for mark in panel.marks:
            DRAW[type(mark)](ax, mark, panel, frame)
        _finish(ax, panel)
    return fig


def _axes_of(fig, scene):
    """Axes for each panel: the large ones side by side, the others in a column to their right."""
    large, small = scene.large, len(scene.panels) - scene.large
    rows = max(small, 1)
    grid = fig.add_gridspec(
        rows, large + (small > 0), width_ratios=[1.75] * large + [1] * (small > 0)
    )
    axes = [fig.add_subplot(grid[:, i]) for i in range(large)]
    return axes + [fig.add_subplot(grid[i, large]) for i in range(small)]


def _finish(ax, panel):
    ax.set_title(panel.title, loc="left", fontsize=9, fontweight="bold", color=INK, pad=16)
    ax.set_xlabel(panel.x.label, loc="right", fontsize=8, color=GREY)
    if panel.y.label:
        place = {"xycoords": "axes fraction", "textcoords": "offset points"}
        ax.annotate(panel.y.label, (0, 1), (0, 4), **place, fontsize=8, color=GREY)
    for name, axis in (("x", panel.x), ("y", panel.y)):
        getattr(ax, f"set_{name}scale")("log" if axis.log else "linear")
        getattr(ax, f"set_{name}lim")(axis.low, axis.high)
        _ticks(getattr(ax, f"{name}axis"), axis)
    ax.tick_params(labelsize=8, labelcolor=GREY, color=GREY, which="both")
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(GREY)
    if panel.equal:
        ax.set_aspect("equal", adjustable="box")
    if not any(isinstance(mark, Contours | Cells) for mark in panel.marks):
        ax.grid(visible=True, color=PALE, linewidth=0.6, alpha=0.6)
        ax.set_axisbelow(True)
    handles, labels = ax.get_legend_handles_labels()
    if len(labels) > 1 or any(isinstance(mark, Rule | Handle) for mark in panel.marks):
        under = {"loc": "upper center", "bbox_to_anchor": (0.5, 0), "borderaxespad": 4}
        ax.legend(handles, labels, fontsize=7, ncols=2, frameon=False, labelcolor=GREY, **under)


def _ticks(axis, panel_axis):
    if panel_axis.ticks == "none":
        axis.set_major_locator(NullLocator())
        axis.set_minor_locator(NullLocator())
    elif panel_axis.log:
        axis.set_major_locator(LogLocator(numticks=7))
        axis.set_minor_locator(NullLocator())
    else:
        axis.set_major_locator(
            MaxNLocator(6, steps=(1, 2, 5, 10), integer=panel_axis.ticks == "whole")
        )
    axis.set_major_formatter(FuncFormatter(lambda value, _: say(float(f"{value:.6g}"), 6)))


def _colour(mark):
    return COLOURS.get(mark.role, GREY if mark.role == "grey" else INK)


def _readable(colour):
    """A mark's colour mixed with ink, so that text in it can be read."""
    parts = np.array([to_rgb(colour), to_rgb(INK)])
    return tuple(np.array([0.55, 0.45]) @ parts)


def _key(mark):
    """The label for the key; one that begins with _ is left out."""
    return mark.label if mark.in_key else f"_{mark.label}"


def _line(mark):
    dashes = DASHES[mark.role]
    return {"color": _colour(mark), "linestyle": (0, dashes) if dashes else "solid"}


def _shown(mark, frame):
    """Which of the mark's pieces are shown in this frame."""
    return slice(None) if mark.at is None else mark.at == frame


def _curve(ax, mark, panel, frame):
    x, y = panel.drawn(mark)
    y = y if y.ndim == 1 else y[min(frame, len(y) - 1)]
    ax.plot(x, y, label=_key(mark), **_line(mark))


def _lines(ax, mark, panel, frame):
    style = {"color": _colour(mark), "linewidth": mark.width, "alpha": 0.7}
    drawn = ax.plot(panel.x.drawn(mark.X).T, panel.y.drawn(mark.Y).T, **style)
    drawn[0].set_label(_key(mark))


def _band(ax, mark, panel, frame):
    low, high = panel.y.drawn(mark.y_low), panel.y.drawn(mark.y_high)
    look = {"color": _colour(mark), "alpha": 0.18, "linewidth": 0}
    ax.fill_between(panel.x.drawn(mark.x), low, high, label=_key(mark), **look)


def _path(ax, mark, panel, frame):
    x, y = panel.drawn(mark)
    style = {"color": _colour(mark), "linewidth": 1}
    ax.plot(x[frame:], y[frame:], alpha=0.3, **style)  # where the path will go
    style |= {"marker": SHAPES[MARKERS[mark.role]], "markersize": 2.5, "label": _key(mark)}
    ax.plot(x[: frame + 1], y[: frame + 1], **style)
    ax.plot(x[frame : frame + 1], y[frame : frame + 1], **style | {"markersize": 6, "label": "_"})


def _points(ax, mark, panel, frame):
    now, (x, y) = _shown(mark, frame), panel.drawn(mark)
    sizes = 36.0 if mark.size is None else (0.72 * mark.size[now]) ** 2
    look = {"color": _colour(mark), "edgecolor": "white", "linewidth": 0.8, "zorder": 3}
    shape = SHAPES[MARKERS[mark.role]]
    ax.scatter(x[now], y[now], sizes, marker=shape, **look)
    ax.scatter([], [], 36.0, marker=shape, label=_key(mark), **look)  # for the key


def _arrows(ax, mark, panel, frame):
    now = _shown(mark, frame)
    shape = {"arrowstyle": "-|>", "linewidth": 0.72 * mark.width, "color": _colour(mark)}
    pieces = zip(mark.x[now], mark.y[now], mark.dx[now], mark.dy[now], strict=True)
    for x, y, dx, dy in pieces:
        arrow = shape | {"shrinkA": 0, "shrinkB": 0, "linestyle": _line(mark)["linestyle"]}
        ax.annotate("", xy=(x + dx, y + dy), xytext=(x, y), arrowprops=arrow)
    ax.plot([], [], label=_key(mark), **_line(mark))  # for the key


def _rule(ax, mark, panel, frame):
    style = {"linewidth": 1.5, "label": _key(mark), **_line(mark)}
    ax.axvline(mark.x, **style) if mark.x is not None else ax.axhline(mark.y, **style)


def _contours(ax, mark, panel, frame):
    x, y, Z = _finer(mark)
    shades = [(0, 0, 0, 0.03 + 0.13 * i / len(mark.levels)) for i in range(len(mark.levels) + 1)]
    ax.contourf(x, y, Z, levels=[-np.inf, *mark.levels, np.inf], colors=shades)
    drawn = ax.contour(x, y, Z, levels=mark.levels, colors=GREY, linewidths=0.6)
    ax.clabel(drawn, fontsize=7, fmt=lambda level: say(level, 2))


def _finer(mark):
    """The grid with more places in between, by cubic curves, as the page does it."""
    Z = np.apply_along_axis(_between, 0, np.apply_along_axis(_between, 1, mark.Z))
    x, y = (np.linspace(v[0], v[-1], (len(v) - 1) * FINER + 1) for v in (mark.x, mark.y))
    return x, y, Z


def _between(values):
    """Catmull and Rom's curve through `values`; beyond an end they go on as a parabola would."""
    first = 3 * values[0] - 3 * values[1] + values[2]
    last = 3 * values[-1] - 3 * values[-2] + values[-3]
    v = np.concatenate([[first], values, [last]])
    a, b, c, d = v[:-3], v[1:-2], v[2:-1], v[3:]
    parts = np.arange(FINER)[:, np.newaxis] / FINER  # (FINER, 1)
    bend = 2 * a - 5 * b + 4 * c - d + parts * (3 * (b - c) + d - a)
    return np.append((b + parts / 2 * (c - a + parts * bend)).T.ravel(), values[-1])


def _segments(ax, mark, panel, frame):
    now = _shown(mark, frame)
    x, y, dx, dy = mark.x[now], mark.y[now], mark.dx[now], mark.dy[now]
    gap = np.full_like(x, np.nan)
    places = [np.column_stack(three).ravel() for three in ((x, x + dx, gap), (y, y + dy, gap))]
    ax.plot(*places, label=_key(mark), **_line(mark) | {"linewidth": 0.72 * mark.width})


def _weights(ax, mark, panel, frame):
    style = _line(mark) | {"alpha": 0.75}  # many lie on each other
    for x, y, dx, dy, w in zip(mark.x, mark.y, mark.dx, mark.dy, mark.w[frame], strict=True):
        if w > 0:
            width = 0.72 * min(0.3 + 1.6 * w, 6.0)
            ax.plot([x, x + dx], [y, y + dy], **style | {"linewidth": width}, zorder=1)
    ax.plot([], [], label=_key(mark), **style)  # for the key


def _bars(ax, mark, panel, frame):
    now = _shown(mark, frame)
    floor = panel.y.low if panel.y.log else 0.0
    style = {"color": _colour(mark), "linewidth": mark.width * 0.72, "label": _key(mark)}
    ax.vlines(mark.x[now], floor, panel.y.drawn(mark.y)[now], **style)


def _boxes(ax, mark, panel, frame):
    now = _shown(mark, frame)
    colour, alpha = _colour(mark), {"pale": 0.18, "full": 1.0, "none": 0.0}[mark.fill]
    for x, y, dx, dy in zip(mark.x[now], mark.y[now], mark.dx[now], mark.dy[now], strict=True):
        corners = [x, x + dx, x + dx, x], [y, y, y + dy, y + dy]
        ax.fill(*corners, color=colour, alpha=alpha, linewidth=0)
        dashes = (0, (4, 3)) if mark.dashed else "solid"
        ax.fill(*corners, fill=False, edgecolor=colour, linewidth=1, linestyle=dashes)
    ax.fill([], [], color=colour, alpha=max(alpha, 0.18), label=_key(mark))  # for the key


def _cells(ax, mark, panel, frame):
    norm = (LogNorm if mark.log else Normalize)(mark.low, mark.high, clip=True)
    map_, numbers = MAP_OF[mark.colours], mark.Z[frame] if mark.in_frames() else mark.Z
    Z = np.clip(np.where(np.isnan(numbers), mark.high, numbers), mark.low, mark.high)
    borders = [edges(places) for places in (mark.x, mark.y)]
    if mark.ghost is not None:
        Z = np.ma.masked_where(mark.ghost, Z)
    if mark.smooth:
        ax.pcolormesh(mark.x, mark.y, Z, norm=norm, cmap=map_, shading="gouraud")
    else:
        ax.pcolormesh(*borders, Z, norm=norm, cmap=map_)
    if mark.grows:
        still = borders[0][min(frame + 1, len(mark.x))]
        ax.axvspan(still, borders[0][-1], color="white", alpha=0.65, linewidth=0)
    if mark.ghost is not None:
        _ghosts(ax, mark, borders)
    if mark.written:
        for (i, j), value in np.ndenumerate(numbers):
            is_dark = np.dot(map_(norm(value))[:3], LIGHT) < 0.55
            colour = "white" if is_dark else "black"
            if mark.ghost is not None and mark.ghost[i, j]:
                colour = GREY
            style = {"ha": "center", "va": "center", "fontsize": 8, "color": colour}
            ax.text(mark.x[j], mark.y[i], say(value), **style)
    if mark.in_key:
        bar = ax.figure.colorbar(ScalarMappable(norm, map_), ax=ax, ticks=[mark.low, mark.high])
        bar.ax.minorticks_off()
        bar.ax.set_yticklabels([say(mark.low, 2), say(mark.high, 2)], fontsize=7, color=GREY)
        bar.outline.set_visible(False)


LIGHT = (0.299, 0.587, 0.114)  # how bright red, green and blue are


def _ghosts(ax, mark, edges_of):
    """Dashed borders around cells that are only thought of."""
    (x, y) = edges_of
    for i, j in np.argwhere(mark.ghost):
        corners = [x[j], x[j + 1], x[j + 1], x[j]], [y[i], y[i], y[i + 1], y[i + 1]]
        ax.fill(*corners, fill=False, edgecolor=GREY, linewidth=1, linestyle=(0, (4, 3)))


def _tiles(ax, mark, panel, frame):
    norm, map_ = Normalize(mark.low, mark.high, clip=True), MAP_OF[mark.colours]
    frame_style = {"edgecolor": GREY, "linewidth": 0.8, "boxstyle": "square,pad=0"}
    for x, y, Z in zip(mark.x, mark.y, mark.Z[frame], strict=True):
        colours = map_(norm(np.nan_to_num(Z, nan=mark.high)[::-1]))
        image = OffsetImage(colours, zoom=0.72 * mark.side / len(Z), interpolation="nearest")
        ax.add_artist(AnnotationBbox(image, (x, y), pad=0, bboxprops=frame_style))


def _names(ax, mark, panel, frame):
    now, weight = _shown(mark, frame), "bold" if mark.bold else "normal"
    texts = np.array(mark.texts, dtype=object)[now]
    style = {"ha": mark.align, "va": "center", "fontsize": 8, "fontweight": weight}
    style |= {"color": _readable(_colour(mark)), "textcoords": "offset points", "zorder": 4}
    for x, y, text in zip(mark.x[now], mark.y[now], texts, strict=True):
        ax.annotate(text, (x, y), (0, 0.72 * mark.dy), **style)


def _handle(ax, mark, panel, frame):
    style = {"marker": "o", "markersize": 7, "markerfacecolor": "white", "markeredgewidth": 2}
    style |= {"markeredgecolor": _colour(mark), "linestyle": "none", "zorder": 5}
    ax.plot(*panel.drawn(mark), label=_key(mark), **style)


DRAW = {
    Curve: _curve,
    Lines: _lines,
    Band: _band,
    Path: _path,
    Points: _points,
    Arrows: _arrows,
    Rule: _rule,
    Contours: _contours,
    Segments: _segments,
    Weights: _weights,
    Bars: _bars,
    Boxes: _boxes,
    Cells: _cells,
    Tiles: _tiles,
    Names: _names,
    Handle: _handle,
}
