"""Help desk: the buttons under a report, which say what the commands of their names say.

    page    hello, press (which button, of which exercise, the seed of its report)
    kernel  line (the one at the top of the lesson, as it is now)
            note (Markdown, and for a new start the text of the cell)

The buttons are in the report's own HTML, hidden. The page's side, help_desk.js, shows them as long
as a kernel is there to answer, so a saved report has none, and says which command helps. It is not
the view of a widget, so no cell has to be run again for it, and a reloaded page finds its kernel.
"""

from ..checking import hints
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
    made = "".join(
        f'<button type="button" data-press="{what}">{BUTTONS[what]}</button>'
        for what in OFFERED[report.outcome]
    )
    return (
        f'<div class="bpcourse-help" data-exercise="{report.exercise}" '
        f'data-seed="{report.seed}" hidden>'
        f'<p class="bpcourse-buttons">{made}</p><div class="bpcourse-note" role="status"></div>'
        "</div>"
    )


class HelpDesk(Conversation):
    """The kernel's end."""

    def answer(self, message):
        match message:
            case {"kind": "hello"} if session.plan:
                self.say(LessonLine(session.plan).message())
            case {"kind": "press", "what": what, "exercise": name, "seed": seed, "place": place}:
                self.say({"kind": "note", "place": place} | _note(what, name, seed))


def _note(what, name, seed):
    """What one button leads to."""
    try:
        exercise = hints.meant(name)
        if what == "trace":
            return {"markdown": f"{CODE}text\n{trace(name, seed=seed)}\n{CODE}"}
        if what == "reset":
            told = hints.reset(name).text
            short = told.partition(CODE)[0] + BEGINS_AGAIN
            return {"markdown": short, "cell": blank(exercise), "otherwise": told}
        note = hints.solution(name) if what == "solution" else hints.hints_so_far(name)
        return {"markdown": note.text}
    except (UserError, OSError) as error:
        return {"markdown": str(error)}


def blank(exercise):
    """The cell in which an exercise begins."""
    return f"%%exercise {exercise.name}\n{exercise.stub.strip()}"


def open_desk():
    """Open the desk of this kernel: from then on the page shows the buttons."""
    from .desk_widget import DeskWidget  # widgets are loaded by those who need them

    if session.desk is None:
        session.desk = DeskWidget()
