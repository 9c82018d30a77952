"""Same structure: answers that are the same but for names and comments, for the teacher alone.

Beside each stands the part of all answers that have this structure: what a third of the class
writes is the obvious way to write it. It says what is equal, and not why.
"""

from collections import Counter
from itertools import combinations

from ..submissions.structures import structure
from .student_page import text

COMMON = 0.25  # a structure that this part of the answers has is a usual one
RARE = 3  # so few people, or fewer, have a structure that says something about two of them
LISTED = 10  # names beside one structure
ROWS = 200  # of the table; the rarest come first
INTRODUCTION = """\
<p>These answers are the same program but for names, comments and types. Beside each is the part of
all answers to the exercise that have the same structure. A short task often has one obvious
answer, which many people find on their own. The course gives hints that come close to it, and shows
its model answer in the end. So the same structure alone does not show that somebody copied. Speak
with the students before you decide anything.</p>
<p>Only this report shows it. With <code>same_structure = false</code> in the settings it is left
out.</p>
"""


class SameStructure:
    """The structures of all answers, by exercise."""

    def __init__(self, exercises):
        self.model = {exercise.name: _model(exercise) for exercise in exercises}
        self.found = {name: {} for name in self.model}  # exercise → structure → who has it

    def add(self, one):
        """The answers of one student."""
        for exercise, score, _ in one.pairs:
            told = one.result.structures.get(exercise.name)
            if told and score.state != "todo":
                has = self.found[exercise.name].setdefault(tuple(told), [])
                has.append((one.student, one.page, score.state == "passed"))

    def section(self):
        """The section of the report; an empty text where no two answers are the same."""
        rows = [row for name in self.found for row in self._rows(name)]
        if not rows:
            return ""
        rows.sort(key=lambda row: (row["share"], -row["size"]))
        rare = [row for row in rows if not (row["usual"] or row["model"])]
        usual = [row for row in rows if row["usual"] or row["model"]]
        parts = ["<h2>Answers with the same structure</h2>", INTRODUCTION, self._pairs(rare)]
        if rare:
            parts.append(_table(rare))
        if usual:
            told = "The structures that many have, and those of the model answers"
            parts.append(f"<details><summary>{told}</summary>{_table(usual)}</details>")
        return "\n".join(parts)

    def _rows(self, name):
        answered = sum(map(len, self.found[name].values()))
        for kind, who in self.found[name].items():
            if len(who) > 1:
                yield {
                    "exercise": name,
                    "who": who,
                    "size": kind[1],
                    "answered": answered,
                    "share": len(who) / answered,
                    "usual": len(who) > max(RARE, COMMON * answered),
                    "model": kind == self.model[name],
                }

    def _pairs(self, rare):
        """A list of those who have more than one rare structure in common."""
        common = Counter()
        for row in rare:
            if len(row["who"]) <= RARE:
                common.update(combinations([who[:2] for who in row["who"]], 2))
        items = [
            f"<li>{_link(*one)} and {_link(*other)}: in {number} exercises</li>"
            for (one, other), number in common.most_common(ROWS)
            if number > 1
        ]
        told = f"<p>In common in several exercises, while at most {RARE} have such a structure:</p>"
        return f"{told}<ul>{''.join(items)}</ul>" if items else ""


def _model(exercise):
    """The structure of the model answer, where there is one: not everybody gets it."""
    try:
        return structure(exercise.solution)
    except OSError:
        return None


def _table(rows):
    body = "".join(map(_row, rows[:ROWS]))
    more = f"<p>And {len(rows) - ROWS} more.</p>" if len(rows) > ROWS else ""
    head = (
        '<tr><th>exercise</th><th>students</th><th class="n">of all answers</th>'
        '<th class="n">size</th><th>note</th></tr>'
    )
    note = "<p>The size is the number of names, numbers and operations in the program.</p>"
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>{more}{note}"


def _row(row):
    who = row["who"]
    names = ", ".join(_link(student, page) for student, page, _ in who[:LISTED])
    names += f" and {len(who) - LISTED} more" if len(who) > LISTED else ""
    right = sum(passed for *_, passed in who)
    notes = ["as the model answer"] if row["model"] else []
    notes.append({len(who): "all pass", 0: "none passes"}.get(right, f"{right} pass"))
    return (
        f"<tr><td><code>{row['exercise']}</code></td><td>{names}</td>"
        f'<td class="n">{len(who)} of {row["answered"]} ({row["share"]:.0%})</td>'
        f'<td class="n">{row["size"]}</td><td>{", ".join(notes)}</td></tr>'
    )


def _link(student, page):
    return f'<a href="pages/{page}.html">{text(student)}</a>'
