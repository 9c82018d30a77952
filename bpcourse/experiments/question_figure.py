"""Question figure: the picture of a labelling question, and where its places are in it.

A picture is an .svg or .png beside the questions, or an experiment in one state. Places are named
by letters. In an .svg, `currentColor` is the ink, so the picture follows a dark theme.
"""

import base64
import io
import re
import struct
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

DPI = 200


@dataclass(frozen=True)
class Drawn:
    """A picture of `width` by `height`, and its places, as parts of them from the top left."""

    width: float
    height: float
    places: tuple  # of (letter, x, y)
    svg: str = ""
    png: bytes = b""

    def spec(self):
        """The same as plain data, for the page."""
        picture = {"svg": self.svg} if self.svg else {"png": _data("image/png", self.png)}
        places = [{"letter": letter, "x": x, "y": y} for letter, x, y in self.places]
        return picture | {"width": self.width, "height": self.height, "places": places}

    def html(self, alt):
        """The picture with its letters drawn in, as an <img> that needs nothing else.

        `alt` is escaped already.
        """
        source = _data("image/svg+xml", self._with_letters().encode())
        style = "width: 35rem; max-width: 100%; background: white"
        return f'<img alt="{alt}" src="{source}" style="{style}">'

    def _with_letters(self):
        size = min(self.width, self.height) / 24
        letters = "".join(
            f'<g transform="translate({x * self.width:.4g} {y * self.height:.4g})">'
            f'<circle r="{size:.4g}" fill="white" stroke="black" stroke-width="{size / 8:.3g}"/>'
            f'<text text-anchor="middle" dy="0.36em" font-size="{size * 1.3:.4g}" '
            f'font-family="sans-serif" fill="black">{letter}</text></g>'
            for letter, x, y in self.places
        )
        if self.svg:
            return self.svg.replace("</svg>", f"{letters}</svg>")
        source = _data("image/png", self.png)
        size = f'width="{self.width:g}" height="{self.height:g}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
            f'viewBox="0 0 {self.width:g} {self.height:g}">'
            f'<image {size} href="{source}"/>{letters}</svg>'
        )


def spec(question):
    """What the page needs to show the picture of a question; None where it has none."""
    if question.kind != "labelling":
        return None
    return draw(question).spec() | {"alt": question.figure.alt}


@cache
def draw(question):
    """The picture of a labelling question."""
    figure, places = question.figure, [pair.at for pair in question.pairs]
    letters = [chr(ord("A") + i) for i in range(len(places))]
    if figure.scene:
        return _of_scene(figure, places, letters)
    data = Path(figure.file).read_bytes()
    picture = {"png": data} if figure.file.endswith(".png") else {"svg": data.decode()}
    width, height = _png_size(data) if figure.file.endswith(".png") else _svg_size(data.decode())
    named = tuple((letter, *at) for letter, at in zip(letters, places, strict=True))
    return Drawn(width, height, named, **picture)


def _of_scene(figure, at, letters):
    """A panel of an experiment in one state; its places are in the numbers of the panel's axes."""
    from .. import experiments
    from . import matplotlib_scene  # a page needs no picture library until a scene is asked about

    name, _, code = figure.scene.partition(" ")
    experiment = getattr(experiments, name)(code)
    picture = experiment.picture(experiment.start)
    scene = replace(picture.scene, panels=(picture.scene.panels[figure.panel - 1],))
    fig, file = matplotlib_scene.figure(scene, picture.frame), io.BytesIO()
    fig.savefig(file, format="png", dpi=DPI, metadata={"Software": None}, facecolor="white")
    in_figure = fig.axes[0].transData + fig.transFigure.inverted()
    places = []
    for letter, place in zip(letters, at, strict=True):
        x, y = in_figure.transform(place)
        places.append((letter, round(float(x), 4), round(1 - float(y), 4)))
    width, height = (float(inches) * 100 for inches in fig.get_size_inches())
    return Drawn(width, height, tuple(places), png=file.getvalue())


def _png_size(data):
    return tuple(float(n) for n in struct.unpack(">II", data[16:24]))


def _svg_size(text):
    left, top, width, height = map(float, re.search(r'viewBox="([^"]*)"', text)[1].split())
    if (left, top) != (0, 0):
        raise ValueError("The viewBox of a figure has to begin with 0 0.")
    return width, height


def _data(kind, content):
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
