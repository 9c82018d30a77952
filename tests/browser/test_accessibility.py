"""axe-core finds nothing in our output that an empty JupyterLab page does not have too."""

import pytest

from bpcourse.authoring import build

from . import axe
from .taken import OURS


@pytest.fixture(scope="session")
def usual(page_with_cells):
    """The rules that JupyterLab itself breaks."""
    page_with_cells.run(0, "print(1)")
    return axe.findings(page_with_cells.page)[1]


@pytest.mark.parametrize("source", build.sources(), ids=lambda path: path.stem)
def test_a_lesson_that_is_run_and_opened_has_no_finding(source, taken, usual):
    """In the light theme, and in the dark one what depends on colours."""
    for theme, (ours, rules) in taken(source).findings.items():
        assert (theme, ours) == (theme, [])
        assert rules <= usual


@pytest.mark.parametrize("mistake", ["uphill", "in_place", "truncates", "generator"])
def test_a_report_has_no_finding(scratch, mistake):
    from bpcourse.checking.exercise import find

    source = find("gd_step").mistake(mistake)
    scratch.run(0, f"%%exercise gd_step\n{source}")
    for summary in scratch.cell(0).locator("summary").all():
        summary.click()
    ours, _ = axe.findings(scratch.page, within=OURS)
    assert ours == []
