"""Exercise cell: what `%%exercise NAME` does with the cell below it.

The cell is saved as the answer, judged, and the report is shown. Then the learner's functions are
made known in the notebook, so that they can be played with.
"""

import linecache
import re
import sys
import types
from contextlib import suppress

from ..checking import report_view
from ..checking.check import check_text, is_stub
from ..checking.exercise import ExerciseError, find
from ..checking.in_browser import in_browser
from ..checking.judging import limits, terminations
from ..checking.judging.deadline import deadline
from ..checking.time_limit import TimeIsUp
from ..checking.workspace import here
from ..experiments.runs_on import news
from . import help_desk, session

WHICH = "Write the name of one exercise, as in:  %%exercise gd_step"
FIRST = re.compile(r"\s*(#.*)?$")  # what may stand above the magic


def lifted(lines):
    """The lines of a cell, in which `%%exercise` stands first, also where a comment stood above."""
    for i, line in enumerate(lines):
        if line.startswith("%%exercise"):
            return [line, *lines[:i], *lines[i + 1 :]]
        if not FIRST.match(line):
            break
    return lines


def exercise(shell, line, cell):
    """Save the cell, judge it, show the Report, and make its functions known in the notebook."""
    wanted, seed = _read(line)
    judge(wanted, cell, shell.user_ns, _show, seed=seed)


def judge(wanted, cell, namespace, show, *, seed=None):
    """Save the text of a cell as the answer, judge it, and call `show` with the Report.

    Then what the answer defines is put into `namespace`.
    """
    session.exercise = wanted.name
    workspace = here()
    if is_stub(wanted, cell):
        source, notices = _instead_of_stub(wanted, workspace, cell)
    else:
        source, notices = cell, _save(workspace, wanted.name, cell)
    report = check_text(wanted, source, workspace, seed=seed, notebook_names=_own_names(namespace))
    report.notices[:0] = [*notices, *news(report)]
    show(report)
    # a program to repair is run while it still has its bug, so that the bug can be seen
    if (report.outcome != "todo" or wanted.kind == "repair") and terminations.could_run(report):
        define(namespace, wanted, source, str(workspace.answer_path(wanted.name)))


def _show(report):
    from IPython.display import display

    help_desk.open_desk()
    if in_browser():
        help_desk.leave_out_commands(report)
    told = report_view.as_html(report, below=help_desk.buttons(report))
    display({"text/plain": str(report), "text/html": told}, raw=True)


def _read(line):
    """The exercise and the seed of the magic's line.

    Raises UsageError, which a notebook shows without traceback.
    """
    from IPython.core.error import UsageError

    match re.split(r"[\s\"'`,()]+", line.strip("\"'`,() ")):
        case [""]:
            raise UsageError(WHICH)
        case [name]:
            seed = None
        case [name, "--seed", number] if number.isdigit():
            seed = int(number)
        case _:
            raise UsageError(WHICH)
    try:
        return find(name), seed
    except ExerciseError as error:
        raise UsageError(str(error)) from None


def _instead_of_stub(wanted, workspace, cell):
    """A stub never replaces an answer: if one is saved, from an editor say, that one is judged."""
    answer = workspace.answer(wanted.name)
    if answer is None or is_stub(wanted, answer):
        return cell, []
    where = workspace.answer_path(wanted.name).relative_to(workspace.root)
    return answer, [f"This cell still holds the stub, so your answer in `{where}` was checked."]


def _save(workspace, name, cell):
    try:
        workspace.save_answer(name, cell)
    except OSError as error:
        reason = error.strerror or error
        return [f"Not saved: {workspace.answers} cannot be written ({reason}). The cell has it."]
    return []


def _own_names(namespace):
    """Names that exist in the notebook, for the sentence that explains a NameError."""
    return [name for name in namespace if not name.startswith("_")]


def define(namespace, exercise, source, filename):
    """Run an answer once, and put the functions and classes that it defines into `namespace`.

    It runs as a module of its own, as in the judge: its other names change nothing in the notebook,
    and what stands under `if __name__ == "__main__":` is not run. Whatever it does, it is stopped
    after the time that an answer has, and the kernel lives on.
    """
    module = types.ModuleType("answer")
    module.__file__ = filename
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    # the judge has run it before, so what goes wrong now is rare and keeps what came before it
    with suppress(Exception, SystemExit, TimeIsUp), deadline(limits.SECONDS, filename):
        exec(compile(source, filename, "exec"), module.__dict__)
    for name, thing in vars(module).items():
        is_own = callable(thing) and getattr(thing, "__module__", None) == module.__name__
        if is_own or name in exercise.defines:
            namespace[name] = thing


def shell_of_this_notebook():
    """IPython's shell, or None outside of a notebook."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
