"""Proxy: the student's functions and objects as the checks see them, while they live in a child.

A check calls `gd_step(params, grads, lr)` and does not notice that the call goes through a wire.
What comes back are plain values, made here from what was told, or again a stand-in. A stand-in is
never compared by the child's word: to `==` it is equal to itself alone.
"""

import re
import weakref

import numpy as np

from ..checking.answer import AnswerError
from . import child, errors, wire
from .mirror import Mirror

SCENE = wire.pack(["scene", [], []])  # forget what has crossed
KINDS = 200  # different types of objects in one answer


class Lost(BaseException):
    """The child is gone, or says what is no frame. Not an Exception: no check may swallow it."""

    def __init__(self, why=""):
        super().__init__(why)
        self.why = why  # empty where it ended or was stopped


class Conversation:
    """The judge's end of the wire to one child, for one answer.

    `channel` sends bytes, receives frames, and raises Lost when time is up or nobody is there.
    `printed` shows what the student's code has printed since the last scene began.
    """

    def __init__(self, channel, printed, *, arithmetic=False):
        self.channel, self.printed = channel, printed
        self.mirror = Mirror(0, self)
        self.offered = {}  # number → the function or object of the checks that the child may ask
        self.offers = {}  # id → number
        self.raised = []  # errors of the checks' own functions, on their way through the child
        self.kinds = {}
        self.allowed = set(child.ASKED + child.ARITHMETIC if arithmetic else child.ASKED)
        self.waiting = SCENE  # what is sent together with the next question
        self.stand_ins = weakref.WeakValueDictionary()
        self.dropped = []
        self.over = None  # why, once it is
        self.filename = ""  # the answer's, in tracebacks

    def load(self, source, filename, defines, seconds):
        """Let the child run the source; the stand-ins for what it should define.

        None where the child has been changed by an answer before this one.
        """
        self.filename = filename
        kinds = {name: list(arguments) for name, arguments in defines.items()}
        found = self.ask("load", source, filename, kinds, seconds)
        if found is None:
            return None
        self.scene()
        if type(found) is not tuple or len(found) != len(defines):
            raise self.lost("it does not say what it defines")
        return [self._stand_in(*_three(self, thing)) for thing in found]

    def scene(self):
        """A check begins: nothing of the last one is remembered."""
        self.mirror.clear()
        self.offered.clear()
        self.offers.clear()
        self.raised.clear()
        self.dropped.clear()
        self.printed.start()
        self.waiting = SCENE

    def ask(self, *question):
        """Send a question, answer what the child asks meanwhile, and return what it says."""
        if self.over:
            raise Lost(self.over)
        self._send(*question)
        while True:
            kind, values = self._receive()
            if kind == "call" and len(values) == 3:
                self._answer(self._call, *values)
            elif kind == "get" and len(values) == 2:
                self._answer(self._get, *values)
            elif kind in ("return", "raise") and len(values) == 3:
                return self._settle(kind, *values)
            else:
                raise self.lost(str(values[0])[:200] if kind == "lost" and values else "")

    def _settle(self, kind, value, text, length):
        if type(text) is not str or type(length) is not int:
            raise self.lost("it says what is no frame")
        self.printed.told(text, length)
        if kind == "return":
            return value
        try:
            raise self._error(value)
        except wire.WireError as error:
            raise self.lost(str(error)) from None

    def _error(self, told):
        if type(told) is tuple and len(told) == 3 and told[0] == "answer":
            cause = None if told[2] is None else errors.rebuild(told[2], self.filename)
            return AnswerError(str(told[1]), cause)
        error = errors.rebuild(told, self.filename)
        token = error.token
        if token is not None and 0 <= token < len(self.raised):
            own = self.raised[token]  # an error of the check's own function comes home
            own.calls_elsewhere = [*error.calls_elsewhere, *errors.calls_of_ours(own)]
            return own
        return error

    def _send(self, kind, *values):
        try:
            frame = self.mirror.seal(kind, *values)
        except wire.WireError as error:
            raise RuntimeError(f"a check passes what cannot be sent: {error}") from None
        if self.dropped:
            self.waiting += wire.pack(["forget", [], [], ["t", *self.dropped]])
            self.dropped.clear()
        self.channel.send(self.waiting + frame)
        self.waiting = b""

    def _receive(self):
        try:
            message, data = self.channel.receive()
            return self.mirror.open(message, data)
        except wire.WireError as error:
            raise self.lost(str(error)) from None
        except Lost as error:
            self.over = error.why or "it has ended"
            raise

    def lost(self, why):
        """The Lost to raise for something that no honest child says."""
        self.over = why or "it says what is no frame"
        return Lost(self.over)

    # ---- what the child asks ----

    def _answer(self, act, *values):
        try:
            result, kind = act(*values), "return"
        except Lost:
            raise
        except wire.WireError as error:
            raise self.lost(str(error)) from None
        except BaseException as error:  # it goes to the student's code, which may handle it
            error.token = len(self.raised)
            self.raised.append(error)
            result, kind = errors.tell(error, ""), "raise"
        self._send(kind, result)

    def _call(self, number, arguments, named):
        function = self.offered.get(number) if type(number) is int else None
        if not callable(function) or type(arguments) is not tuple or type(named) is not dict:
            raise wire.WireError("it calls what it was never given")
        return function(*arguments, **named)

    def _get(self, number, name):
        thing = self.offered.get(number) if type(number) is int else None
        readable = type(name) is str and re.fullmatch(r"[A-Za-z]\w*", name)
        if thing is None or not readable or isinstance(thing, FUNCTIONS):
            raise AttributeError(name)
        return getattr(thing, name)

    # ---- what is no data ----

    def out(self, value):
        """A name for a function or an object of the checks, or the child's own name for its own."""
        number = stand_in_number(value, self)
        if number is not None:
            return ["f", number]
        number = self.offers.get(id(value))
        if number is None:
            number = self.offers[id(value)] = len(self.offered)
            self.offered[number] = value
        is_function = isinstance(value, FUNCTIONS) or callable(value)
        name = str(getattr(value, "__name__", type(value).__name__))
        return ["h", number, name, is_function]

    def back(self, value, depth):
        if value[0] == "f":
            number = value[1] if type(value[1]) is int else None
            if number not in self.offered:
                raise wire.WireError("it names what it was never given")
            return self.offered[number]
        return self._stand_in(value[1], value[2], tuple(value[3:]))

    def _stand_in(self, number, name, abilities):
        whole = type(number) is int and 0 <= number < 1 << 62
        if not whole or type(name) is not str or not all(type(a) is str for a in abilities):
            raise wire.WireError("an object is named in no known way")
        known = self.stand_ins.get(number)
        if known is not None:
            return known
        kind = self._kind(name, abilities)
        thing = object.__new__(kind)
        object.__setattr__(thing, "_place", (self, number))
        self.stand_ins[number] = thing
        if number in self.dropped:  # let go a moment ago, and here again
            self.dropped.remove(number)
        return thing

    def _kind(self, name, abilities):
        """The class of stand-ins that are called like this and can do that."""
        key = (name, abilities)
        if key not in self.kinds:
            if len(self.kinds) >= KINDS:
                raise wire.WireError("it has too many kinds of objects")
            name = name if re.fullmatch(r"[A-Za-z_]\w*", name) else "object"
            able = self.allowed.intersection(abilities)
            members = {special: _special(special) for special in able}
            self.kinds[key] = type(name, (StandIn,), members)
        return self.kinds[key]


FUNCTIONS = (type(lambda: 0), type(len), type([].append), type("".__add__), type)


def _three(conversation, thing):
    if type(thing) is not tuple or len(thing) != 3 or type(thing[2]) is not tuple:
        raise conversation.lost("it does not say what it defines")
    return thing


def _special(name):
    def special(self, *arguments, **named):
        conversation, number = object.__getattribute__(self, "_place")
        if name == "__call__":
            # a check may quiet NumPy with np.errstate; over there it is to be as quiet
            floating = tuple(np.geterr().values())
            return conversation.ask("call", number, arguments, tuple(named.items()), floating)
        if name == "__array__":
            arguments = ()
        result = conversation.ask("special", number, name, arguments)
        return result if name not in EXACT else EXACT[name](result)

    special.__name__ = name
    return special


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


def stand_in_number(value, conversation):
    """The child's number of this thing, or None where it is not the child's."""
    if not isinstance(value, StandIn):
        return None
    owner, number = object.__getattribute__(value, "_place")
    if owner is not conversation:
        raise RuntimeError("a check passes one answer's object to another answer")
    return number
