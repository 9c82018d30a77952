"""Start: what a lesson makes known in its notebook.

The kernels of `bpcourse lab` know the functions of this package and `%%exercise` from the start;
the first cell of a lesson adds what that lesson uses.
"""

from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from ..checking import lesson_plan
from ..checking.in_browser import in_browser
from ..checking.judging import runner
from ..checking.judging.pace import find_pace
from ..checking.note import Note
from ..checking.progress import Progress
from ..checking.workspace import here
from ..errors import UserError
from ..workshop import seat
from . import exercise_cell, help_desk, lesson_line, plain_errors, room_line, session

DRIVE = Path("/drive")  # the files of JupyterLite, as its kernel sees them
KEEPS_NOTHING = (
    "Only what stands in the cells is kept here, as in a private window or over plain http: how "
    "far you are, and what you have predicted, is forgotten when the page is closed."
)


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
        lesson_line.show(plan, help_desk.open_desk())
        room_line.keep_open(shell)
        if in_browser():
            _begin_in_the_browser()
    with suppress(OSError):
        seat.keep_following()  # where the learner takes part in a workshop; else it does nothing
    if plan.missing:
        raise UserError(plan.missing)


def _begin_in_the_browser():
    """Say so where nothing is kept, and load what judges while the learner reads."""
    from IPython.display import display

    if not DRIVE.is_dir():
        display(Note(KEEPS_NOTHING))
    find_pace()


def functions():
    """What every lesson may call, by name."""
    package = import_module(__package__)
    return {name: getattr(package, name) for name in package.__all__ if name != "start_lesson"}


def of_lesson(plan):
    """The experiments that a lesson shows; and `plotting`, where what it draws with is there."""
    experiments = import_module("bpcourse.experiments")
    names = [step.name for step in plan.steps if step.kind == "experiment"]
    has_pictures = find_spec("matplotlib")  # a web page loads it when a cell first needs it
    plotting = {"plotting": import_module("bpcourse.plotting")} if has_pictures else {}
    return plotting | {name: getattr(experiments, name) for name in names}
