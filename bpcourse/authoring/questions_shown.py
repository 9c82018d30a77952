"""Questions shown: whether those in a built lesson are still what the course asks.

A lesson names its questions and its experiments in calls, so its cells stay as they are where the
text of one has changed. What such a cell would show can be made without running the lesson.
"""

import ast
import re

from .. import experiments
from ..checking.questions import question_bank
from ..experiments import question_html, still

QUIZZES = ("ask", "from_memory")
PIXELS = re.compile(r'data:image/png;base64,[^"\\]+')


def stale(notebook):
    """A sentence for each question or experiment that a built notebook shows otherwise."""
    found = []
    for cell in notebook.cells:
        shown = without_pixels("".join(_html(output) for output in cell.get("outputs", [])))
        for name, now in _asked_in(cell):
            if without_pixels(now) not in shown:
                found.append(f"{cell.id}: {name} is asked otherwise now; build the lesson anew")
    return found


def _asked_in(cell):
    """Pairs of a name and the HTML that is shown for it."""
    for call in _calls(cell):
        function = call.func.id
        if function in QUIZZES:
            for i, argument in enumerate(call.args, start=1):
                question = question_bank.find(argument.value)
                asked = question_html.asked(question, f"<b>{i}.</b>")
                answer = question_html.answer(question, f"Answer to question {i}")
                yield question.name, asked + answer
        elif function in experiments.modules():
            yield function, still.words(getattr(experiments, function)())


def _calls(cell):
    """The calls of single names that are lines of their own in a cell of code."""
    if cell.cell_type != "code" or cell.source.startswith("%%"):
        return
    for line in ast.parse(cell.source).body:
        match line:
            case ast.Expr(value=ast.Call(func=ast.Name()) as call):
                yield call


def _html(output):
    html = output.get("data", {}).get("text/html", "")
    return html if isinstance(html, str) else "".join(html)


def without_pixels(text):
    """HTML, or JSON with HTML in it, without what differs from one machine to the next."""
    return PIXELS.sub("PICTURE", text)
