"""Worker: a process that has all loaded and waits for an answer to judge, far from the notebook.

Started with  python -P -m bpcourse.checking.worker.  It reads one request per line and writes one
JSON line per finding, then {"end": status}. On Linux each request is judged in a fork, so nothing
is left over for the next one; elsewhere the worker judges one request itself and ends.
"""

import faulthandler
import json
import os
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from . import endings, limits
from .exercise import read
from .judge import judge

FORKS = sys.platform == "linux"  # elsewhere the system's numerical libraries do not survive a fork


def main():
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")  # no print must get in between
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    faulthandler.enable()  # on a crash, the place is written to stderr
    _say(output, {"ready": os.getpid()})
    for line in sys.stdin:
        request = json.loads(line)
        if FORKS:
            child = os.fork()
            if not child:
                _answer(request, output)
            _, status = os.waitpid(child, 0)
            _say(output, {"end": os.waitstatus_to_exitcode(status)})
        else:
            _answer(request, output)


def _answer(request, output):
    """Judge one request and end the process: with 0, or as the answer makes it end."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # the answer must not read the next request
    # a loop without end is ended by a thread in C, which also writes down where the loop was
    faulthandler.dump_traceback_later(limits.SECONDS, exit=True)
    _limit_memory()
    exercise = read(Path(request.pop("folder")))

    def tell(finding):
        _say(output, {"finding": asdict(finding)})

    try:
        judge(exercise, tell=tell, **request)
    except Exception:
        tell(endings.fault(exercise, traceback.format_exc()))
    _say(output, {"judged": True})
    os._exit(0)  # at once, whatever the answer has registered to happen at the end


def _say(output, message):
    output.write(json.dumps(message) + "\n")
    output.flush()


def _limit_memory():
    """Linux keeps the limit itself: the line that asks for too much gets a MemoryError."""
    if FORKS:
        import resource

        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + limits.MEMORY, used + limits.MEMORY))
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
        os._exit(endings.OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
