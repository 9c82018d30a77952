"""Jupyter: the carrier of a conversation between a notebook's page and its kernel.

The only file here that needs a widget. What it carries knows nothing of it: a Stage or a QuizStage
is given `send(text, buffers)` and has `hear(text, buffers)`, so the same conversation can be
carried by anything else. widget.js is the page's side.
"""

import asyncio
from uuid import uuid4

import anywidget
import traitlets
from IPython import get_ipython
from IPython.core.interactiveshell import InteractiveShell

from . import still
from .page_files import FOLDER, style


class Carrier(anywidget.AnyWidget):
    """Carries one end of a conversation, which `make(send)` returns, to a part of the page."""

    _esm = FOLDER / "stage.js"
    _css = style()
    part = traitlets.Unicode("stage").tag(sync=True)

    def __init__(self, make, part="stage"):
        super().__init__(part=part)
        self.end = make(self.carry)
        self.on_msg(lambda _, content, buffers: self.end.hear(content["text"], buffers))

    def carry(self, text, buffers=()):
        self.send({"text": text}, list(buffers))

    def end_carrying(self):
        """Close it on both sides, with the layout that every widget has."""
        self.layout.close()
        self.close()


def live(make, part="stage"):
    """The mime bundle of a new Carrier: its data and its metadata."""
    carrier = Carrier(make, part)
    replace(carrier, *cell_and_run())
    bundle = carrier._repr_mimebundle_()
    return bundle if isinstance(bundle, tuple) else (bundle, {})


def show(experiment):
    """Show an experiment in the running cell, in two outputs.

    The first is empty; once a prediction is locked in it holds the picture as the learner left it,
    and is seen only where the experiment is not: in a notebook that is opened without its kernel.
    The second is the experiment, with its question for the same case.
    """
    place = uuid4().hex
    publish(_kept(""), place=place)

    def keep(html):
        publish(_kept(html), place=place, update=True)

    data, metadata = live(lambda send: experiment.stage(send, keep, later))
    words = {"text/html": still.words(experiment), "text/plain": experiment.title}
    publish(data | words, metadata)


def later(go_on):
    """Call `go_on` when the messages are answered that have come to this thread's loop by now."""
    asyncio.get_running_loop().call_soon(go_on)


def _kept(html):
    return {"text/html": f'<div class="bp-kept">{html}</div>', "text/plain": ""}


def publish(data, metadata=None, *, place=None, update=False):
    """Add an output to the running cell, or replace the one at `place`."""
    transient = {"display_id": place} if place else {}
    publisher = InteractiveShell.instance().display_pub
    publisher.publish(data, metadata or {}, transient=transient, update=update)


SHOWN = {}  # what each cell shows: the run of it, and the carriers made in that run


def replace(carrier, cell, run):
    """Let a cell show this carrier. What it showed in an earlier run is closed."""
    if cell is None:
        return
    last, carriers = SHOWN.get(cell, (run, []))
    if last != run:
        while carriers:
            carriers.pop().end_carrying()
    SHOWN[cell] = run, [*carriers, carrier]


def cell_and_run():
    """The ids of the cell that is being run, and of this run; None where no notebook says it."""
    shell = get_ipython()
    parent = getattr(shell, "get_parent", dict)() or {}
    return parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")
