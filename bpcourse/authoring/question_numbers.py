"""Question numbers: every number that a question states is computed by code.

Beside a lesson's questions.toml stands check_numbers.py. A function there with a question's name
returns the numbers that the question states: first those of the right answer, in their order, then
those that its options and explanations add, in any order and nesting. What it gives itself (its
text, the steps to be put in order, what is to be matched) need not be computed.
"""

from ..content import content
from . import stated


def missing(question):
    """The numbers, as they are written, that no code has computed."""
    given = [number for text in _given(question) for number in stated.values_in(text)]
    return stated.missing(_told(question), [*given, *_computed(question)])


def answer_and_computed(question):
    """The numbers of the right answer, and as many that code has found for it; for comparison."""
    if question.kind == "number":
        numbers = [question.number]
    elif question.kind == "choice":
        numbers = [number for text in question.answer_lines for number in stated.values_in(text)]
    else:
        numbers = []
    return numbers, _computed(question)[: len(numbers)]


def texts(question):
    """All its texts."""
    return [*_given(question), *_told(question)]


def _given(question):
    """What the question is about."""
    spec = question.spec()
    return [question.text, *spec.get("steps", ()), *spec.get("lefts", ())]


def _told(question):
    """What is offered as an answer, and what is read after it."""
    spec = question.spec()
    reasons = [one.why for one in getattr(question, "steps", getattr(question, "pairs", ()))]
    wrong = [text for pair in question.wrong_answers for text in pair]
    offered = [*spec.get("options", ()), *spec.get("rights", ())]
    return [*offered, *question.answer_lines, question.explanation, *reasons, *wrong]


def _computed(question):
    (folder,) = content("exercises").glob(f"{question.lesson}_*")
    return stated.computed(folder, question.name)
