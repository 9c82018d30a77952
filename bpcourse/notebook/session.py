"""Session: what the learner is at in this kernel, so that names can be left out."""

from ..checking.progress import Progress
from ..checking.workspace import here

plan = None  # of the lesson that was started, a lesson_plan.Plan
desk = None  # the widget that answers the buttons under reports
room = None  # the widget that carries the line of a workshop, where one takes part
looks = False  # whether this kernel looks for a workshop
exercise = None  # the name of the exercise that was judged last


def at_hand():
    """The name of the exercise at hand: the one judged last, or the lesson's first that is open.

    None where no lesson was started, and where all its exercises are done.
    """
    if exercise or not plan:
        return exercise
    done = plan.done(Progress(here()))
    steps = (step for step in plan.steps if step.kind == "exercise" and step not in done)
    return next((step.name for step in steps), None)


def number():
    """The number of the lesson that was started. Without one every question counts as earlier."""
    return plan.number if plan else "99"
