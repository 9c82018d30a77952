"""Student page: what a student reads afterwards. One file, nothing loaded from anywhere.

For each exercise: what was seen, the rule, the next step, and which known mistake it is.
"""

import html

from ...checking import report_view
from ...checking.in_words import count
from ...checking.report_view import SIGN, with_code
from .. import sanitize
from .mistake_tally import title

STYLE = """
:root { color-scheme: light dark; }
body { font: var(--bp-title)/1.5 var(--bp-font); max-width: 52em; margin: 2em auto; padding: 0 1em;
       color: var(--bp-ink); background: var(--bp-paper); }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin: 2em 0 0.3em; }
a { color: var(--bp-link); } code, pre { font-family: var(--bp-mono); }
pre { background: var(--bp-soft); padding: 0.6em; overflow-x: auto; white-space: pre-wrap; }
table { border-collapse: collapse; } td, th { padding: 0.2em 0.8em; text-align: left;
       border-bottom: 1px solid var(--bp-line); } td.n, th.n { text-align: right; }
.note { border-left: 4px solid var(--bp-blue); padding-left: 1.6em; }
td.ok { color: var(--bp-right); } td.no { color: var(--bp-wrong); }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # whatever slips in, nothing is loaded
WORDS = {
    "passed": ("ok", "right"),
    "failed": ("no", "not right yet"),
    "stopped": ("no", "stopped before its end"),
    "todo": ("todo", "not written yet"),
    "missing": ("todo", "not handed in"),
    "unjudged": ("todo", "not judged yet"),
}
MISSING = "<p>No answer to this exercise was found in what was handed in.</p>"


def document(title, body):
    """A whole page."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)}</title><style>{report_view.own_style()}{STYLE}</style></head>\n"
        f"<body>{body}</body></html>\n"
    )


def text(words):
    """Text of others, as text."""
    return html.escape(sanitize.plain(words))


def page(one):
    """The page of one student's submission."""
    points = (
        "not judged yet" if one.points is None else f"{one.points:g} of {count(one.of, 'point')}"
    )
    parts = [f"<h1>{text(one.student)}: {points}</h1>"]
    if one.notes:
        items = "".join(f"<li>{text(note)}</li>" for note in one.notes)
        parts.append(f'<ul class="note">{items}</ul>')
    if one.comment:
        parts.append(f"<p>From your teacher: {text(one.comment)}</p>")
    rows = "".join(_row(*pair) for pair in one.pairs)
    parts.append(
        "<table><thead><tr><th>exercise</th><th>how it stands</th>"
        f'<th class="n">points</th></tr></thead><tbody>{rows}</tbody></table>'
    )
    there = one.result.origin
    told = [pair for pair in one.pairs if there or pair[1].by_hand or pair[1].comment]
    parts += [_exercise(*pair) for pair in told]
    parts += [f"<p>Handed in as {text(there)}.</p>"] if there else []
    return document(f"{one.student}: feedback", "\n".join(parts))


def _row(exercise, score, verdict):
    sign, words = WORDS[score.state]
    points = score.told if score.of or score.by_hand else "–"
    return (
        f'<tr><td><a href="#{exercise.name}">{text(exercise.title)}</a></td>'
        f'<td class="{sign}">{SIGN[sign]} {words}</td>'
        f'<td class="n">{points}{" (by hand)" if score.by_hand else ""}</td></tr>'
    )


def _exercise(exercise, score, verdict):
    sign, words = WORDS[score.state]
    parts = [
        f'<h2 id="{exercise.name}">{SIGN[sign]} {text(exercise.title)} '
        f"(<code>{exercise.name}</code>): {words}</h2>"
    ]
    if score.by_hand:
        parts.append(
            f"<p>Your teacher gave {score.points:g} of {count(score.of, 'point')} by hand.</p>"
        )
    if score.comment:
        parts.append(f"<p>From your teacher: {text(score.comment)}</p>")
    if verdict is None:
        return "".join(parts + ([MISSING] if score.state == "missing" else []))
    for finding in verdict.findings:
        for name in ("message", "place", "traceback", "printed"):
            if words := getattr(finding, name):
                setattr(finding, name, sanitize.plain(words))
    parts.append(report_view.as_html(verdict.report, style=False))
    if further := list(dict.fromkeys(f.message for f in verdict.further if f.outcome != "ok")):
        items = "".join(f"<li>{text(words)}</li>" for words in further)
        parts.append(f"<p>Further checks, run when grading, say:</p><ul>{items}</ul>")
    if score.state in ("failed", "stopped"):
        if mistake := verdict.report.mistake:
            parts.append(f"<p>Others have met this one too: <b>{text(title(mistake))}</b>.</p>")
        parts.append(f"<p>A next step: {with_code(exercise.hints[0])}</p>")
    return "".join(parts)
