"""Teacher report: on all students: how the points spread, which exercise is hard, and why."""

import html
from collections import Counter

from ...checking.in_words import count
from .. import sanitize
from .student_page import document, text

COMMONEST = 5
BARS = 10  # of the picture of all points
COLOURS = {"passed": "blue", "failed": "vermillion", "stopped": "purple", "open": "line"}
WORDS = {"passed": "right", "failed": "wrong", "stopped": "stopped", "open": "not tried"}


def report(tallies, summary, same=None):
    """The page, from a Tally for each exercise, the Summary, and what has the SameStructure."""
    points, most = sorted(summary.handed_in), summary.most
    n = len(points)
    body = [f"<h1>{count(len(summary.totals), 'student')}, {count(len(tallies), 'exercise')}</h1>"]
    if nothing := sum(not total.handed_in for total in summary.totals):
        have = "has" if nothing == 1 else "have"
        told = f"{nothing} of them {have} no submission. The figures are of the others."
        body.append(f"<p>{told}</p>")
    if n == 1:
        body.append(f"<p>{points[0]:g} of {count(most, 'point')}.</p>")
    elif n:
        middle = (points[(n - 1) // 2] + points[n // 2]) / 2
        body.append(
            f"<p>On average {sum(points) / n:.2f} of {count(most, 'point')}; "
            f"half of the students have {middle:g} or more. "
            f"The lowest is {points[0]:g}, the highest {points[-1]:g}.</p>"
        )
    if summary.warnings:
        items = "".join(f"<li>{text(told)}</li>" for told in summary.warnings)
        body.append(f'<h2>Please look at this</h2><ul class="note">{items}</ul>')
    if n:
        body.append(_spread(points, most))
    body += ["<h2>Exercises</h2>", _bars(tallies), _table(tallies)]
    body += [_commonest(tally) for tally in tallies if tally.mistakes]
    body += ["<h2>Students</h2>", _students(summary.totals)]
    body += [same.section()] if same else []
    return document("Report on all submissions", "\n".join(body))


def _spread(points, most):
    """A picture: how many students have how many points."""
    bins = Counter(min(BARS - 1, int(BARS * p / most)) if most else 0 for p in points)
    width, height, step = 560, 160, 54
    tallest = max(bins.values())
    marks = []
    for i in range(BARS):
        number = bins.get(i, 0)
        size = round(height * number / tallest)
        x, y = 12 + i * step, 24 + height - size
        marks.append(_box(x, y, step - 6, size, "blue"))
        marks.append(_label(x + step / 2 - 3, y - 5, number))
    for i in range(BARS + 1):  # the borders between the bars
        marks.append(_label(9 + i * step, height + 42, f"{most * i / BARS:.3g}"))
    told = ", ".join(
        f"{bins.get(i, 0)} with {most * i / BARS:.3g} to {most * (i + 1) / BARS:.3g}"
        for i in range(BARS)
    )
    return _picture(width, height + 54, "Students by points", told, marks)


def _bars(tallies):
    """A picture: for each exercise the part that is right, wrong, stopped, not tried."""
    line, left, width = 28, 170, 360
    marks = []
    told = []
    for i, tally in enumerate(tallies):
        y, x, total = 8 + i * line, left, sum(tally.states.values())
        marks.append(_label(left - 8, y + 15, tally.exercise.name, anchor="end"))
        parts = _parts(tally)
        for name, number in parts.items():
            size = width * number / total if total else 0
            marks.append(_box(x, y, size, 20, COLOURS[name]))
            if size > 28:
                marks.append(_label(x + size / 2, y + 15, number))
            x += size
        words = ", ".join(f"{number} {WORDS[name]}" for name, number in parts.items())
        told.append(f"{tally.exercise.name}: {words}")
    bottom = 8 + len(tallies) * line
    for i, (name, words) in enumerate(WORDS.items()):
        x = left + i * 92
        marks.append(_box(x, bottom, 12, 12, COLOURS[name]))
        marks.append(_label(x + 17, bottom + 11, words, anchor="start"))
    return _picture(560, bottom + 22, "How each exercise went", "; ".join(told), marks)


def _parts(tally):
    states = tally.states
    return {
        "passed": states["passed"],
        "failed": states["failed"],
        "stopped": states["stopped"],
        "open": states["todo"] + states["missing"],
    }


def _picture(width, height, title, told, marks):
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'style="max-width: 100%; height: auto" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{text(title)}</title><desc>{text(told)}.</desc>{''.join(marks)}</svg>"
    )


def _box(x, y, width, height, role):
    """A rectangle in the colour of that name in design/tokens.css, which follows the theme."""
    return (
        f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height}" '
        f'style="fill: var(--bp-{role}); stroke: var(--bp-paper)"/>'
    )


def _label(x, y, words, anchor="middle"):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" style="font-size: var(--bp-small); '
        "fill: var(--bp-ink); stroke: var(--bp-paper); stroke-width: 3px; paint-order: stroke"
        f'">{text(str(words))}</text>'
    )


def _table(tallies):
    rows = []
    for tally in tallies:
        parts = _parts(tally)
        total = sum(parts.values())
        tried = total - parts["open"]
        share = f"{parts['passed'] / tried:.0%}" if tried else "–"
        rows.append(
            f"<tr><td>{text(tally.exercise.title)} (<code>{tally.exercise.name}</code>)</td>"
            f'<td class="n">{tried} of {total}</td><td class="n">{parts["passed"]}</td>'
            f'<td class="n">{share}</td></tr>'
        )
    return (
        '<table><thead><tr><th>exercise</th><th class="n">tried</th><th class="n">passed</th>'
        '<th class="n">of those who tried</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _commonest(tally):
    items = []
    for name, number in tally.mistakes.most_common(COMMONEST):
        example = html.escape(sanitize.plain(tally.examples[name]))
        items.append(f"<li><b>{text(name)}</b>: {number}<pre>{example}</pre></li>")
    title = f"The commonest mistakes in <code>{tally.exercise.name}</code>"
    return f"<h3>{title}</h3><ol>{''.join(items)}</ol>"


def _students(totals):
    rows = "".join(map(_student, totals))
    head = '<tr><th>student</th><th>number</th><th class="n">points</th><th>note</th></tr>'
    return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _student(total):
    by_hand = " (by hand)" if total.by_hand else ""
    points = "not judged yet" if total.points is None else f"{total.points:g}"
    warning = f" <b>{text(total.warning)}</b>" if total.warning else ""
    return (
        f'<tr><td><a href="pages/{total.page}.html">{text(total.student)}</a></td>'
        f'<td>{text(total.id)}</td><td class="n">{points}{by_hand}</td>'
        f"<td>{text(total.note)}{warning}</td></tr>"
    )
