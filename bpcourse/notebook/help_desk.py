"""Help desk: the buttons under a report, which say what the commands of their names say.

    page    hello, press (which button, of which exercise, the seed of its report)
    kernel  line (the one at the top of the lesson, as it is now)
            note (Markdown, and for a new start the text of the cell; a trace is HTML as well)

The buttons are in the report's own HTML, hidden. The page's side, help_desk.js, shows them as long
as a kernel is there to answer, so a saved report has none, and says which command helps. It is not
the view of a widget, so no cell has to be run again for it, and a reloaded page finds its kernel.
"""

from ..checking import hints
from ..checking.check import STUCK
from ..checking.judging import terminations
from ..checking.trace import trace
from ..errors import UserError
from ..experiments.conversation import Conversation
from . import session
from .lesson_line import LessonLine

BUTTONS = {
    "trace": "Watch it run",
    "hint": "Show a hint",
    "solution": "Show the model answer",
    "reset": "Start afresh",
}
CODE = "```"  # where the code block of a note begins
BEGINS_AGAIN = "The cell above begins again; undo brings your text back."
OFFERED = {
    "todo": ("hint",),
    "no": ("trace", "hint", "solution", "reset"),
    "ok": ("solution", "reset"),
}


def buttons(report):
    """The buttons under a report, as HTML, and the place for what they lead to."""
    offered = [what for what in OFFERED[report.outcome] if what != "trace" or _could_begin(report)]
    made = "".join(
        f'<button type="button" data-press="{what}">{BUTTONS[what]}</button>' for what in offered
    )
    return (
        f'<div class="bpcourse-help" data-exercise="{report.exercise}" '
        f'data-seed="{report.seed}" hidden>'
        f'<p class="bpcourse-buttons">{made}</p><div class="bpcourse-note" role="status"></div>'
        "</div>"
    )


def _could_begin(report):
    """Did the code run so far that one of its functions could be called, and be watched?"""
    return not any(f.check == terminations.RUNS and f.outcome == "no" for f in report.findings)


def leave_out_commands(report):
    """Leave out the notice that names a command, where the buttons are all there is."""
    stuck = STUCK.format(name=report.exercise)
    report.notices = [notice for notice in report.notices if notice != stuck]


class HelpDesk(Conversation):
    """The kernel's end."""

    def answer(self, message):
        match message:
            case {"kind": "hello"} if session.plan:
                self.say(LessonLine(session.plan).message())
            case {"kind": "press", "what": what, "exercise": name, "seed": seed, "place": place}:
                self.say({"kind": "note", "place": place} | note(what, name, seed))


def note(what, name, seed):
    """What one button leads to, as the facts of a message; `seed` is that of the report."""
    try:
        exercise = hints.meant(name)
        if what == "trace":
            told = trace(name, seed=seed)
            return {"markdown": f"{CODE}text\n{told}\n{CODE}", "html": told.as_html()}
        if what == "reset":
            told = hints.reset(name).text
            short = told.partition(CODE)[0] + BEGINS_AGAIN
            return {"markdown": short, "cell": blank(exercise), "otherwise": told}
        told = hints.solution(name) if what == "solution" else hints.hints_so_far(name)
        return {"markdown": told.text}
    except (UserError, OSError) as error:
        return {"markdown": str(error)}


def blank(exercise):
    """The cell in which an exercise begins."""
    return f"%%exercise {exercise.name}\n{exercise.stub.strip()}"


def open_desk():
    """Open the desk of this kernel, and return it: from then on the page shows the buttons."""
    from .desk_widget import DeskWidget  # widgets are loaded by those who need them

    if session.desk is None:
        session.desk = DeskWidget()
    return session.desk
