"""NDArrays: kinds, shapes and views as data, with every bound checked before NumPy sees it."""

import math
import re

import numpy as np

from .wire import SIZE, WireError, whole

NUMBERS = {
    *("|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8"),
    *("<f2", "<f4", "<f8", "<c8", "<c16"),
}
LETTERS = 4 * 10_000  # bytes of one string in an array of strings
NAMES = {np.dtype(name): name for name in NUMBERS}  # most arrays are of one of these kinds
DTYPES = {name: np.dtype(name) for name in NUMBERS}
NO_VIEW = "a view and its array do not fit"


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
    if isinstance(name, str) and re.fullmatch(r"(<U|\|S)[0-9]{1,5}", name):
        dtype = np.dtype(name)
        if dtype.itemsize <= LETTERS:
            return dtype
    raise WireError("an array is of a kind that may not travel")


def shape_of(value):
    """A list of whole numbers that can be the shape of an array, also where one of them is 0."""
    if type(value) is not list or len(value) > 32:
        raise WireError("an array has a shape that is none")
    size = 1
    for n in value:
        size *= whole(n, 0, SIZE) or 1  # an axis of 0 does not make the others harmless
    if size > SIZE:
        raise WireError("an array is too large for one answer")
    return tuple(value)


def order_of(array):
    return "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"


def from_bytes(data, dtype, shape, order):
    """An array over these bytes, with nothing in it that its kind does not allow."""
    if order not in ("C", "F") or len(data) != math.prod(shape) * dtype.itemsize:
        raise WireError("an array and its bytes do not fit")
    if dtype.kind == "b":
        return (np.frombuffer(data, np.uint8) != 0).reshape(shape, order=order)
    if dtype.kind == "U" and np.any(np.frombuffer(data, "<u4") > 0x10FFFF):
        raise WireError("a string has letters that do not exist")
    if dtype.itemsize == 0:
        return np.empty(shape, dtype)
    return np.frombuffer(data, dtype).reshape(shape, order=order)


def root_of(array):
    """The array that holds the memory of this one; it may be itself."""
    while type(array.base) is np.ndarray:
        array = array.base
    return array


def is_whole(array):
    """Does it own its memory, all of it and without gaps, so that it can cross with its views?"""
    without_gaps = array.flags.c_contiguous or array.flags.f_contiguous
    return array.base is None and without_gaps and dtype_name(array.dtype) is not None


def place_in(root, array):
    """Where a view lies in the memory of its root: strides and offset, in bytes."""
    return [list(array.strides), array.ctypes.data - root.ctypes.data]


def view_of(root, dtype, shape, strides, offset):
    """The view that lies there. WireError where any of its bytes would lie outside.

    The bounds are Python's whole numbers, which do not wrap round.
    """
    if type(root) is not np.ndarray or type(strides) is not list or len(strides) != len(shape):
        raise WireError(NO_VIEW)
    buffer = root if root.flags.c_contiguous else root.T
    odd = dtype.kind in "bUS" and dtype != root.dtype  # their bytes were looked at as other ones
    if odd or not buffer.flags.c_contiguous or not dtype.itemsize:
        raise WireError(NO_VIEW)
    far = 1 << 62
    steps = [whole(step, -far, far) if n > 1 else 0 for step, n in zip(strides, shape, strict=True)]
    ways = [step * (n - 1) for step, n in zip(steps, shape, strict=True) if n]
    first = whole(offset, 0, root.nbytes) + sum(way for way in ways if way < 0)
    last = offset + sum(way for way in ways if way > 0) + dtype.itemsize
    if math.prod(shape) == 0:
        steps = [0] * len(steps)
    elif first < 0 or last > root.nbytes:
        raise WireError(NO_VIEW)
    return np.ndarray(shape, dtype, buffer=buffer, offset=offset, strides=tuple(steps))


def set_writeable(array, writeable):
    try:
        array.flags.writeable = bool(writeable)
    except ValueError:  # what it looks into is read-only, so it stays so
        array.flags.writeable = False
