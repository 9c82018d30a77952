"""Front page: what one will be able to do, something to try at once, and the map of the lessons."""

import re
from html import escape

import nbformat

from ..authoring.reading_edition import cells
from ..checking import lesson_plan
from ..checking.exercise import exercises
from ..content import content
from ..typeset.markdown_html import markdown
from .framed_page import framed

TITLE = "How neural networks are trained"
FIRST_TRY = (
    "01_one_neuron",
    "FitByHand",
)  # the lesson and the experiment that stand on the front page
LEARN = (
    "Predict, move things, see gradients flow; then write every piece yourself in Python. "
    "A check tells you at once what is right, what is wrong and why."
)
ABILITIES = (
    "compute by hand, and in code, how the loss changes with every weight of a network",
    "write forward and backward passes, optimizers and regularizers yourself, in NumPy",
    "find out why a net does not learn: the rate, the first weights, the gradients, the batch",
    "check a gradient, and trust it for that reason",
)
FOR_LEARNERS = (
    "Nothing is to be installed, and there is nobody to register with. Python is loaded when you "
    "first touch something, once for all lessons. What you write is kept in this browser, and sent "
    "nowhere, unless you join a workshop."
)
FOR_TEACHERS = (
    "A learner saves the work as one file and hands that in; `bpcourse grade` judges any number of "
    "such files. Each lesson has a page for whoever teaches it, in the course's repository."
)


def front_page(edition):
    """The page as HTML; `edition` is the folder with the scripts."""
    body = (
        f'<h1>{TITLE}</h1><p class="site-lead">{LEARN}</p>{_first_try()}'
        f"<h2>What you will be able to do</h2><ul>{_items(ABILITIES)}</ul>"
        f'<h2>The lessons</h2><ol class="site-map" start="0">{_map()}</ol>'
        f"<h2>For learners</h2><p>{FOR_LEARNERS}</p>"
        f"<h2>For teachers</h2>{markdown(FOR_TEACHERS)}"
    )
    return framed(f"bpcourse: {TITLE[0].lower()}{TITLE[1:]}", body, edition)


def _first_try():
    lesson, experiment = FIRST_TRY
    notebook = nbformat.read(content("notebooks", f"{lesson}.ipynb"), as_version=4)
    shown = next(shown for cell, shown in cells(notebook) if cell.source == f"{experiment}()")
    source = f"from bpcourse.experiments import {experiment}\n{experiment}()"
    return (
        f'<div class="site-cell" data-cell="front-000" data-kind="experiment" '
        f'data-source="{escape(source)}">{shown}</div>'
    )


def _items(sentences):
    return "".join(f"<li>{sentence}</li>" for sentence in sentences)


def _map():
    """One item for each lesson: its page, its time, what one can do afterwards, what is done."""
    counts = {}
    for exercise in exercises():
        counts[exercise.lesson] = counts.get(exercise.lesson, 0) + 1
    return "".join(_lesson(plan, counts.get(plan.name, 0)) for plan in lesson_plan.plans())


def _lesson(plan, count):
    title = re.sub(r"^Lesson \d+: ", "", plan.title)
    head = nbformat.read(content("notebooks", f"{plan.name}.ipynb"), as_version=4).cells[0].source
    can = re.search(r"\*\*Afterwards you can\*\* (.*)", head)
    work = f"{plan.minutes} minutes" + (f", {count} exercises" if count > 1 else "")
    return (
        f'<li value="{int(plan.number)}"><a href="{plan.name}.html">{_capital(title)}</a> '
        f'<span class="site-minutes">{work}</span> '
        f'<span class="site-done" data-done="{plan.number}"></span>'
        f"{markdown(_capital(can[1])) if can else ''}</li>"
    )


def _capital(text):
    return text[:1].upper() + text[1:]
