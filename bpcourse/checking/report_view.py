"""Report view: how a report looks in a terminal, in a notebook and on a page.

A report shows one line for each check. The cases of a check are one line, and the count in the
headline counts these lines.
"""

import html
import re
from dataclasses import dataclass, field
from functools import cache

from ..design import tokens
from .cause import told
from .in_browser import in_browser

SIGN = {"ok": "✓", "no": "✗", "todo": "○"}  # a shape and a word, never colour alone
SPOKEN = {"ok": "passes: ", "no": "fails: ", "todo": "to do: "}
STYLE = """\
.bpcourse-report { max-width: 52em; margin: var(--bp-1) 2px; padding: var(--bp-2) var(--bp-4);
  line-height: 1.5; border-left: 4px solid var(--bp-edge);
  border-radius: 0 var(--bp-radius) var(--bp-radius) 0; }
.bpcourse-report[data-outcome="ok"] { border-color: var(--bp-right); }
.bpcourse-report[data-outcome="no"] { border-color: var(--bp-wrong); }
.bpcourse-report p { margin: var(--bp-1) 0; }
.bpcourse-report.bpcourse-report ul { list-style: none; margin: var(--bp-2) 0; padding: 0; }
.bpcourse-report li { margin: var(--bp-1) 0; padding: 0 0 0 24px; }
.bpcourse-report li > .sign { float: left; margin-left: -24px; }
.bpcourse-report .sign { font-weight: var(--bp-bold); }
.bpcourse-report .ok > .sign { color: var(--bp-right); }
.bpcourse-report .no > .sign { color: var(--bp-wrong); }
.bpcourse-report li > b { display: block; }
.bpcourse-report .seen { margin: 0 0 var(--bp-2); }
.bpcourse-report .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap; }
.bpcourse-report pre { background: var(--bp-soft); color: inherit; margin: var(--bp-1) 0;
  padding: var(--bp-1) var(--bp-3); border-radius: var(--bp-radius); white-space: pre-wrap;
  overflow-wrap: anywhere; }
.bpcourse-report code { color: inherit; overflow-wrap: anywhere; }
.bpcourse-report summary { cursor: pointer; color: var(--bp-grey); min-height: 24px; }
.bpcourse-report summary:focus-visible { outline: 2px solid var(--bp-focus); outline-offset: 2px; }
"""


@dataclass
class Line:
    """One check with all its cases."""

    check: str  # its sentence; where it fails, with the first case that does
    outcome: str = "ok"
    told: list = field(default_factory=list)  # a Told for each finding that says something new


def lines(report):
    """The lines of a report.

    One mistake often fails many checks and many cases. It is told in full once.
    """
    checks = [_without_case(finding.check) for finding in report.findings]
    found = {check: Line(check) for check in checks}
    if report.outcome == "ok":
        return list(found.values())
    for check, finding, news in zip(checks, report.findings, told(report.findings), strict=True):
        line = found[check]
        if finding.outcome == "ok":
            continue
        if finding.outcome == "no" and line.outcome != "no":
            line.check = finding.check
        line.outcome = worst([line.outcome, finding.outcome])
        if news:
            line.told.append(news)
    return list(found.values())


def _without_case(check):
    return check.split(" [", 1)[0] if check.endswith("]") else check


def worst(outcomes):
    """The worst of these outcomes; "no" comes before "todo", because something was written."""
    return next(outcome for outcome in ("no", "late", "todo", "ok") if outcome in outcomes)


def headline(report):
    """Exercise, outcome, and how many checks pass of those that are shown."""
    shown = lines(report)
    passed, count = sum(line.outcome == "ok" for line in shown), len(shown)
    match report.outcome:
        case "ok" if count == 1:
            return f"{report.exercise}: right. The visible check passes."
        case "ok":
            return f"{report.exercise}: right. All {count} visible checks pass."
        case "todo":
            return f"{report.exercise}: {report.findings[0].message or NOT_YET}"
        case "no" if count == 1:
            return f"{report.exercise}: not right yet."
        case "no":
            return f"{report.exercise}: not right yet. {passed} of {count} checks pass."


NOT_YET = "not written yet. Replace `raise NotImplementedError` and run it again."


def as_text(report):
    """The report for a terminal."""
    rows = [f"{SIGN[report.outcome]} {headline(report)}"]
    if report.outcome == "no":
        for line in lines(report):
            rows.append(f"  {SIGN[line.outcome]} {line.check}")
            for news in line.told:
                rows += [f"      {row}" for row in _details(news).splitlines()]
        rows.append(f"  The same random data again: {_again(report)}")
    rows += [f"  {told}" for told in (report.insight, *report.notices) if told]
    return "\n".join(rows)


def as_html(report, *, style=True, again=True, below=""):
    """The report for a page. `below` is HTML that goes under it.

    With `style` it brings its own; a page with several reports has own_style() in its head. With
    `again` it says which commands judge it with the same data.
    """
    outcome = report.outcome
    parts = [f"<style>{own_style()}</style>"] if style else []
    head = f'<span class="sign">{SIGN[outcome]}</span> <b>{with_code(headline(report))}</b>'
    parts.append(f'<p class="{outcome}">{head}</p>')
    if report.insight:
        parts.append(f'<p class="insight">{with_code(report.insight)}</p>')
    if outcome == "no":
        parts.append(f"<ul>{''.join(map(_item, lines(report)))}</ul>")
    parts += [f"<p>{with_code(notice)}</p>" for notice in report.notices]
    if outcome == "no" and again:
        terminal = "" if in_browser() else f"In a terminal: `{_again(report)}`. "
        how = f"{terminal}In the notebook: {_again_in_a_cell(report)}."
        parts.append(folded("The same random data again", f"<p>{with_code(how)}</p>"))
    inside = "".join([*parts, below])
    return f'<div class="bpcourse-report" data-outcome="{outcome}">{inside}</div>'


@cache
def own_style():
    """The style of a report, with the tokens that it is built on, as short as it can be."""
    return re.sub(r"/\*.*?\*/|\n\s*", " ", f"{tokens()}{STYLE}", flags=re.DOTALL)


def _again(report):
    return f"bpcourse check {report.exercise} --seed {report.seed}"


def _again_in_a_cell(report):
    return f"begin the cell with `%%exercise {report.exercise} --seed {report.seed}`"


def _details(news):
    printed = f"Your code printed:\n{news.printed}" if news.printed else ""
    return "\n".join(filter(None, [*news.sentences, news.place, printed]))


def _item(line):
    """One check as a list item. What went wrong is open, how Python got there is folded away."""
    sign = f'<span class="sign" aria-hidden="true">{SIGN[line.outcome]}</span>'
    spoken = f'<span class="spoken">{SPOKEN[line.outcome]}</span>'
    check = with_code(line.check)
    check = f"<b>{check}</b>" if line.told else check
    told = "".join(f'<div class="seen">{_seen(news)}</div>' for news in line.told)
    return f'<li class="{line.outcome}">{sign}{spoken}{check}{told}</li>'


def _seen(news):
    rows = [row for text in news.sentences for row in text.splitlines()]
    parts = [f"<div>{with_code(row)}</div>" for row in rows]
    if news.place:
        parts.append(_verbatim(news.place))
    if news.printed:
        parts.append(folded("What your code printed", _verbatim(news.printed)))
    if news.traceback:
        parts.append(folded("Python's traceback", _verbatim(news.traceback)))
    return "".join(parts)


def _verbatim(text):
    return f"<pre>{html.escape(text)}</pre>"


def folded(title, inside):
    """HTML that opens when its title is pressed."""
    return f"<details><summary>{title}</summary>{inside}</details>"


def with_code(text):
    """Escaped, with `code` as code."""
    pieces = html.escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))
