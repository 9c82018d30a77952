"""Mirror: what crosses the wire has a twin on the other side, and twins stay alike.

An array that the judge passes to a function is a copy in the child. If the function writes into
it, keeps it, or returns a piece of it, the judge must see what it would see in one process. So
each side remembers what has crossed, sends what has changed since, and names what it has named
before. It is forgotten when either side lets it go, and all of it when a check is over.
"""

import math
import sys
import weakref

import numpy as np

from . import wire
from .wire import NUMBERS, PLAIN, WireError

SMALL = 1 << 16  # bytes; below it a whole array is sent for a piece of it


class Mirror:
    """The twins on one side. `handles` sends and receives what is no data: `out`, `back`."""

    def __init__(self, side, handles):
        self.handles = handles
        self.next = side  # the judge counts 0, 2, 4; the child 1, 3, 5
        self.entries = {}  # number → what has crossed under it
        self.numbers = {}  # id(object) → its number
        self.dead = []  # numbers whose twins may be forgotten
        self.blobs = []
        self.filled = 0  # bytes in them

    def clear(self):
        """A check is over: nothing that has crossed in it is a twin any longer."""
        self.entries.clear()
        self.numbers.clear()
        self.dead.clear()

    # ---- out ----

    def seal(self, kind, *values):
        """A frame: its kind, what has died, what has changed, and the values."""
        self.blobs, self.filled = [], 0
        changes = self._changes()
        dead, self.dead = self.dead, []
        return wire.pack([kind, dead, changes, *map(self.write, values)], self.blobs)

    def _changes(self):
        changes = []
        for number, entry in list(self.entries.items()):
            if entry.is_let_go():
                self.forget(number, entry.identity)
                continue
            change = entry.change(self)
            if change is not None:
                changes.append([number, *change])
        return changes

    def write(self, value, depth=0):
        """The value as JSON-able data; its arrays go to the blobs of the frame."""
        kind = type(value)
        if kind in PLAIN:
            return value
        if depth > wire.DEPTH:
            raise WireError("lists in lists in lists, too deep to be sent")
        writer = WRITERS.get(kind)
        if writer is None:
            return self._write_other(value, depth)
        number = self.numbers.get(id(value))
        if number is not None:
            return ["ref", number]
        return writer(self, value, depth + 1)

    def _write_other(self, value, depth):
        if isinstance(value, np.generic) and wire.dtype_name(value.dtype):
            name = wire.dtype_name(value.dtype)
            return ["n", name, *self.add(np.asarray(value, np.dtype(name)).tobytes())]
        for base, plain in SUBCLASSES:
            if isinstance(value, base):
                return self.write(plain(value), depth + 1)
        if isinstance(value, np.dtype) and wire.dtype_name(value):
            return ["dt", wire.dtype_name(value)]
        return self.handles.out(value)

    def add(self, data):
        """Put bytes into this frame; where they lie in it."""
        self.blobs.append(data)
        self.filled += len(data)
        return self.filled - len(data), len(data)

    def enter(self, value, entry):
        """Remember that this object has crossed; its number."""
        number, self.next = self.next, self.next + 2
        self.adopt(number, value, entry)
        return number

    def adopt(self, number, value, entry):
        self.entries[number] = entry
        self.numbers[id(value)] = number
        entry.begin(self, number, value)

    def forget(self, number, identity):
        if self.entries.pop(number, None) is not None:
            self.numbers.pop(identity, None)
            self.dead.append(number)

    # ---- in ----

    def open(self, message, data):
        """The kind and the values of a frame that came. WireError for what is none."""
        if type(message) is not list or len(message) < 3 or type(message[0]) is not str:
            raise WireError("it is no frame")
        kind, dead, changes, *values = message
        self.data = data
        if type(dead) is not list or type(changes) is not list:
            raise WireError("it is no frame")
        for number in dead:
            entry = self.entries.pop(number, None) if type(number) is int else None
            if entry is not None:
                self.numbers.pop(entry.identity, None)
        for change in changes:
            number = change[0] if type(change) is list and change else None
            entry = self.entries.get(number) if type(number) is int else None
            if entry is not None:
                entry.apply(self, change[1:])
        return kind, [self.read(value) for value in values]

    def read(self, value, depth=0):
        """The value that was written."""
        if type(value) in PLAIN:
            return value
        if type(value) is not list or not value or depth > wire.DEPTH:
            raise WireError("a value is no value")
        reader = READERS.get(value[0]) if type(value[0]) is str else None
        if reader is None:
            raise WireError("a value is of no kind that may travel")
        try:
            return reader(self, value, depth + 1)
        except (TypeError, ValueError, IndexError, OverflowError) as error:
            raise WireError(f"a value is damaged: {error}") from None

    def items(self, values, depth):
        return [value if type(value) in PLAIN else self.read(value, depth) for value in values]

    def bytes_at(self, start, size):
        start = wire.whole(start, 0, len(self.data))
        return self.data[start : start + wire.whole(size, 0, len(self.data) - start)]

    def known(self, number):
        """The object that has crossed under this number."""
        entry = self.entries.get(number) if type(number) is int else None
        value = entry.value if entry else None
        if value is None:
            raise WireError("it names what has never crossed")
        return value

    def fresh(self, number):
        """A number of the other side's that is not yet taken."""
        number = wire.whole(number, 0, 1 << 62)
        if number in self.entries or number % 2 == self.next % 2:
            raise WireError("it gives a number twice")
        return number


# ---- what has crossed, by kind ----


class Entry:
    """What all kinds share: the `value`, and the `identity` by which it is found again."""

    def is_let_go(self):
        """Does nobody but this entry hold the value? Lists know nobody to tell when they go."""
        return sys.getrefcount(self.value) == ALONE


class Weak(Entry):
    """One that does not keep its value alive, and hears when it is gone."""

    def watch(self, mirror, number, value):
        self.identity = identity = id(value)
        self.ref = weakref.ref(value, lambda ref: mirror.forget(number, identity))

    @property
    def value(self):
        return self.ref()

    def is_let_go(self):
        return False  # it would have been told


class ArrayEntry(Weak):
    """An array that owns its memory: its bytes when they were last the same on both sides."""

    def __init__(self, order, data):
        self.order, self.bytes = order, data

    def begin(self, mirror, number, value):
        self.watch(mirror, number, value)
        self.writeable = value.flags.writeable

    def change(self, mirror):
        value = self.ref()
        if value is None:
            return None
        data, writeable = value.tobytes(self.order), value.flags.writeable
        if data == self.bytes and writeable == self.writeable:
            return None
        self.bytes, self.writeable = data, writeable
        return [writeable, *mirror.add(data)]

    def apply(self, mirror, change):
        writeable, start, size = _three(change)
        value, data = self.ref(), mirror.bytes_at(start, size)
        if value is None:
            return
        if len(data) != value.nbytes:
            raise WireError("an array has changed its size")
        _set_writeable(value, True)
        if value.flags.writeable:  # else it looks into something that cannot have changed
            np.copyto(value, _from_bytes(data, value.dtype, value.shape, self.order))
        _set_writeable(value, writeable)
        self.bytes, self.writeable = data, value.flags.writeable


class ViewEntry(Weak):
    """An array that looks into another one. Only its own flag can change."""

    def begin(self, mirror, number, value):
        self.watch(mirror, number, value)
        self.writeable = value.flags.writeable

    def change(self, mirror):
        value = self.ref()
        if value is None or value.flags.writeable == self.writeable:
            return None
        self.writeable = value.flags.writeable
        return [self.writeable]

    def apply(self, mirror, change):
        value = self.ref()
        if value is not None and len(change) == 1:
            _set_writeable(value, change[0])
            self.writeable = value.flags.writeable


class ListEntry(Entry):
    """A list, and the very things that were in it."""

    def begin(self, mirror, number, value):
        self.identity, self.value, self.items = id(value), value, None

    def change(self, mirror):
        now = tuple(self.value)
        if self.items is not None and _same_things(now, self.items):
            return None
        self.items = now
        return [mirror.write(thing) for thing in now]

    def apply(self, mirror, change):
        self.value[:] = mirror.items(change, 1)
        self.items = tuple(self.value)


class DictEntry(Entry):
    """A dictionary, likewise."""

    def begin(self, mirror, number, value):
        self.identity, self.value, self.items = id(value), value, None

    def change(self, mirror):
        now = tuple(thing for pair in self.value.items() for thing in pair)
        if self.items is not None and _same_things(now, self.items):
            return None
        self.items = now
        return [mirror.write(thing) for thing in now]

    def apply(self, mirror, change):
        things = mirror.items(change, 1)
        self.value.clear()
        self.value.update(zip(things[::2], things[1::2], strict=True))
        self.items = tuple(thing for pair in self.value.items() for thing in pair)


class RandomEntry(Entry):
    """A random generator: both sides draw from the same stream."""

    def begin(self, mirror, number, value):
        self.identity, self.value, self.state = id(value), value, _state(value)

    def change(self, mirror):
        now = _state(self.value)
        if now == self.state:
            return None
        self.state = now
        return now

    def apply(self, mirror, change):
        state = _whole_state(change)
        if state[1] != self.state[1]:
            raise WireError("a random generator has become another one")
        _set_state(self.value, state)
        self.state = state


def _holders_when_alone():
    entry = Entry()
    entry.value = []
    return sys.getrefcount(entry.value)


ALONE = _holders_when_alone()


def _same_things(a, b):
    return len(a) == len(b) and all(x is y for x, y in zip(a, b, strict=True))


def _three(change):
    if len(change) != 3:
        raise WireError("a change is damaged")
    return change


# ---- arrays ----


def _order(array):
    return "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"


def _from_bytes(data, dtype, shape, order):
    """An array over these bytes, with nothing in it that its kind does not allow."""
    if dtype.kind == "b":
        return (np.frombuffer(data, np.uint8) != 0).reshape(shape, order=order)
    if dtype.kind == "U" and np.any(np.frombuffer(data, "<u4") > 0x10FFFF):
        raise WireError("a string has letters that do not exist")
    if dtype.itemsize == 0:
        return np.empty(shape, dtype)
    return np.frombuffer(data, dtype).reshape(shape, order=order)


def _set_writeable(array, writeable):
    try:
        array.flags.writeable = bool(writeable)
    except ValueError:  # what it looks into is read-only, so it stays so
        array.flags.writeable = False


def _root(mirror, array):
    """The array that owns the memory of this one, if it can be sent whole for it; else None."""
    root = array
    while type(root.base) is np.ndarray:
        root = root.base
    if root is array or id(root) in mirror.numbers:
        return None if root is array else root
    whole = root.base is None and (root.flags.c_contiguous or root.flags.f_contiguous)
    small = root.nbytes <= max(SMALL, 4 * array.nbytes)
    return root if whole and small and wire.dtype_name(root.dtype) else None


def _write_array(mirror, array, depth):
    name = wire.dtype_name(array.dtype)
    if name is None:
        return _write_objects(mirror, array, depth)
    if not array.dtype.isnative:
        return mirror.write(array.astype(array.dtype.newbyteorder("=")), depth)
    writeable, shape = array.flags.writeable, list(array.shape)
    root = _root(mirror, array)
    if root is not None and array.size:
        base = mirror.write(root, depth)
        offset = array.ctypes.data - root.ctypes.data
        number = mirror.enter(array, ViewEntry())
        return ["v", number, base, name, shape, list(array.strides), offset, writeable]
    order = _order(array)
    data = array.tobytes(order)
    number = mirror.enter(array, ArrayEntry(order, data))
    return ["a", number, name, shape, order, writeable, *mirror.add(data)]


def _read_array(mirror, value, depth):
    _, number, name, shape, order, writeable, start, size = value
    number, dtype, shape = mirror.fresh(number), wire.dtype_of(name), wire.shape_of(shape)
    data = mirror.bytes_at(start, size)
    if order not in ("C", "F") or len(data) != math.prod(shape) * dtype.itemsize:
        raise WireError("an array and its bytes do not fit")
    # a copy, so that it owns its memory, as the other one does
    array = _from_bytes(data, dtype, shape, order).copy(order)
    if not writeable:
        array.flags.writeable = False
    mirror.adopt(number, array, ArrayEntry(order, data))
    return array


def _read_view(mirror, value, depth):
    _, number, base, name, shape, strides, offset, writeable = value
    root = mirror.read(base, depth)
    number, dtype, shape = mirror.fresh(number), wire.dtype_of(name), wire.shape_of(shape)
    if type(root) is not np.ndarray or type(strides) is not list or len(strides) != len(shape):
        raise WireError("a view and its array do not fit")
    if not all(type(step) is int for step in [*strides, offset]):
        raise WireError("a view and its array do not fit")
    buffer = root if root.flags.c_contiguous else root.T
    odd = name[1] in "bU" and dtype != root.dtype  # their bytes were looked at as other ones
    if odd or not buffer.flags.c_contiguous:
        raise WireError("a view and its array do not fit")
    # NumPy itself refuses what would look outside
    array = np.ndarray(shape, dtype, buffer=buffer, offset=offset, strides=tuple(strides))
    _set_writeable(array, writeable)
    mirror.adopt(number, array, ViewEntry())
    return array


def _write_objects(mirror, array, depth):
    """An array of objects, or of a kind that may not travel: its shape, and what is in it."""
    if array.dtype != object:
        return mirror.handles.out(array)
    return ["o", list(array.shape), *(mirror.write(thing, depth) for thing in array.flat)]


def _read_objects(mirror, value, depth):
    things = mirror.items(value[2:], depth)
    shape = wire.shape_of(value[1])
    if math.prod(shape) != len(things):
        raise WireError("an array and its things do not fit")
    array = np.empty(len(things), dtype=object)
    for i, thing in enumerate(things):
        array[i] = thing
    return array.reshape(shape)


# ---- random generators ----


def _state(generator):
    state = generator.bit_generator.state
    inner = state["state"]
    return [inner["state"], inner["inc"], state["has_uint32"], state["uinteger"]]


def _whole_state(value):
    limits = (1 << 128, 1 << 128, 1, 1 << 32)
    if len(value) != 4:
        raise WireError("a random generator is damaged")
    return [wire.whole(n, 0, high) for n, high in zip(value, limits, strict=True)]


def _set_state(generator, state):
    generator.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": state[0], "inc": state[1]},
        "has_uint32": state[2],
        "uinteger": state[3],
    }


def _write_random(mirror, generator, depth):
    if type(generator.bit_generator) is not np.random.PCG64:
        return mirror.handles.out(generator)
    entry = RandomEntry()
    return ["g", mirror.enter(generator, entry), *entry.state]


def _read_random(mirror, value, depth):
    number, state = mirror.fresh(value[1]), _whole_state(value[2:])
    generator = np.random.Generator(np.random.PCG64(0))
    _set_state(generator, state)
    mirror.adopt(number, generator, RandomEntry())
    return generator


# ---- the other kinds ----


def _write_list(mirror, value, depth):
    entry = ListEntry()
    number = mirror.enter(value, entry)  # before its things: it may be one of them
    things = tuple(value)
    entry.items = things
    return ["l", number, *(t if type(t) in PLAIN else mirror.write(t, depth) for t in things)]


def _read_list(mirror, value, depth):
    result, entry = [], ListEntry()
    mirror.adopt(mirror.fresh(value[1]), result, entry)
    result[:] = mirror.items(value[2:], depth)
    entry.items = tuple(result)
    return result


def _write_dict(mirror, value, depth):
    entry = DictEntry()
    number = mirror.enter(value, entry)
    entry.items = tuple(thing for pair in value.items() for thing in pair)
    return ["d", number, *(mirror.write(thing, depth) for thing in entry.items)]


def _read_dict(mirror, value, depth):
    result, entry = {}, DictEntry()
    mirror.adopt(mirror.fresh(value[1]), result, entry)
    things = mirror.items(value[2:], depth)
    result.update(zip(things[::2], things[1::2], strict=True))
    entry.items = tuple(thing for pair in result.items() for thing in pair)
    return result


def _write_named(table, word):
    names = {id(thing): name for name, thing in table.items()}

    def write(mirror, value, depth):
        name = names.get(id(value))
        return mirror.handles.out(value) if name is None else [word, name]

    return write


UFUNCS = {name: f for name, f in vars(np).items() if type(f) is np.ufunc}
TYPES = {kind.__name__: kind for kind in (bool, int, float, complex, str, list, tuple, dict)} | {
    f"np.{name[1:] if name[0] in '<|' else name}": np.dtype(name).type for name in NUMBERS
}

WRITERS = {
    list: _write_list,
    dict: _write_dict,
    np.ndarray: _write_array,
    np.random.Generator: _write_random,
    np.ufunc: _write_named(UFUNCS, "u"),
    type: _write_named(TYPES, "k"),
    tuple: lambda m, v, d: ["t", *(t if type(t) in PLAIN else m.write(t, d) for t in v)],
    set: lambda m, v, d: ["s", *(m.write(thing, d) for thing in v)],
    frozenset: lambda m, v, d: ["fs", *(m.write(thing, d) for thing in v)],
    bytes: lambda m, v, d: ["y", *m.add(v)],
    complex: lambda m, v, d: ["c", v.real, v.imag],
    range: lambda m, v, d: ["r", v.start, v.stop, v.step],
    slice: lambda m, v, d: ["sl", m.write(v.start, d), m.write(v.stop, d), m.write(v.step, d)],
    type(...): lambda m, v, d: ["e"],
}

READERS = {
    "ref": lambda m, v, d: m.known(v[1]),
    "l": _read_list,
    "d": _read_dict,
    "a": _read_array,
    "v": _read_view,
    "o": _read_objects,
    "g": _read_random,
    "n": lambda m, v, d: _scalar(m, v),
    "dt": lambda m, v, d: wire.dtype_of(v[1]),
    "u": lambda m, v, d: _named(UFUNCS, v),
    "k": lambda m, v, d: _named(TYPES, v),
    "t": lambda m, v, d: tuple(m.items(v[1:], d)),
    "s": lambda m, v, d: set(m.items(v[1:], d)),
    "fs": lambda m, v, d: frozenset(m.items(v[1:], d)),
    "y": lambda m, v, d: bytes(m.bytes_at(v[1], v[2])),
    "c": lambda m, v, d: complex(v[1], v[2]),
    "r": lambda m, v, d: range(v[1], v[2], v[3]),
    "sl": lambda m, v, d: slice(*m.items(v[1:4], d)),
    "e": lambda m, v, d: ...,
    "h": lambda m, v, d: m.handles.back(v, d),
    "f": lambda m, v, d: m.handles.back(v, d),
}

# what is nearly one of these travels as one: a namedtuple as a tuple, an enum as its number
SUBCLASSES = [
    (np.ndarray, lambda value: np.array(value, subok=False)),
    (int, int.__index__),
    (float, float.__float__),
    (str, str.__str__),
    (bytes, lambda value: bytes.__getitem__(value, slice(None))),
    (tuple, lambda value: tuple(tuple.__iter__(value))),
    (list, lambda value: list(list.__iter__(value))),
    (dict, lambda value: dict(dict.items(value))),
]


def _scalar(mirror, value):
    dtype = wire.dtype_of(value[1])
    data = mirror.bytes_at(value[2], value[3])
    if len(data) != dtype.itemsize or not data:
        raise WireError("a number and its bytes do not fit")
    return _from_bytes(data, dtype, (), "C")[()]


def _named(table, value):
    if value[1] not in table:
        raise WireError(f"{str(value[1])[:40]!r} is no name that may travel")
    return table[value[1]]
