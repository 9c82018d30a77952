"""The README says how long the maths is."""

import ast
import io
import re
import tokenize

import pytest

from bpcourse.content import PACKAGE, content

NO_CODE = (
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE),
    *(tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER),
)


def docstrings(tree):
    """The lines of all docstrings in a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            yield from range(node.body[0].lineno, node.body[0].end_lineno + 1)


def lines_of_code(text):
    """How many lines hold code, and not only a comment, a docstring or nothing."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    code = {
        line
        for token in tokens
        if token.type not in NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(code - set(docstrings(ast.parse(text))))


TEXT = '''
"""A module."""

X = 1  # one
# nothing

def f():
    """Two
    lines."""
    return X
'''


def test_lines_of_code_by_hand():
    """X = 1, def f() and return X."""
    assert lines_of_code(TEXT) == 3


@pytest.mark.clone
def test_the_readme_says_how_long_the_maths_is():
    """To within a twentieth, so that not every line changes the README. The course trains with
    none of what is planted wrong.
    """
    files = (PACKAGE / "nn").glob("*.py")
    texts = [path.read_text(encoding="utf-8") for path in files if "planted" not in path.name]
    lines = sum(len(text.splitlines()) for text in texts)
    code = sum(map(lines_of_code, texts))
    readme = content("README.md").read_text(encoding="utf-8")
    told = re.search(r"([\d,]+) lines of `bpcourse/nn/`, ([\d,]+)\s+of\s+them code", readme)
    assert told, "README.md does not say how many lines of `bpcourse/nn/` there are."
    stated = [int(number.replace(",", "")) for number in told.groups()]
    assert stated == [pytest.approx(lines, rel=0.05), pytest.approx(code, rel=0.05)]
