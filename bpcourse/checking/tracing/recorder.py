"""Recorder: what the lines of one file do, seen while they run.

Python tells it of each line before it is executed (sys.settrace). What the last line has made is
the difference between what the names hold now and what they held then. Functions that the file
calls in itself are entered; comprehensions and lambdas are seen in what they make.
"""

import sys
import time
from collections import deque

import numpy as np

from .lines import Statements
from .snapshots import mark, origin, snapshot

SECONDS = 1.0  # that one call is watched
KEPT = 300  # steps at the beginning and as many at the end


class Stopped(BaseException):
    """The call has been watched for long enough. Not an Exception: the answer may catch those."""


class Recorder:
    """Inside it, `call` is what is known of the last call of a function of the file."""

    def __init__(self, filename, source, seconds=SECONDS):
        self.filename, self.statements, self.seconds = filename, Statements(source), seconds
        self.call, self.count = None, 0  # the last call, and how many there were
        self.frames = []  # those of the file that are running, outermost first

    def __enter__(self):
        self.before = sys.gettrace()
        sys.settrace(self._enter)
        return self

    def __exit__(self, *error):
        sys.settrace(self.before)

    def _enter(self, frame, event, argument):
        code = frame.f_code
        if code.co_filename != self.filename or code.co_name.startswith("<"):
            return None
        if not self.frames:
            self.call, self.count = Call(frame), self.count + 1
            self.end = time.monotonic() + self.seconds
        self.frames.append(Watched(frame, len(self.frames)))
        return self._see

    def _see(self, frame, event, argument):
        if not self.frames or self.frames[-1].frame is not frame:
            return self._see  # another thread, or a check that went on without its call
        watched = self.frames[-1]
        if event == "line":
            self._begin(watched, frame)
        elif event == "exception" and watched.step:
            watched.step["raised"] = f"{argument[0].__name__}: {argument[1]}"[:200].rstrip(": ")
        elif event == "return":
            self._finish(watched, 0)
            self.frames.pop()
            if not self.frames:
                self.call.end(argument)
        return self._see

    def _begin(self, watched, frame):
        line = self.statements.begin(frame.f_lineno)
        if watched.step and watched.step["line"] == line and line not in self.statements.loops:
            return  # a statement of several lines
        self._finish(watched, line)
        if time.monotonic() > self.end:
            self.call.stopped = f"It was watched for {self.seconds:g} s, and was still running."
            raise Stopped
        if line in self.statements.loops:
            watched.passes[line] = watched.passes.get(line, 0) + 1
        watched.step = {
            "line": line,
            "text": self.statements.text(line),
            "depth": watched.depth,
            "function": frame.f_code.co_name,
            "pass": watched.passes.get(line, 0),
            "shapes": _shapes(self.statements.used.get(line, ()), frame.f_locals),
            "made": [],
            "raised": "",
        }
        self.call.keep(watched.step)

    def _finish(self, watched, line):
        """A step has ended; the next one is that of this line, or 0 if there is none."""
        step = watched.step
        if step and self.statements.is_over(step["line"], line) and not step["raised"]:
            step["pass"] = 0  # the head of the loop was looked at once more, and that was the end
        watched.finish()


class Watched:
    """A frame that is running: what its names held when its last step began."""

    def __init__(self, frame, depth):
        self.frame, self.depth, self.step, self.passes = frame, depth, None, {}
        self.held = _held(frame.f_locals)

    def finish(self):
        """Write down what the step has made."""
        if self.step is None:
            return
        names, now = self.frame.f_locals, _held(self.frame.f_locals)
        for name, (known, content) in now.items():
            was = self.held.get(name)
            if was == (known, content):
                continue
            in_place = was is not None and was[0] == known
            others = {other: held for other, held in names.items() if other != name}
            told = {"name": name, "in_place": in_place, "origin": origin(names[name], others)}
            self.step["made"].append(told | {"value": snapshot(names[name])})
        self.held, self.step = now, None


class Call:
    """One call of a function, as data."""

    def __init__(self, frame):
        code = frame.f_code
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        held = frame.f_locals
        self.name = code.co_name
        self.arguments = {name: held[name] for name in names if name in held}
        self.given = [[name, snapshot(value)] for name, value in self.arguments.items()]
        self.first, self.last, self.steps = [], deque(maxlen=KEPT), 0
        self.result, self.origin, self.raised, self.stopped = None, "", "", ""

    def keep(self, step):
        self.steps += 1
        (self.first if self.steps <= KEPT else self.last).append(step)

    def end(self, result):
        last = (self.last or self.first or [{"raised": ""}])[-1]
        self.raised = last["raised"] if result is None else ""
        self.result = None if self.raised else snapshot(result)
        self.origin = origin(result, self.arguments)

    def as_data(self, number):
        """A dictionary that can be written as JSON; `number` of how many calls this one was."""
        return {
            "name": self.name,
            "number": number,
            "given": self.given,
            "first": self.first,
            "left_out": max(0, self.steps - len(self.first) - len(self.last)),
            "last": list(self.last),
            "result": self.result,
            "origin": self.origin,
            "raised": self.raised,
            "stopped": self.stopped,
        }


def _held(names):
    """What each name holds: which object it is, and what is in it."""
    return {name: (id(value), mark(value)) for name, value in names.items()}


def _shapes(used, names):
    """Pairs of a name that a statement uses and the shape of its array."""
    held = [(name, names.get(name)) for name in used]
    return [[name, list(value.shape)] for name, value in held if isinstance(value, np.ndarray)]
