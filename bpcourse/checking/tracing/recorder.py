"""Recorder: what the lines of one file do, seen while they run.

Python tells it of each line before it is executed (sys.settrace). What the last line has made is
the difference between what the names hold now and what they held then. Functions that the file
calls in itself are entered; of comprehensions, lambdas and functions from outside it is told what
they give.
"""

import opcode
import sys
from functools import cached_property

from ..time_limit import TimeLimit
from .axis_letters import Sizes
from .call_record import CallRecord
from .lines import Statements
from .running_frame import RunningFrame, arguments
from .snapshots import snapshot

SECONDS = 0.15  # of computing that one call is watched
LONGER = 2.0  # more of them, where none is watched and what runs comes to its end by itself
OFTEN = 64  # lines between two looks at the clock, where none is watched
ANSWERS = 6  # of functions from outside, in one step
DEEPEST = 100  # functions of the file in one another that are followed
LOST = (  # where a trace function finds no room on the stack, Python takes it away
    "From here on it could not be watched: perhaps a function calls itself again and again."
)
YIELD = opcode.opmap["YIELD_VALUE"]
MADE = opcode.opmap["RETURN_GENERATOR"]
RETURNS = {opcode.opmap[name] for name in ("RETURN_VALUE", "RETURN_CONST") if name in opcode.opmap}
COMPREHENSIONS = ("<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>")
COMPREHENSION = "the comprehension"


NOTHING = object()  # the result of a call that ended with an error: not even None


class generator(list):  # noqa: N801 - it is shown as one
    """All that a generator has given so far: its result."""


class Stopped(BaseException):
    """The call has been watched for long enough. Not an Exception: the answer may catch those."""


class Recorder:
    """Inside it the calls of the file's functions are counted, and one of them is watched.

    `number` says which, from 1. `results` are those of all calls, `call` is what is known of the
    one. When its time is up, a call that `is_endless` is stopped; any other goes on to its end and
    is no longer watched. With the number 0 none is watched, and all is stopped after that time, or
    LONGER where it comes to its end by itself. `may_be_endless` says whether what was stopped may
    have none. A call that ended with an error has the result NOTHING. `letters` are those of axes,
    by names.
    """

    def __init__(
        self, filename, source, number=1, *, seconds=SECONDS, is_endless=False, letters=None
    ):
        self.filename, self.number, self.seconds = filename, number, seconds
        self.source = source
        self.is_endless, self.sizes = is_endless, Sizes(letters or {})
        self.may_be_endless = self.has_longer = False
        self.call, self.results = None, []
        self.outer = None  # the frame of the call that is running
        self.frames = []  # those of the watched call that are running, outermost first
        self.paused = {}  # generators that wait, by their frames
        self.waiting = {}  # those that are calls themselves: the numbers of these
        self.entered = self.lines = 0

    def __enter__(self):
        self.limit = TimeLimit(self.seconds)
        self.before = sys.gettrace()
        sys.settrace(self._enter)
        return self

    def __exit__(self, *error):
        sys.settrace(self.before)

    @cached_property
    def statements(self):
        """Those of the file; read late, because it may be none that Python can read."""
        return Statements(self.source)

    @property
    def count(self):
        """How many calls there were."""
        return len(self.results)

    def as_data(self):
        """What is known of the call, or None if there was none of that number."""
        if self.call and not self.call.is_over:
            self.call.stopped = self.call.stopped or LOST
        return self.call and self.call.as_data(self.number, self.count)

    # ---- calls ----

    def _enter(self, frame, event, argument):
        code = frame.f_code
        if code.co_filename != self.filename:
            return self._enter_outside(frame) if self.frames else None
        if code.co_name == "<module>" or self._is_left_over(frame):
            return None
        if self.outer and not self.frames:
            return self._look_at_clock if self.number == 0 else None
        if self.outer is None:
            return self._enter_call(frame)
        if len(self.frames) == DEEPEST:
            return None
        if code.co_name == "<lambda>" or code.co_name in COMPREHENSIONS:
            return self._enter_outside(frame)
        return self._enter_own(frame)

    def _is_left_over(self, frame):
        """Is it a generator that was made before all this, and is thrown away only now?

        Another answer to the same exercise may have left it: Python then goes on with it once more,
        where it waits or before it has begun.
        """
        is_own = frame in self.waiting or frame in self.paused
        return not is_own and _ends_with(frame, {YIELD, MADE})

    def _enter_call(self, frame):
        self.outer = frame
        if frame in self.waiting:  # a generator goes on
            return self._enter_own(frame) if frame in self.paused else self._leave_call
        self.results.append(NOTHING)
        if self.count == self.number:
            self.call = CallRecord(frame, self.sizes)
            self.limit = TimeLimit(self.seconds)
            return self._enter_own(frame)
        frame.f_trace_lines = self.number == 0
        return self._leave_call

    def _look_at_clock(self, frame, event, argument):
        self.lines += 1
        if self.lines % OFTEN == 0 and self.limit.is_over():
            self.may_be_endless = self._may_be_endless(frame)
            if self.may_be_endless or self.has_longer:
                raise Stopped
            self.has_longer, self.limit = True, TimeLimit(LONGER)
        return self._look_at_clock

    def _may_be_endless(self, frame):
        """Is it in a `while` loop, or has a function called itself? A `for` loop has an end."""
        running = []
        while frame:
            code, line = frame.f_code, frame.f_lineno
            if code.co_filename == self.filename:
                if code in running or self.statements.is_in_while(line):
                    return True
                running.append(code)
            frame = None if frame is self.outer else frame.f_back
        return False

    def _leave_call(self, frame, event, argument):
        """Of a call that is not watched, or no longer, its result is seen."""
        if event == "return" and frame is self.outer:
            self._end(frame, argument)
        elif self.number == 0:
            self._look_at_clock(frame, event, argument)
        return self._leave_call

    def _end(self, frame, argument, raised=""):
        """The call is over, or waits; `raised` is the last error in it, which may have ended it."""
        number, self.outer = self.waiting.pop(frame, self.count), None
        has_given, given = _ends_with(frame, {YIELD}), self.results[number - 1]
        if has_given:
            self.waiting[frame] = number
            argument = generator([*(given if isinstance(given, generator) else ()), argument])
        elif isinstance(given, generator) and argument is None:
            argument = given  # it is exhausted
        has_result = has_given or _ends_with(frame, RETURNS)
        if has_result:
            self.results[number - 1] = argument
        if self.call and number == self.number:
            self.call.end(argument) if has_result else self.call.end_with_error(raised)

    def _enter_own(self, frame):
        """A function of the file, or a generator that goes on."""
        running = self.paused.pop(frame, None)
        if running is None:
            self.entered += 1
            depth = len(self.frames)
            running = RunningFrame(frame, self.statements, self.sizes, self.entered, depth)
        self.frames.append(running)
        return self._see

    def _enter_outside(self, frame):
        """What a function gives that is not followed line by line, if the watched line calls it."""
        if frame.f_back is not self.frames[-1].frame:
            return None
        step, name = self.frames[-1].step, self._name_of(frame)
        if step is None or not name or len(step["answers"]) == ANSWERS:
            return None
        given = [] if name == COMPREHENSION else arguments(frame).values()
        answer = {"name": name, "given": list(map(snapshot, given)), "gives": None}
        step["answers"].append(answer)
        frame.f_trace_lines = False

        def see(frame, event, argument):
            if event == "return" and _ends_with(frame, RETURNS):
                answer["gives"] = snapshot(argument)
            return see

        return see

    def _name_of(self, frame):
        """What a function is called in the watched line, or an empty text."""
        code = frame.f_code
        if code.co_name == "<genexpr>":
            return ""
        if code.co_name in COMPREHENSIONS:
            return COMPREHENSION
        found = self.frames[-1].callables().get(code, "")
        return found or ("the lambda" if code.co_filename == self.filename else "")

    # ---- lines ----

    def _see(self, frame, event, argument):
        if not self.frames or self.frames[-1].frame is not frame:
            return self._see  # another thread, or a check that went on without its call
        running = self.frames[-1]
        if event == "line":
            self._begin(running, frame)
        elif event == "exception":
            running.see_error(*argument[:2])
        elif event == "return":
            self._leave(running, frame, argument)
        return self._leave_call if self.call.stopped else self._see

    def _begin(self, running, frame):
        line = self.statements.begin(frame.f_lineno)
        is_head = line in self.statements.loops
        if running.step and running.step["line"] == line and not is_head:
            return  # a statement of several lines
        running.finish(line, self.call.passes)
        if self.limit.is_over():
            self._give_up()
            return
        self.call.keep(running.begin(line, self.call.passes))

    def _leave(self, running, frame, argument):
        step = running.step
        running.finish(0, self.call.passes)
        self.frames.pop()
        waits = _ends_with(frame, {YIELD})
        if waits:
            self.paused[frame] = running
        if step and (waits or (running.depth and _ends_with(frame, RETURNS))):
            step["gives"] = snapshot(argument)
        if not self.frames:
            self._end(frame, argument, running.raised)

    def _give_up(self):
        told = f"It was watched for {self.limit}"
        if self.is_endless:
            self.call.stopped = f"{told}, and was still running."
            self.may_be_endless = self._may_be_endless(self.frames[-1].frame)
            raise Stopped
        self.call.stopped = f"{told}. What it did from there to its end is not shown."
        for running in self.frames:
            running.frame.f_trace_lines = False
            running.frame.f_trace = None
        self.frames.clear()
        self.outer.f_trace = self._leave_call


def _ends_with(frame, codes):
    """Is this what Python did last in it: to return, or to give something and wait?"""
    return frame.f_lasti >= 0 and frame.f_code.co_code[frame.f_lasti] in codes
