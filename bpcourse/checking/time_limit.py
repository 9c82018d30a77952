"""Time limit: how long the code of an answer may take, in seconds of computing.

A busy machine takes nothing away from it. But who waits for what never comes does not compute, so
waiting has an end, too.
"""

import time

PATIENCE = 4  # times as long by the clock on the wall
clock = getattr(time, "thread_time", time.monotonic)  # where both are one, waiting is computing


class TimeLimit:
    """So many seconds from now, of this thread."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.end, self.latest = clock() + seconds, time.monotonic() + PATIENCE * seconds

    def is_over(self):
        return clock() > self.end or time.monotonic() > self.latest

    def error(self):
        """The TimeIsUp to raise once it is over."""
        return TimeIsUp(self.seconds, waited=clock() <= self.end)

    def __str__(self):
        """How long that was, once it is over."""
        return str(self.error())


class TimeIsUp(BaseException):
    """Not an Exception, so that the code under watch cannot swallow it with `except Exception`.

    `seconds` of computing were allowed, or the code has `waited` for PATIENCE times as long.
    """

    def __init__(self, seconds, waited=False):
        super().__init__(in_words(seconds, waited))
        self.seconds, self.waited = seconds, waited


def in_words(seconds, waited):
    """The time that is over, as a report says it."""
    return f"{PATIENCE * seconds:g} s" if waited else f"{seconds:g} s of computing"
