"""Questions under the hand: every kind, with the keyboard alone, with the pointer, with a finger.

All but the last ones need no JupyterLab: a page of its own is opened in a second.
"""

import re
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from bpcourse.checking.questions import question_bank
from bpcourse.experiments import StepSize
from bpcourse.experiments.quiz import Quiz
from bpcourse.experiments.stage import Stage

KINDS = {  # a question of each kind, and what is right in it
    "choice": "bias_sum",
    "number": "blank_delta",
    "ordering": "backward_order",
    "matching": "signs_of_trouble",
    "labelling": "one_step_labelled",
}
ALL = [*KINDS.values(), "pace_of_learning"]


@pytest.fixture
def ask(show, workspace):
    """Show questions in a page without Jupyter: `ask("bias_sum").card(0)`."""

    def ask_in_page(*names, **options):
        quiz = Quiz(map(question_bank.find, names))
        return Asking(show(quiz.stage, "quiz", **options))

    return ask_in_page


class Asking:
    def __init__(self, bare):
        self.page, self.root = bare.page, bare.root
        self.root.locator(".bp-question").first.wait_for()

    def card(self, number=0):
        return self.root.locator(".bp-question").nth(number)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def focused(self):
        return self.page.evaluate(
            "document.activeElement.ariaLabel ?? document.activeElement.textContent"
        )


def told(card):
    verdict = card.locator(".bp-verdict")
    verdict.wait_for()
    return re.sub(r"\n+", "\n", verdict.inner_text())


def button(card, name):
    return card.get_by_role("button", name=name)


# ---- choice and number ----


def test_a_wrong_choice_is_told_in_three_parts_and_can_be_answered_again(ask):
    card = ask("bias_sum").card()
    assert button(card, "Answer: I am sure").is_disabled()
    card.get_by_label("[3, 4]").check()
    button(card, "Answer: I am sure").click()
    lines = told(card).split("\n")
    assert lines[:2] == ["You answered", "✗ Not this one (you were sure)"]
    assert lines[lines.index("The answer") + 1] == "[9, 12]"
    assert lines[lines.index("Why") + 1].startswith("That is the mean over the samples.")
    button(card, "Answer again").click()
    card.get_by_label("[9, 12]").check()
    button(card, "Answer: I am not sure").click()
    assert "✓ Right (you were not sure)" in told(card)


def test_a_choice_is_answered_with_the_keyboard_alone(ask):
    page = ask("bias_sum")
    card = page.card()
    card.get_by_label("[9, 12]").focus()
    page.press("Space", "ArrowDown")
    assert card.get_by_label("[3, 4]").is_checked()
    page.press("ArrowUp", "Tab", "Enter")
    assert "✓ Right" in told(card)
    assert page.focused() == "Answer again"


def test_a_number_is_typed_and_what_is_none_is_refused(ask):
    page = ask("blank_delta")
    card = page.card()
    blank = card.get_by_role("textbox", name=re.compile("output delta"))
    blank.fill("four")
    page.press("Enter")  # from the blank to the buttons
    assert page.focused() == "Answer: I am sure"
    page.press("Enter")
    card.get_by_text("Type one number").wait_for()
    blank.fill("−4")
    button(card, "Answer: I am sure").click()
    assert "✓ Right" in told(card)


# ---- ordering ----


def order(card):
    return [text.split(":")[0] for text in card.locator(".bp-step-text").all_inner_texts()]


def test_lines_are_put_in_order_with_the_keyboard_alone_and_each_move_is_said(ask):
    page = ask("backward_order")
    card = page.card()
    wanted = [step.text.split(":")[0] for step in question_bank.find("backward_order").steps]
    for place, name in enumerate(wanted):
        button(card, re.compile(f"Move up: {name}")).focus()
        for _ in range(order(card).index(name) - place):
            page.press("ArrowUp")
        assert page.focused().startswith(f"Move up: {name}")
    assert order(card) == wanted
    page.press("ArrowDown")
    assert card.locator(".bp-spoken").inner_text() == "Place 7 of 7: update all weights"
    button(card, "Answer: I am sure").click()
    assert "✓ Right" in told(card)


def test_a_wrong_order_is_told_where_it_parts(ask):
    card = ask("backward_order").card()
    button(card, "Answer: I am not sure").click()
    text = told(card)
    assert "✗ Not this order" in text
    assert re.search(r"Place 1: “output delta.*” has to wait for “forward.*”", text)


@pytest.mark.parametrize("touch", [False, True])
def test_a_line_is_dragged_to_its_place(ask, touch):
    page = ask("backward_order", has_touch=touch)
    card = page.card()
    before = order(card)
    first, last = (card.locator(".bp-step").nth(i).bounding_box() for i in (0, 6))
    x, y, end = first["x"] + 16, first["y"] + 20, last["y"] + 30
    if touch:
        finger = page.page.context.new_cdp_session(page.page)
        for kind, at in (
            ("touchStart", y),
            *[("touchMove", y + (end - y) * i / 10) for i in range(11)],
        ):
            finger.send(
                "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": at}]}
            )
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    else:
        page.page.mouse.move(x + 100, y)
        page.page.mouse.down()
        page.page.mouse.move(x + 100, end, steps=12)
        page.page.mouse.up()
    assert order(card) == [*before[1:], before[0]]


# ---- matching and labelling ----


def choose(card, question):
    for pair in question.pairs:
        card.get_by_role("combobox", name=pair.left).select_option(label=pair.right)


@pytest.mark.parametrize("name", [KINDS["matching"], KINDS["labelling"]])
def test_each_row_is_a_list_with_a_name_and_the_last_choice_opens_the_answer(ask, name):
    card = ask(name).card()
    assert button(card, "Answer: I am sure").is_disabled()
    choose(card, question_bank.find(name))
    button(card, "Answer: I am sure").click()
    assert "✓ Right" in told(card)


def test_what_belongs_to_one_only_leaves_the_other_row_and_that_is_said(ask):
    page = ask("signs_of_trouble")
    card = page.card()
    first, second = card.locator("select").nth(0), card.locator("select").nth(1)
    first.focus()
    page.press("ArrowDown")
    chosen = first.input_value()
    second.select_option(value=chosen)
    assert (first.input_value(), second.input_value()) == ("", chosen)
    assert re.fullmatch(
        r".* has left the norm is 0.000001 .*\.", card.locator(".bp-spoken").inner_text()
    )


def test_a_label_is_dragged_onto_its_place_in_the_picture(ask):
    page = ask("one_step_labelled")
    card = page.card()
    label, pin = (
        card.locator(".bp-piece", has_text="the old weight"),
        card.locator(".bp-pin").nth(3),
    )
    label.hover()
    page.page.mouse.down()
    box = pin.locator(".bp-letter").bounding_box()
    page.page.mouse.move(box["x"] + 10, box["y"] + 10, steps=8)
    page.page.mouse.up()
    assert pin.inner_text().split() == ["D", "the", "old", "weight"]
    row = card.get_by_role("combobox", name="the point of the axis below the ball")
    assert row.evaluate("(node) => node.selectedOptions[0].text") == "the old weight"


def test_each_wrong_pair_has_its_own_line(ask):
    question = question_bank.find("signs_of_trouble")
    card = ask("signs_of_trouble").card()
    choose(card, question)
    first, second = (
        card.get_by_role("combobox", name=f"the norm is {n}") for n in ("0.000001", "40000")
    )
    first.select_option(label=question.pairs[1].right)
    second.select_option(label=question.pairs[0].right)
    button(card, "Answer: I am sure").click()
    text = told(card)
    assert "✗ 1 of 3 right" in text
    assert "The norm is 0.000001 in the first layer and 0.3 in the last: Smaller weights" in text
    assert "The norm is 40000 in the first layer and 0.3 in the last: Every layer" in text


# ---- what all kinds share ----


def test_not_to_know_is_one_click_away_and_told_without_blame(ask):
    page = ask(*KINDS.values())
    for i in range(len(KINDS)):
        button(page.card(i), "I don't know yet.").click()
        assert told(page.card(i)).startswith("You answered\n○ I don't know yet.\nThe answer\n")


def test_a_prediction_folds_into_one_line_until_it_is_compared(ask):
    card = ask("pace_of_learning").card()
    card.locator("input[type=radio]").first.check()
    button(card, "Answer: I am sure").click()
    line = card.locator(".bp-fold")
    line.wait_for()
    assert line.inner_text().startswith("You predicted: By the same factor")
    assert card.locator(".bp-verdict").count() == 0
    assert card.locator(".bp-asked").is_hidden()
    line.click()
    assert card.locator(".bp-asked").is_visible()
    button(card, "Compare").click()
    assert "What happens\nQuickly, then slowly" in told(card)


def test_before_the_answer_nothing_in_the_page_gives_it_away(ask):
    html = ask(*ALL).page.content()
    for question in map(question_bank.find, ALL):
        for text in (question.explanation, *(why for _, why in question.wrong_answers)):
            assert text[:40] not in html


def test_when_nobody_answers_any_more_the_questions_stay_and_say_what_to_do(ask):
    page = ask("bias_sum", "backward_order")
    page.page.evaluate("channel.onclose()")
    assert "Run this cell again to answer these questions." in page.root.inner_text()
    assert "What is db?" in page.card(0).inner_text()
    assert page.root.locator("button:enabled, input:enabled, select:enabled").count() == 0


@pytest.mark.parametrize("light", ["true", "false"])
@pytest.mark.parametrize("width", [830, 320])
def test_no_kind_has_an_accessibility_finding_and_all_fit_into_a_narrow_page(ask, light, width):
    """Asked and answered; and every control is large enough to hit."""
    page = ask(*ALL, width=width, reduced_motion="reduce")
    page.page.evaluate(f"document.body.dataset.jpThemeLight = '{light}'")
    for step in ("asked", "answered"):
        found = Axe().run(page.page, options={"rules": {"region": {"enabled": False}}}).response
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], step
        wide = page.root.evaluate("(node) => [node.scrollWidth, node.clientWidth]")
        assert wide[0] <= wide[1] + 1
        for control in page.root.locator(
            "button:visible, select:visible, .bp-choice:visible"
        ).all():
            assert control.bounding_box()["height"] >= 24
        for i in range(len(ALL) if step == "asked" else 0):
            button(page.card(i), "I don't know yet.").click()


# ---- above an experiment ----


@pytest.mark.parametrize("name", KINDS.values())
def test_any_kind_can_be_what_an_experiment_asks_first(show, workspace, name):
    class Asked(StepSize):
        """One that asks something else."""

        learning_rate, curvature, start = StepSize.learning_rate, StepSize.curvature, StepSize.start
        question = replace(question_bank.find(name), experiment="StepSize", seen="learning_rate=2")

    page = show(lambda send: Stage(Asked(), send))
    card = page.root.locator(".bp-question")
    card.wait_for()
    assert not page.root.locator(".bp-panel").first.is_visible()
    if name == KINDS["ordering"]:
        button(card, "Lock in my prediction").click()
    else:
        button(card, "I don't know yet.").click()
    page.root.locator(".bp-panel canvas").first.wait_for()
    assert card.bounding_box()["height"] < 40  # one line
    button(card, "Compare").click()
    assert "What happens" in told(card)
    button(card, "Show it in the picture").click()
    rate = page.root.get_by_role("slider", name="learning rate").element_handle()
    page.page.wait_for_function("(node) => node.ariaValueText === '2'", arg=rate)


# ---- in JupyterLab ----


@pytest.fixture
def in_lab(scratch):
    def run(*names):
        names = ", ".join(map(repr, names))
        scratch.run(0, f"from bpcourse.notebook import *\nask({names})")
        cards = scratch.cell(0).locator(".bp-question")
        cards.first.wait_for()
        return cards

    return run


def test_the_notebook_leaves_the_keys_to_the_questions(in_lab, scratch):
    card = in_lab("bias_sum").first
    card.get_by_label("[9, 12]").focus()
    for key in ("Space", "ArrowDown", "ArrowUp", "Tab", "Enter"):
        scratch.page.keyboard.press(key)
    assert "✓ Right" in told(card)


def test_a_reloaded_page_finds_the_answers_given(in_lab, scratch):
    card = in_lab("bias_sum", "blank_delta").first
    card.get_by_label("[3, 4]").check()
    button(card, "Answer: I am sure").click()
    told(card)
    scratch.page.keyboard.press("Control+s")
    scratch.page.wait_for_selector(".jp-mod-dirty", state="detached")
    scratch.page.reload()
    scratch.page.wait_for_selector(".jp-Notebook .jp-Cell")
    cards = scratch.cell(0).locator(".bp-question")
    assert "✗ Not this one (you were sure)" in told(cards.first)
    assert button(cards.nth(1), "I don't know yet.").is_enabled()


COMMS = "len(__import__('comm').get_comm_manager().comms)"


def test_run_again_restarted_and_opened_again_nothing_dies_silently(notebook):
    """A cell that runs again closes what it showed; what lost its kernel stays and says so."""
    lab = notebook.create(2)
    cards = lab.cell(0).locator(".bp-question")
    lab.run(0, "from bpcourse.notebook import *\nask('bias_sum')")
    cards.first.wait_for()
    lab.run(1, COMMS)
    before = lab.output(1)
    lab.run(0)
    cards.first.wait_for()
    lab.run(1)
    assert lab.output(1).split()[-1] == before.split()[-1]
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("0")  # twice is JupyterLab's own key for a restart
    lab.page.keyboard.press("0")
    lab.page.locator(".jp-Dialog button.jp-mod-warn").click()
    lab.cell(0).get_by_text("Run this cell again to answer these questions.").wait_for()
    assert "What is db?" in cards.first.inner_text()
    lab.page.wait_for_selector("#jp-main-statusbar >> text=/\\| Idle/")  # it can be asked again
    lab.page.keyboard.press("Control+s")
    lab.page.wait_for_selector(".jp-mod-dirty", state="detached")
    lab.page.reload()
    lab.page.wait_for_selector(".jp-Notebook .jp-Cell")
    lab.cell(0).get_by_text("Run this cell to answer here.").wait_for()
    assert "What is db?" in lab.output(0)
    assert not lab.cell(0).get_by_text("That is the mean over the samples").is_visible()


def test_a_confident_mistake_comes_back_first_in_a_later_lesson(in_lab, scratch):
    card = in_lab("square_entry").first
    card.locator("input[type=radio]").first.check()
    button(card, "Answer: I am sure").click()
    told(card)
    scratch.run(1, 'from_memory("zero_start", before="11")')
    cards = scratch.cell(1).locator(".bp-question")
    cards.nth(1).wait_for()
    assert "Here all products fit" in cards.nth(0).inner_text()
    assert "all weights and biases 0" in cards.nth(1).inner_text()
