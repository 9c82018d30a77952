"""Start: what a lesson makes known in its notebook.

The kernels of `bpcourse lab` know the functions of this package and `%%exercise` from the start;
the first cell of a lesson adds what that lesson uses.
"""

from contextlib import suppress
from importlib import import_module

from ..checking import lesson_plan
from ..checking.judging import runner
from ..checking.progress import Progress
from ..checking.workspace import here
from ..errors import UserError
from ..workshop import seat
from . import exercise_cell, help_desk, lesson_line, plain_errors, session


def make_known(shell):
    """Teach a kernel `%%exercise`, the functions of a lesson, and plain words for some errors."""

    def magic(line, cell):
        return exercise_cell.exercise(shell, line, cell)

    shell.register_magic_function(magic, "cell", "exercise")
    if exercise_cell.lifted not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.append(exercise_cell.lifted)
    shell.push(functions(), interactive=False)
    plain_errors.install(shell)
    runner.warm_worker()  # it loads everything while the learner reads


def start(number, namespace=None):
    """Make known what a lesson uses, and show how far the learner is.

    UserError if the lesson is unknown, or needs something that is not installed.
    """
    session.plan = plan = lesson_plan.find(number)
    shell = exercise_cell.shell_of_this_notebook()
    if namespace is None:
        namespace = shell.user_ns if shell else {}
    namespace.update(functions() | of_lesson(plan))
    progress = Progress(here())
    with suppress(OSError):  # a folder that cannot be written is no reason not to start
        plan.start(progress)
    if shell:
        help_desk.open_desk()
        lesson_line.show(plan)
    with suppress(OSError):
        seat.keep_following()  # where the learner takes part in a workshop; else it does nothing
    if plan.missing:
        raise UserError(plan.missing)


def functions():
    """What every lesson may call, by name."""
    package = import_module(__package__)
    return {name: getattr(package, name) for name in package.__all__ if name != "start_lesson"}


def of_lesson(plan):
    """`plotting`, and the experiments that a lesson shows."""
    experiments = import_module("bpcourse.experiments")
    names = [step.name for step in plan.steps if step.kind == "experiment"]
    plotting = {"plotting": import_module("bpcourse.plotting")}
    return plotting | {name: getattr(experiments, name) for name in names}
