"""Watch: check an answer each time its file is saved.

For those who write in an editor, with a terminal beside it.
"""

import queue
import sys
import threading

from .check import check, current_exercise, next_exercise, saved_at
from .exercise import find
from .hints import hint
from .overview import list_exercises, next_task
from .progress import Progress
from .workspace import here

KEYS = "[h] hint   [n] next task   [l] list   [q] quit   (then Enter)"


def watch(name=None, *, out=print, commands=None, interval=0.2):
    """Check at once, and then whenever a file in answers/ changes, until q or Ctrl-C.

    Without `name` the exercise is the one that was saved last, or the next one to pass.
    """
    workspace = here()
    current = find(name).name if name else current_exercise(workspace)
    commands = commands or _typed()
    times = _laid_down(current, workspace)
    _show(current, workspace, out)
    while True:
        match _next(commands, interval):
            case "q":
                return
            case "h":
                out(hint(current))
            case "l":
                out(list_exercises())
            case "n":
                out(next_task())
                if later := next_exercise(Progress(workspace)):
                    current = later.name
                    times[current] = _laid_down(current, workspace)[current]
                    _show(current, workspace, out)
        # what is saved while a check is running counts as changed the next time round
        before, times = times, saved_at(workspace)
        for changed in [name for name in times if times[name] != before.get(name)]:
            current = changed
            _show(current, workspace, out)


def _laid_down(name, workspace):
    """Lay down the stub where there is no answer yet, and say when the answers were saved."""
    if workspace.answer(name) is None:
        workspace.save_answer(name, find(name).stub)
    return saved_at(workspace)


def _show(name, workspace, out):
    out(f"\n{workspace.answer_path(name)}")
    out(check(name, workspace=workspace))
    out(KEYS)


def _typed():
    """The lines that are typed, read in a thread of their own, so that nothing waits for them."""
    lines = queue.Queue()

    def read():
        for line in sys.stdin:
            lines.put(line.strip().lower()[:1])

    threading.Thread(target=read, daemon=True).start()
    return lines


def _next(commands, interval):
    try:
        return commands.get(timeout=interval)
    except queue.Empty:
        return None
