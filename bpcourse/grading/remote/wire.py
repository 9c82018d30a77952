"""Wire: values as bytes, between the judge and the child, with nothing in them that could act.

A frame is two lengths, a text in JSON, and the bytes of its arrays. In the text a list always
begins with a word that says what it is:

    1.5, "a", None      themselves            ["t", 1, 2]            a tuple
    ["l", 7, 1, 2]      list number 7         ["ref", 7]             the same list again
    ["a", 8, "<f8", …]  array number 8        ["v", 9, 8, …]         array 9, which looks into 8

There is no pickle and no eval, and what is not of this form is refused whole.
"""

import json
import struct

HEAD = struct.Struct("!II")
TEXT = 4 << 20  # bytes of JSON in a frame; the largest honest answer needs a hundredth
SIZE = 64 << 20  # bytes of arrays in a frame
WRITER = json.JSONEncoder(separators=(",", ":"), check_circular=False)
READ = json.JSONDecoder().raw_decode
PLAIN = frozenset([type(None), bool, int, float, str])  # in JSON they are themselves


class WireError(Exception):
    """What came is no frame, or a value is too large to be sent.

    The text is made on this side: nothing that the other side has chosen is in it.
    """


def pack(message, blobs=()):
    """A frame of a JSON-able message and the bytes of its arrays."""
    try:
        text = WRITER.encode(message).encode()
    except (ValueError, RecursionError) as error:  # an int of 5000 digits; lists in lists in lists
        raise WireError(f"a value cannot be sent: {error}") from None
    size = sum(map(len, blobs))
    if len(text) > TEXT or size > SIZE:
        raise WireError(f"{(len(text) + size) >> 20} MB are too much for one answer")
    return b"".join((HEAD.pack(len(text), size), text, *blobs))


def sizes(head):
    """The two lengths with which a frame begins, if they are allowed."""
    text, blob = HEAD.unpack_from(head)
    if text > TEXT or blob > SIZE:
        raise WireError(f"{(text + blob) >> 20} MB are too much for one answer")
    return text, blob


def unpack(text):
    """The message in the text of a frame; its arrays are read later, where they are named."""
    try:
        message, end = READ(text.decode())
    except (ValueError, RecursionError):
        raise WireError("it is no frame") from None
    if end < len(text):
        raise WireError("it is no frame")
    return message


class Frames:
    """What comes in, frame by frame. `more(size)` gives some of the bytes to come, or raises."""

    def __init__(self, more):
        self.more, self.heard = more, bytearray()  # and not yet read

    def _wait_for(self, size):
        while len(self.heard) < size:
            self.heard += self.more(size - len(self.heard))

    def byte(self):
        """The next byte, which belongs to no frame."""
        self._wait_for(1)
        return bytes([self.heard.pop(0)])

    def next(self):
        """The message and the bytes of the next frame."""
        heard = self.heard
        self._wait_for(HEAD.size)
        text, blob = sizes(heard)
        begin, end = HEAD.size + text, HEAD.size + text + blob
        self._wait_for(end)
        message, data = heard[HEAD.size : begin], bytes(heard[begin:end])
        del heard[:end]
        return unpack(message), data


def whole(value, low, high):
    """A whole number between two others; WireError where it is something else."""
    if type(value) is not int or not low <= value <= high:
        raise WireError("a number is out of place")
    return value
