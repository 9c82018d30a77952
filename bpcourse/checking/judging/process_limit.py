"""Process limit: this process ends itself when an answer has computed, or waited, for too long.

Before that it writes to its standard error where the answer was. The system's alarms and a thread
in C look after it, so that one long call into NumPy is ended, too.
"""

import faulthandler
import os
import signal
import sys
import threading
import time

from ..time_limit import PATIENCE

HAS_ALARM = hasattr(signal, "setitimer")  # all but Windows
SPENT = 78  # the status where it has computed for too long and there is no alarm
WAITED = "Timeout ("  # what it writes where it has waited


def end_after(seconds):
    """End this process after `seconds` of computing, or PATIENCE times as long by the clock."""
    faulthandler.dump_traceback_later(PATIENCE * seconds, exit=True, file=2)
    if HAS_ALARM:
        faulthandler.register(signal.SIGPROF, file=2, all_threads=True, chain=True)
        signal.setitimer(signal.ITIMER_PROF, seconds)
    else:
        threading.Thread(target=_watch, args=(seconds,), daemon=True).start()


def has_computed_too_long(status):
    """Is this the status of a process that has ended itself so?"""
    return status == SPENT or (HAS_ALARM and status == -signal.SIGPROF)


def _watch(seconds, spent=time.process_time, sleep=time.sleep):
    """Without an alarm a thread looks at the clock; one long call into NumPy it must wait for."""
    end = spent() + seconds
    while spent() < end:
        sleep(max(0.02, end - spent()))
    faulthandler.dump_traceback(file=sys.__stderr__)
    os._exit(SPENT)
