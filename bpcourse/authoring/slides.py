"""Slides: a lesson for a wall, one idea each, made from its built notebook.

A slide is a piece of the lesson's text, and beside it the cell that belongs to it. What a cell
shows is folded, and opened by the key that goes on, so nothing is given away before the room has
predicted. Without a script the page is the whole lesson, one slide below the other, and so it is
on paper.
"""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ..content import content
from ..errors import UserError
from ..typeset.markdown_html import markdown
from .reading_edition import EXPERIMENT, FIGURE, QUESTIONS, coloured, output, style_of, title_of

FOLDER = Path(__file__).parent
HOW_TO_HAVE_THEM = 'Slides need one more package: python -m pip install "bpcourse[workshop]"'
WORDS = 110  # of text on a slide, where a paragraph is not longer by itself
HEADING = re.compile(r"^#{1,3} (.*)$")
WHOLE = re.compile(r"<details.*?</details>|```.*?```|(?:(?!\n\n|<details|```).)+", re.DOTALL)
EACH_QUESTION = re.compile(r"(?<=</details>)(?=<p><b>\d)")
LINK = re.compile(r"\[([^]]*)\]\([\w-]+\.ipynb\)")
FOR_LEARNERS = ("Stuck? ", "Every word and sign is explained")  # with the notebook before them
REVEAL = "Show what the cell shows"


@dataclass
class Slide:
    """One idea: its heading, its text in Markdown, and beside it HTML: a cell, or a question."""

    heading: str
    text: str = ""
    beside: str = ""

    @property
    def is_task(self):
        return self.heading.startswith(("Exercise ", "Bug hunt "))


def of_lesson(number):
    """The page with the slides of the lesson of that number, as "02"; None where there is none.

    Raises UserError where a package that sets the formulas is missing.
    """
    try:
        import latex2mathml  # noqa: F401
    except ImportError:
        raise UserError(HOW_TO_HAVE_THEM) from None
    import nbformat

    paths = sorted(content("notebooks").glob("[0-9]*.ipynb"))
    path = next((path for path in paths if path.stem[:2] == number), None)
    return path and page(nbformat.read(path, as_version=4))


def page(notebook):
    """The slides of a notebook as one HTML page that needs nothing else."""
    title = escape(title_of(notebook))
    shown = "\n".join(map(_section, slides(notebook)))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>\n{style()}</style>\n</head>\n<body>\n"
        f"<main>\n{shown}\n</main>\n"
        '<p id="where" role="status"></p>\n'
        f"<script>\n{_file('slides.js')}</script>\n</body>\n</html>\n"
    )


def style():
    return style_of("slides.css")


def slides(notebook):
    """The slides of a notebook, in order."""
    made, part = [], ""  # a part of the lesson goes on after an exercise
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            made += _of_text(cell.source, part or (made[-1].heading if made else ""))
            part = ""
        elif "bp.start_lesson(" not in cell.source:
            for beside in _of_cell(cell):
                if made[-1].beside or part:
                    made.append(Slide(part or made[-1].heading))
                made[-1].beside = beside
            if cell.source.startswith("%%exercise "):
                _join_task(made)
                part = next(one.heading for one in reversed(made) if not one.is_task)
    return made


def _join_task(made):
    """The task of an exercise is read as a whole, beside its cell."""
    last = made.pop()
    while made and made[-1].heading == last.heading and not made[-1].beside:
        last.text = f"{made.pop().text}\n\n{last.text}"
    made.append(last)


def _of_text(source, heading):
    """Slides of one text: a heading begins a new one, and so does what would make one too long."""
    made = []
    source = LINK.sub(r"\1", source)  # the other notebooks are not beside it
    for block in filter(None, map(str.strip, WHOLE.findall(source))):
        if block.startswith(FOR_LEARNERS):
            continue
        first, _, rest = block.partition("\n")
        if match := HEADING.match(first):
            heading, block = match[1], rest.strip()
            made.append(Slide(heading, block))
        elif made and _words(made[-1].text) + _words(block) <= WORDS:
            made[-1].text = f"{made[-1].text}\n\n{block}".strip()
        else:
            made.append(Slide(heading, block))
    return made


def _words(text):
    return len(text.replace("|", " ").split())


def _section(slide):
    text = markdown(f"# {slide.heading}\n\n{slide.text}")
    if not slide.beside:
        return f'<section class="slide">{text}</section>'
    parts = f"<div>{text}</div>\n<div>{slide.beside}</div>"
    return f'<section class="slide two">{parts}</section>'


def _of_cell(cell):
    """What a cell puts on slides, one text of HTML for each: questions come one by one."""
    if QUESTIONS.match(cell.source):
        return EACH_QUESTION.split("".join(map(output, cell.outputs)))
    return [_cell(cell)]


def _cell(cell):
    """A cell: its code, and folded what it shows; an experiment without its code."""
    shown = "".join(map(output, cell.outputs))
    if EXPERIMENT.match(cell.source):
        picture, name = FIGURE.search(shown), cell.source.partition("(")[0]
        asked = f'<div class="asked">{FIGURE.sub("", shown)}</div>'
        folded = _folded("Show the picture", picture[0]) if picture else ""
        place = f'<div class="live" data-experiment="{name}"></div>'
        return f"{asked}{folded}{place}<p>Open it in the lesson: <code>{cell.source}</code></p>"
    code = coloured(cell.source)
    if cell.source.startswith("%%exercise ") or not shown:
        return code
    return code + _folded(REVEAL, shown)


def _folded(title, inside):
    return f"<details><summary>{title}</summary>{inside}</details>"


def _file(name):
    return (FOLDER / name).read_text(encoding="utf-8")
