"""A formula that is typed is read and never run, and what is no formula is told in a sentence."""

import builtins
import math
import random
from contextlib import suppress

import pytest

from bpcourse.experiments import formula
from bpcourse.experiments.formula import FormulaError, read


def result(text, *inputs):
    values = read(text).values(inputs)
    values[-1].backward()
    return values[-1].value, [value.grad for value in values]


def test_a_formula_becomes_a_graph_of_values_with_their_slopes():
    found = read("a * b + a")
    assert found.inputs == ["a", "b"]
    assert [node.sources for node in found.nodes] == [(), (), (0, 1), (2, 0)]
    assert result("a * b + a", 2, 3) == (8.0, [4.0, 2.0, 1.0, 1.0])


def test_what_is_written_by_hand_is_read_too():
    assert result("a·b − a²", 2, 3) == result("a*b - a**2", 2, 3)
    assert result("a^3 × 2", 2)[0] == 16
    assert result("-a + +b", 2, 3)[0] == 1


def test_a_named_part_that_is_used_twice_is_one_node():
    found = read("b = 2*a; 3*b + b")
    assert len(found.nodes) == 6
    value, grads = result("b = 2*a; 3*b + b", 2)
    assert (value, grads[1]) == (16.0, 8.0)


def test_a_part_that_the_result_does_not_need_is_left_out():
    assert read("c = a*b; a + 1").inputs == ["a"]


@pytest.mark.parametrize("name", formula.FUNCTIONS)
def test_every_function_has_its_slope(name):
    h, at = 1e-6, 0.7
    value, grads = result(f"{name}(a)", at)
    nudged = (result(f"{name}(a)", at + h)[0] - result(f"{name}(a)", at - h)[0]) / (2 * h)
    assert grads[0] == pytest.approx(nudged)
    assert math.isfinite(value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "There is no formula"),
        ("a +", "cannot be read"),
        ("2a", "cannot be read"),
        ("a b", "cannot be read"),
        ("((((a", "cannot be read"),
        ("a" * 61, "more than 60 characters"),
        ("a", "Nothing is computed"),
        ("tanh", "needs something in brackets"),
        ("tanh(a, b)", "not known here"),
        ("sin(a)", "sin(…) is not known here"),
        ("a ** b", "An exponent is a plain number"),
        ("a ** 11", "at most 10"),
        ("1e9 * a", "at most 1,000,000"),
        ("a+b+c+d+e", "more than 4 different inputs"),
        ("a+a+a+a+a+a+a+a+a+a", "operations in a row"),
        ("(a+a)*(a+a)+(a+a)*(a+a)+(a+a)*(a+a)+(a+a)*(a+a)", "more than 14 values"),
        ("overlong * a", "at most 6 plain letters"),
        ("b = 2*a", "The last part is the result"),
        ("2*a; a+1", "Parts before the last one have a name"),
        ("a = 2*b; a = 3*b; a+b", "used twice"),
        ("tanh = a+1; tanh(a)", "used twice"),
        ("True + a", "and nothing else"),
        ("'a' + b", "and nothing else"),
        ("[a][0]", "and nothing else"),
        ("a if b else c", "and nothing else"),
        ("lambda: a", "and nothing else"),
        ("a < b", "and nothing else"),
        ("a.real", "and nothing else"),
        ("f'{a}'", "and nothing else"),
        ("(a := 3)", "and nothing else"),
    ],
)
def test_what_is_no_formula_is_told_in_a_sentence(text, told):
    with pytest.raises(FormulaError) as raised:
        read(text)
    assert told in str(raised.value)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "().__class__.__base__",
        "exec('x=1')",
        "open('/etc/passwd')",
        "import os",
        "del a",
        "while 1: pass",
        "def f(): pass",
        "@a",
        "(lambda: 1)()",
        "tanh(*a)",
        "tanh(z=a)",
        "a.__init__()",
        "[print(1) for a in b]",
    ],
)
def test_nothing_that_is_typed_is_ever_called(text, monkeypatch):
    called = []
    with monkeypatch.context() as replaced:
        for name in ("eval", "exec", "open", "print"):
            replaced.setattr(builtins, name, lambda *_, name=name, **__: called.append(name))
        with pytest.raises(FormulaError):
            read(text)
    assert called == []


def test_any_text_is_a_formula_or_is_refused():
    chance = random.Random(0)
    signs = [*"ab+-*/().;=^²123 ", "tanh", "log", "**", "lambda", "é", "\\", "'", "#", "\n", "\0"]
    for _ in range(3000):
        text = "".join(chance.choices(signs, k=chance.randint(1, 20)))
        try:
            found = read(text)
        except FormulaError:
            continue
        assert len(found.nodes) <= formula.NODES
        assert max(found.depths()) <= formula.DEPTH
        with suppress(ArithmeticError, ValueError):  # which the experiment tells
            found.values([2.0, 3.0, -1.0, 0.5][: len(found.inputs)])
