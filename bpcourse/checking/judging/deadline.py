"""Deadline: stop code that runs in this very process, where it cannot be put into another one.

It can stop what Python executes line by line; a single long call into NumPy it must wait for.
"""

import gc
import signal
import sys
import threading
import time
from contextlib import contextmanager

AGAIN = 1.0  # seconds until the alarm rings once more: the first may have rung where it was lost
SOON = 0.001  # the same where it is known that it would be lost


class TimeIsUp(BaseException):
    """Not an Exception, so that the code under watch cannot swallow it with `except Exception`."""


def deadline(seconds, *filenames):
    """A context that stops the code of these files by TimeIsUp when `seconds` have passed."""
    has_alarm = hasattr(signal, "setitimer") and sys.platform != "emscripten"
    if has_alarm and threading.current_thread() is threading.main_thread():
        return _by_alarm(seconds)
    return _by_tracing(seconds, filenames)


@contextmanager
def _by_alarm(seconds):
    """The system's alarm clock: it costs nothing, but only Unix has it, in the main thread.

    Python drops an error that is raised while it clears up, in `__del__` or in a callback of the
    garbage collector, so the alarm goes on ringing until the code has ended.
    """

    def stop(signum, frame):
        if _is_lost(frame):
            signal.setitimer(signal.ITIMER_REAL, SOON, AGAIN)
        else:
            raise TimeIsUp

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _is_lost(frame):
    """Would an error be dropped here, in a callback of the garbage collector?"""
    callbacks = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    while frame:
        if frame.f_code in callbacks:
            return True
        frame = frame.f_back
    return False


@contextmanager
def _by_tracing(seconds, filenames):
    """Python looks at the clock before each line of the files: works everywhere, but slows it."""
    end = time.monotonic() + seconds

    def look(frame, event, argument):
        if time.monotonic() > end:
            raise TimeIsUp
        return look

    def enter(frame, event, argument):
        return look if frame.f_code.co_filename in filenames else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(before)
