"""Still: the twin of the live picture, for paper, for GitHub and for a notebook without kernel."""

from html import escape

from matplotlib.figure import Figure

from ..plotting.figure import as_html
from .scene import COLOURS, DASHES, MARKERS, Arrows, Contours, Curve, Path, Points, Rule

INK, GREY = "#000000", "#666666"
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
    if panel.equal:
        ax.set_aspect("equal", adjustable="box")
    ax.legend(fontsize="x-small")


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


DRAW = {
    Curve: _curve,
    Path: _path,
    Points: _points,
    Arrows: _arrows,
    Rule: _rule,
    Contours: _contours,
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
