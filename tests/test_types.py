"""What a type checker or an editor can see without running anything."""

import ast
import typing
from pathlib import Path

import pytest

import bpcourse as bp
from bpcourse import plotting
from bpcourse.checking import check, hints, overview

PACKAGE = Path(bp.__file__).parent
TOLD = {  # functions named in words, and what comes back
    "the pictures": [getattr(plotting, name) for name in plotting.__all__],
    "the training": [bp.fit, bp.epochs, bp.batches],
    "the toys": [getattr(bp.datasets, n) for n in ("xor", "lines", "sine", "two_moons", "spirals")],
    "the real sets": [bp.datasets.digits, bp.datasets.penguins, bp.datasets.wine],
    "the checks": [check.check, hints.hint, hints.solution, hints.reset, overview.status],
}


def test_the_package_says_that_it_has_types():
    assert (PACKAGE / "py.typed").exists()


@pytest.mark.parametrize("module", ["__init__", "plotting/__init__", "datasets/__init__"])
def test_every_public_name_is_bound_by_a_plain_statement(module):
    """No star, no loop, no __getattr__: an editor finds the name where it is made."""
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    bound, listed = set(), []
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom):
            bound |= {alias.asname or alias.name for alias in statement.names}
        elif isinstance(statement, ast.FunctionDef):
            bound.add(statement.name)
        elif isinstance(statement, ast.Assign) and statement.targets[0].id == "__all__":
            listed = ast.literal_eval(statement.value)
    assert listed
    assert set(listed) <= bound


@pytest.mark.parametrize("functions", TOLD.values(), ids=TOLD)
def test_what_comes_back_has_a_type(functions):
    for function in functions:
        assert "return" in typing.get_type_hints(function), function.__name__


def test_a_layer_may_hold_any_number_of_others():
    """Written as `layers = ()` a checker would take it for a tuple that stays empty."""
    hints_of_layer = typing.get_type_hints(bp.Layer)
    assert hints_of_layer == {"params": tuple[str, ...], "stats": tuple[str, ...], "layers": tuple}
