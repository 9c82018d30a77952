"""Question html: a question as text to read, on paper, in a saved notebook, without a kernel.

The question stands open, its answer is folded under it.
"""

from html import escape

from ..checking.questions.question import DONT_KNOW
from ..checking.report_view import with_code
from . import question_figure

LIVE = '<p class="bpcourse-live">Run this cell to answer here.</p>'  # where it is only text
BY_LETTER, BY_CAPITAL = ' type="a"', ' type="A"'


def asked(question, heading=""):
    """The question without its answer. `heading` is HTML that goes first, as "<b>1.</b>"."""
    text = f"<p>{heading} {with_code(question.text)}</p>".replace("<p> ", "<p>")
    return text + PARTS[question.kind](question)


def answer(question, title="Answer"):
    """What is right, why, and what is wrong with the known wrong answers; folded."""
    lines = [with_code(line) for line in question.answer_lines]
    letters = BY_CAPITAL if question.kind == "labelling" else ""
    right = f"<p><b>{lines[0]}</b></p>" if len(lines) == 1 else _list("ol", lines, letters)
    why = f"<p>{with_code(question.explanation)}</p>"
    wrong = [
        f"<i>{with_code(text)}</i><br>{with_code(why)}" for text, why in question.wrong_answers
    ]
    others = f"<p>Not right, and why:</p>{_list('ul', wrong)}" if wrong else ""
    summary = f"<summary>{escape(title)}</summary>"
    return f'<details class="bpcourse-answer">{summary}{right}{why}{others}</details>'


def text(question, number):
    """The question as plain text, without its answer."""
    spec, letters = question.spec(), "abcdefghijklmnop"
    choices = spec.get("options") or spec.get("steps") or spec.get("rights") or []
    if question.kind == "choice":
        choices = [*choices, DONT_KNOW]
    lines = [f"{number}. {question.text}", *(f"   {line}" for line in spec.get("lefts", []))]
    lines += [f"   {letters[i]}) {choice}" for i, choice in enumerate(choices)]
    return "\n".join(lines)


def _choice(question):
    options = [*question.spec()["options"], DONT_KNOW]
    return _list("ol", map(with_code, options), BY_LETTER)


def _number(question):
    return ""


def _ordering(question):
    steps = map(with_code, question.spec()["steps"])
    return _list("ol", steps, f'{BY_LETTER} style="white-space: pre-wrap"')  # code is indented


def _matching(question):
    spec = question.spec()
    lefts = _list("ol", map(with_code, spec["lefts"]))
    rights = _list("ol", map(with_code, spec["rights"]), BY_LETTER)
    return f"{lefts}<p>to</p>{rights}"


def _labelling(question):
    spec = question.spec()
    picture = question_figure.draw(question).html(escape(question.figure.alt))
    lefts = _list("ol", map(with_code, spec["lefts"]), BY_CAPITAL)
    labels = _list("ul", map(with_code, spec["rights"]))
    return f"<p>{picture}</p>{lefts}<p>Labels:</p>{labels}"


def _list(kind, items, attributes=""):
    return f"<{kind}{attributes}>{''.join(f'<li>{item}</li>' for item in items)}</{kind}>"


PARTS = {
    "choice": _choice,
    "number": _number,
    "ordering": _ordering,
    "matching": _matching,
    "labelling": _labelling,
}
