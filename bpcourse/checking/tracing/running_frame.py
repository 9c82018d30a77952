"""Running frame: a function that is running, and what its names held when its last step began."""

import builtins
from types import ModuleType

import numpy as np

from .expressions import operations
from .operation_data import frozen
from .snapshots import mark, origin, snapshot


class RunningFrame:
    """A frame of the watched file. `sizes` gives the letters of axes."""

    def __init__(self, frame, statements, sizes, number, depth):
        self.frame, self.statements, self.sizes = frame, statements, sizes
        self.number, self.depth = number, depth
        self.step, self.raised = None, ""  # the last error that was seen
        self.loops = []  # [number, line, pass] of those that are running, outermost first
        self.letters = {}  # of arrays that the code has named itself
        self.held = held(self._names())
        self.given = {} if depth else arguments(frame)  # what belongs to whoever has called
        self.entered = arguments(frame) if depth else {}  # until its first step has told them

    def begin(self, line, passes):
        """The step of a line that is about to be run; `passes` counts those of all loops."""
        names, node = self._names(), self.statements.nodes.get(line)
        is_head = self._turn(line, passes)
        self.step = {
            "line": line,
            "end": self.statements.last.get(line, line),
            "text": self.statements.text(line),
            "depth": self.depth,
            "function": self.frame.f_code.co_name,
            "frame": self.number,
            "loops": [list(loop) for loop in self.loops],
            "is_head": is_head,
            "entered": [[name, snapshot(value)] for name, value in self.entered.items()],
            "shapes": _shapes(self.statements.used.get(line, ()), names),
            "made": [],
            "operations": [],
            "answers": [],
            "gives": None,
            "raised": "",
        }
        self.entered = {}
        if node is not None:
            self.step["operations"] = frozen(operations(node, self._value, self._letters_of))
        return self.step

    def _names(self):
        """What its names hold: its own, and of those of the file the data that it speaks of."""
        around, spoken = self.frame.f_globals, self.frame.f_code.co_names
        data = {name: around[name] for name in spoken if _is_data(around.get(name, np))}
        return data | self.frame.f_locals

    def _turn(self, line, passes):
        """Leave the loops that are over, and count a pass where one begins. Does one begin?"""
        while self.loops and self.loops[-1][1] != line:
            if not self.statements.is_over(self.loops[-1][1], line):
                break
            self.loops.pop()
        if line not in self.statements.loops:
            return False
        if not self.loops or self.loops[-1][1] != line:
            passes[len(passes) + 1] = 0
            self.loops.append([len(passes), line, 0])
        self.loops[-1][2] += 1
        passes[self.loops[-1][0]] += 1
        return True

    def see_error(self, kind, error):
        """The step raises an error, or what it calls does. That a loop has no more is none."""
        if self.step is None or (self.step["is_head"] and issubclass(kind, StopIteration)):
            return
        self.raised = f"{kind.__name__}: {error}"[:200].rstrip(": ")
        self.step["raised"] = self.raised

    def finish(self, line, passes):
        """Write down what the step has made; the next line is `line`, or 0 if there is none."""
        if self.step is None:
            return
        step, self.step = self.step, None
        is_over = self.statements.is_over(step["line"], line) and not step["raised"]
        if step["is_head"] and is_over:  # the head was looked at once more, and that was the end
            number, *_ = step["loops"].pop()
            passes[number] -= 1
            step["is_head"] = False
        names = self._names()
        now = held(names)
        for name, (known, content) in now.items():
            was = self.held.get(name)
            if was == (known, content):
                continue
            in_place = was is not None and was[0] == known
            others = {other: value for other, value in names.items() if other != name}
            told = {"name": name, "in_place": in_place, "origin": origin(names[name], others)}
            told["changes"] = self._given_as(names[name]) if in_place else ""
            told["letters"] = list(self._letters_made(step, name, names[name], in_place))
            step["made"].append(told | {"value": snapshot(names[name])})
        self.held = now

    def _given_as(self, value):
        """The name of the argument that this is, or a view of; an object may change itself."""
        others = {name: other for name, other in self.given.items() if name != "self"}
        same = [name for name, other in others.items() if other is value]
        return same[0] if same else origin(value, others).removeprefix("a view of ")

    def _letters_made(self, step, name, value, in_place):
        """Those of the docstring come first, then those that the line itself leads to."""
        if not isinstance(value, np.ndarray):
            return ()
        if in_place:
            return self._letters_of(name, value.shape)
        roots = step["operations"]
        made = roots[0].letters if len(roots) == 1 and roots[0] is not None else ()
        self.letters[name] = made if len(made) == value.ndim else ()
        return self._letters_of(name, value.shape)

    def _letters_of(self, name, shape):
        said = self.sizes.of(name, shape) if self.depth == 0 else ()
        own = self.letters.get(name, ())
        return said or (own if len(own) == len(shape) else ())

    def _value(self, name):
        for names in (self.frame.f_locals, self.frame.f_globals, vars(builtins)):
            if name in names:
                return names[name]
        raise KeyError(name)

    def callables(self):
        """The code of the functions that the names of this line hold, and their names."""
        found = {}
        for name in self.statements.used.get(self.step["line"], ()) if self.step else ():
            value = self.frame.f_locals.get(name)
            value = getattr(value, "__func__", value)  # of a method
            if code := getattr(value, "__code__", None):
                found[code] = name
        return found


def arguments(frame):
    """What a function was given, by the names that it gives to it."""
    code, held = frame.f_code, frame.f_locals
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return {name: held[name] for name in names if name in held}


def _is_data(value):
    return not callable(value) and not isinstance(value, ModuleType)


def held(names):
    """What each name holds: which object it is, and what is in it."""
    return {name: (id(value), mark(value)) for name, value in names.items()}


def _shapes(used, names):
    """Pairs of a name that a statement uses and the shape of its array."""
    values = [(name, names.get(name)) for name in used]
    return [[name, list(value.shape)] for name, value in values if isinstance(value, np.ndarray)]
