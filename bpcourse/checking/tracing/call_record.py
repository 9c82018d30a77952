"""Call record: one call of a function, kept as its lines are run, and told as plain data.

    name       of the function
    given      [name, snapshot] of each argument
    letters    of the axes of an argument: name → list
    first      the first steps, and `last` the last ones; so many between them are `left_out`
    loops      how many passes a loop had in all, by its number
    result     a snapshot, or None where it stopped with an error, which is `raised`
    origin     whose array the result is
    stopped    a sentence, where it was not watched to its end
    remarks    what is worth a look: the number of its step, line, text

A step is one statement that was run:

    line, end, text, function, depth, frame      where: each running function has its own `frame`
    loops      [number, line, pass] of each loop around it, the innermost last
    is_head    does it begin a pass of the innermost of them?
    entered    [name, snapshot] of each argument, where a helper begins
    shapes     [name, shape] of each array that it uses
    made       what it has made or changed: name, in_place, origin, changes (the argument of the
               call whose content it has changed, or nothing), value, letters
    operations how (see operation_data)
    answers    what functions have answered that are not lines of their own: name, given, gives
    gives      what a helper returns there
    raised     the error with which it ended
"""

import json
from collections import deque

from . import operation_data
from .remarks import remarks
from .running_frame import arguments
from .snapshots import origin, snapshot

KEPT = 300  # steps at the beginning and as many at the end
EXPLAINED = 60  # of these, how many at either end tell their operations
LARGEST = 2_000_000  # characters of all steps


class CallRecord:
    """What is known of one call."""

    def __init__(self, frame, sizes):
        self.name, self.arguments = frame.f_code.co_name, arguments(frame)
        self.given = [[name, snapshot(value)] for name, value in self.arguments.items()]
        shapes = {name: getattr(value, "shape", ()) for name, value in self.arguments.items()}
        self.letters = {name: list(sizes.of(name, shape)) for name, shape in shapes.items()}
        self.first, self.last, self.steps = [], deque(maxlen=KEPT), 0
        self.passes = {}  # of each loop, by its number
        self.result, self.origin, self.raised, self.stopped = None, "", "", ""
        self.is_over = False

    def keep(self, step):
        self.steps += 1
        (self.first if self.steps <= KEPT else self.last).append(step)

    def end(self, result):
        """It has come to its end, and has given `result`."""
        self.is_over = True
        self.result = snapshot(result)
        self.origin = origin(result, self.arguments)

    def end_with_error(self, raised):
        """It has ended with an error that nothing in it has caught."""
        self.is_over = True
        self.raised = raised

    def as_data(self, number, count):
        """A dictionary that can be written as JSON; it was call `number` of `count`."""
        first, last = self._told()
        kept = {loop[0] for step in [*first, *last] for loop in step["loops"]}
        return {
            "name": self.name,
            "number": number,
            "count": count,
            "given": self.given,
            "letters": {name: one for name, one in self.letters.items() if one},
            "first": first,
            "left_out": max(0, self.steps - len(first) - len(last)),
            "last": last,
            "loops": {str(loop): self.passes[loop] for loop in sorted(kept)},
            "result": self.result,
            "origin": self.origin,
            "raised": self.raised,
            "stopped": self.stopped,
            "remarks": remarks(self.given, [*first, *last]),
        }

    def _told(self):
        """The steps of both ends as data, fewer of them where they are large."""
        steps = [*self.first, *self.last]
        for i, step in enumerate(steps):
            is_near = min(i, len(steps) - 1 - i) < EXPLAINED
            step["operations"] = operation_data.as_data(step["operations"]) if is_near else {}
        first, last = (self.first, list(self.last)) if self.last else (self.first, [])
        while len(first) > 1 and len(json.dumps([first, last])) > LARGEST:
            if not last:
                first, last = first[: len(first) // 2], first[len(first) // 2 :]
            first, last = first[: (len(first) + 1) // 2], last[len(last) // 2 :]
        return first, last
