"""Notebook: what a lesson says to the learner and hears from them.

    %%exercise gd_step      the cell below it is saved as the answer to gd_step, and judged
    hint("gd_step")         one hint more each time; the others are the same as in a terminal
    ask("new_w", ...)       questions; from_memory(...) also brings back earlier ones

In the kernels of `bpcourse lab` these names are known from the start. Elsewhere the first cell of a
lesson, `bp.start_lesson("02")`, makes them known.
"""

from ..checking import hints
from ..checking.check import check
from ..checking.glossary import look_up
from ..checking.library.library import library as keep_all
from ..checking.note import Note
from ..checking.overview import list_exercises, next_task, status
from ..checking.progress import Progress
from ..checking.questions import question_bank
from ..checking.trace import trace as trace_answer
from ..checking.trace_call import trace_call
from ..checking.workspace import here
from ..errors import UserError
from . import help_desk, session, start
from .exercise_cell import shell_of_this_notebook

__all__ = [
    "ask",
    "check",
    "from_memory",
    "hint",
    "library",
    "list_exercises",
    "look_up",
    "next_task",
    "reset",
    "solution",
    "start_lesson",
    "status",
    "submit",
    "trace",
]


def ask(*names):
    """The questions of these names, to be answered in the cell."""
    from ..experiments.quiz import Quiz  # a notebook without questions need not load it

    return Quiz(question_bank.find(name) for name in names)


def from_memory(*names, before=None):
    """The same, after those of lessons before `before` that were wrong: the confident ones first.

    `before` is the number of a lesson, as "07"; by default that of the lesson that was started.
    """
    from ..experiments.quiz import Quiz

    back = question_bank.to_review(before or session.number(), Progress(here()))
    asked = dict.fromkeys([*back, *(question_bank.find(name) for name in names)])
    return Quiz(asked, at_once=True)


def hint(name=None):
    """The next hint to an exercise, by default to the one at hand."""
    return hints.hint(name or session.at_hand())


def solution(name=None):
    """The model answer to an exercise, by default to the one at hand, once it has been earned."""
    return hints.solution(name or session.at_hand())


def trace(what=None, *arguments, seed=None):
    """Line by line what an answer does in the check that fails, by default of that at hand.

    With a function of your own and its arguments, as in trace(net_grads, X, y), it is what that
    call does.
    """
    if callable(what):
        return trace_call(what, *arguments)
    return trace_answer(hints.meant(what or session.at_hand()).name, seed=seed)


def reset(name=None):
    """Put the stub back, keep the answer as an attempt, and offer the stub in a new cell.

    Without a name it is the exercise at hand that starts afresh.
    """
    exercise = hints.meant(name or session.at_hand())
    note = hints.reset(exercise.name)
    if shell := shell_of_this_notebook():
        shell.set_next_input(help_desk.blank(exercise))
    return note


def submit(*names, name=None, to=None, whole=False):
    """Pack the answers, all that are written or only those named, into one file to hand in.

    The `whole` work has also the record of how they came about, the earlier answers and what was
    predicted: with it the work can be gone on with elsewhere (`bpcourse load FILE`).
    """
    from ..grading.submissions.submit import submit as pack

    return pack(*names, name=name, to=to, whole=whole)


def library(out=None):
    """Keep all answers that have passed, as one Python file that runs alone and as a page to print.

    They go into the folder `out`, by default `library` in the work folder. The note says where, or
    that nothing has passed yet: a lesson's last page can be run before its exercises.
    """
    try:
        return keep_all(out)
    except UserError as error:
        return Note(str(error))


def start_lesson(number, namespace=None):
    """Make known what the lesson of this number uses, and show how far the learner is.

    These are the functions of this module, `plotting`, and the lesson's experiments. They are put
    into `namespace`, by default that of the notebook. Raises UserError for an unknown lesson.
    """
    start.start(number, namespace)


def load_ipython_extension(shell):
    """For `%load_ext bpcourse.notebook`, and for the kernels that `bpcourse lab` starts."""
    start.make_known(shell)


if shell_of_this_notebook():
    load_ipython_extension(shell_of_this_notebook())
