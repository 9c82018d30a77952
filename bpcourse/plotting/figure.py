"""Figure: a picture with the text that describes it.

A notebook drops the text alternative of a figure unless it is in the HTML itself.
"""

import base64
import html
import io

import matplotlib.pyplot as plt


def new_axes(width=5.6, height=3.6):
    """Axes in a new figure, with its size in inches."""
    return plt.subplots(figsize=(width, height), layout="constrained")[1]


class Shown:
    """A figure and its text, for a notebook to show."""

    def __init__(self, fig, text):
        self.fig = fig
        self.text = text

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": as_html(self.fig, self.text), "text/plain": self.text}


def show(ax, text=None) -> Shown:
    """The figure of `ax` with a text, by default the descriptions of its pictures.

    Use it as the last line of a cell. The figure is closed, so it is neither shown twice nor kept
    in memory.
    """
    fig = ax.figure
    plt.close(fig)
    if text is None:
        text = " ".join(part.description for part in fig.axes if hasattr(part, "description"))
    return Shown(fig, text)


def as_html(fig, text, above="") -> str:
    """A figure as <figure>, with `text` both under it and as its alternative.

    `above` is HTML that goes first.
    """
    file = io.BytesIO()
    fig.savefig(file, format="png", dpi=100, metadata={"Software": None}, facecolor="white")
    source = base64.b64encode(file.getvalue()).decode()
    text = html.escape(text)
    return (
        f'{above}<figure style="margin: 0"><img alt="{text}" src="data:image/png;base64,{source}" '
        f'style="max-width: 100%; background: white"><figcaption>{text}</figcaption></figure>'
    )
