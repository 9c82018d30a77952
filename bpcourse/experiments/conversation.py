"""Conversation: what kernel and page say to each other, as JSON text, whoever carries it.

A message is plain data: None, booleans, numbers, texts, lists and dictionaries with texts as keys.
JSON has no NaN and no infinity, and a page reads a whole number beyond 2^53 wrongly. These travel
as {"$number": "nan"}, so that None, NaN, infinities and large numbers arrive as what they were,
both ways. conversation.js is the page's side.

A buffer is a row of bytes beside the text: arrays need not become text.
"""

import json
import math

NUMBER = "$number"
EXACT = 2**53  # whole numbers below it are exact in a page


class Conversation:
    """One end of a conversation: `say` sends a message, `hear` gets one and calls `answer`.

    Whoever carries the messages calls `hear(text, buffers)`, and gives `send(text, buffers)`.
    """

    def __init__(self, send):
        self.send = send

    def hear(self, text, buffers=()):
        """Take one message from the page."""
        self.answer(from_text(text))

    def say(self, message, buffers=()):
        """Send one message to the page."""
        self.send(to_text(message), buffers)

    def answer(self, message):
        """What one message of the page leads to."""
        raise NotImplementedError


def to_text(message):
    """The JSON text of a message. Raises TypeError for what is no plain data."""
    return json.dumps(_plain(message), allow_nan=False, separators=(",", ":"))


def from_text(text):
    """The message that a JSON text holds. Raises ValueError where it holds none."""
    return json.loads(text, object_hook=_number)


def _plain(value):
    """The value with every number in a form that JSON has."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) < EXACT else {NUMBER: str(value)}
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {NUMBER: str(float(value))}
    if isinstance(value, dict):
        return {_key(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "tolist"):  # a NumPy scalar or array
        return _plain(value.tolist())
    raise TypeError(f"A message cannot hold {value!r}. Use numbers, texts, lists, dictionaries.")


def _key(key):
    if not isinstance(key, str) or key == NUMBER:
        raise TypeError(f"A message cannot have the key {key!r}. Use a text other than {NUMBER}.")
    return key


def _number(found):
    if list(found) != [NUMBER]:
        return found
    text = found[NUMBER]
    return float(text) if text in ("nan", "inf", "-inf") else int(text)
