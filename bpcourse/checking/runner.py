"""Runner: get an answer judged, in the worker or, where there can be none, in this process.

Whatever the answer does, `run` comes back with a Report: it may loop for ever, leave or crash.
"""

import atexit
import json
import os
import queue
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from contextlib import suppress

from . import endings, limits
from .deadline import TimeIsUp, deadline
from .report import Finding, Report

COMMAND = (sys.executable, "-P", "-m", "bpcourse.checking.worker")
# -P: a numpy.py or random.py in the learner's folder must not be taken for the real one
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
GRACE = 1.5  # seconds beyond the limit until a worker that does not stop by itself is killed
START = 30  # seconds that a worker may need to start, on a slow disk


def run(exercise, source, *, filename=None, seed=None, notebook_names=()):
    """The Report on `source` as an answer to `exercise`. Without `seed` the data are new."""
    report = Report(exercise.name, seed=secrets.randbelow(10**6) if seed is None else seed)
    filename = filename or f"{exercise.name}.py"
    worker = warm_worker()
    run_it = worker.judge if worker else judge_in_place
    run_it(exercise, source, filename, sorted(notebook_names), report)
    warm_worker()  # where one has ended with its answer, the next one begins to load
    return report


def judge_in_place(exercise, source, filename, notebook_names, report):
    """The same checks in this process. What the answer does to it, it does to the kernel."""
    from .judge import judge  # pytest is loaded by those who need it

    tell = report.findings.append
    options = {"seed": report.seed, "tell": tell, "notebook_names": notebook_names}
    try:
        with deadline(limits.SECONDS, filename):
            judge(exercise, source, filename, **options)
    except TimeIsUp:  # outside the answer's own lines
        tell(endings.endless(exercise))
    except Exception:
        tell(endings.fault(exercise, traceback.format_exc()))


class Worker:
    """The other process, seen from here. Raises OSError where no process can be started."""

    def __init__(self, command=COMMAND):
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the worker lives
        try:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.errors,
                env=os.environ | dict.fromkeys(THREADS, "1"),
                start_new_session=True,  # to interrupt the notebook is not to interrupt the worker
            )
        except OSError:
            self.errors.close()
            raise
        self.messages = queue.Queue()
        self.ready = False
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self):
        with self.process.stdout as lines:
            for line in lines:
                with suppress(ValueError):
                    self.messages.put(json.loads(line))
        self.messages.put(None)  # it has ended

    @property
    def alive(self):
        return self.process.poll() is None

    def judge(self, exercise, source, filename, notebook_names, report):
        """Add the findings to `report`; if the answer comes to a bad end, the last one says so."""
        request = {
            "folder": str(exercise.folder),
            "source": source,
            "filename": filename,
            "seed": report.seed,
            "notebook_names": notebook_names,
        }
        start = self.errors.seek(0, os.SEEK_END)
        try:
            self._send(request)
            status = self._receive(report)
        except queue.Empty:
            self.kill()
            report.findings.append(endings.endless(exercise))
        except KeyboardInterrupt:
            self.kill()
            report.findings.append(endings.interrupted(exercise))
        else:
            if status is not None:
                self.errors.seek(start)
                errors = self.errors.read().decode(errors="replace")
                ending = endings.of_process(exercise, status, errors, source, filename)
                report.findings.append(ending)

    def _send(self, request):
        with suppress(OSError):  # it has just died: its end is received next
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()

    def _receive(self, report):
        """None if all was judged, else the process's status; queue.Empty if it stays silent."""
        limit = limits.SECONDS + GRACE
        end = time.monotonic() + limit + (0 if self.ready else START)
        judged = False
        while True:
            match self.messages.get(timeout=max(0.01, end - time.monotonic())):
                case {"ready": _}:
                    self.ready, end = True, time.monotonic() + limit
                case {"finding": finding}:
                    report.findings.append(Finding(**finding))
                case {"judged": _}:
                    judged = True
                case {"end": status}:
                    return None if judged else status
                case None:
                    status = self.process.wait()
                    return None if judged else status

    def kill(self):
        """End it and all that it has started."""
        if self.alive:
            kill_with_all_it_started(self.process)
        self.process.wait()
        with suppress(OSError):  # what was still to be sent is not missed
            self.process.stdin.close()
        self.listener.join()
        self.errors.close()


def kill_with_all_it_started(process):
    """End a process that leads a session of its own, and where there are groups, all in it."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


_worker = None


def warm_worker():
    """The worker of this process, started if need be. None where no process can be started.

    Called once early, it has loaded everything when the first answer comes.
    """
    global _worker
    if sys.platform == "emscripten":
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
