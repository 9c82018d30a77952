"""Proxies: the student's functions and objects as the checks see them, while they live in a child.

A check calls `gd_step(params, grads, lr)` and does not notice that the call goes through a wire.
What comes back is data, made here from what was told, or again a stand-in. A stand-in is never
compared by the child's word: to `==` it is equal to itself alone.

To the child go data and functions, and nothing else: of a function of the judge's it can have the
value for arguments of its own, and of no object of the judge's anything at all.
"""

import builtins
import functools
import linecache
import re
import sys
import types
import warnings
import weakref

import numpy as np

from ...checking.answer import AnswerError
from ...checking.asking import Earlier, in_a_row, parts, results, set_part
from ...checking.judging import limits
from ...checking.judging.capture import Printed
from ...checking.judging.terminations import Again, Lost, Refused
from . import child, exceptions, kinds, wire

USUAL = np.geterr()  # what NumPy is quiet about on both sides, unless a check wants it otherwise
QUIET = ("ignore",) * len(USUAL)
STAND_IN_CLASSES = 200  # different types of objects in one answer
FUNCTIONS = (
    *(types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.MethodWrapperType),
    *(types.MethodDescriptorType, types.WrapperDescriptorType, types.ClassMethodDescriptorType),
    *(type(np.sum), np.ufunc, np.vectorize),
    *(functools.partial, type(functools.lru_cache(lambda: 0))),
)
HEARD = 20  # warnings from one call
TOGETHER = 1 << 20  # bytes of arrays that are sent in one frame


class Conversation:
    """The judge's end of the wire to one child, for one answer: the runner of the judge.

    `channel` sends bytes, receives frames, and raises Lost when time is up or nobody is there.
    `seconds` are what the answer may take.
    """

    def __init__(self, channel, seconds, *, arithmetic=False):
        self.channel, self.seconds = channel, seconds
        self.replicas = kinds.replicas(0, self)
        self.offered = {}  # number → the function of the checks that the child may call
        self.offers = {}  # id → number
        self.raised = []  # errors of the checks' own functions, on their way through the child
        self.classes = {}  # of stand-ins
        self.allowed = set(child.ASKED + child.ARITHMETIC if arithmetic else child.ASKED)
        self.is_first = False  # does the next question begin a check?
        self.stand_ins = weakref.WeakValueDictionary()
        self.dropped = []
        self.unheard = 0  # answers that will come, and that nobody has listened to yet
        self.kept = []  # those that came, because the next ones may name what is in them
        self.over = None  # the Lost or Refused with which it was over
        self.filename = ""  # the answer's, in tracebacks
        self.private = False  # is the check one that the student does not see?
        self.quiet = None  # the list of warning filters, as long as no check listens for warnings

    def load(self, source, filename, defines):
        """Let the child run the source; the stand-ins for what it should define."""
        self.filename, self.quiet = filename, warnings.filters
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        names = {name: list(arguments) for name, arguments in defines.items()}
        found = self.ask("load", source, filename, names, self.seconds)
        if found is None:
            raise Again  # the child has been changed by an answer before this one
        if type(found) is not tuple or len(found) != len(defines):
            raise self._lost("it does not say what it defines")
        return [self._defined(thing) for thing in found]

    def _defined(self, thing):
        if type(thing) is not tuple or len(thing) != 3 or type(thing[2]) is not tuple:
            raise self._lost("it does not say what it defines")
        try:
            return self._stand_in(*thing)
        except wire.WireError as error:
            raise self._lost(str(error)) from None

    def begin_check(self, private=False):
        """A check begins: no twin of the last one is remembered, and no function of it offered."""
        self._hear_the_rest()
        self.private = private
        self.replicas.clear()
        self.offered.clear()
        self.offers.clear()
        self.raised.clear()
        self.is_first = True

    def end_check(self):
        """Raise Lost or Refused again if the check has swallowed it."""
        if self.over:
            raise self.over

    def end(self):
        """The answer is judged: what it has changed in the checks' own data is put back."""
        self.replicas.undo()

    # ---- asking ----

    def ask(self, *question):
        """Send a question, answer what the child asks meanwhile, and return what it says."""
        self._hear_the_rest()
        self._send(*question)
        return self._given(*self._hear())

    def ask_each(self, number, calls):
        """Yields what an object gives in each of these calls, which go over in one frame.

        The answers come as if each call had been made alone; after an error there are no more.
        """
        self._hear_the_rest()
        told = [(arguments, QUIET if quiet else _floating()) for arguments, quiet in calls]
        self._send("call_each", number, self.listens(), *told)
        self.unheard = len(told)
        for _ in told:
            yield self._given(*self._hear())

    def ask_row(self, count, *question):
        """The tuple of so many values that a question has for an answer."""
        return self.require_row(self.ask(*question), count)

    def require_row(self, given, count):
        """The tuple, if it is one of so many values."""
        if type(given) is not tuple or len(given) != count:
            raise self._lost("it does not answer each question")
        return given

    def _hear_the_rest(self):
        """Let pass what was asked for in one frame and is not wanted any more."""
        if self.over:
            raise self.over
        while self.unheard:
            self._hear(is_wanted=False)

    def _hear(self, is_wanted=True):
        """Answer what the child asks, until it says "return" or "raise", and what."""
        while True:
            kind, values = self._receive()
            if kind == "lost":
                raise self._lost(str(values[0])[: exceptions.LINE] if values else "")
            news = values.pop() if values else ()
            if self.unheard and kind in ("return", "raise"):
                self._count(kind, values)
            if is_wanted and not self._tell_news(news):
                raise self._lost("it says what is no frame")
            if kind == "call" and len(values) == 3:
                self._answer(*values)
            elif kind in ("return", "raise") and len(values) == 1:
                return kind, values[0]
            else:
                raise self._lost("it says what is no frame")

    def _count(self, kind, values):
        """One of several answers has come; after an error the rest of the calls is not made."""
        self.unheard = self.unheard - 1 if kind == "return" else 0
        self.kept.append(values)
        if not self.unheard:
            self.kept = []

    def _given(self, kind, value):
        if kind == "raise":
            self._raise(value)
        return value

    def listens(self):
        """Does a check listen for warnings, so that it has to be told of them?"""
        return warnings.filters is not self.quiet

    def _send(self, kind, *values):
        if self.is_first:  # so that nothing that crossed before is remembered over there, either
            kind, self.is_first = f"first {kind}", False
        try:
            frame = self.replicas.seal(kind, *values)
        except wire.WireError as error:
            self.over = Refused(f"passes what cannot be passed to an answer: {error}")
            raise self.over from None
        if self.dropped:
            frame = wire.pack(["forget", [], [], ["t", *self.dropped]]) + frame
            self.dropped.clear()
        self.channel.send(frame)

    def _receive(self):
        try:
            message, data = self.channel.receive()
            return self.replicas.open(message, data)
        except wire.WireError as error:
            raise self._lost(str(error)) from None
        except Lost as error:
            self.over = error
            raise

    def _lost(self, why):
        """The Lost to raise for something that no honest child says."""
        self.over = Lost(why or "it says what is no frame")
        return self.over

    def _raise(self, told):
        try:
            error = self._error(told)
        except wire.WireError as wrong:
            raise self._lost(str(wrong)) from None
        raise error

    def _error(self, told):
        if type(told) is tuple and len(told) == 3 and told[0] == "answer":
            cause = None if told[2] is None else exceptions.rebuild(told[2], self.filename)
            return AnswerError(str(told[1])[: exceptions.TEXT], cause)
        error = exceptions.rebuild(told, self.filename)
        if error.token is not None and 0 <= error.token < len(self.raised):
            own = self.raised[error.token]  # an error of the check's own function comes home
            own.calls_elsewhere = error.calls_elsewhere
            return own
        return error

    def _answer(self, number, arguments, named):
        """Call a function of the check's for the child."""
        several = self.unheard, self.kept
        self.unheard, self.kept = 0, []  # meanwhile it listens, and may be asked other things
        try:
            function = self.offered.get(number) if type(number) is int else None
            if function is None or type(arguments) is not tuple or not _are_named(named):
                raise self._lost("it calls what it was never given")
            result, kind = function(*arguments, **dict(named or ())), "return"
        except (Lost, Refused):
            raise
        except BaseException as error:  # it goes to the student's code, which may handle it
            self.raised.append(error)
            result = exceptions.tell_the_child(error, len(self.raised) - 1, self.private)
            kind = "raise"
        self._hear_the_rest()
        self.unheard, self.kept = several
        self._send(kind, result)

    def _tell_news(self, news):
        """Print what the child has printed, up to a limit, and warn as it has been warned."""
        if news is None:
            return True
        text, unshown, heard = news if type(news) is tuple and len(news) == 3 else (None, 0, ())
        if type(text) is not str or type(unshown) is not int or type(heard) is not tuple:
            return False
        if text:
            sys.stdout.write(text[: limits.SHOWN])
        if unshown > 0 and isinstance(sys.stdout, Printed):
            sys.stdout.length += min(unshown, 1 << 40)
        for each in heard[:HEARD]:
            if type(each) is not tuple or list(map(type, each)) != [str, str, int]:
                return False
            self._warn(*each)
        return True

    def _warn(self, name, text, line):
        kind = getattr(builtins, name, None) if re.fullmatch(r"\w{1,40}", name) else None
        is_warning = isinstance(kind, type) and issubclass(kind, Warning)
        try:
            kind = kind if is_warning else UserWarning
            warnings.warn_explicit(text[: exceptions.TEXT], kind, self.filename, max(1, line))
        except Warning as error:  # the check has made errors of them
            error.calls_elsewhere = [exceptions.ToldCall(self.filename, line)]
            raise

    # ---- what is no data ----

    def out(self, value, depth):
        """A name for a function of the checks, or the child's own name for its own object."""
        number = stand_in_number(value, self)
        if number is not None:
            return ["f", number]
        if type(value) is Earlier:
            return ["earlier", value.call]
        if not isinstance(value, FUNCTIONS):
            kind = type(value).__name__
            self.over = Refused(
                f"passes an object of type {kind} to the answer. An answer can be given data and "
                "functions only, because it runs in a process of its own.\n"
                "Pass numbers, texts, lists or arrays, or a function that works on the object."
            )
            raise self.over
        number = self.offers.get(id(value))
        if number is None:
            number = self.offers[id(value)] = len(self.offered)
            self.offered[number] = value
        return ["h", number]

    def back(self, value):
        if value[0] == "h":
            return self._stand_in(value[1], value[2], tuple(value[3:]))
        number = value[1] if value[0] == "f" and type(value[1]) is int else None
        if number not in self.offered:
            raise wire.WireError("it names what it was never given")
        return self.offered[number]

    def _stand_in(self, number, name, abilities):
        wire.whole(number, 0, 1 << 62)
        if type(name) is not str or not all(type(ability) is str for ability in abilities):
            raise wire.WireError("an object is named in no known way")
        known = self.stand_ins.get(number)
        if known is not None:
            return known
        thing = object.__new__(self._class(name, abilities))
        object.__setattr__(thing, "_place", (self, number))
        self.stand_ins[number] = thing
        if number in self.dropped:  # let go a moment ago, and here again
            self.dropped.remove(number)
        return thing

    def _class(self, name, abilities):
        """The class of stand-ins that are called like this and can do that."""
        able = self.allowed.intersection(abilities)
        key = (name[: exceptions.LINE], *sorted(able))
        if key not in self.classes:
            if len(self.classes) >= STAND_IN_CLASSES:
                raise wire.WireError("it has too many kinds of objects")
            name = key[0] if re.fullmatch(r"[A-Za-z_]\w*", key[0]) else "object"
            members = {special: _special(special) for special in able}
            self.classes[key] = type(name, (StandIn,), members)
        return self.classes[key]


def _are_named(pairs):
    """Are these arguments with names? The names are texts, so that none is chosen to be slow."""
    if pairs is None:
        return True
    return type(pairs) is tuple and all(
        type(pair) is tuple and len(pair) == 2 and type(pair[0]) is str for pair in pairs
    )


def _special(name):
    def special(self, *arguments, **named):
        conversation, number = object.__getattribute__(self, "_place")
        if name == "__call__":
            facts = (tuple(named.items()) or None, _floating(), conversation.listens())
            return conversation.ask("call", number, arguments, *facts)
        if name == "__array__":
            arguments = ()
        result = conversation.ask("special", number, name, arguments)
        if name in child.ARITHMETIC and not _is_innocent(result, arguments, conversation):
            raise TypeError(
                f"{type(self).__name__} gives {type(result).__name__} where it is reckoned with a "
                "number of the check's, so that it could say itself whether it is right"
            )
        return result if name not in EXACT else EXACT[name](result)

    special.__name__ = name
    return special


def _floating():
    """What NumPy is quiet about just now, as in np.errstate; None where it is as usual."""
    now = np.geterr()
    return None if now == USUAL else tuple(now.values())


def _is_innocent(result, operands, conversation):
    """May this come from an object's own arithmetic?

    Where only its own kind met, anything. Where a number of the check's was told to it, an object
    alone: or `x.grad - 7` would be 0, whatever x.grad is.
    """
    met_data = any(stand_in_number(operand, conversation) is None for operand in operands)
    return not met_data or isinstance(result, StandIn)


LENGTH = 1 << 20  # of what may claim to be long, before somebody reserves the memory for it


def _number(kind):
    def check(result):
        if type(result) is not kind:
            raise TypeError(f"it should give {kind.__name__}, but gives {type(result).__name__}")
        return result

    return check


def _length(result):
    if type(result) is not int or not 0 <= result <= LENGTH:
        raise ValueError("its length is no length")
    return result


EXACT = {
    "__len__": _length,
    "__int__": _number(int),
    "__index__": _number(int),
    "__float__": _number(float),
}


class StandIn:
    """An object that lives in the child. Attributes are read and set there."""

    __array_ufunc__ = None  # NumPy leaves arithmetic with it to its own methods

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        conversation, number = object.__getattribute__(self, "_place")
        return conversation.ask("get", number, name)

    def __setattr__(self, name, value):
        conversation, number = object.__getattribute__(self, "_place")
        conversation.ask("set", number, name, value)

    def __instancecheck__(self, thing):
        conversation, number = object.__getattribute__(self, "_place")
        other = stand_in_number(thing, conversation)
        return other is not None and conversation.ask("is", other, number) is True

    def __del__(self):
        conversation, number = object.__getattribute__(self, "_place")
        conversation.dropped.append(number)


@results.register
def _results(stand_in: StandIn, calls):
    given = [value for arguments, _ in calls for value in arguments]
    size = sum(getattr(value, "nbytes", 0) for value in given)
    # a function is asked from over there, and each time what has crossed is looked through;
    # a generator is one for several calls, and for the check between them
    one_by_one = any(callable(value) or isinstance(value, np.random.Generator) for value in given)
    if one_by_one or size > TOGETHER:
        return results.dispatch(object)(stand_in, calls)
    conversation, number = object.__getattribute__(stand_in, "_place")
    return conversation.ask_each(number, calls)


@in_a_row.register
def _in_a_row(stand_in: StandIn, calls):
    conversation, number = object.__getattribute__(stand_in, "_place")
    facts = (number, tuple(calls), _floating(), conversation.listens())
    return list(conversation.ask_row(len(calls), "in_a_row", *facts))


@parts.register(StandIn)
def _parts(*things, names):
    """Where one of them is something else, each is asked alone."""
    if not all(isinstance(thing, StandIn) for thing in things):
        return parts.dispatch(object)(*things, names=names)
    conversation, numbers = _places(things)
    found = conversation.ask_row(len(numbers), "parts", numbers, names)
    return [conversation.require_row(each, len(names)) for each in found]


@set_part.register(StandIn)
def _set_part(*things, name, values):
    if all(isinstance(thing, StandIn) for thing in things):
        conversation, numbers = _places(things)
        conversation.ask("set_part", numbers, name, tuple(values))
    else:
        set_part.dispatch(object)(*things, name=name, values=values)


def _places(stand_ins):
    """The conversation with the child in which they live, and their numbers there."""
    conversation, _ = object.__getattribute__(stand_ins[0], "_place")
    return conversation, tuple([stand_in_number(thing, conversation) for thing in stand_ins])


def stand_in_number(value, conversation):
    """The child's number of this thing, or None where it is not the child's."""
    if not isinstance(value, StandIn):
        return None
    owner, number = object.__getattribute__(value, "_place")
    if owner is not conversation:
        conversation.over = Refused("passes an object of one answer to another answer.")
        raise conversation.over
    return number
