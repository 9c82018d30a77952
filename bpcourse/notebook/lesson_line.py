"""Lesson line: the line at the top of a lesson that says how far one is.

It is the output of the first cell, and is renewed whenever something new is achieved.
"""

from html import escape

from ..checking import progress as journal
from ..checking.progress import Progress
from ..checking.workspace import here

# in the line itself: a saved page that is opened without kernel has no style sheet of ours
STYLE = "display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; padding: 4px 2px"
BAR = "width: 12em; height: 0.8em; accent-color: #0072b2"


class LessonLine:
    """How far the learner is in one lesson, at this moment."""

    def __init__(self, plan):
        progress = Progress(here())
        self.plan, self.count = plan, len(plan.steps)
        done = plan.done(progress)
        self.done, self.left = len(done), plan.minutes_left(progress)
        self.next = next((step for step in plan.steps if step not in done), None)

    @property
    def text(self):
        """The line in words."""
        if self.next is None:
            return f"Lesson {self.plan.number}: all {self.count} steps are done."
        done = f"{self.done} of {self.count} steps done" if self.done else f"{self.count} steps"
        minutes = f"{self.left} of {self.plan.minutes} minutes left"
        if not self.done:
            minutes = f"{self.plan.minutes} minutes"
        return f"Lesson {self.plan.number}: {done}, about {minutes}. Next: {self.next.section}."

    def _repr_mimebundle_(self, include=None, exclude=None):
        bar = (
            f'<progress style="{BAR}" max="{self.count}" value="{self.done}" '
            f'aria-label="Steps done in this lesson"></progress>'
        )
        line = f'<div class="bpcourse-line" data-lesson="{self.plan.number}" style="{STYLE}">'
        html = f"{line}{bar}<span>{escape(self.text)}</span></div>"
        return {"text/plain": self.text, "text/html": html}

    def message(self):
        """The same for the page's side of the help desk."""
        html = self._repr_mimebundle_()["text/html"]
        return {"kind": "line", "lesson": self.plan.number, "html": html}


def show(plan, desk):
    """Show the line of a lesson in this cell, and keep it up to date from now on.

    The help desk tells it to a page that was reloaded: that has forgotten which output it is.
    """
    from IPython.display import display

    place, shown = f"bpcourse-lesson-{plan.number}", LessonLine(plan)
    last = [shown.text]

    def renew():
        line = LessonLine(plan)
        if line.text != last[0]:
            last[0] = line.text
            display(line, display_id=place, update=True)
            desk.end.say(line.message())

    display(shown, display_id=place)
    journal.watchers[:] = [renew]
