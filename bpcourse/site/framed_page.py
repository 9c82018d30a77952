"""Framed page: what all pages of a site have around their text.

A policy in its head keeps the page to the server it came from, whatever is in it.
"""

from html import escape

from ..authoring.build import WORDS

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"
)
NO_SCRIPT = (
    "<noscript><p>This page can be read as it is. To answer, to move the pictures and to have code "
    "checked, allow its script: it asks for nothing from any other server, unless you join a "
    "workshop.</p></noscript>"
)
KEEPS_NOTHING = (
    '<p class="site-keeps-nothing" role="alert" hidden>This browser keeps nothing of what you do '
    "here, as in a private window. Save your work (at the end of the page) before you close it.</p>"
)


def framed(title, body, edition, *, lesson="", script="lesson"):
    """A whole page. `lesson` is the number of its lesson, for the script of that name."""
    links = '<li><a href="index.html">The course</a></li>'
    links += f'<li><a href="{WORDS}.html">Words and symbols</a></li>'
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{escape(title)}</title>\n"
        '<link rel="icon" href="data:,">\n'
        f'<link rel="stylesheet" href="{edition}/site.css">\n'
        f'<script type="module" src="{edition}/{script}.js"></script>\n</head>\n'
        f'<body data-lesson="{lesson}">\n'
        f'<header><nav aria-label="Course"><ul>{links}</ul></nav></header>\n'
        f'<main>\n{NO_SCRIPT}{KEEPS_NOTHING}<p class="site-notice" role="status"></p>\n{body}\n'
        '<section id="work" aria-labelledby="work-title"><h2 id="work-title">Your work</h2>'
        "<p>All that you do is kept in this browser, and sent nowhere, unless you join a workshop. "
        "To hand it in, or to go on in another browser, save it as a file.</p></section>\n"
        '<section id="workshop" aria-labelledby="workshop-title"><h2 id="workshop-title">In a '
        "workshop</h2><p>A workshop counts how its exercises stand with everybody, and what was "
        "predicted: no name, no code and no address. Who has not joined sends nothing.</p>"
        "</section>\n</main>\n"
        "<footer><p>Texts and figures: CC BY 4.0.</p></footer>\n</body>\n</html>\n"
    )
