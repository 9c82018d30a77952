"""A Python process: start it, exchange lines of JSON with it, end it with all that it has started.

    process = PythonProcess("package.module:function", 1, 2)     calls function(1, 2) over there,
    process.send({"do": "this"})                                 for message in Parent(): …
    process.receive(seconds)                                     parent.say({"done": 1})

Every process that this package starts is started here.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from .content import PACKAGE

ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
BOOT = (
    "import sys, json; from importlib import import_module; "
    "sys.path[:], module, name, arguments = json.loads(sys.argv[1]); "
    "getattr(import_module(module), name)(*arguments)"
)


def memory_used():
    """Bytes of address space of this process, where the system tells."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def limit_memory(size):
    """Let this process have so many bytes more than now, where the system keeps such a limit."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        limit = memory_used() + size
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def seconds_of(pid):
    """Seconds of computing of another process in all its threads; None where nobody tells them."""
    if sys.platform == "linux":
        with suppress(OSError):
            return time.clock_gettime(~pid << 3 | 2)  # as clock_getcpuclockid makes it in C
    with suppress(Exception):  # psutil comes with the notebook's kernel
        import psutil

        used = psutil.Process(pid).cpu_times()
        return used.user + used.system
    return None


def import_paths():
    """Where this Python finds its modules, without the current folder.

    A numpy.py or random.py that lies there must not be taken for the real one.
    """
    course, here = str(PACKAGE.parent), os.getcwd()  # noqa: PTH109 - compared with texts
    absolute = [place for place in sys.path if os.path.isabs(place)]  # noqa: PTH117
    return [place for place in absolute if place != here or place == course]


def command(call, *arguments):
    """The command line of a Python that imports a module and calls a function of it.

    It finds the modules that this one finds, and obeys no variable and no folder around it (-I).
    """
    facts = [import_paths(), *call.split(":"), arguments]
    return [sys.executable, "-I", "-c", BOOT, json.dumps(facts)]


def start(call, *arguments, environment=None, **options):
    """Start such a Python in a session of its own; a subprocess.Popen. Raises OSError if it cannot.

    `options` are those of Popen. The environment is that of this process unless given.
    """
    environment = (os.environ if environment is None else environment) | ONE_THREAD
    return subprocess.Popen(
        command(call, *arguments), env=environment, start_new_session=True, **options
    )


def end(process):
    """End a started process, and all that descends from it, also what has left its session."""
    if process.poll() is None:
        end_tree(process.pid)
    process.wait()


def end_tree(pid):
    """Kill the process of that number and everything below it."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(pid)], capture_output=True, check=False)
        return
    doomed = [pid]
    for one in doomed:
        with suppress(OSError):
            os.kill(one, signal.SIGSTOP)  # from here on it can start no more
        doomed += children(one)
    for one in doomed:
        with suppress(OSError):
            os.kill(one, signal.SIGKILL)
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)  # what its parent has left, but stayed in the session


def children(pid):
    """The numbers of the processes that this one has started and that still live."""
    tasks = Path(f"/proc/{pid}/task")
    if tasks.is_dir():
        found = []
        for task in tasks.iterdir():
            with suppress(OSError):
                found += (task / "children").read_text().split()
        return [int(number) for number in found]
    told = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=False
    )
    pairs = [line.split() for line in told.stdout.splitlines()]
    return [int(one) for one, parent in pairs if parent == str(pid)]


class PythonProcess:
    """A process that takes and gives lines of JSON. Raises OSError where none can be started.

    What it says is put into `inbox` as pairs of this object and the message, and at its end a pair
    with None: so one inbox can serve several processes.
    """

    def __init__(self, call, *arguments, inbox=None, **options):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = start(call, *arguments, **pipes, **options)
        self.inbox = queue.Queue() if inbox is None else inbox
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self):
        with self.process.stdout as lines:
            for line in lines:
                with suppress(ValueError):
                    self.inbox.put((self, json.loads(line)))
        self.inbox.put((self, None))

    @property
    def pid(self):
        return self.process.pid

    @property
    def alive(self):
        return self.process.poll() is None

    def send(self, message):
        """Send a message. If the process has just died, its end is what is received next."""
        with suppress(OSError, ValueError):
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()

    def receive(self, seconds):
        """The next message, None when it has ended. Raises queue.Empty if none comes in time."""
        return self.inbox.get(timeout=max(0.01, seconds))[1]

    def wait(self):
        """The status with which it has ended."""
        return self.process.wait()

    def close(self, seconds=2):
        """Let it come to its own end, and end it where it does not."""
        with suppress(OSError):
            self.process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self.kill()

    def kill(self):
        """End it and all that it has started."""
        end(self.process)
        with suppress(OSError):  # what was still to be sent is not missed
            self.process.stdin.close()
        self.listener.join()


class Parent:
    """Who has started this process: an iterator over its messages; `say` answers.

    From here on nothing else is read from the standard input or written to the standard output.
    """

    def __init__(self):
        self.requests = os.fdopen(os.dup(0), encoding="utf-8")
        self.answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        os.close(nothing)

    def __iter__(self):
        return map(json.loads, self.requests)

    def stop_listening(self):
        """Close the way by which messages come."""
        with suppress(OSError):
            os.close(self.requests.fileno())

    def say(self, message):
        self.answers.write(json.dumps(message) + "\n")
        self.answers.flush()
