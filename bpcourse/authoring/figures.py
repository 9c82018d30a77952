"""Figures: which numbers of a lesson has no code computed?

It looks at the lesson's text, its questions and words, the texts of its exercises, and its
teacher's page. See question_numbers and text_numbers.
"""

import numpy as np

from ..checking.in_words import count
from ..checking.questions import question_bank
from ..content import content
from ..errors import UserError
from . import question_numbers, stated, text_numbers


def lessons(names=()):
    """The folders of exercises of the lessons with these names or numbers, by default all."""
    known = sorted(path for path in content("exercises").glob("[0-9]*") if path.is_dir())
    for name in names:
        if not any(folder.name.startswith(name) for folder in known):
            told = ", ".join(folder.name for folder in known)
            raise UserError(f"There is no lesson {name!r}, only {told}.")
    return [folder for folder in known if not names or folder.name.startswith(tuple(names))]


def report(names=()):
    """The lines of a report on these lessons, and whether all their numbers are computed."""
    lines = []
    for folder in lessons(names):
        found = [*of_questions(folder), *of_texts(folder)]
        number = sum(map(len, _all_texts(folder)))
        left = sum(len(numbers) for _, numbers in found)
        told = f"{left} of them computed by no code" if found else "all given or computed"
        lines.append(f"{folder.name}: {count(number, 'number')}, {told}")
        lines += [f"  {place}: {', '.join(numbers)}" for place, numbers in found]
    if is_well := not any(line.startswith("  ") for line in lines):
        return lines, is_well
    return [*lines, "Let these functions in the lesson's check_numbers.py return them."], is_well


def of_questions(folder):
    """Pairs of a function's name and the numbers that it should return and does not."""
    for question in questions(folder):
        numbers, found = question_numbers.answer_and_computed(question)
        if len(numbers) != len(found) or not np.allclose(numbers, found, rtol=0.02, atol=1e-9):
            yield f"the answer of {question.name}", [f"{number:g}" for number in numbers]
        if missing := question_numbers.missing(question):
            yield f"question, {question.name}()", missing


def of_texts(folder):
    """The same for all other texts."""
    for passage in text_numbers.passages(folder):
        if missing := passage.missing:
            yield f"{passage.kind}, {passage.function}()", missing


def questions(folder):
    """The questions of that lesson."""
    every = question_bank.questions().values()
    return [question for question in every if question.lesson == folder.name[:2]]


def _all_texts(folder):
    """The numbers of every text, each once in its passage."""
    for passage in text_numbers.passages(folder):
        yield stated.numbers_in(passage.text)
    for question in questions(folder):
        yield stated.numbers_in("\n".join(question_numbers.texts(question)))
