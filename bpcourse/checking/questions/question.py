"""Question: asked before the answer is seen. Every answer, right or wrong, is explained.

The kinds are files of their own beside this one: choice, number, ordering, matching. Each has

    spec()           what a page needs to ask it; nothing in it gives the answer away
    answer_lines     the right answer, in one line or several
    explanation      why it is right
    wrong_answers    known wrong answers: pairs of what is answered and its explanation
    _read, _show, _judge        what `read`, `show` and `judge` do for an answer that is not None

"I don't know yet" is an answer to every question: None.
"""

from dataclasses import dataclass

DONT_KNOW = "I don't know yet."
NOT_YET = "Not to know costs nothing. Read why, and you know what to look for."


@dataclass(frozen=True)
class Line:
    """A line of what was answered, and whether it is right; None where that is not said."""

    text: str
    right: bool | None = None


@dataclass(frozen=True)
class Verdict:
    """What is said of an answer, in three parts: what was answered, what is right, and why."""

    right: bool
    given: tuple  # of Lines
    answer: tuple  # of texts
    why: tuple  # of sentences
    misconception: str = ""  # the one that the answer reveals: its id in misconceptions.toml
    known: bool = True  # False for "I don't know yet"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What all kinds share."""

    text: str
    name: str = ""
    lesson: str = ""  # "07"
    after: bool = False  # a prediction: compared only after the next cells have been run
    experiment: str = ""  # the class's name, where it is the prediction of an experiment
    seen: str = ""  # and the state of that experiment in which the answer is seen

    @property
    def is_prediction(self):
        """Is its answer locked first, and compared when something has been seen?"""
        return self.after or bool(self.experiment)

    def read(self, answer):
        """An answer from outside, checked. Raises ValueError, saying what one looks like."""
        return None if answer is None else self._read(answer)

    def show(self, answer):
        """The answer in one line, without a word about whether it is right."""
        return DONT_KNOW if answer is None else self._show(answer)

    def judge(self, answer):
        """The Verdict on an answer that `read` has checked."""
        if answer is not None:
            return self._judge(answer)
        why = (NOT_YET, self.explanation)
        return Verdict(False, (Line(DONT_KNOW),), tuple(self.answer_lines), why, known=False)
