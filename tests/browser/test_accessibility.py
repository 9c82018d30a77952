"""axe-core finds nothing in our output that an empty JupyterLab page does not have too."""

from pathlib import Path

import pytest

from bpcourse.lab import lessons

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_source():
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def findings(chromium):
    """Pairs of a rule and the HTML that breaks it, for all outputs of a page."""
    axe = axe_source()

    def run(page):
        page.evaluate(axe)
        found = page.evaluate(
            """(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })
              .then((result) => result.violations.flatMap(({ id, nodes }) => nodes.map((node) =>
                [id, node.html.slice(0, 200), !!document.querySelector(node.target.at(-1))
                  ?.closest('.jp-OutputArea-output, .jp-RenderedMarkdown, .bp-stage')])))""",
            TAGS,
        )
        return [(rule, html) for rule, html, ours in found if ours], {rule for rule, _, _ in found}

    return run


@pytest.fixture(scope="session")
def usual(page_with_cells, findings):
    """The rules that JupyterLab itself breaks."""
    page_with_cells.run(0, "print(1)")
    return findings(page_with_cells.page)[1]


@pytest.mark.parametrize("lesson", lessons(), ids=lambda path: path.stem)
def test_a_lesson_that_is_run_and_opened_has_no_finding(notebook, findings, usual, lesson):
    """In the light theme and in the dark one."""
    notebook.open(lesson.name)
    notebook.run_all()
    notebook.page.locator(".bp-quiz .bp-card").first.wait_for()
    for card in notebook.page.locator(".bp-quiz .bp-card").all():
        if not card.locator("input[type=radio]").count():
            continue  # a number is asked for
        card.locator("input[type=radio]").first.check()
        card.get_by_role("button", name="Answer: I am sure").click()
        card.locator(".bp-told p").first.wait_for()
    for stage in notebook.page.locator(".bp-stage:not(.bp-quiz)").all():
        stage.get_by_label("I don't know yet.").check()
        stage.get_by_role("button", name="Lock in my prediction").click()
        stage.get_by_role("button", name="Compare with what happened").click()
        stage.get_by_text("The numbers in this picture").click()
        stage.locator(".bp-tables > details > summary").first.click()
    for light in ("true", "false"):
        notebook.page.evaluate(f"document.body.dataset.jpThemeLight = '{light}'")
        notebook.page.wait_for_timeout(300)  # colours fade
        ours, rules = findings(notebook.page)
        assert (light, ours) == (light, [])
        assert rules <= usual


@pytest.mark.parametrize("mistake", ["uphill", "in_place", "truncates", "generator"])
def test_a_report_has_no_finding(scratch, findings, mistake):
    from bpcourse.checking.exercise import find

    source = (find("gd_step").folder / "mistakes" / f"{mistake}.py").read_text(encoding="utf-8")
    scratch.run(0, f"%%exercise gd_step\n{source}")
    for summary in scratch.cell(0).locator("summary").all():
        summary.click()
    ours, _ = findings(scratch.page)
    assert ours == []
