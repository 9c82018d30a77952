"""Page: the learner's library as one page that can be kept, printed and verified.

It loads nothing and runs nothing. Each fact of its record is text that is seen, in an element with
the attribute data-fact; the number in its foot is made of all the text above it. record.py reads
both back.
"""

import hashlib
from html import escape
from pathlib import Path

from ..._version import __version__
from ...design import tokens
from ..exercise import exercises
from .concepts import concepts
from .record import number_of, shown_in

POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # nothing is loaded
STATES = {True: '<td class="written">✓ written</td>', False: '<td class="open">○ open</td>'}
CLAIM = """\
<h2>What this page shows</h2>
<p>Each piece of code on this page has passed the visible checks of its exercise, on the random data
of the seed that stands with it. So it does what those checks ask. The page does not show who wrote
the code, with whose help, or that it is right in every case. The dates and the numbers of attempts
are what the learner's own computer has noted; its owner can change them.</p>
<p><code>bpcourse library --verify my_library.html</code> verifies it without a network: it computes
the number in the foot and the SHA-256 of each code again, and runs the visible checks again with
the same seeds. For that it runs the code of the page, so verify only what you would run.</p>
"""


def page(pieces):
    """The text of the page. The same pieces make the same page."""
    main = "\n".join([_head(pieces), CLAIM, _concepts(pieces), "<h2>The code</h2>",
                      *map(_piece, pieces)])  # fmt: skip
    body = f"<main>\n{main}\n</main>\n"
    number = number_of(shown_in(body))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>My library</title>\n<style>\n{style()}</style>\n</head>\n<body>\n{body}"
        f'<footer><p>Number of this page: <code data-fact="number">{number}</code></p></footer>\n'
        "</body>\n</html>\n"
    )


def style():
    """The whole style of the page."""
    return tokens() + Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _head(pieces):
    written = {piece.exercise for piece in pieces}
    count = sum(concept.exercise in written for concept in concepts())
    return (
        f"<h1>My library</h1>\n<p>Written in bpcourse {__version__}: {len(pieces)} of "
        f"{len(exercises())} exercises, {count} of {len(concepts())} concepts.</p>"
    )


def _concepts(pieces):
    written = {piece.exercise for piece in pieces}
    rows = [_concept(concept, concept.exercise in written) for concept in concepts()]
    return (
        "<h2>The concepts</h2>\n<table>\n<thead><tr><th>concept</th><th>exercise</th>"
        f"<th>state</th></tr></thead>\n<tbody>\n{''.join(rows)}</tbody>\n</table>"
    )


def _concept(concept, is_written):
    name = concept.exercise.name
    shown = f"<code>{name}</code>"
    link = f'<a href="#{name}">{shown}</a>' if is_written else shown
    return f"<tr><td>{escape(concept.name)}</td><td>{link}</td>{STATES[is_written]}</tr>\n"


def _piece(piece):
    exercise = piece.exercise
    facts = {
        "exercise": exercise.name,
        "passed": piece.time,
        "attempts": piece.attempts,
        "seed": piece.seed,
        "sha256": hashlib.sha256(piece.source.encode()).hexdigest(),
    }
    rows = "".join(f'<dt>{k}</dt><dd data-fact="{k}">{escape(str(v))}</dd>\n'
                   for k, v in facts.items())  # fmt: skip
    return (
        f'<section id="{exercise.name}">\n<h3>{exercise.number} {escape(exercise.title)}</h3>\n'
        f"<dl>\n{rows}</dl>\n"
        f'<pre><code data-fact="code">{escape(piece.source)}</code></pre>\n</section>'
    )
