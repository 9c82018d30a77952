"""Shown: what a thing looks like on the page, as the message that shows it."""

import sys

from ..experiments.experiment import Experiment
from ..experiments.quiz import Quiz


def shown(thing):
    """The message, without its place: `html` or `text`; for what lives on the page, its `part`."""
    if isinstance(thing, Experiment | Quiz):
        return {"part": "quiz" if isinstance(thing, Quiz) else "stage"}
    bundle = _bundle(thing)
    if "text/html" in bundle:
        return {"html": bundle["text/html"]}
    if "text/markdown" in bundle:
        from ..typeset.markdown_html import markdown  # loaded where it is needed

        return {"html": markdown(bundle["text/markdown"])}
    return {"text": bundle.get("text/plain") or repr(thing)}


def _bundle(thing):
    """What a thing offers to a notebook, by its kinds."""
    if hasattr(thing, "_repr_mimebundle_"):
        bundle = thing._repr_mimebundle_()
        return bundle[0] if isinstance(bundle, tuple) else bundle
    if hasattr(thing, "_repr_html_"):
        return {"text/html": thing._repr_html_()}
    return {}


def figures():
    """The figures that a cell has left open, as messages. They are closed."""
    if "matplotlib.pyplot" not in sys.modules:
        return []
    import matplotlib.pyplot as plt

    from ..plotting.figure import as_html

    found = [{"html": as_html(plt.figure(number), "")} for number in plt.get_fignums()]
    plt.close("all")
    return found
