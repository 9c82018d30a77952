"""Still: the twin of the live picture, for paper, for GitHub and for a notebook without kernel."""

from html import escape

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..plotting.figure import as_html
from .scene import (
    COLOURS,
    DASHES,
    MAP,
    MARKERS,
    Arrows,
    Bars,
    Cells,
    Contours,
    Curve,
    Names,
    Path,
    Points,
    Rule,
    Segments,
)

INK, GREY = "#000000", "#666666"
COLOUR_MAP = LinearSegmentedColormap.from_list("viridis at nine places", MAP)
SHAPES = {"circle": "o", "square": "s", "triangle": "^", "diamond": "D"}


def figure(scene, frame):
    """Draw a scene at `frame` into a new matplotlib Figure, which no window keeps alive."""
    count = len(scene.panels)
    fig = Figure(figsize=(min(4.2 * count, 12), 3.4), layout="constrained")
    for panel, ax in zip(scene.panels, fig.subplots(1, count, squeeze=False)[0], strict=True):
        for mark in panel.marks:
            DRAW[type(mark)](ax, mark, panel, frame)
        _axes(ax, panel)
    return fig


def _axes(ax, panel):
    ax.set(title=panel.title, xlabel=panel.x.label, ylabel=panel.y.label)
    ax.set_xscale("log" if panel.x.log else "linear")
    ax.set_yscale("log" if panel.y.log else "linear")
    ax.set_xlim(panel.x.low, panel.x.high)
    ax.set_ylim(panel.y.low, panel.y.high)
    for axis, ticks in ((ax.xaxis, panel.x.ticks), (ax.yaxis, panel.y.ticks)):
        if ticks == "whole":
            axis.set_major_locator(MaxNLocator(integer=True))
        if ticks == "none":
            axis.set_ticks([])
    if panel.equal:
        ax.set_aspect("equal", adjustable="box")
    under = {"loc": "upper center", "bbox_to_anchor": (0.5, 0), "borderaxespad": 5}  # letters high
    ax.legend(fontsize="x-small", **(under if panel.is_full else {}))


def _colour(mark):
    return COLOURS.get(mark.role, INK)


def _line(mark):
    dashes = DASHES[mark.role]
    return {"color": _colour(mark), "linestyle": (0, dashes) if dashes else "solid"}


def _curve(ax, mark, panel, frame):
    ax.plot(*panel.drawn(mark), label=mark.label, **_line(mark))


def _path(ax, mark, panel, frame):
    x, y = panel.drawn(mark)
    style = {"color": _colour(mark), "linewidth": 1}
    ax.plot(x[frame:], y[frame:], alpha=0.4, **style)  # where the path will go
    style |= {"marker": SHAPES[MARKERS[mark.role]], "markersize": 3, "label": mark.label}
    ax.plot(x[: frame + 1], y[: frame + 1], **style)


def _points(ax, mark, panel, frame):
    style = {"color": _colour(mark), "marker": SHAPES[MARKERS[mark.role]], "linestyle": "none"}
    ax.plot(*panel.drawn(mark), label=mark.label, **style)


def _arrows(ax, mark, panel, frame):
    at = min(frame, len(mark.x) - 1)
    tip = (mark.x[at] + mark.dx[at], mark.y[at] + mark.dy[at])
    shape = {"arrowstyle": "-|>", "linewidth": 2, "color": _colour(mark)}
    ax.annotate("", xy=tip, xytext=(mark.x[at], mark.y[at]), arrowprops=shape)
    ax.plot([], [], linewidth=2, color=_colour(mark), label=mark.label)  # for the legend


def _rule(ax, mark, panel, frame):
    style = {"linewidth": 1.5, "label": mark.label, **_line(mark)}
    ax.axvline(mark.x, **style) if mark.x is not None else ax.axhline(mark.y, **style)


def _contours(ax, mark, panel, frame):
    style = {"colors": GREY, "linewidths": 0.8}
    drawn = ax.contour(mark.x, mark.y, mark.Z, levels=mark.levels, **style)
    ax.clabel(drawn, fontsize="xx-small")
    ax.plot([], [], color=GREY, linewidth=0.8, label=mark.label)  # for the legend


def _shown(mark, frame):
    """Which of the mark's pieces are shown in this frame."""
    return slice(None) if mark.at is None else mark.at == frame


def _segments(ax, mark, panel, frame):
    now = _shown(mark, frame)
    x, y, dx, dy = mark.x[now], mark.y[now], mark.dx[now], mark.dy[now]
    gap = np.full_like(x, np.nan)
    places = [np.column_stack(three).ravel() for three in ((x, x + dx, gap), (y, y + dy, gap))]
    ax.plot(*places, label=mark.label, **_line(mark) | {"linewidth": mark.width})


def _bars(ax, mark, panel, frame):
    now = _shown(mark, frame)
    floor = panel.y.low if panel.y.log else 0.0
    style = {"color": _colour(mark), "linewidth": mark.width * 0.72, "label": mark.label}
    ax.vlines(mark.x[now], floor, panel.y.drawn(mark.y)[now], **style)


def _cells(ax, mark, panel, frame):
    x, y = (_edges(places) for places in (mark.x, mark.y))
    Z = np.where(np.isfinite(mark.Z), mark.Z, mark.high)
    ax.pcolormesh(x, y, Z, vmin=mark.low, vmax=mark.high, cmap=COLOUR_MAP)
    ax.axvspan(x[min(frame + 1, len(mark.x))], x[-1], color="white", alpha=0.65, linewidth=0)
    ax.plot([], [], color=COLOUR_MAP(0.6), linewidth=6, label=mark.label)  # for the legend


def _edges(places):
    """The borders of cells around equally distant places."""
    half = (places[1] - places[0]) / 2 if len(places) > 1 else 0.5
    return np.append(places - half, places[-1] + half)


def _names(ax, mark, panel, frame):
    for x, y, text in zip(mark.x, mark.y, mark.texts, strict=True):
        ax.text(x, y, text, ha="center", va="center", fontsize="small", color=_colour(mark))
    ax.plot([], [], linestyle="none", label=mark.label)  # for the legend


DRAW = {
    Curve: _curve,
    Path: _path,
    Points: _points,
    Arrows: _arrows,
    Rule: _rule,
    Contours: _contours,
    Segments: _segments,
    Bars: _bars,
    Cells: _cells,
    Names: _names,
}


def html(experiment):
    """The still picture as HTML, with its text under it and inside it."""
    picture = experiment.picture(experiment.start)
    fig, text = figure(picture.scene, picture.frame), picture.text(picture.frame)
    return as_html(fig, text, above=_question(experiment))


def _question(experiment):
    question = experiment.question
    if question is None:
        return f"<p><b>{escape(experiment.title)}</b></p>"
    options = "".join(f"<li>{escape(option.text)}</li>" for option in question.all_options)
    return (
        f"<p><b>{escape(experiment.title)}</b> {escape(question.text)}</p>"
        f'<ol type="a">{options}</ol><p>Run the cell to answer, and to move the picture.</p>'
    )
