"""Quiz: some questions in a cell. Live they are answered; elsewhere they are text to read.

page    hello, and what checking/questions/asked.py hears, with the question's name
kernel  quiz, and what checking/questions/asked.py answers
"""

from ..checking.progress import Progress
from ..checking.questions.asked import Asked
from ..checking.workspace import here
from . import question_figure, question_html
from .conversation import Conversation


class Quiz:
    """Questions, as a cell shows them: live, as HTML, and as plain text.

    With `at_once` a prediction is compared as soon as it is answered: nothing is run in between.
    """

    def __init__(self, questions, *, at_once=False):
        self.questions = list(questions)
        self.at_once = at_once

    def _repr_mimebundle_(self, include=None, exclude=None):
        from .jupyter import live  # where no page is, no widget is needed

        data, metadata = live(self.stage, "quiz")
        return data | {"text/html": self.html(), "text/plain": self.text()}, metadata

    def stage(self, send):
        """The kernel's end of the conversation with a page that shows these questions."""
        return QuizStage(self.questions, send, at_once=self.at_once)

    def html(self):
        """Every question as text to read, its answer folded."""
        questions = "".join(
            question_html.asked(question, f"<b>{i}.</b>")
            + question_html.answer(question, f"Answer to question {i}")
            for i, question in enumerate(self.questions, start=1)
        )
        return f"{question_html.LIVE}{questions}"

    def text(self):
        numbered = enumerate(self.questions, start=1)
        return "\n".join(question_html.text(question, i) for i, question in numbered)


class QuizStage(Conversation):
    """The live side of a Quiz. What was answered is kept with the progress."""

    def __init__(self, questions, send, *, at_once=False):
        super().__init__(send)
        progress = Progress(here())
        self.asked = {
            q.name: Asked(q, progress, question_figure.spec(q), at_once=at_once) for q in questions
        }

    def answer(self, message):
        if message["kind"] == "hello":
            told = [asked.state() for asked in self.asked.values()]
            self.say({"kind": "quiz", "questions": told})
        else:
            self.say(self.asked[message["name"]].hear(message))
