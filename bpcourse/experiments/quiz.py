"""Quiz: some questions in a cell. Live they are answered; elsewhere they are text to read.

page    hello, answer, compare, again
kernel  quiz, answered, refused
"""

from contextlib import suppress
from pathlib import Path

import anywidget
import traitlets

from ..checking import bank
from ..checking.progress import Progress
from ..checking.question import DONT_KNOW, say
from ..checking.report import with_code
from ..checking.workspace import here

FOLDER = Path(__file__).parent / "stage"


class Quiz:
    """Questions, as a cell shows them: live, as HTML, and as plain text."""

    def __init__(self, questions):
        self.questions = list(questions)

    def _repr_mimebundle_(self, include=None, exclude=None):
        live = QuizWidget(self.questions)._repr_mimebundle_()
        data, metadata = live if isinstance(live, tuple) else (live, {})
        return data | {"text/html": self.html(), "text/plain": self.text()}, metadata

    def html(self):
        """Every question with its options; the answers are folded."""
        return "".join(_html(i, question) for i, question in enumerate(self.questions, start=1))

    def text(self):
        return "\n".join(_text(i, question) for i, question in enumerate(self.questions, start=1))


class QuizWidget(anywidget.AnyWidget):
    """The live side of a Quiz. What was answered is kept with the progress."""

    _esm = FOLDER / "stage.js"
    _css = FOLDER / "stage.css"
    part = traitlets.Unicode("quiz").tag(sync=True)

    def __init__(self, questions):
        super().__init__()
        self.questions = {question.name: question for question in questions}
        self.progress = Progress(here())
        self.given = {}  # what was answered here: a name, and (answer, sure, compared)
        self.on_msg(lambda _, content, buffers: self.hear(content))

    def hear(self, message):
        """Answer one message of the page."""
        match message:
            case {"kind": "hello"}:
                told = [self._state(question) for question in self.questions.values()]
                self.send({"kind": "quiz", "questions": told})
            case {"kind": "answer", "name": name, "answer": answer, "sure": sure}:
                self._answer(self.questions[name], answer, bool(sure))
            case {"kind": "compare", "name": name}:
                answer, sure, _ = self.given[name]
                self.given[name] = answer, sure, True
                self._tell(self.questions[name])
            case {"kind": "again", "name": name}:
                self.given.pop(name, None)
                self._tell(self.questions[name])

    def _answer(self, question, answer, sure):
        try:
            answer = question.read(answer)
        except ValueError as error:
            self.send({"kind": "refused", "name": question.name, "text": str(error)})
            return
        self.given[question.name] = answer, sure, not question.after
        with suppress(OSError):  # an answer that cannot be kept is no reason to stop
            bank.answer(question, answer, sure, self.progress)
        self._tell(question)

    def _tell(self, question):
        self.send({"kind": "answered", "question": self._state(question)})

    def _state(self, question):
        """All that the page shows of one question."""
        state = {"name": question.name, "text": question.text, "kind": question.kind}
        state["after"] = question.after
        state["dont_know"] = DONT_KNOW.text
        if question.kind == "choice":
            state["options"] = [option.text for option in question.all_options]
        if question.name not in self.given:
            return state | {"given": None, "verdict": None}
        answer, sure, compared = self.given[question.name]
        right, told, _ = question.judge(answer)
        state |= {"given": question.show(answer), "sure": sure, "right": right}
        return state | {"verdict": told if compared else None}


def _text(number, question):
    lines = [f"{number}. {question.text}"]
    if question.kind == "choice":
        lines += [f"   {'abcdef'[i]}) {o.text}" for i, o in enumerate(question.all_options)]
    return "\n".join(lines)


def _html(number, question):
    head = f"<p><b>{number}.</b> {with_code(question.text)}</p>"
    if question.kind == "number":
        slips = "".join(
            f"<li>{say(slip.number)}: {with_code(slip.explanation)}</li>" for slip in question.slips
        )
        answer = f"<p><b>{say(question.number)}.</b> {with_code(question.explanation)}</p>"
        answer += f"<ul>{slips}</ul>" if slips else ""
    else:
        items = "".join(f"<li>{with_code(option.text)}</li>" for option in question.all_options)
        head += f'<ol type="a">{items}</ol>'
        right = question.options[question.answer]
        answer = f"<p><b>{with_code(right.text)}</b> {with_code(right.explanation)}</p><ul>"
        answer += "".join(
            f"<li>{with_code(option.text)} {with_code(option.explanation)}</li>"
            for option in question.options
            if option is not right
        )
        answer += "</ul>"
    return f"{head}<details><summary>Answer to question {number}</summary>{answer}</details>"
