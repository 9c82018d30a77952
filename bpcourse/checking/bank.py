"""Bank: the questions of all lessons, and which of them should come back.

They lie in exercises/questions, a file for each lesson. What was answered is kept with the
progress; what was wrong although the learner was sure comes back first, in a later lesson.
"""

import difflib
import tomllib
from functools import cache

from ..content import content
from ..trouble import Trouble
from .question import NumberQuestion, Option, Question, Slip

COME_BACK = 2  # questions that a later lesson asks again, at most


class QuestionError(Trouble):
    """There is no such question, or its file is not in order."""


def folder():
    return content("exercises", "questions")


@cache
def questions():
    """All questions of the course by their names, in its order."""
    found = {}
    for path in sorted(folder().glob("[0-9]*.toml")):
        try:
            facts = tomllib.loads(path.read_text(encoding="utf-8"))
            for one in facts["question"]:
                found[one["name"]] = _made(path.stem, one)
        except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise QuestionError(f"{path} cannot be used: {error!r}") from error
    return found


def _made(lesson, facts):
    shared = {k: facts[k] for k in ("text", "name", "after") if k in facts} | {"lesson": lesson}
    if "number" in facts:
        slips = tuple(Slip(**slip) for slip in facts.get("slips", ()))
        return NumberQuestion(
            number=facts["number"], explanation=facts["explanation"], slips=slips, **shared
        )
    right = [i for i, option in enumerate(facts["options"]) if option.get("right")]
    if len(right) != 1:
        raise ValueError(f"{facts['name']} has {len(right)} right options, but should have one")
    options = tuple(
        Option(o["text"], o["explanation"], o.get("misconception", "")) for o in facts["options"]
    )
    return Question(options=options, answer=right[0], **shared)


@cache
def misconceptions():
    """The known wrong ideas: a dictionary from the id to a sentence."""
    return tomllib.loads((folder() / "misconceptions.toml").read_text(encoding="utf-8"))


def find(name):
    """The question called `name`; QuestionError, with the nearest names, where there is none."""
    known = questions()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
        advice = f" Did you mean {' or '.join(near)}?" if near else ""
        raise QuestionError(f"There is no question called {name!r}.{advice}")
    return known[name]


def answer(question, given, sure, progress):
    """Judge an answer and keep it; OSError where it cannot be kept."""
    right, _, misconception = question.judge(given)
    facts = {"question": question.name, "answer": given, "right": right, "sure": sure}
    progress.record("answer", **facts, misconception=misconception)


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
