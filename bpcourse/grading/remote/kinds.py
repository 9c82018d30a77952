"""Kinds: what may cross the wire, and how each kind is written and read.

Data are None, truths, numbers, texts, bytes, lists, tuples, dictionaries, sets, ranges, slices,
arrays, NumPy's scalars and its random generators. NumPy's functions and the types of numbers go by
their names. Nothing else is data.
"""

import math

import numpy as np

from . import ndarrays
from .replicas import (
    Replicas,
    SharedArray,
    SharedDict,
    SharedGenerator,
    SharedList,
    SharedView,
    set_state,
    whole_state,
)
from .wire import WireError

SMALL = 1 << 16  # bytes; below it a whole array is sent for a piece of it
UFUNCS = {name: f for name, f in vars(np).items() if type(f) is np.ufunc}
TYPES = {kind.__name__: kind for kind in (bool, int, float, complex, str, list, tuple, dict)} | {
    f"np.{name.strip('<|')}": np.dtype(name).type for name in ndarrays.NUMBERS
}
NAMES = {id(thing): ["u", name] for name, thing in UFUNCS.items()}
NAMES |= {id(thing): ["k", name] for name, thing in TYPES.items()}


# ---- arrays ----


def write_array(replicas, array, depth):
    if array.dtype.kind == "O":
        return ["o", list(array.shape), *replicas.all(array.flat, depth)]
    name = ndarrays.dtype_name(array.dtype)
    if name is None:
        return replicas.others.out(array, depth)
    if not array.dtype.isnative:
        return replicas.write_copy(array.astype(array.dtype.newbyteorder("=")), depth)
    shape, writeable = list(array.shape), array.flags.writeable
    root = _root(replicas, array) if array.size else None
    if root is not None:
        base = replicas.write(root, depth)
        number = replicas.enter(SharedView, array)
        return ["v", number, base, name, shape, *ndarrays.place_in(root, array), writeable]
    number = replicas.enter(SharedArray, array)
    shared = replicas.shared[number]
    return ["a", number, name, shape, shared.order, writeable, *replicas.add(shared.state[1])]


def _root(replicas, array):
    """The array that owns this one's memory, if it has crossed or is small enough to cross."""
    root = ndarrays.root_of(array)
    if root is array or id(root) in replicas.numbers:
        return None if root is array else root
    small = root.nbytes <= max(SMALL, 4 * array.nbytes)
    return root if small and ndarrays.is_whole(root) else None


def read_array(replicas, value, depth):
    _, number, name, shape, order, writeable, start, length = value
    number, dtype, shape = (
        replicas.fresh(number),
        ndarrays.dtype_of(name),
        ndarrays.shape_of(shape),
    )
    data = replicas.bytes_at(start, length)
    # a copy, so that it owns its memory, as the other one does
    array = ndarrays.from_bytes(data, dtype, shape, order).copy(order)
    if writeable is not True:
        array.flags.writeable = False
    replicas.share(SharedArray, number, array, (writeable is True, data))
    return array


def read_view(replicas, value, depth):
    _, number, base, name, shape, strides, offset, writeable = value
    root = replicas.read(base, depth)
    number, dtype, shape = (
        replicas.fresh(number),
        ndarrays.dtype_of(name),
        ndarrays.shape_of(shape),
    )
    array = ndarrays.view_of(root, dtype, shape, strides, offset)
    ndarrays.set_writeable(array, writeable is True)
    replicas.share(SharedView, number, array)
    return array


def read_objects(replicas, value, depth):
    things, shape = replicas.each(value[2:], depth), ndarrays.shape_of(value[1])
    if math.prod(shape) != len(things):
        raise WireError("an array and its things do not fit")
    array = np.empty(len(things), dtype=object)
    for i, thing in enumerate(things):
        array[i] = thing
    return array.reshape(shape)


def write_scalar(replicas, value, depth):
    name = ndarrays.dtype_name(value.dtype)
    if name is None:
        return replicas.others.out(value, depth)
    return ["n", name, *replicas.add(np.asarray(value, np.dtype(name)).tobytes())]


def read_scalar(replicas, value, depth):
    _, name, start, length = value
    dtype = ndarrays.dtype_of(name)
    return ndarrays.from_bytes(replicas.bytes_at(start, length), dtype, (), "C")[()]


# ---- lists, dictionaries, generators ----


def write_list(replicas, value, depth):
    number = replicas.enter(SharedList, value)
    return ["l", number, *replicas.all(replicas.shared[number].state, depth)]


def read_list(replicas, value, depth):
    number = replicas.fresh(value[1])
    result = replicas.each(value[2:], depth)
    replicas.share(SharedList, replicas.fresh(number), result)
    return result


def write_dict(replicas, value, depth):
    number = replicas.enter(SharedDict, value)
    return ["d", number, *replicas.all(replicas.shared[number].state, depth)]


def read_dict(replicas, value, depth):
    number = replicas.fresh(value[1])
    keys, things = replicas.keys_of(value[2::2], depth), replicas.each(value[3::2], depth)
    result = dict(zip(keys, things, strict=True))
    replicas.share(SharedDict, replicas.fresh(number), result)
    return result


def write_generator(replicas, value, depth):
    if type(value.bit_generator) is not np.random.PCG64:
        return replicas.others.out(value, depth)
    number = replicas.enter(SharedGenerator, value)
    return ["g", number, *replicas.shared[number].state]


def read_generator(replicas, value, depth):
    number, state = replicas.fresh(value[1]), whole_state(value[2:])
    generator = np.random.Generator(np.random.PCG64(0))
    set_state(generator, state)
    replicas.share(SharedGenerator, number, generator)
    return generator


# ---- what goes by name ----


def write_named(replicas, value, depth):
    return NAMES.get(id(value)) or replicas.others.out(value, depth)


def named(table, name):
    if type(name) is not str or name not in table:
        raise WireError("it names what may not travel")
    return table[name]


def write_dtype(replicas, value, depth):
    name = ndarrays.dtype_name(value)
    return ["dt", name] if name else replicas.others.out(value, depth)


WRITERS = {
    list: write_list,
    dict: write_dict,
    np.ndarray: write_array,
    np.random.Generator: write_generator,
    np.generic: write_scalar,
    np.dtype: write_dtype,
    np.ufunc: write_named,
    type: write_named,
    tuple: lambda r, v, d: ["t", *r.all(v, d)],
    set: lambda r, v, d: ["s", *r.all(v, d)],
    frozenset: lambda r, v, d: ["fs", *r.all(v, d)],
    bytes: lambda r, v, d: ["y", *r.add(v)],
    complex: lambda r, v, d: ["c", v.real, v.imag],
    range: lambda r, v, d: ["r", v.start, v.stop, v.step],
    slice: lambda r, v, d: ["sl", *r.all((v.start, v.stop, v.step), d)],
    type(...): lambda r, v, d: ["e"],
}
READERS = {
    "ref": lambda r, v, d: r.known(v[1]),
    "l": read_list,
    "d": read_dict,
    "a": read_array,
    "v": read_view,
    "o": read_objects,
    "g": read_generator,
    "n": read_scalar,
    "dt": lambda r, v, d: ndarrays.dtype_of(v[1]),
    "u": lambda r, v, d: named(UFUNCS, v[1]),
    "k": lambda r, v, d: named(TYPES, v[1]),
    "t": lambda r, v, d: tuple(r.each(v[1:], d)),
    "s": lambda r, v, d: set(r.keys_of(v[1:], d)),
    "fs": lambda r, v, d: frozenset(r.keys_of(v[1:], d)),
    "y": lambda r, v, d: bytes(r.bytes_at(v[1], v[2])),
    "c": lambda r, v, d: complex(v[1], v[2]),
    "r": lambda r, v, d: range(v[1], v[2], v[3]),
    "sl": lambda r, v, d: slice(*r.each(v[1:4], d)),
    "e": lambda r, v, d: ...,
    "h": lambda r, v, d: r.others.back(v),
    "f": lambda r, v, d: r.others.back(v),
    "earlier": lambda r, v, d: r.others.back(v),
}


def replicas(side, others):
    """Replicas of all these kinds, on the judge's side (0) or the child's (1)."""
    return Replicas(side, others, WRITERS, READERS)
