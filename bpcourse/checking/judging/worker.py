"""Worker: a process that has everything loaded and judges answers, far from the notebook.

It gets a request for each answer, and says {"finding": …} for each check and {"end": status} at the
end. The checks of an exercise are collected once, and again when a file of it has changed. On Linux
each answer is judged in a fork, so that nothing is left over for the next one; elsewhere the worker
judges one answer itself and ends.
"""

import faulthandler
import gc
import os
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path

from ...python_process import Parent, limit_memory
from ..exercise import read
from . import limits, terminations
from .direct import answer_directly
from .judge import with_judge
from .process_limit import end_after

FORKS = sys.platform == "linux"  # elsewhere the system's numerical libraries do not survive a fork


def main():
    parent = Parent()
    faulthandler.enable(file=2)  # on a crash, the place is written to stderr
    parent.say({"ready": os.getpid()})
    requests = iter(parent)
    request = next(requests, None)
    while request:
        folder = Path(request["folder"])
        try:
            serve = partial(_serve, parent, requests, request, _texts(folder))
            request = with_judge([read(folder)], serve)
        except Exception:
            parent.say({"finding": asdict(terminations.fault(folder, traceback.format_exc()))})
            parent.say({"judged": True})
            parent.say({"end": 0})
            request = next(requests, None)


def _serve(parent, requests, request, texts, judge):
    """Judge this answer, and all that follow to the same exercise; the first request that does not.

    `texts` are those of its files when the checks were collected.
    """
    gc.freeze()  # what is loaded is not looked at again, so its pages stay shared with the forks
    folder = request["folder"]
    while request and request["folder"] == folder and _texts(Path(folder)) == texts:
        if FORKS:
            child = os.fork()
            if not child:
                _answer(judge, request, parent)
            _, status = os.waitpid(child, 0)
            parent.say({"end": os.waitstatus_to_exitcode(status)})
        else:
            _answer(judge, request, parent)
        request = next(requests, None)
    return request


def _texts(folder):
    return {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _answer(judge, request, parent):
    """Judge one answer and end the process: with 0, or as the answer makes it end."""
    parent.stop_listening()  # the answer must not read the next request
    exercise = next(iter(judge.exercises.values()))
    names = ("source", "filename", "seed", "notebook_names", "watch")
    options = {name: request[name] for name in names}

    def tell(finding):
        parent.say({"finding": asdict(finding)})

    try:
        end_after(limits.SECONDS)
        _limit_memory()
        parent.say({"call": answer_directly(judge, exercise, tell=tell, **options)})
    except Exception:
        tell(terminations.fault(exercise, traceback.format_exc()))
    except BaseException:
        os._exit(1)
    parent.say({"judged": True})
    os._exit(0)  # at once, whatever the answer has registered to happen at the end


def _limit_memory():
    """Linux keeps the limit itself: the line that asks for too much gets a MemoryError."""
    if FORKS:
        import resource

        limit_memory(limits.MEMORY)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    else:
        threading.Thread(target=_watch_memory, daemon=True).start()


def _watch_memory():
    """Elsewhere the worker looks itself how much it uses, and ends when it is too much."""
    with suppress(ImportError):  # it comes with the notebook's kernel; without it there is no limit
        import psutil

        process = psutil.Process()
        allowed = process.memory_info().rss + limits.MEMORY
        while process.memory_info().rss < allowed:
            time.sleep(0.02)
        os._exit(terminations.OUT_OF_MEMORY)
