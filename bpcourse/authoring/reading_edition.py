"""Reading edition: every lesson as one HTML file that needs nothing else.

The built notebooks are set with their still pictures, and formulas in MathML. Answers, and what the
cells after a question show, are folded on a screen and open on paper. It is for phones, for paper,
and for whoever reads better outside of JupyterLab.
"""

import re
from html import escape
from pathlib import Path

from ..atomic_write import write_text
from ..content import content
from ..design import tokens
from ..typeset.markdown_html import markdown
from .build import WORDS

FOLDER = Path(__file__).parent
EXPERIMENT = re.compile(r"[A-Z]\w+\(.*\)$")
QUESTIONS = re.compile(r"(ask|from_memory)\(")
FIGURE = re.compile(r"<figure.*?</figure>", re.DOTALL)
LIVE = re.compile(r"%%exercise |.*^bp\.start_lesson\(", re.MULTILINE | re.DOTALL)  # speak of a run
KINDS = {"Keyword": "k", "Operator.Word": "k", "String": "s", "Number": "s", "Comment": "c"}
PAGES_HOME = "The lessons"


def build_pages(out=print):
    """Write all pages to build/html, from the built notebooks."""
    import nbformat

    folder = content("build", "html")
    titles = {}
    for path in sorted(content("notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        titles[path.stem] = title_of(notebook)
        write_text(folder / f"{path.stem}.html", page(notebook))
        out(f"{path.stem}: written to {folder / path.stem}.html")
    items = "".join(f'<li><a href="{name}.html">{escape(t)}</a></li>' for name, t in titles.items())
    about = "<p>To answer, to move the pictures and to write code, run the course itself.</p>"
    body = f"<h1>bpcourse: {PAGES_HOME.lower()}</h1><ul>{items}</ul>{about}"
    write_text(folder / "index.html", framed(f"bpcourse: {PAGES_HOME.lower()}", body))
    return 0


def title_of(notebook):
    return re.search(r"^# (.*)$", notebook.cells[0].source, flags=re.MULTILINE)[1]


def page(notebook):
    """One notebook as a whole HTML page."""
    parts = (coloured(cell.source) + shown if shown is not None else markdown(cell.source)
             for cell, shown in cells(notebook))  # fmt: skip
    return framed(title_of(notebook), "".join(parts))


def cells(notebook):
    """Each cell with what it shows, as HTML: None for a text."""
    asked = False  # has a question been asked since the last text?
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            asked = "**Before running**" in cell.source
            yield cell, None
        else:
            yield cell, _shown(cell, asked)
            asked = asked or bool(QUESTIONS.match(cell.source) or EXPERIMENT.match(cell.source))


def framed(title, body):
    links = f'<li><a href="index.html">{PAGES_HOME}</a></li>'
    links += f'<li><a href="{WORDS}.html">Words and symbols</a></li>'
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style()}</style>\n</head>\n<body>\n"
        f'<header><nav aria-label="Course"><ul>{links}</ul></nav></header>\n'
        f"<main>\n{body}\n</main>\n<footer><p>Texts and figures: CC BY 4.0.</p></footer>\n"
        "</body>\n</html>\n"
    )


def style():
    """The whole style of a page."""
    return style_of("reading_edition.css")


def style_of(name):
    """The tokens, the style of cells, and the style sheet of that name."""
    files = (FOLDER / file for file in ("cells.css", name))
    return "\n".join([tokens(), *(file.read_text(encoding="utf-8") for file in files)])


def _shown(cell, asked):
    """What a code cell shows, which is folded where something was asked before.

    What speaks of a run of the learner's own, as a report, is left out.
    """
    if LIVE.match(cell.source):
        return ""
    shown = "".join(map(output, cell.outputs))
    if asked and shown:
        shown = _folded("Show what the cell shows", shown)
    elif EXPERIMENT.match(cell.source):  # its question stays open
        shown = FIGURE.sub(lambda figure: _folded("Show the picture", figure[0]), shown)
    return shown


def _folded(title, inside):
    return f'<details class="shown"><summary>{title}</summary>{inside}</details>'


def output(shown):
    """What a cell showed, as HTML."""
    if shown.output_type == "stream":
        return f'<pre class="out">{escape(shown.text)}</pre>'
    data = shown.get("data", {})
    if "text/html" in data:
        return data["text/html"]
    return f'<pre class="out">{escape(data.get("text/plain", ""))}</pre>'


def coloured(source):
    """Python as HTML, its words, texts and notes marked, in colours that are all readable."""
    from pygments.lexers import PythonLexer

    pieces = []
    for kind, text in PythonLexer(ensurenl=False, stripnl=False).get_tokens(source):
        name = next((css for start, css in KINDS.items() if start in str(kind)), "")
        safe = escape(text)
        pieces.append(f'<span class="{name}">{safe}</span>' if name and text.strip() else safe)
    return f"<pre><code>{''.join(pieces)}</code></pre>"
