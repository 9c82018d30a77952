"""Deadline: stop code that runs in this very process, where it cannot be put into another one.

What counts is the time of computing, and where the code waits, PATIENCE times as long by the clock.
It can stop what Python executes line by line; a single long call into NumPy it must wait for.
"""

import gc
import signal
import sys
import threading
from contextlib import contextmanager
from functools import partial

from ..in_browser import in_browser
from ..time_limit import PATIENCE, TimeIsUp, TimeLimit
from .page_limits import Room, shallow

AGAIN = 1.0  # seconds until the alarm rings once more: the first may have rung where it was lost
SOON = 0.001  # the same where it is known that it would be lost


def deadline(seconds, *filenames):
    """A context that stops the code of these files by TimeIsUp after `seconds` of computing."""
    has_alarm = hasattr(signal, "setitimer") and not in_browser()
    if has_alarm and threading.current_thread() is threading.main_thread():
        return _by_alarm(seconds)
    if not hasattr(sys, "monitoring"):
        return _by_tracing(seconds, filenames)
    return (_in_a_page if in_browser() else _by_monitoring)(seconds, filenames)


@contextmanager
def _in_a_page(seconds, filenames):
    """There the depth of calls and the memory are looked after, too."""
    with shallow(), _by_monitoring(seconds, filenames, Room().look):
        yield


@contextmanager
def _by_alarm(seconds):
    """The system's alarm clocks: they cost nothing, but only Unix has them, in the main thread.

    One counts what this process computes, and one what passes. Python drops an error that is raised
    while it clears up, in `__del__` or in a callback of the garbage collector, so each goes on
    ringing until the code has ended.
    """

    def stop(timer, signum, frame):
        if _is_lost(frame):
            signal.setitimer(timer, SOON, AGAIN)
        else:
            raise TimeIsUp(seconds, waited=timer == signal.ITIMER_REAL)

    alarms = [
        (signal.SIGPROF, signal.ITIMER_PROF, seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, PATIENCE * seconds),
    ]
    before = [signal.signal(number, partial(stop, timer)) for number, timer, _ in alarms]
    for _, timer, allowed in alarms:
        signal.setitimer(timer, allowed, AGAIN)
    try:
        yield
    finally:
        for _, timer, _ in alarms:
            signal.setitimer(timer, 0)
        for (number, _, _), handler in zip(alarms, before, strict=True):
            signal.signal(number, handler)


def _is_lost(frame):
    """Would an error be dropped here, in a callback of the garbage collector?"""
    callbacks = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    while frame:
        if frame.f_code in callbacks:
            return True
        frame = frame.f_back
    return False


@contextmanager
def _by_monitoring(seconds, filenames, look_too=lambda: None):
    """Python looks at the clock whenever a loop of the files goes round or a function is called.

    From Python 3.12 on. Other code is not slowed; and unlike a trace function, this is asked again
    after it has raised, so no bare `except:` in a loop outlives it.
    """
    monitoring = sys.monitoring
    tool = next(tool for tool in range(6) if monitoring.get_tool(tool) is None)
    kinds = (monitoring.events.JUMP, monitoring.events.PY_START)
    limit, thread = TimeLimit(seconds), threading.get_ident()

    def look(code, *where):
        if code.co_filename not in filenames:
            return monitoring.DISABLE
        if threading.get_ident() == thread:
            look_too()
            if limit.is_over():
                raise limit.error()
        return None

    monitoring.use_tool_id(tool, "deadline")
    monitoring.restart_events()  # what was another deadline's other code may be this one's own
    for kind in kinds:
        monitoring.register_callback(tool, kind, look)
    monitoring.set_events(tool, sum(kinds))
    try:
        yield
    finally:
        monitoring.set_events(tool, 0)
        for kind in kinds:
            monitoring.register_callback(tool, kind, None)
        monitoring.free_tool_id(tool)


@contextmanager
def _by_tracing(seconds, filenames):
    """Python looks at the clock before each line of the files: works everywhere, but slows it."""
    limit = TimeLimit(seconds)

    def look(frame, event, argument):
        if limit.is_over():
            raise limit.error()
        return look

    def enter(frame, event, argument):
        return look if frame.f_code.co_filename in filenames else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(before)
