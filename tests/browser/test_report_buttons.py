"""The buttons under a report, by keyboard and by hand, and what becomes of them later."""

import pytest

from bpcourse.checking.exercise import find

UPHILL = """%%exercise gd_step
def gd_step(params, grads, lr):
    return [w + lr * dw for w, dw in zip(params, grads)]
"""


@pytest.fixture
def report(scratch):
    """The report on a wrong answer, in the first cell."""
    scratch.run(0, UPHILL)
    report = scratch.cell(0).locator(".bpcourse-report")
    report.get_by_role("button", name="Show a hint").wait_for()
    return report


def note(report, words):
    place = report.locator(".bpcourse-note", has_text=words)
    place.wait_for()
    return place


def test_hints_come_by_the_keyboard_with_their_formulas_set(report, scratch):
    keys, prompt = scratch.page.keyboard, scratch.cell(0).locator(".jp-InputPrompt")
    before = prompt.inner_text()
    report.get_by_role("button", name="Show a hint").focus()
    keys.press("Enter")
    note(report, "Where to look.")
    keys.press("Space")
    told = note(report, "The rule.")
    assert told.locator("mjx-container").count() >= 1
    assert "$" not in told.inner_text()
    keys.press("Tab")
    keys.press("Enter")
    note(report, "The model answer to gd_step opens when your own passes")
    assert prompt.inner_text() == before  # nothing was run


def test_to_start_afresh_puts_the_first_text_into_the_cell(report, scratch):
    scratch.page.wait_for_timeout(600)  # what is typed within half a second is undone at once
    report.get_by_role("button", name="Start afresh").click()
    note(report, "The cell above begins again; undo brings your text back.")
    editor = scratch.cell(0).locator(".cm-content")
    assert "raise NotImplementedError" in editor.inner_text()
    scratch.page.keyboard.press("Control+z")
    assert "w + lr * dw" in editor.inner_text()


def test_after_a_pass_the_model_answer_is_shown_as_code(scratch):
    scratch.run(0, f"%%exercise gd_step\n{find('gd_step').solution}")
    report = scratch.cell(0).locator(".bpcourse-report")
    report.get_by_role("button", name="Show the model answer").click()
    assert note(report, "gd_step, the model answer.").locator("pre").count() == 1


def test_a_page_that_is_reloaded_finds_its_kernel_and_a_new_kernel_has_no_buttons(notebook):
    notebook.create(1)
    notebook.run(0, UPHILL)
    notebook.page.keyboard.press("Control+s")
    notebook.page.locator(".jp-mod-dirty").first.wait_for(state="detached")
    notebook.page.reload()
    report = notebook.cell(0).locator(".bpcourse-report")
    report.get_by_role("button", name="Show a hint").click()
    note(report, "Where to look.")
    notebook.page.get_by_role("menuitem", name="Kernel", exact=True).click()
    notebook.page.get_by_text("Restart Kernel…", exact=True).click()
    notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
    report.locator(".bpcourse-help").wait_for(state="hidden")
    assert "not right yet" in report.inner_text()
