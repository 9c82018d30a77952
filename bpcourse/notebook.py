"""Notebook: what a lesson says to the learner and hears from them.

    %%exercise gd_step      the cell below it is saved as the answer to gd_step, and judged
    hint("gd_step")         one hint more each time; the others are the same as in a terminal
    ask("new_w", ...)       questions; from_memory(..., before="07") also brings back earlier ones

Importing it makes `%%exercise` known to the kernel.
"""

import sys

from .checking import bank, endings, hints, runner
from .checking.check import check, check_text, is_stub
from .checking.exercise import ExerciseError, find
from .checking.hints import hint, solution
from .checking.overview import list_exercises, next_task, status
from .checking.progress import Progress
from .checking.words import look_up
from .checking.workspace import here

__all__ = [
    "ask",
    "check",
    "from_memory",
    "hint",
    "list_exercises",
    "look_up",
    "next_task",
    "reset",
    "solution",
    "status",
    "submit",
]


def ask(*names):
    """The questions of these names, to be answered in the cell."""
    from .experiments.quiz import Quiz  # a notebook without questions need not load it

    return Quiz(bank.find(name) for name in names)


def from_memory(*names, before):
    """The same, after those of lessons before `before` that were wrong: the confident ones first.

    `before` is the number of the lesson, as "07".
    """
    from .experiments.quiz import Quiz

    back = bank.to_review(before, Progress(here()))
    return Quiz(dict.fromkeys([*back, *(bank.find(name) for name in names)]))


def submit(*names, name=None, to=None):
    """Pack the answers, all that are written or only those named, into one file to hand in."""
    from .grading.submit import submit as pack

    return pack(*names, name=name, to=to)


def reset(name):
    """Put the stub back, keep the answer as an attempt, and offer the stub in a new cell."""
    note = hints.reset(name)
    if shell := _shell():
        shell.set_next_input(f"%%exercise {name}\n{find(name).stub}")
    return note


def exercise(shell, line, cell):
    """What `%%exercise NAME` does: save the cell as the answer, judge it, return the Report."""
    wanted, seed = _read(line)
    workspace = here()
    if is_stub(wanted, cell):
        source, notices = _instead_of_stub(wanted, workspace, cell)
    else:
        source, notices = cell, _save(workspace, wanted.name, cell)
    report = check_text(wanted, source, workspace, seed=seed, notebook_names=_own_names(shell))
    report.notices[:0] = notices
    # a program to repair is run while it still has its bug, so that the bug can be seen
    if (report.outcome != "todo" or wanted.kind == "repair") and not endings.is_bad(report):
        _define(shell, source, str(workspace.answer_path(wanted.name)))
    return report


def _read(line):
    """The exercise and the seed of the magic's line.

    Raises UsageError, which a notebook shows without traceback.
    """
    from IPython.core.error import UsageError

    match line.split():
        case [name]:
            seed = None
        case [name, "--seed", number] if number.isdigit():
            seed = int(number)
        case _:
            raise UsageError("Write the name of one exercise, as in:  %%exercise gd_step")
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


def _own_names(shell):
    """Names that exist in the notebook, for the sentence that explains a NameError."""
    return [name for name in shell.user_ns if not name.startswith("_")]


def _define(shell, source, filename):
    """Make the learner's functions known in the notebook too, so that they can be played with."""
    try:
        exec(compile(source, filename, "exec"), shell.user_ns)
    except Exception:
        return  # the report has told it already


def load_ipython_extension(shell):
    """For `%load_ext bpcourse.notebook`, and for the kernels that `bpcourse lab` starts."""

    def magic(line, cell):
        return exercise(shell, line, cell)

    shell.register_magic_function(magic, "cell", "exercise")
    runner.warm_worker()  # it loads everything while the learner reads


def _shell():
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


if _shell():
    load_ipython_extension(_shell())
