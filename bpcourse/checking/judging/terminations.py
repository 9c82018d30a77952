"""Terminations: answers that come to no good end, each told in a sentence with its exercise."""

import re
import signal

from ..report import Finding
from ..time_limit import TimeIsUp
from . import limits
from .process_limit import WAITED, has_computed_too_long

RUNS = "Your code can be run."
CHECK = "Your code comes to a good end."
LOOPS = "Is there a loop whose condition never becomes false?"
WAITS = "Does it wait for what never comes? Or is this computer very busy? Then try again."
OUT_OF_MEMORY = 77  # the status with which a worker ends where the system keeps no limit for it


class Lost(BaseException):
    """The answer's process is gone, or says what cannot be read; `why` is empty where it is gone.

    Not an Exception, so that no check can swallow it.
    """

    def __init__(self, why=""):
        super().__init__(why)
        self.why = why


class Refused(BaseException):
    """A check asks for something that cannot be had here; the text is for the teacher."""


class Again(BaseException):
    """The answer has to be judged once more, in a new process."""


FINAL = (Lost, Refused, Again)  # these end the judging of an answer


def endless(exercise, place="", late=None):
    """`late` is the TimeIsUp that says how long it was given, by default the usual time."""
    late = late or TimeIsUp(limits.SECONDS)
    asks = WAITS if late.waited else exercise.when_endless or LOOPS
    message = f"{exercise.name} did not come to an end within {late}, so it was stopped.\n{asks}"
    return Finding(CHECK, "no", message, place, kind="waits" if late.waited else "endless")


def prints_without_end(exercise, printed):
    message = (
        f"{exercise.name} prints without end: it was stopped after {limits.PRINTED >> 20} MB.\n"
        "Is there a print in a loop?"
    )
    return Finding(CHECK, "no", message, printed=printed, kind="prints_without_end")


def too_large(exercise):
    message = (
        f"{exercise.name} needs more than the {limits.MEMORY >> 30} GB of memory that an exercise "
        "may use, so it was stopped.\nIs one of its arrays far too large?"
    )
    return Finding(CHECK, "no", message, kind="too_large")


def interrupted(exercise):
    message = f"The check of {exercise.name} was interrupted, so it has no result."
    return Finding(CHECK, "no", message)


def fault(exercise, traceback):
    """The check itself broke: never the learner's doing, and it must not look as if it were."""
    if "MemoryError" in traceback:  # the answer has left too little for the check around it
        return too_large(exercise)
    message = (
        f"The check of {exercise.name} itself broke: a fault of the course, not of your code.\n"
        f"Please report it, with what Python says:\n{traceback}"
    )
    return Finding(CHECK, "no", message)


def leaves_python(exercise, status=""):
    message = (
        f"{exercise.name} ended the process it ran in{status}.\n"
        "Use `return` to end a function; os._exit and its like end the whole program."
    )
    return Finding(CHECK, "no", message, kind="leaves_python")


def crashes(exercise, how="", place=""):
    message = (
        f"{exercise.name} made Python itself crash{how}.\n"
        "That comes from too deep a recursion, too much memory, or calls into the system."
    )
    return Finding(CHECK, "no", message, place, kind="crashes")


def of_process(exercise, status, errors, source, filename, late=None):
    """The Finding for a process that ended early, from its status and what it wrote to stderr.

    `late` is the TimeIsUp for which it was ended from outside.
    """
    place = _place(errors, source, filename)
    if late or has_computed_too_long(status):
        return endless(exercise, place, late)
    if WAITED in errors:
        return endless(exercise, place, TimeIsUp(limits.SECONDS, waited=True))
    if status == OUT_OF_MEMORY:
        return too_large(exercise)
    if status < 0 or "Fatal Python error" in errors:
        name = signal.Signals(-status).name if status < 0 else "Fatal Python error"
        return crashes(exercise, f" ({name})", place)
    return leaves_python(exercise, f" (status {status})")


def is_bad(report):
    """Did the answer have to be stopped, or stop everything itself?"""
    return any(finding.check == CHECK for finding in report.findings)


def could_run(report):
    """Did the answer run to its end when it was loaded, and come to no bad end later?"""
    return not any(f.check in (RUNS, CHECK) and f.outcome == "no" for f in report.findings)


def _place(errors, source, filename):
    """The learner's innermost line in the list of calls that Python writes when it is stopped."""
    match = re.search(rf'File "{re.escape(filename)}", line (\d+)', errors)
    if not match:
        return ""
    number = int(match[1])
    lines = source.splitlines()
    return f"line {number}:  {lines[number - 1].strip()}" if number <= len(lines) else ""
