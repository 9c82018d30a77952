"""Questions under the hand: chosen, typed, locked and compared; with the keyboard alone."""

import re

import pytest

ASK = "from bpcourse.notebook import *\nask({names})"


@pytest.fixture
def ask(scratch):
    def run(*names):
        scratch.run(0, ASK.format(names=", ".join(map(repr, names))))
        cards = scratch.cell(0).locator(".bp-card")
        cards.first.wait_for()
        return cards

    return run


def test_a_wrong_choice_is_explained_and_can_be_answered_again(ask):
    card = ask("bias_sum").first
    sure = card.get_by_role("button", name="Answer: I am sure")
    assert sure.is_disabled()
    card.get_by_label("[3, 4]").check()
    sure.click()
    told = card.locator(".bp-verdict")
    told.wait_for()
    assert told.inner_text().startswith("✗ Not this one. That is the mean over the samples.")
    assert "You answered: [3, 4] (sure)" in card.inner_text()
    card.get_by_role("button", name="Answer again").click()
    card.get_by_label("[9, 12]").check()
    card.get_by_role("button", name="Answer: I am not sure").click()
    told.wait_for()
    assert told.inner_text().startswith("✓ Right.")


def test_the_keyboard_alone_is_enough_and_the_notebook_keeps_out(ask, scratch):
    card = ask("bias_sum").first
    keys = scratch.page.keyboard
    card.get_by_label("[9, 12]").focus()
    keys.press("Space")
    keys.press("ArrowDown")
    assert card.get_by_label("[3, 4]").is_checked()
    keys.press("ArrowUp")
    keys.press("Tab")
    keys.press("Enter")
    card.locator(".bp-verdict").wait_for()
    assert card.locator(".bp-verdict").inner_text().startswith("✓")
    focused = scratch.page.evaluate("document.activeElement.textContent")
    assert focused == "Answer again"


def test_a_number_is_typed_and_what_is_none_is_refused(ask, scratch):
    card = ask("blank_delta").first
    blank = card.get_by_role("textbox", name=re.compile("Output delta"))
    blank.fill("four")
    card.get_by_role("button", name="Answer: I am sure").click()
    card.get_by_text("Type one number").wait_for()
    blank.fill("−4")
    card.get_by_role("button", name="Answer: I am sure").click()
    card.locator(".bp-verdict").wait_for()
    assert card.locator(".bp-verdict").inner_text().startswith("✓ Right.")


def test_not_to_know_is_an_answer(ask):
    cards = ask("blank_delta", "bias_sum")
    cards.nth(0).get_by_role("button", name="I don't know yet.").click()
    cards.nth(0).locator(".bp-verdict").wait_for()
    assert "That is a fair start" in cards.nth(0).inner_text()
    cards.nth(1).get_by_label("I don't know yet.").check()
    cards.nth(1).get_by_role("button", name="Answer: I am not sure").click()
    cards.nth(1).locator(".bp-verdict").wait_for()


def test_a_prediction_is_locked_until_it_is_compared(ask):
    card = ask("pace_of_learning").first
    card.locator("input[type=radio]").first.check()
    card.get_by_role("button", name="Answer: I am sure").click()
    compare = card.get_by_role("button", name="Compare with what happened")
    compare.wait_for()
    assert card.locator(".bp-verdict").count() == 0
    compare.click()
    card.locator(".bp-verdict").wait_for()


def test_a_confident_mistake_comes_back_first_in_a_later_lesson(ask, scratch):
    card = ask("square_entry").first
    card.locator("input[type=radio]").nth(1).check()
    card.get_by_role("button", name="Answer: I am sure").click()
    card.locator(".bp-verdict").wait_for()
    scratch.run(1, 'from_memory("zero_start", before="11")')
    cards = scratch.cell(1).locator(".bp-card")
    cards.nth(1).wait_for()
    assert "All products fit here" in cards.nth(0).inner_text()
    assert "all weights and biases 0" in cards.nth(1).inner_text()


@pytest.mark.parametrize(
    ("light", "ink"), [("true", "rgb(0, 0, 0)"), ("false", "rgb(242, 242, 242)")]
)
def test_it_follows_the_theme_and_fits_into_a_narrow_page(ask, scratch, light, ink):
    card = ask("bias_sum").first
    scratch.page.evaluate(f"document.body.dataset.jpThemeLight = '{light}'")
    scratch.page.set_viewport_size({"width": 760, "height": 900})
    scratch.page.wait_for_timeout(300)
    assert card.evaluate("(node) => getComputedStyle(node).color") == ink
    root = scratch.cell(0).locator(".bp-quiz")
    inside = root.evaluate("(node) => [node.scrollWidth, node.clientWidth]")
    assert inside[0] <= inside[1] + 1
    for control in card.locator("button, label").all():
        assert control.bounding_box()["height"] >= 24
