"""What a terminal shows of Markdown: formulas as signs, tables as columns, code as it stands."""

import re

import pytest

from bpcourse.checking import glossary
from bpcourse.checking.exercise import exercises
from bpcourse.checking.plain_text import CODE, formula, plain


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"w \leftarrow w - \text{lr} \cdot dw", "w ← w − lr · dw"),
        (r"L = \frac{1}{n}\sum_i (\hat y_i - y_i)^2", "L = 1/n Σ_i (y\u0302_i − y_i)²"),
        (r"\tfrac{2}{nk}(\hat Y - y)", "2/nk (Y\u0302 − y)"),
        (r"L(w) = \frac12 w^\top H w", "L(w) = 1/2 wᵀ H w"),
        (r"w_{t+1} = w_t - \text{lr} \cdot \nabla(w_t)", "w_(t+1) = w_t − lr · ∇(w_t)"),
        (r"\partial L/\partial w_j", "∂L/∂w_j"),
        (r"\|g\| = \sqrt{\sum_i g_i^2}", "‖g‖ = √(Σ_i g_i²)"),
        (r"dZ = (dA\, W^\top) \odot f'(Z)", "dZ = (dA Wᵀ) ⊙ f'(Z)"),
        (r"\min(1, \text{max\_norm} / \|g\|)", "min(1, max_norm / ‖g‖)"),
        (r"g \cdot \min(1, \frac{c}{\|g\|})", "g · min(1, c/‖g‖)"),
        (r"|1 - \text{lr}\cdot\lambda| \le 1", "|1 − lr·λ| ≤ 1"),
    ],
)
def test_a_formula_is_one_line_of_signs(latex, shown):
    assert formula(latex) == shown


def test_bold_headings_and_fences_leave_their_words():
    assert plain("### A task\n\n**Write** it, *slowly*:\n\n```python\na * b * c\n```") == (
        "A task\n\nWrite it, slowly:\n\na * b * c"
    )


def test_code_stays_as_it_is():
    assert plain("`**kwargs` costs `$5` and `a_{i}`") == "`**kwargs` costs `$5` and `a_{i}`"
    assert plain("```python\n# one\nx = {1: '$a$'}\n```") == "# one\nx = {1: '$a$'}"
    assert plain("2 * 3 * 4") == "2 * 3 * 4"


def test_a_table_has_columns():
    assert plain("| name | what |\n|---|---|\n| `X` | the $n$ inputs |\n| `lr` | |") == (
        "  name  what\n  `X`   the n inputs\n  `lr`"
    )


def test_nothing_of_the_course_is_left_as_latex():
    texts = [part for e in exercises() for part in (e.task, e.worked_step, *e.hints)]
    texts += [str(glossary.look_up(facts["word"])) for facts in glossary.words()]
    for text in texts:
        shown = plain(CODE.sub("", text))
        assert not re.search(r"\\|\$|\*\*|\{|^\||^#", shown, flags=re.MULTILINE), shown
