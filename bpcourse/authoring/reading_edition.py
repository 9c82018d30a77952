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
from .build import WORDS
from .mathml import mathml

STYLE = Path(__file__).with_name("reading_edition.css")
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
    asked, parts = False, []  # has a question been asked since the last text?
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            asked = "**Before running**" in cell.source
            parts.append(markdown(cell.source))
        else:
            parts.append(_code(cell, asked))
            asked = asked or bool(QUESTIONS.match(cell.source) or EXPERIMENT.match(cell.source))
    return framed(title_of(notebook), "".join(parts))


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
    return f"{tokens()}\n{STYLE.read_text(encoding='utf-8')}"


def _code(cell, asked):
    """A code cell and what it shows, which is folded where something was asked before.

    What speaks of a run of the learner's own, as a report, is left out.
    """
    code = f"<pre><code>{_coloured(cell.source)}</code></pre>"
    if LIVE.match(cell.source):
        return code
    shown = "".join(map(_output, cell.outputs))
    if asked and shown:
        shown = _folded("Show what the cell shows", shown)
    elif EXPERIMENT.match(cell.source):  # its question stays open
        shown = FIGURE.sub(lambda figure: _folded("Show the picture", figure[0]), shown)
    return code + shown


def _folded(title, inside):
    return f'<details class="shown"><summary>{title}</summary>{inside}</details>'


def _output(output):
    if output.output_type == "stream":
        return f'<pre class="out">{escape(output.text)}</pre>'
    data = output.get("data", {})
    if "text/html" in data:
        return data["text/html"]
    return f'<pre class="out">{escape(data.get("text/plain", ""))}</pre>'


def _coloured(source):
    """Python with its words, texts and notes marked, in colours that are all readable."""
    from pygments.lexers import PythonLexer

    pieces = []
    for kind, text in PythonLexer(ensurenl=False, stripnl=False).get_tokens(source):
        name = next((css for start, css in KINDS.items() if start in str(kind)), "")
        safe = escape(text)
        pieces.append(f'<span class="{name}">{safe}</span>' if name and text.strip() else safe)
    return "".join(pieces)


def markdown(text):
    """Markdown as HTML, its formulas as MathML, its links to notebooks as links to pages."""
    import mistune

    formulas = []

    def keep(match):
        display = match[1] is not None
        made = mathml(match[1] if display else match[2], display=display)
        if display:
            made = (
                f'<span class="scroll" tabindex="0" role="group" aria-label="Formula">{made}</span>'
            )
        formulas.append(made)
        return f"FORMULA{len(formulas) - 1}END"

    text = re.sub(r"\$\$(.+?)\$\$|\$(.+?)\$", keep, text, flags=re.DOTALL)
    html = mistune.create_markdown(escape=False, plugins=["table"])(text)
    html = re.sub(r"FORMULA(\d+)END", lambda match: formulas[int(match[1])], html)
    html = re.sub(r'href="([\w-]+)\.ipynb"', r'href="\1.html"', html)
    html = re.sub(r"<th([ >])", r'<th scope="col"\1', html)
    group = '<div class="scroll" tabindex="0" role="group" aria-label="Table">'
    return html.replace("<table>", f"{group}<table>").replace("</table>", "</table></div>")
