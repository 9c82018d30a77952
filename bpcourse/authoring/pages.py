"""Pages: the reading edition. Every lesson as one HTML file that needs nothing else.

The built notebooks are set as they are: with their still pictures, the answers folded, formulas in
MathML. It is for phones, for paper, and for whoever reads better outside of JupyterLab.
"""

import re
from html import escape

from ..content import content
from ..whole import write_whole
from .build import WORDS
from .mathml import mathml

STYLE = """\
:root { color-scheme: light dark; --paper: #ffffff; --ink: #1a1a1a; --soft: #f3f3f3;
  --line: #767676; --link: #0b57d0; --word: #00539c; --text: #7a3e00; --note: #585858; }
@media (prefers-color-scheme: dark) { :root { --paper: #111111; --ink: #f2f2f2; --soft: #1e1e1e;
  --line: #9a9a9a; --link: #8ab4f8; --word: #8ab4f8; --text: #f0b27a; --note: #b0b0b0; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); }
body { font: 1.05rem/1.6 system-ui, sans-serif; }
header, main, footer { max-width: 46rem; margin: 0 auto; padding: 0.5rem 1rem; }
h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.2rem; list-style: none; padding: 0; margin: 0; }
nav a { display: inline-block; min-height: 1.75rem; padding: 0.15rem 0; }
summary { cursor: pointer; padding: 0.25rem 0; color: var(--link); text-decoration: underline; }
pre { background: var(--soft); padding: 0.6rem 0.8rem; border-left: 4px solid var(--line);
  white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.92rem; }
pre.out { border-left-style: dotted; background: var(--paper); }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; background: #ffffff; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: 0.2rem 0.6rem; }
th, td { text-align: left; vertical-align: top; }
.scroll { overflow-x: auto; max-width: 100%; }
span.scroll { display: block; }
.k { color: var(--word); font-weight: 600; } .s { color: var(--text); } .c { color: var(--note); }
@media print { details { display: block; } nav { display: none; } }
"""
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
        write_whole(folder / f"{path.stem}.html", page(notebook))
        out(f"{path.stem}: written to {folder / path.stem}.html")
    items = "".join(f'<li><a href="{name}.html">{escape(t)}</a></li>' for name, t in titles.items())
    about = "<p>To answer, to move the pictures and to write code, run the course itself.</p>"
    body = f"<h1>bpcourse: {PAGES_HOME.lower()}</h1><ul>{items}</ul>{about}"
    write_whole(folder / "index.html", framed(f"bpcourse: {PAGES_HOME.lower()}", body))
    return 0


def title_of(notebook):
    return re.search(r"^# (.*)$", notebook.cells[0].source, flags=re.MULTILINE)[1]


def page(notebook):
    """One notebook as a whole HTML page."""
    body = "".join(_cell(cell) for cell in notebook.cells)
    return framed(title_of(notebook), body)


def framed(title, body):
    links = f'<li><a href="index.html">{PAGES_HOME}</a></li>'
    links += f'<li><a href="{WORDS}.html">Words and symbols</a></li>'
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        f'<header><nav aria-label="Course"><ul>{links}</ul></nav></header>\n'
        f"<main>\n{body}\n</main>\n<footer><p>Texts and figures: CC BY 4.0.</p></footer>\n"
        "</body>\n</html>\n"
    )


def _cell(cell):
    if cell.cell_type == "markdown":
        return markdown(cell.source)
    return f"<pre><code>{_coloured(cell.source)}</code></pre>" + "".join(map(_output, cell.outputs))


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
