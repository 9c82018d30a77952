"""Lesson page: a lesson of the site: the reading edition, each cell in an element that names it.

Without a script all of it can be read. page/src/lesson.js makes it live.
"""

import re
from html import escape

from ..authoring.build import WORDS
from ..authoring.reading_edition import EXPERIMENT, QUESTIONS, cells, coloured, title_of
from ..typeset.markdown_html import markdown
from .framed_page import framed

EXERCISE = re.compile(r"%%exercise (\w+)\n")
OWN = (
    "<h2>A cell of your own</h2><p>It knows all that the cells above have made; in it "
    '<code>hint()</code>, <code>status()</code> and <code>look_up("gradient")</code> work, too.</p>'
)


def lesson_page(name, notebook, edition):
    """The page of one lesson as HTML; `edition` is the folder with the scripts."""
    parts = [_part(cell, shown) for cell, shown in cells(notebook)]
    if name == WORDS:
        return framed(title_of(notebook), "".join(parts), edition)
    number = name[:2]
    own = _cell(f"{number}-own", "code", coloured("status()"))
    body = f'<div class="site-line"></div>{"".join(parts)}{OWN}{own}'
    return framed(title_of(notebook), body, edition, lesson=number)


def _part(cell, shown):
    """One cell."""
    if shown is None:
        return markdown(cell.source)
    still = f'<div class="site-still">{shown}</div>' if shown else ""
    if exercise := EXERCISE.match(cell.source):
        stub = coloured(cell.source[exercise.end() :])
        return _cell(cell.id, "exercise", stub, exercise=exercise[1])
    if QUESTIONS.match(cell.source):
        return _cell(cell.id, "question", shown, source=cell.source)
    if EXPERIMENT.match(cell.source):
        return _cell(cell.id, "experiment", shown, source=cell.source)
    return _cell(cell.id, "code", coloured(cell.source) + still)


def _cell(id, kind, inside, **data):
    facts = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    return f'<div class="site-cell" data-cell="{id}" data-kind="{kind}"{facts}>{inside}</div>'
