"""Runner: get an answer judged, in the worker or, where there can be none, in this process.

Whatever the answer does, `run` comes back with a Report: it may loop for ever, leave or crash.
"""

import atexit
import os
import queue
import secrets
import tempfile
import time
import traceback
from contextlib import suppress

from ...python_process import PythonProcess
from ..in_browser import in_browser
from ..report import Finding, Report
from ..time_limit import PATIENCE, TimeIsUp
from . import limits, terminations
from .deadline import deadline

WORKER = "bpcourse.checking.judging.worker:main"
GRACE = 1.5  # seconds beyond the limit until a worker that does not stop by itself is killed
START = 30  # seconds that a worker may need to start, on a slow disk


def run(exercise, source, *, filename=None, seed=None, notebook_names=(), watch=False):
    """The Report on `source` as an answer to `exercise`. Without `seed` the data are new.

    With `watch` it ends with the first check that fails, and has the call in which that fails.
    """
    report = Report(exercise.name, seed=secrets.randbelow(10**6) if seed is None else seed)
    filename = filename or f"{exercise.name}.py"
    worker = warm_worker()
    run_it = worker.judge if worker else judge_in_place
    run_it(exercise, source, filename, sorted(notebook_names), report, watch)
    warm_worker()  # where one has ended with its answer, the next one begins to load
    return report


def judge_in_place(exercise, source, filename, notebook_names, report, watch=False):
    """The same checks in this process. What the answer does to it, it does to the kernel."""
    from .direct import judge_directly  # pytest is loaded by those who need it

    tell = report.findings.append
    options = {"seed": report.seed, "tell": tell, "notebook_names": notebook_names}
    try:
        with deadline(limits.SECONDS, filename):
            report.call = judge_directly(
                exercise, source, filename=filename, watch=watch, **options
            )
    except TimeIsUp as late:  # outside the answer's own lines
        tell(terminations.endless(exercise, late=late))
    except Exception:
        tell(terminations.fault(exercise, traceback.format_exc()))


class Worker:
    """The other process, seen from here. Raises OSError where no process can be started."""

    def __init__(self, call=WORKER):
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the worker lives
        try:
            self.process = PythonProcess(call, stderr=self.errors)
        except OSError:
            self.errors.close()
            raise
        self.ready = False

    @property
    def alive(self):
        return self.process.alive

    def judge(self, exercise, source, filename, notebook_names, report, watch=False):
        """Add the findings to `report`; if the answer comes to a bad end, the last one says so."""
        request = {
            "folder": str(exercise.folder),
            "source": source,
            "filename": filename,
            "seed": report.seed,
            "notebook_names": notebook_names,
            "watch": watch,
        }
        start = self.errors.seek(0, os.SEEK_END)
        try:
            self.process.send(request)
            status = self._receive(report)
        except queue.Empty:
            self.kill()
            late = TimeIsUp(limits.SECONDS, waited=True)
            report.findings.append(terminations.endless(exercise, late=late))
        except KeyboardInterrupt:
            self.kill()
            report.findings.append(terminations.interrupted(exercise))
        else:
            if status is not None:
                self.errors.seek(start)
                errors = self.errors.read().decode(errors="replace")
                ending = terminations.of_process(exercise, status, errors, source, filename)
                report.findings.append(ending)

    def _receive(self, report):
        """None if all was judged, else the process's status; queue.Empty if it stays silent."""
        limit = PATIENCE * limits.SECONDS + GRACE
        end = time.monotonic() + limit + (0 if self.ready else START)
        judged = False
        while True:
            match self.process.receive(end - time.monotonic()):
                case {"ready": _}:
                    self.ready, end = True, time.monotonic() + limit
                case {"finding": finding}:
                    report.findings.append(Finding(**finding))
                case {"call": call}:
                    report.call = call
                case {"judged": _}:
                    judged = True
                case {"end": status}:
                    return None if judged else status
                case None:
                    status = self.process.wait()
                    return None if judged else status

    def kill(self):
        """End it and all that it has started."""
        self.process.kill()
        self.errors.close()


_worker = None


def warm_worker():
    """The worker of this process, started if need be. None where no process can be started.

    Called once early, it has loaded everything when the first answer comes.
    """
    global _worker
    if in_browser():
        return None
    if _worker and not _worker.alive:
        _end_worker()
    if _worker is None:
        with suppress(OSError):
            _worker = Worker()
    return _worker


@atexit.register
def _end_worker():
    global _worker
    if _worker:
        _worker.kill()
    _worker = None
