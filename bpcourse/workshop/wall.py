"""Wall: experiments that live on slides. The page draws, and this computer answers.

On the wall an experiment asks no question, because the room has answered it, and what an instructor
tries there is kept nowhere. The conversation is that of a notebook (stage.py); a request carries
one message of the page, and brings back what is said to it.
"""

import base64
import threading

from .. import experiments
from ..experiments.conversation import from_text
from ..experiments.stage import Stage

MOST = 16  # experiments that live at one time; the oldest is given up
LIVING = {}  # the key that a page has chosen, and a name → a ShownStage, and what it has said
ONE_AT_A_TIME = threading.Lock()


class ShownStage(Stage):
    """An experiment for a room: open from the start, with nothing remembered."""

    def _ask(self, question):
        return None

    def _is_reached(self):
        return False

    def _keep(self, event, **facts):
        pass


def hear(key, name, text):
    """What an experiment says to one message: pairs of a text and its buffers in base64.

    A first "hello" opens it. Raises KeyError where there is no experiment of that name, or where it
    was not opened; ValueError where the text is no message.
    """
    with ONE_AT_A_TIME:
        if (key, name) not in LIVING and from_text(text)["kind"] == "hello":
            _open(key, name)
        stage, said = LIVING[key, name]
        stage.hear(text)
        replies = [[told, [base64.b64encode(b).decode() for b in parts]] for told, parts in said]
        said.clear()
        return replies


def _open(key, name):
    if name not in experiments.modules():
        raise KeyError(name)
    while len(LIVING) >= MOST:
        del LIVING[next(iter(LIVING))]
    said = []
    made = ShownStage(getattr(experiments, name)(), lambda text, parts: said.append((text, parts)))
    LIVING[key, name] = made, said
