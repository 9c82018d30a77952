"""Child: the side on which the student's code runs, and nothing else does.

It loads the source, and then answers: call this, read that. What it knows of the checks are the
values that they pass. Nothing here is trusted by the judge; it may be changed by the code that
runs beside it, and then says something wrong, or something that is no frame.
"""

import faulthandler
import os
import signal
import sys
import warnings

import numpy as np

from ...checking.answer import AnswerError, load
from ...checking.asking import Earlier, filled
from ...checking.in_words import OTHER_ARRAYS
from ...checking.judging.capture import NoInput, Printed
from ...checking.judging.process_limit import HAS_ALARM
from ...checking.time_limit import PATIENCE
from . import exceptions, kinds, wire

# What a stand-in of the judge can do, if the type of the object can. No comparison is among them:
# it would tell the child what was expected, and let it judge itself.
ASKED = (
    *("__call__", "__iter__", "__next__", "__len__", "__getitem__", "__setitem__", "__array__"),
    *("__float__", "__int__", "__index__", "__enter__", "__exit__"),
)
QUESTIONS = ("call", "call_each", "in_a_row", "get", "set", "parts", "set_part", "special", "is")
FIRST = {f"first {kind}": kind for kind in QUESTIONS}
AT_ONCE = 1 << 16  # bytes: most frames are far shorter, so they come in one piece
STARTED = b"!"  # the first that a child says, before anything of an answer has run
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
    """Answers `frames` by `write`, until there are no more."""

    def __init__(self, frames, write, pristine):
        self.frames, self.write, self.pristine = frames, write, pristine
        self.replicas = kinds.replicas(1, self)
        self.objects = {}  # number → what the judge knows by it
        self.numbers = {}  # id → that number
        self.functions = {}  # number → the stand-in for a function of the judge's
        self.theirs = {}  # id of such a stand-in → its number
        self.count = self.defined = 0
        self.abilities = {}
        self.printed, self.heard = Printed(), ()
        self.filename = ""
        self.used = False

    def serve(self):
        """Answer until the answer to a question of our own comes, and return that."""
        while True:
            message, data = self.frames.next()
            if message[0] in FIRST:
                self._begin_check()
                message[0] = FIRST[message[0]]
            kind, values = self.replicas.open(message, data)
            if kind in ("return", "raise"):
                return kind, values[0]
            if kind == "forget":
                self._forget(*values)
            elif kind == "call_each":
                self._call_each(*values[:2], values[:1:-1])
            else:
                self._send(*self._outcome(getattr(self, f"on_{kind}"), *values))

    def _outcome(self, ask, *values):
        """What comes of a question: a word for it, and what it gives."""
        try:
            return "return", ask(*values)
        except Ended:
            raise
        except BaseException as error:  # whatever the student's code ends with is its answer
            return "raise", self._told(error)

    def _call_each(self, number, listens, calls):
        """Make these calls, of which the first is the last in the list, until one raises an error.

        Each has an answer of its own, as if it had been asked alone.
        """
        outcome = "return"
        while calls and outcome == "return":
            arguments, floating = calls.pop()
            facts = (number, arguments, None, floating, listens)
            outcome, result = self._outcome(self.on_call, *facts)
            self._send(outcome, result)

    def _told(self, error):
        if isinstance(error, AnswerError):
            known = error.cause is not None
            cause = exceptions.tell_the_judge(error.cause, self.filename) if known else None
            return ("answer", str(error)[: exceptions.TEXT], cause)
        return exceptions.tell_the_judge(error, self.filename)

    def _send(self, kind, *values):
        """Send a message, with the news: what was printed, and the warnings that were heard."""
        try:
            frame = self.replicas.seal(kind, *values, self._news())
        except wire.WireError as error:
            self.write(wire.pack(["lost", [], [], str(error)]))
            raise Ended from None
        self.write(frame)

    def _news(self):
        """None where there are none, as nearly always."""
        (text, unshown), heard = self.printed.news(), self.heard
        self.heard = ()
        return (text, unshown, heard) if text or unshown or heard else None

    def _begin_check(self):
        self.replicas.clear()
        self.functions.clear()
        self.theirs.clear()
        self.printed.start()

    # ---- what the judge asks ----

    def on_load(self, source, filename, defines, seconds):
        """Run the source; names for what it defines, or None where this child is not as new."""
        if self.used and not self.pristine.is_unchanged():
            return None
        self.pristine.seed()
        self.used, self.filename = True, filename
        _write_down_place_after(seconds)
        self.printed.start()
        sys.stdin, sys.stdout, sys.stderr = NoInput(), self.printed, self.printed
        things = load(source, filename, defines)
        self.objects = dict(enumerate(things))
        self.numbers = {id(thing): number for number, thing in self.objects.items()}
        self.count = self.defined = len(things)
        self._begin_check()
        return tuple(self._name(number, thing) for number, thing in self.objects.items())

    def on_call(self, number, arguments, named, floating, listens):
        """Call one's object. Where there are no `named` arguments it is None, and so is `floating`
        where NumPy is as quiet as usual.
        """
        if named is floating is None and not listens:  # nearly always
            return self.objects[number](*arguments)
        named = dict(named or ())
        quiet = dict(zip(FLOATING, floating, strict=True)) if floating else {}
        with np.errstate(**quiet):
            if not listens:
                return self.objects[number](*arguments, **named)
            with warnings.catch_warnings(record=True) as heard:
                warnings.simplefilter("always")
                try:
                    return self.objects[number](*arguments, **named)
                finally:
                    self.heard = tuple(map(_warning, heard))[: exceptions.CALLS]

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

    def on_in_a_row(self, number, calls, floating, listens):
        """All that comes of these calls, each of which may take up what came of those before.

        They have one answer, so an error of one is that of all.
        """
        given = []
        for arguments in calls:
            arguments = filled(arguments, given)
            given.append(self.on_call(number, arguments, None, floating, listens))
        return tuple(given)

    def on_parts(self, numbers, names):
        return tuple([tuple([self.on_get(n, name) for name in names]) for n in numbers])

    def on_set_part(self, numbers, name, values):
        for number, value in zip(numbers, values, strict=True):
            self.on_set(number, name, value)

    def _forget(self, numbers):
        for number in numbers:
            if number >= self.defined and number in self.objects:
                del self.numbers[id(self.objects.pop(number))]

    # ---- what is no data ----

    def out(self, value, depth):
        """Data that are nearly of a kind as that kind; a name for an object that stays here."""
        if id(value) in self.theirs:
            return ["f", self.theirs[id(value)]]
        for base, plain in NEARLY:
            if isinstance(value, base) and not isinstance(value, OTHER_ARRAYS):
                return self.replicas.write_copy(plain(value), depth + 1)
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

    def back(self, value):
        """One's own object again, one to come, or a stand-in for a function of the judge's."""
        word, number = value
        if word == "f":
            return self.objects[number]
        if word == "earlier":
            return Earlier(number)
        if number not in self.functions:
            function = _function(self, number)
            self.functions[number], self.theirs[id(function)] = function, number
        return self.functions[number]

    def ask(self, *question):
        self._send(*question)
        kind, value = self.serve()
        if kind == "raise":
            raise exceptions.rebuild_in_the_child(value)
        return value


# what is nearly of a kind travels as that kind: a namedtuple as a tuple, an enum as its number
NEARLY = [
    (np.ndarray, lambda value: np.array(value, subok=False)),
    (int, int.__index__),
    (float, float.__float__),
    (str, str.__str__),
    (bytes, lambda value: bytes.__getitem__(value, slice(None))),
    (tuple, lambda value: tuple(tuple.__iter__(value))),
    (list, lambda value: list(list.__iter__(value))),
    (dict, lambda value: dict(dict.items(value))),
]


def _function(child, number):
    def function(*arguments, **named):
        return child.ask("call", number, arguments, tuple(named.items()) or None)

    return function


def _warning(heard):
    return heard.category.__name__[:100], str(heard.message)[: exceptions.TEXT], heard.lineno


def listen_to_last_words():
    """A crash, and the place where the code is when time is up, will be told as errors."""
    faulthandler.enable(file=2)
    if HAS_ALARM:
        for number in (signal.SIGPROF, signal.SIGALRM):
            faulthandler.register(number, file=2, all_threads=True, chain=False)


def _write_down_place_after(seconds):
    """When time is up, the place where the code is goes to its errors; the judge then ends it."""
    if HAS_ALARM:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)
    else:
        faulthandler.dump_traceback_later(PATIENCE * seconds, exit=True, file=2)


def run(descriptor_in, descriptor_out, pristine):
    """Serve on these file descriptors and end the process, whatever is still registered."""

    def more(size):
        part = os.read(descriptor_in, max(AT_ONCE, size))
        if not part:
            raise Ended
        return part

    def write(data):
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor_out, view) :]

    try:
        pristine.begin()
        write(STARTED)
        Child(wire.Frames(more), write, pristine).serve()
    except Ended:
        os._exit(0)
    except MemoryError:
        os._exit(77)
    os._exit(1)
