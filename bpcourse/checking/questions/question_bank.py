"""The question bank: the questions of all lessons, and which of them should come back.

They lie in exercises, as questions.toml in the folder of each lesson. What was answered is kept
with the progress; what was wrong although the learner was sure comes back first, in a later lesson.
"""

import tomllib
from functools import cache

from ...content import content
from ...errors import UserError, did_you_mean
from . import question_file

COME_BACK = 2  # questions that a later lesson asks again, at most


class QuestionError(UserError):
    """There is no such question, or its file is not in order."""


def folder():
    return content("exercises")


@cache
def questions():
    """All questions of the course by their names, in its order."""
    found = {}
    for path in sorted(folder().glob("*/questions.toml")):
        try:
            for question in question_file.read(path):
                if question.name in found:
                    raise ValueError(f"two questions are called {question.name}")
                found[question.name] = question
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise QuestionError(f"{path} cannot be used: {error}") from error
    return found


def of_experiment(name):
    """The question that the experiment of that name asks first, or None."""
    return next((q for q in questions().values() if q.experiment == name), None)


@cache
def misconceptions():
    """The known wrong ideas: a dictionary from the id to a sentence."""
    return tomllib.loads((folder() / "misconceptions.toml").read_text(encoding="utf-8"))


def find(name):
    """The question called `name`; QuestionError, with the nearest names, where there is none."""
    known = questions()
    if name not in known:
        advice = did_you_mean(name, known, "The lesson has the names of its questions.")
        raise QuestionError(f"There is no question called {name!r}. {advice}")
    return known[name]


def answer(question, given, sure, progress):
    """Keep an answer, and whether it is right; OSError where it cannot be kept."""
    verdict = question.judge(given)
    facts = {"question": question.name, "answer": given, "right": verdict.right, "sure": sure}
    progress.record("answer", **facts, misconception=verdict.misconception)


def last_answer(question, progress):
    """The last event in which this question was answered, or None."""
    events = progress.events("answer", question=question.name)
    return events[-1] if events else None


def to_review(lesson, progress):
    """The questions of earlier lessons whose last answer was wrong, the confident ones first."""
    wrong = []
    for question in questions().values():
        event = last_answer(question, progress)
        if question.lesson < lesson and event and not event.get("right"):
            wrong.append((not event.get("sure"), question))
    wrong.sort(key=lambda pair: pair[0])
    return [question for _, question in wrong[:COME_BACK]]
