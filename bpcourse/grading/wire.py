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

import numpy as np

HEAD = struct.Struct("!II")
TEXT = 4 << 20  # bytes of JSON in a frame; the largest honest answer needs a hundredth
ARRAYS = 64 << 20  # bytes of arrays in a frame
DEPTH = 60  # lists in lists; an honest answer has three
NUMBERS = {
    *("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8"),
    *("<f2", "<f4", "<f8", "<c8", "<c16"),
}
LETTERS = 4 * 10_000  # bytes of one string in an array of strings
WRITER = json.JSONEncoder(separators=(",", ":"), check_circular=False)
READ = json.JSONDecoder().raw_decode
PLAIN = frozenset([type(None), bool, int, float, str])  # in JSON they are themselves
NAMES = {np.dtype(name): name for name in NUMBERS}  # most arrays are of one of these kinds
DTYPES = {name: np.dtype(name) for name in NUMBERS}


class WireError(Exception):
    """What came is no frame, or a value is too large to be sent."""


def pack(message, blobs=()):
    """A frame of a JSON-able message and the bytes of its arrays."""
    try:
        text = WRITER.encode(message).encode()
    except (ValueError, RecursionError) as error:  # an int of 5000 digits; lists in lists in lists
        raise WireError(f"a value cannot be sent: {error}") from None
    size = sum(map(len, blobs))
    if len(text) > TEXT or size > ARRAYS:
        raise WireError(f"{(len(text) + size) >> 20} MB are too much for one answer")
    return b"".join((HEAD.pack(len(text), size), text, *blobs))


def sizes(head):
    """The two lengths at the start of a frame, if they are allowed."""
    text, blob = HEAD.unpack(head)
    if text > TEXT or blob > ARRAYS:
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


def read_frame(read):
    """The message and the bytes of one frame; `read(n)` gives n bytes or raises."""
    text, blob = sizes(read(HEAD.size))
    data = read(text + blob)
    return unpack(data[:text]), data[text:]


def dtype_name(dtype):
    """The name by which an array of this kind may travel, or None."""
    if dtype in NAMES:
        return NAMES[dtype]
    name = dtype.newbyteorder("<").str
    if name in NUMBERS or (dtype.kind in "US" and dtype.itemsize <= LETTERS):
        return name
    return None


def dtype_of(name):
    """The other way; WireError where the kind may not travel."""
    if isinstance(name, str) and name in DTYPES:
        return DTYPES[name]
    if isinstance(name, str) and name[:2] in ("<U", "|S") and name[2:].isdigit():
        dtype = np.dtype(name) if len(name) < 8 else None
        if dtype is not None and dtype.itemsize <= LETTERS:
            return dtype
    raise WireError(f"an array of {str(name)[:40]!r} may not travel")


def shape_of(value):
    """A list of whole numbers, none negative, that can be the shape of an array."""
    if (
        type(value) is not list
        or len(value) > 32
        or not all(type(n) is int and 0 <= n <= ARRAYS for n in value)
    ):
        raise WireError("an array has a shape that is none")
    return tuple(value)


def whole(value, low, high):
    """A whole number between two others; WireError where it is something else."""
    if type(value) is not int or not low <= value <= high:
        raise WireError("a number is out of place")
    return value
