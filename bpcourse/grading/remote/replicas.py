"""Replicas: what crosses the wire has a twin on the other side, and twins stay alike.

An array that the judge passes to a function is a copy in the child. If the function writes into
it, keeps it, or returns a piece of it, the judge must see what it would see in one process. So
each side remembers what has crossed, sends what has changed since, and names what it has named
before. It is forgotten when either side lets it go, and all of it when a check is over.

What may cross is in `kinds`; here is what needs a memory.
"""

import operator
import sys
import weakref

import numpy as np

from . import ndarrays, size, wire
from .wire import PLAIN, WireError

BASES = (np.generic, np.dtype)  # of which there is a class for each kind of number
KEYS = 2000  # of all sets and dictionaries in a frame, texts not counted: if they are chosen well
# for it, to find a place for them takes time that grows as their square
HELD = 512 << 20  # bytes of all arrays that are remembered at one time
SHARED = 100_000  # things that are remembered at one time
LET_GO = object()


class Replicas:
    """The twins on one side. `others` sends and receives what is no data: `out`, `back`."""

    def __init__(self, side, others, writers, readers):
        self.others, self.writers, self.readers = others, writers, readers
        self.side = self.next = side  # the judge counts 0, 2, 4; the child 1, 3, 5
        self.shared = {}  # number → what has crossed under it
        self.numbers = {}  # id(object) → its number
        self.dead = []  # numbers whose twins may be forgotten
        self.held = 0
        self.copies = []  # that have crossed in place of something else
        self.said = ()  # the values of the last frame: see seal
        self.changed = {}  # id → what the other side has changed, and its state before
        self.blobs, self.filled, self.keys, self.data = [], 0, 0, b""

    def clear(self):
        """A check is over: nothing that has crossed in it is a twin any longer."""
        self.shared.clear()
        self.numbers.clear()
        self.dead.clear()
        self.copies.clear()
        self.said = ()
        self.held = 0

    def undo(self):
        """Put back whatever the other side has changed in things of this one."""
        for shared, _, state in self.changed.values():
            shared.restore(state)
        self.changed.clear()

    # ---- out ----

    def seal(self, kind, *values):
        """A frame: its kind, what has died, what has changed, and the values.

        These are held until the next frame, which can say that they have died: before that, the
        other side may name them.
        """
        self.said = ()
        self.blobs, self.filled = [], 0
        changes = self._changes()
        lists_changed = any(shared.holds_things for _, shared, _ in changes)
        # before anything is written: from here on nothing holds itself
        size.bounded([*values, *self._lists()] if lists_changed else values)
        told = []
        for number, shared, state in changes:
            shared.state = state
            told.append([number, *shared.tell(self, state)])
        dead, self.dead = self.dead, []
        self.said = values
        return wire.pack([kind, dead, told, *self.all(values, 0)], self.blobs)

    def _changes(self):
        """Numbers of the things here that have changed, with the things and their new states."""
        changes = []
        for number, shared in list(self.shared.items()):
            state = shared.news()
            if state is LET_GO:
                self.forget(number, shared.identity)
            elif state is not None:
                changes.append((number, shared, state))
        return changes

    def _lists(self):
        """All lists and dictionaries that are remembered: each may hold one that has changed."""
        return [shared.value for shared in self.shared.values() if shared.holds_things]

    def write(self, value, depth=0):
        """The value as JSON-able data; its arrays go to the blobs of the frame."""
        kind = type(value)
        if kind in PLAIN:
            return value
        if depth > size.DEPTH:
            raise WireError("lists in lists in lists, too deep to be sent")
        number = self.numbers.get(id(value))
        if number is not None:
            return ["ref", number]
        writer = self.writers.get(kind) or self._writer_by_base(value)
        if writer is None:
            return self.others.out(value, depth)
        return writer(self, value, depth + 1)

    def _writer_by_base(self, value):
        base = next((base for base in BASES if isinstance(value, base)), None)
        return self.writers.get(base)

    def write_copy(self, copy, depth):
        """The same for a copy that nobody else holds: it must live as long as its twin may."""
        self.copies.append(copy)
        return self.write(copy, depth)

    def all(self, values, depth):
        return [v if type(v) in PLAIN else self.write(v, depth) for v in values]

    def add(self, data):
        """Put bytes into this frame; where they lie in it."""
        self.blobs.append(data)
        self.filled += len(data)
        return self.filled - len(data), len(data)

    def enter(self, kind, value):
        """Remember that this object crosses now; its number."""
        number, self.next = self.next, self.next + 2
        self.share(kind, number, value)
        return number

    # ---- both ----

    def share(self, kind, number, value, state=None):
        """Remember the object under this number, as it is now; its `state` may be known."""
        self.shared[number] = shared = kind(self, number, value, state)
        self.numbers[id(value)] = number
        self.held += shared.size
        if self.held > HELD or len(self.shared) > SHARED:
            raise WireError("it holds too much at one time")

    def forget(self, number, identity, dies=True):
        shared = self.shared.pop(number, None)
        if shared is not None:
            self.held -= shared.size
            self.numbers.pop(identity, None)
            if dies:
                self.dead.append(number)

    # ---- in ----

    def open(self, message, data):
        """The kind and the values of a frame that came. WireError for what is none."""
        try:
            return self._open(message, data)
        except (TypeError, ValueError, IndexError, OverflowError):
            raise WireError("a value is damaged") from None

    def _open(self, message, data):
        if type(message) is not list or len(message) < 3 or type(message[0]) is not str:
            raise WireError("it is no frame")
        kind, dead, changes, *values = message
        self.data, self.keys = data, 0
        if type(dead) is not list or type(changes) is not list:
            raise WireError("it is no frame")
        for number in dead:
            shared = self.shared.get(number) if type(number) is int else None
            if shared is not None:
                self.forget(number, shared.identity, dies=False)
        lists_changed = self._take_changes(changes)
        found = self.each(values, 0)
        if not self.side:  # what the judge says was bounded when it was sealed
            size.bounded([*found, *self._lists()] if lists_changed else found)
        return kind, found

    def _take_changes(self, changes):
        lists_changed = False
        for change in changes:
            number = change[0] if type(change) is list and change else None
            shared = self.shared.get(number) if type(number) is int else None
            value = shared and shared.value
            if value is None:
                continue  # it has just been forgotten here
            state = shared.hear(self, change[1:])
            if number % 2 == self.next % 2:  # a thing of this side
                self.changed.setdefault(id(value), (shared, value, shared.state))
            shared.restore(state)
            shared.state = state
            lists_changed = lists_changed or shared.holds_things
        return lists_changed

    def read(self, value, depth=0):
        """The value that was written."""
        if type(value) in PLAIN:
            return value
        if type(value) is not list or not value or depth > size.DEPTH:
            raise WireError("a value is no value")
        reader = self.readers.get(value[0]) if type(value[0]) is str else None
        if reader is None:
            raise WireError("a value is of no kind that may travel")
        return reader(self, value, depth + 1)

    def each(self, values, depth=1):
        return [v if type(v) in PLAIN else self.read(v, depth) for v in values]

    def keys_of(self, values, depth=1):
        """The same for what is going to be hashed. Only the judge has to fear what comes."""
        self.keys += sum(type(value) is not str for value in values)
        if self.keys > KEYS and not self.side:
            raise WireError(f"more than {KEYS:,} keys are too many for one answer")
        return self.each(values, depth)

    def bytes_at(self, start, length):
        start = wire.whole(start, 0, len(self.data))
        return self.data[start : start + wire.whole(length, 0, len(self.data) - start)]

    def known(self, number):
        """The object that has crossed under this number."""
        shared = self.shared.get(number) if type(number) is int else None
        value = shared and shared.value
        if value is None:
            raise WireError("it names what has never crossed")
        return value

    def fresh(self, number):
        """A number of the other side's that is not yet taken."""
        number = wire.whole(number, 0, 1 << 62)
        if number in self.shared or number % 2 == self.next % 2:
            raise WireError("it gives a number twice")
        return number


# ---- what has crossed, by kind ----


class Shared:
    """A thing that has crossed, and its `state` when both sides were last alike.

    now() is its state at present, and news() the same if it is another one than before: it is asked
    of everything with every frame. restore(state) makes it so; tell(replicas, state) is the state
    as data, and hear(replicas, data) the other way.
    """

    holds_things = False
    size = 0  # bytes

    def __init__(self, replicas, number, value, state=None):
        self.identity, self.value = id(value), value
        self.state = self.now()

    def news(self):
        """Its state if that has changed, else None; LET_GO where nobody else holds the value.

        Lists know nobody to tell when they go.
        """
        if sys.getrefcount(self.value) == ALONE:
            return LET_GO
        state = self.now()
        return None if self.same(state, self.state) else state

    def same(self, one, other):
        return one == other


def _holders_when_alone():
    class Alone(Shared):
        def now(self):
            return None

    alone = Alone(None, 0, [])
    return sys.getrefcount(alone.value)


ALONE = _holders_when_alone()


class SharedList(Shared):
    """A list; its state are the very things in it."""

    holds_things = True

    def now(self):
        return tuple(self.value)

    def same(self, one, other):
        return len(one) == len(other) and all(map(operator.is_, one, other))

    def restore(self, state):
        self.value[:] = state

    def tell(self, replicas, state):
        return replicas.all(state, 1)

    def hear(self, replicas, data):
        return tuple(replicas.each(data))


class SharedDict(SharedList):
    """A dictionary; its state are the keys and values in turn."""

    def now(self):
        return tuple(thing for pair in self.value.items() for thing in pair)

    def restore(self, state):
        self.value.clear()
        self.value.update(zip(state[::2], state[1::2], strict=True))

    def hear(self, replicas, data):
        pairs = zip(replicas.keys_of(data[::2]), replicas.each(data[1::2]), strict=True)
        return tuple(thing for pair in pairs for thing in pair)


class SharedGenerator(Shared):
    """A random generator: both sides draw from the same stream."""

    def now(self):
        state = self.value.bit_generator.state
        inner = state["state"]
        return [inner["state"], inner["inc"], state["has_uint32"], state["uinteger"]]

    def restore(self, state):
        set_state(self.value, state)

    def tell(self, replicas, state):
        return state

    def hear(self, replicas, data):
        state = whole_state(data)
        if state[1] != self.state[1]:
            raise WireError("a random generator has become another one")
        return state


class SharedView(Shared):
    """An array that looks into another one. Only its own flag can change.

    It does not keep its value alive, and hears when that is gone.
    """

    def __init__(self, replicas, number, value, state=None):
        self.identity = identity = id(value)
        self.ref = weakref.ref(value, lambda _: replicas.forget(number, identity))
        self.state = state or self.now()

    @property
    def value(self):
        return self.ref()

    def news(self):
        state = self.now()
        return None if state == self.state else state

    def now(self):
        value = self.ref()
        return None if value is None else value.flags.writeable

    def restore(self, state):
        ndarrays.set_writeable(self.ref(), state)

    def tell(self, replicas, state):
        return [state]

    def hear(self, replicas, data):
        (writeable,) = data
        return writeable is True


class SharedArray(SharedView):
    """An array that owns its memory; its state are its flag and its bytes."""

    def __init__(self, replicas, number, value, state=None):
        self.order, self.size = ndarrays.order_of(value), value.nbytes
        super().__init__(replicas, number, value, state)

    def now(self):
        value = self.ref()
        return None if value is None else (value.flags.writeable, value.tobytes(self.order))

    def news(self):
        value = self.ref()
        if value is None:  # it has just been told that it is gone
            return None
        writeable, data = self.state
        if value.flags.writeable == writeable and value.tobytes(self.order) == data:
            return None
        return self.now()

    def restore(self, state):
        writeable, data = state
        value = self.ref()
        ndarrays.set_writeable(value, True)
        if value.flags.writeable:  # else it looks into something that cannot have changed
            np.copyto(value, ndarrays.from_bytes(data, value.dtype, value.shape, self.order))
        ndarrays.set_writeable(value, writeable)

    def tell(self, replicas, state):
        writeable, data = state
        return [writeable, *replicas.add(data)]

    def hear(self, replicas, data):
        writeable, start, length = data
        found = replicas.bytes_at(start, length)
        if len(found) != self.size:
            raise WireError("an array has changed its size")
        return writeable is True, found


def whole_state(value):
    """Four whole numbers that can be the state of a random generator."""
    limits = (1 << 128, 1 << 128, 1, 1 << 32)
    if len(value) != 4:
        raise WireError("a random generator is damaged")
    return [wire.whole(n, 0, high) for n, high in zip(value, limits, strict=True)]


def set_state(generator, state):
    generator.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": state[0], "inc": state[1]},
        "has_uint32": state[2],
        "uinteger": state[3],
    }
