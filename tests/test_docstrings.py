"""What the code says of itself: it is there, it runs, and the page made from it is fresh."""

import doctest
import importlib
import pkgutil

import numpy as np
import pytest

import bpcourse as bp
from bpcourse.authoring import reference

MODULES = [
    module.name
    for module in pkgutil.walk_packages(bp.__path__, "bpcourse.")
    if not module.name.startswith(("bpcourse.__main__", "bpcourse.content.", "bpcourse.tests"))
]
PUBLIC = reference.modules()


def examples(module):
    found = doctest.DocTestFinder(exclude_empty=True).find(
        module, globs={"bp": bp, "np": np, "rng": np.random.default_rng(0)}
    )
    return [test for test in found if test.examples]


@pytest.mark.parametrize("name", MODULES)
def test_every_example_shows_what_it_says(name):
    told = []
    for test in examples(importlib.import_module(name)):
        doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert not told, "".join(told)


def test_there_are_examples_and_they_are_found():
    assert sum(len(examples(importlib.import_module(name))) for name in MODULES) >= 10


def test_everything_public_says_what_it_means():
    silent = [
        f"{module.__name__}.{name}"
        for module in PUBLIC
        for name in reference.public(module)
        if not getattr(module, name).__doc__
    ]
    assert silent == []


def test_every_public_name_is_on_the_page():
    """Left over are two modules, which have sections of their own, and the version."""
    shown = {name for module in PUBLIC for name in reference.public(module)}
    assert set(bp.__all__) - shown == {"__version__", "datasets", "initializers"}


@pytest.mark.clone
def test_the_page_is_up_to_date():
    told = []
    assert reference.reference(check=True, out=told.append) == 0, told


def test_a_stale_page_is_found_and_renewed(tmp_path, monkeypatch):
    monkeypatch.setattr(reference, "content", lambda *parts: tmp_path / parts[-1])
    told = []
    assert reference.reference(check=True, out=told.append) == 1
    assert told == ["reference: stale. Run: bpcourse build --reference"]
    reference.reference(out=told.append)
    assert reference.reference(check=True, out=told.append) == 0
    assert told[-1] == "reference: up to date"


def test_a_call_is_written_as_one_would_type_it():
    assert "\nDense(n_in, n_out, *, rng, init=lecun_normal, dtype=np.float64)\n" in reference.page()


def test_methods_are_shown_where_they_are_written_and_not_again_below():
    page = reference.page()
    assert page.count("\n    Return the same Y, and leave alone") == 1  # of Layer
    assert ".update(loss, net)\n    Note one validation loss" in page


def test_the_links_of_the_page_lead_somewhere():
    page = reference.page()
    for module in PUBLIC:
        assert f"(#{module.__name__.replace('.', '')})" in page
        assert f"\n## {module.__name__}\n" in page
