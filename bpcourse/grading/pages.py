"""Pages: what a student reads afterwards. One file, nothing loaded from anywhere.

For each exercise: what was seen, the rule, the next step, and which known mistake it is.
"""

import html

from ..checking.report import SIGN, with_code
from . import safe
from .mistakes import which

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52em; margin: 2em auto; padding: 0 1em;
       color: #111; background: #fff; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin: 2em 0 0.3em; }
pre { background: #f3f3f3; padding: 0.6em; overflow-x: auto; white-space: pre-wrap; }
table { border-collapse: collapse; } td, th { padding: 0.2em 0.8em; text-align: left;
       border-bottom: 1px solid #ccc; } td.n, th.n { text-align: right; }
.note { border-left: 4px solid #0072B2; padding-left: 1.6em; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #111; } a { color: #56B4E9; }
       pre { background: #222; } td, th { border-color: #555; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # whatever slips in, nothing is loaded
WORDS = {
    "passed": ("ok", "right"),
    "failed": ("no", "not right yet"),
    "stopped": ("no", "stopped before its end"),
    "todo": ("todo", "not written yet"),
    "missing": ("todo", "not handed in"),
}


def document(title, body):
    """A whole page."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)}</title><style>{STYLE}</style></head>\n<body>{body}</body></html>\n"
    )


def text(words):
    """Text of others, as text."""
    return html.escape(safe.plain(words))


def page(one):
    """The page of one student's submission."""
    parts = [f"<h1>{text(one.student)}: {one.points:g} of {one.of:g} points</h1>"]
    if one.notes:
        items = "".join(f"<li>{text(note)}</li>" for note in one.notes)
        parts.append(f'<ul class="note">{items}</ul>')
    rows = "".join(_row(*pair) for pair in one.pairs)
    parts.append(
        "<table><thead><tr><th>exercise</th><th>how it stands</th>"
        f'<th class="n">points</th></tr></thead><tbody>{rows}</tbody></table>'
    )
    parts += [_exercise(exercise, score, verdict) for exercise, score, verdict in one.pairs]
    parts.append(f"<p>Handed in as {text(one.result.origin)}.</p>")
    return document(f"{one.student}: feedback", "\n".join(parts))


def _row(exercise, score, verdict):
    sign, words = WORDS[score.state]
    return (
        f'<tr><td><a href="#{exercise.name}">{text(exercise.title)}</a></td>'
        f"<td>{SIGN[sign]} {words}</td>"
        f'<td class="n">{f"{score.points:g} of {score.of:g}" if score.of else "–"}</td></tr>'
    )


def _exercise(exercise, score, verdict):
    sign, words = WORDS[score.state]
    parts = [
        f'<h2 id="{exercise.name}">{SIGN[sign]} {text(exercise.title)} '
        f"(<code>{exercise.name}</code>): {words}</h2>"
    ]
    if verdict is None:
        parts.append("<p>No answer to this exercise was found in what was handed in.</p>")
        return "".join(parts)
    for finding in verdict.findings:
        for name in ("message", "place", "traceback", "printed"):
            if words := getattr(finding, name):
                setattr(finding, name, safe.plain(words))
    parts.append(verdict.report._repr_mimebundle_()["text/html"])
    if further := list(dict.fromkeys(f.message for f in verdict.further if f.outcome != "ok")):
        items = "".join(f"<li>{text(words)}</li>" for words in further)
        parts.append(f"<p>Further checks, run when grading, say:</p><ul>{items}</ul>")
    if score.state in ("failed", "stopped"):
        if name := which(exercise, verdict):
            parts.append(f"<p>Others have met this one too: <b>{text(name)}</b>.</p>")
        parts.append(f"<p>A next step: {with_code(exercise.hints[0])}</p>")
    return "".join(parts)
