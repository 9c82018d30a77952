"""Child: the side on which the student's code runs, and nothing else does.

It loads the source, and then answers: call this, read that. What it knows of the checks are the
values that they pass. Nothing here is trusted by the judge; it may be changed by the code that
runs beside it, and then says something wrong, or something that is no frame.
"""

import faulthandler
import os
import signal
import sys

import numpy as np

from ..checking.answer import AnswerError, load
from ..checking.surroundings import NoInput, Printed
from . import errors, wire
from .mirror import Mirror

# What a stand-in of the judge can do, if the type of the object can. No comparison is among them:
# it would tell the child what was expected, and let it judge itself.
ASKED = (
    *("__call__", "__iter__", "__next__", "__len__", "__getitem__", "__setitem__", "__array__"),
    *("__float__", "__int__", "__index__", "__enter__", "__exit__"),
)
FLOATING = tuple(np.geterr())  # the names of what NumPy can be quiet about, in its order
ARITHMETIC = (
    *(
        f"__{side}{name}__"
        for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")
        for side in ("", "r", "i")
    ),
    *("__neg__", "__pos__", "__abs__"),
)


class Ended(BaseException):
    """The judge has heard enough."""


class Child:
    """Answers the frames that come through `read` and `write`, until there are no more."""

    def __init__(self, read, write, new):
        self.read, self.write, self.new = read, write, new
        self.mirror = Mirror(1, self)
        self.objects, self.base = {}, {}  # what the judge knows by a number
        self.numbers = {}  # id → that number
        self.theirs = {}  # id of a stand-in here → the number of the judge's function
        self.count = 0
        self.abilities = {}
        self.printed = Printed()
        self.filename = ""
        self.used = False

    def serve(self):
        """Answer until the answer to a question of our own comes, and return that."""
        while True:
            kind, values = self._receive()
            if kind in ("return", "raise"):
                return kind, values[0]
            if kind in ("scene", "forget"):
                getattr(self, f"_{kind}")(*values)
                continue
            try:
                result, outcome = getattr(self, f"on_{kind}")(*values), "return"
            except Ended:
                raise
            except BaseException as error:  # whatever the student's code ends with is its answer
                result, outcome = self._told(error), "raise"
            self._send(outcome, result, self.printed.text, self.printed.length)

    def _told(self, error):
        if isinstance(error, AnswerError):
            cause = None if error.cause is None else errors.tell(error.cause, self.filename)
            return ("answer", str(error), cause)
        return errors.tell(error, self.filename)

    def _receive(self):
        message, data = wire.read_frame(self.read)
        return self.mirror.open(message, data)

    def _send(self, kind, *values):
        try:
            frame = self.mirror.seal(kind, *values)
        except wire.WireError as error:
            self.write(wire.pack(["lost", [], [], str(error)]))
            raise Ended from None
        self.write(frame)

    def _scene(self):
        self.mirror.clear()
        self.objects = dict(self.base)
        self.numbers = {id(thing): number for number, thing in self.base.items()}
        self.theirs.clear()
        self.printed.start()

    # ---- what the judge asks ----

    def on_load(self, source, filename, defines, seconds):
        """Run the source; names for what it defines, or None where this child is not as new."""
        if self.used and not self.new.still():
            return None
        self.new.seed()
        self.used, self.filename = True, filename
        _write_down_place_after(seconds)
        self.printed.start()
        self.base = {}
        sys.stdin, sys.stdout, sys.stderr = NoInput(), self.printed, self.printed
        things = load(source, filename, defines)
        self.base = dict(enumerate(things))
        self.count = len(things)
        self._scene()
        return tuple(self._name(number, thing) for number, thing in self.base.items())

    def on_call(self, number, arguments, named, floating):
        with np.errstate(**dict(zip(FLOATING, floating, strict=True))):
            return self.objects[number](*arguments, **dict(named))

    def on_get(self, number, name):
        return getattr(self.objects[number], name)

    def on_set(self, number, name, value):
        setattr(self.objects[number], name, value)

    def on_special(self, number, name, arguments):
        """Through the type, as Python does it itself."""
        thing = self.objects[number]
        return getattr(type(thing), name)(thing, *arguments)

    def on_is(self, number, kind):
        return isinstance(self.objects[number], self.objects[kind])

    def _forget(self, numbers):
        for number in numbers:
            if number not in self.base and number in self.objects:
                del self.numbers[id(self.objects.pop(number))]

    # ---- what is no data ----

    def out(self, value):
        """A name for an object that stays here."""
        if id(value) in self.theirs:
            return ["f", self.theirs[id(value)][0]]
        number = self.numbers.get(id(value))
        if number is None:
            number, self.count = self.count, self.count + 1
            self.objects[number] = value
            self.numbers[id(value)] = number
        _, name, abilities = self._name(number, value)
        return ["h", number, name, *abilities]

    def _name(self, number, value):
        kind = type(value)
        if kind not in self.abilities:
            own = set().union(*map(vars, kind.__mro__))
            specials = tuple(name for name in ASKED + ARITHMETIC if name in own)
            self.abilities[kind] = (kind.__name__[:100], specials)
        return (number, *self.abilities[kind])

    def back(self, value, depth):
        """One's own object again, or a stand-in for a function or an object of the judge's."""
        if value[0] == "f":
            return self.objects[value[1]]
        _, number, name, is_function = value
        thing = _function(self, number, name) if is_function else _Object(self, number)
        self.theirs[id(thing)] = (number, thing)
        return thing

    def ask(self, *question):
        self._send(*question)
        kind, value = self.serve()
        if kind == "raise":
            error = errors.rebuild(value, self.filename)
            del error.calls_elsewhere  # here it has calls of its own
            raise error
        return value


def listen_to_last_words():
    """A crash, and the place where the code is when time is up, will be told as errors."""
    faulthandler.enable(file=2)
    if hasattr(signal, "setitimer"):
        faulthandler.register(signal.SIGALRM, file=2, all_threads=True, chain=False)


def _write_down_place_after(seconds):
    """When time is up, the place where the code is goes to its errors; the judge then ends it."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
    else:
        faulthandler.dump_traceback_later(seconds, exit=True, file=2)


def _function(child, number, name):
    def function(*arguments, **named):
        return child.ask("call", number, arguments, named)

    function.__name__ = function.__qualname__ = name
    return function


class _Object:
    """An object of the judge's: its public attributes can be read, and called."""

    def __init__(self, child, number):
        self.__dict__.update(_child=child, _number=number)

    def __getattr__(self, name):
        return self._child.ask("get", self._number, name)


def run(descriptor_in, descriptor_out, new):
    """Serve on these file descriptors and end the process, whatever is still registered."""

    heard = bytearray()

    def read(size):
        while len(heard) < size:
            part = os.read(descriptor_in, 1 << 16)
            if not part:
                raise Ended
            heard.extend(part)
        data = bytes(heard[:size])
        del heard[:size]
        return data

    def write(data):
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor_out, view) :]

    try:
        new.begin()
        Child(read, write, new).serve()
    except Ended:
        os._exit(0)
    except MemoryError:
        os._exit(77)
    os._exit(1)
