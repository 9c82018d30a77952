"""Asked: a question on its way: asked, answered, compared. Quizzes and experiments ask with it.

page    answer, compare, again
kernel  question, not_an_answer
"""

from contextlib import suppress

from . import question_bank
from .question import DONT_KNOW


class Asked:
    """One question, what was answered here, and whether it has been compared yet.

    `figure` is its picture as plain data, for the page. With `at_once` even a prediction is
    compared as soon as it is answered. With `resume` it begins with the last answer in `progress`.
    """

    def __init__(self, question, progress, figure=None, *, at_once=False, resume=False):
        self.question = question
        self.progress = progress
        self.figure = figure
        self.waits = question.is_prediction and not at_once
        self.is_answered, self.answer, self.sure, self.is_compared = False, None, None, False
        if resume:
            self._resume()

    def hear(self, message):
        """Answer one message of the page, with what the page should show next."""
        match message:
            case {"kind": "answer", "answer": answer, "sure": sure}:
                try:
                    self.give(answer, sure)
                except ValueError as error:
                    name = self.question.name
                    return {"kind": "not_an_answer", "name": name, "text": str(error)}
            case {"kind": "compare"}:
                self.compare()
            case {"kind": "again"}:
                self.is_answered = self.is_compared = False
        return {"kind": "question", "question": self.state()}

    def give(self, answer, sure):
        """Take an answer, and keep it. Raises ValueError where it is none."""
        self.answer = self.question.read(answer)
        self.sure = sure if sure is None else bool(sure)
        self.is_answered, self.is_compared = True, not self.waits
        with suppress(OSError):  # an answer that cannot be kept is no reason to stop
            question_bank.answer(self.question, self.answer, self.sure, self.progress)

    def compare(self):
        """Show what is right; only after an answer."""
        if self.is_answered and not self.is_compared:
            self.is_compared = True
            with suppress(OSError):
                self.progress.record("compared", question=self.question.name)

    def state(self):
        """All that the page shows. Before it is compared, nothing in it gives the answer away."""
        question = self.question
        facts = {"name": question.name, "kind": question.kind, "text": question.text}
        facts |= {"prediction": question.is_prediction, "dont_know": DONT_KNOW}
        facts |= {"spec": question.spec(), "figure": self.figure, "given": None, "verdict": None}
        if self.is_answered:
            facts["given"] = {"text": question.show(self.answer), "sure": self.sure}
        if self.is_compared:
            facts["verdict"] = _plain(question.judge(self.answer)) | {"seen": question.seen}
        return facts

    def _resume(self):
        events = self.progress.events(question=self.question.name)
        answers = [i for i, event in enumerate(events) if event.get("event") == "answer"]
        if not answers:
            return
        last = events[answers[-1]]
        try:
            self.answer = self.question.read(last.get("answer"))
        except ValueError:  # the question has been changed since
            return
        self.sure, self.is_answered = last.get("sure"), True
        later = (event.get("event") for event in events[answers[-1] :])
        self.is_compared = not self.waits or "compared" in later


def _plain(verdict):
    """A Verdict as plain data."""
    given = [{"text": line.text, "right": line.right} for line in verdict.given]
    facts = {"right": verdict.right, "known": verdict.known, "given": given}
    return facts | {"answer": list(verdict.answer), "why": list(verdict.why)}
