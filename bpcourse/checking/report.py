"""Report: what the learner reads after a check. First plain words; the traceback is one step away.

Outcomes are three: "todo" (not written yet), "no" and "ok".
"""

import html
import re
from dataclasses import dataclass, field

NOT_YET = "not written yet. Replace `raise NotImplementedError` and run it again."
SIGN = {"ok": "✓", "no": "✗", "todo": "○"}  # a shape and a word, never colour alone


@dataclass
class Finding:
    """What one check found."""

    check: str  # the sentence that the check claims
    outcome: str
    message: str = ""  # what was seen, which rule it breaks, what to do next
    place: str = ""  # where in the learner's code
    traceback: str = ""
    printed: str = ""  # what the learner's code printed meanwhile


@dataclass
class Report:
    """All findings on one answer. Shows itself in a terminal and in a notebook."""

    exercise: str
    findings: list = field(default_factory=list)
    seed: int = 0  # replays the random data
    notices: list = field(default_factory=list)  # what else to know: not saved, what comes next

    @property
    def outcome(self):
        """The worst that was found; "no" before "todo", because something was written."""
        outcomes = {finding.outcome for finding in self.findings} or {"no"}
        return next(outcome for outcome in ("no", "todo", "ok") if outcome in outcomes)

    @property
    def headline(self):
        passed, count = sum(f.outcome == "ok" for f in self.findings), len(self.findings)
        match self.outcome:
            case "ok":
                return f"{self.exercise}: right. All {count} visible checks pass."
            case "todo":
                return f"{self.exercise}: {self.findings[0].message or NOT_YET}"
            case "no" if count == 1:
                return f"{self.exercise}: not right yet."
            case "no":
                return f"{self.exercise}: not right yet. {passed} of {count} checks pass."

    def __str__(self):
        lines = [f"{SIGN[self.outcome]} {self.headline}"]
        if self.outcome == "no":
            for finding, news in self._told():
                lines.append(f"  {SIGN[finding.outcome]} {finding.check}")
                lines += [f"      {line}" for line in _details(finding).splitlines() if news]
            lines.append(f"  The same random data again: {self._again}")
        return "\n".join(lines + [f"  {notice}" for notice in self.notices])

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": str(self), "text/html": self._html()}

    def _html(self):
        parts = [f"<p><b>{SIGN[self.outcome]} {with_code(self.headline)}</b></p>"]
        if self.outcome == "no":
            items = "".join(_item(finding, news) for finding, news in self._told())
            parts.append(f'<ul style="list-style: none; padding-left: 1em">{items}</ul>')
            parts.append(f"<p>The same random data again: {with_code(f'`{self._again}`')}</p>")
        parts += [f"<p>{with_code(notice)}</p>" for notice in self.notices]
        return f'<div class="bpcourse-report" style="max-width: 52em">{"".join(parts)}</div>'

    @property
    def _again(self):
        return f"bpcourse check {self.exercise} --seed {self.seed}"

    def _told(self):
        """What is worth a line: each finding, and whether its message is news.

        One mistake often fails many checks. It is told in full once, and further cases of the same
        check are left out.
        """
        known, before = set(), ""
        for finding in self.findings:
            essence = tuple(re.findall(r"[A-Za-z]{2,}", finding.message))  # without the numbers
            check = re.sub(r" \[.*\]$", "", finding.check)
            news = finding.outcome == "no" and essence not in known
            if news or finding.outcome != "no" or check != before:
                yield finding, news
            known.add(essence)
            before = check


def _details(finding):
    printed = f"Your code printed:\n{finding.printed}" if finding.printed else ""
    return "\n".join(filter(None, [finding.message, finding.place, printed]))


def _item(finding, news):
    """One check as a list item. What went wrong is open, how Python got there is folded away."""
    head = f"{SIGN[finding.outcome]} {with_code(finding.check)}"
    if not news:
        return f"<li>{head}</li>"
    item = [f"<b>{head}</b>"]
    item += [f"<div>{with_code(line)}</div>" for line in finding.message.splitlines()]
    if finding.place:
        item.append(f"<pre>{html.escape(finding.place)}</pre>")
    item += [_folded("What your code printed", finding.printed)]
    item += [_folded("Python's traceback", finding.traceback)]
    return f'<li style="margin: 0.5em 0">{"".join(item)}</li>'


def _folded(title, text):
    if not text:
        return ""
    return f"<details><summary>{title}</summary><pre>{html.escape(text)}</pre></details>"


def with_code(text):
    """Escaped, with `code` as code."""
    pieces = html.escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))
