"""A call that was watched is stepped through: in a notebook, and in a page without a kernel."""

import pytest

from bpcourse.checking.exercise import find
from bpcourse.checking.trace import trace_of

from . import axe

LOOPS = """
def gradient_descent(grad_fn, w0, lr, steps):
    w = w0
    path = [w]
    for step in range(steps):
        w -= lr * grad_fn(w)
        path.append(w)
    return np.array(path)

import numpy as np
"""
PAGE = """<!doctype html><html lang="en" data-theme="{theme}"><title>trace</title>
<main>{html}</main></html>"""
SIZE = {"width": 840, "height": 540}  # what JupyterLab leaves of 1024 x 700


class Page:
    """The view of a wrong answer in a page of its own."""

    def __init__(self, browser, exercise, source, theme="light"):
        self.context = browser.new_context(viewport=SIZE)
        self.page, self.troubles = self.context.new_page(), []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: self.troubles.append(request.url))
        html = trace_of(find(exercise), source, seed=1).as_html()
        self.page.set_content(PAGE.format(theme=theme, html=html))
        self.root = self.page.locator(".bpcourse-trace")
        self.slider = self.root.get_by_role("slider", name="step")

    def go(self, *keys):
        self.slider.focus()
        for key in keys:
            self.page.keyboard.press(key)
        return self.root.get_by_role("status").inner_text()

    @property
    def panel(self):
        return self.root.get_by_role("group", name="what this line has made").inner_text()


@pytest.fixture
def view(chromium):
    views = []

    def open_view(exercise, source=None, mistake=None, **options):
        source = source or find(exercise).mistake(mistake)
        views.append(Page(chromium, exercise, source, **options))
        return views[-1]

    yield open_view
    for one in views:
        one.context.close()
        assert one.troubles == []


def test_each_step_is_told_in_words_and_in_a_table(view):
    seen = view("linear_grad", mistake="no_mean")
    assert seen.go("Home").startswith("linear_grad is called with X = array (n 2, n_in 1)")
    assert seen.go("ArrowRight") == "Line 10: e is now [0.5, 4.5]."
    assert "the axes of length n_in = 1 meet" in seen.panel
    assert seen.root.locator("[aria-current=step]").inner_text().split()[1:3] == ["10", "e"]


def test_the_last_step_shows_what_was_expected_and_what_went_into_a_wrong_number(view):
    seen = view("linear_grad", mistake="no_mean")
    seen.go("End")
    assert "(2 * X.T @ e)[0] = 2 · 0.5 + 6 · 4.5 = 28" in seen.panel
    wrong = seen.root.locator("td.differs")
    assert [cell.inner_text().split() for cell in wrong.all()] == [["≠", "28"], ["≠", "14"]]
    seen.root.get_by_role("button", name="go to line 11").press("Enter")
    assert "line 11" in seen.root.get_by_role("status").inner_text().lower()


def test_a_number_is_chosen_by_the_arrow_keys(view):
    seen = view("softmax", mistake="largest_of_all")
    seen.go("End")
    cell = seen.root.locator("td[tabindex='0']")
    assert cell.get_attribute("aria-label") == "given[1, 0] nan differs"
    cell.press("ArrowRight")
    seen.page.keyboard.press("Enter")
    assert "[1, 1] = 0 / 0 = nan" in seen.panel


def test_loops_are_stepped_through_pass_by_pass_and_folded(view):
    seen = view("gradient_descent", LOOPS)
    assert "pass 1 of 2" in seen.go("Home", *["ArrowRight"] * 4)
    assert "w is changed in place, which is w0 itself" in seen.go()
    assert "grad_fn([3, −1]) gives" in seen.panel
    seen.root.get_by_role("button", name="the next pass").press("Enter")
    assert "pass 2 of 2" in seen.go()
    seen.root.get_by_role("checkbox", name="fold loops").press("Space")
    assert "Line 5 and what follows it, 7 steps" in seen.go()
    assert "2 passes" in seen.root.locator("[aria-current=step]").inner_text()
    assert seen.go("ArrowRight").startswith("Line 8")


def test_a_broadcast_is_drawn_as_the_table_that_it_makes(view):
    source = "def mse(y_hat, y):\n    e = y_hat - y.reshape(-1, 1)\n    return (e**2).mean()\n"
    seen = view("mse", source)
    seen.go("Home", "ArrowRight")
    assert "y_hat - y.reshape(-1, 1) (n 2,) - (2, 1) → (2, n 2)" in seen.panel
    seen.root.locator(".bt-meeting td[tabindex]").nth(2).click()
    assert "(y_hat - y.reshape(-1, 1))[1, 0] = " in seen.panel


def test_it_opens_where_a_wrong_result_is_seen_with_the_line_that_made_it(view):
    seen = view("linear_grad", mistake="no_mean")
    assert seen.root.get_by_role("status").inner_text().endswith("It was made in line 11.")
    assert seen.root.locator("[data-wrong]").inner_text().split()[:3] == ["≠", "11", "dw"]
    assert "expected" in seen.panel
    assert "dw is [28], but should be [14]." in seen.panel


def test_the_line_is_looked_for_in_the_helper_whose_result_is_handed_on(view):
    source = (
        "import numpy as np\n\ndef squares(y_hat, y):\n    e = y_hat - y\n    return e**2\n\n"
        "def total(y_hat, y):\n    s = squares(y_hat, y)\n    t = s.sum()\n    return t\n\n"
        "def mse(y_hat, y):\n    return total(y_hat, y)\n"
    )
    seen = view("mse", source)
    assert seen.root.locator("[data-wrong]").inner_text().split()[:3] == ["≠", "9", "t"]


def test_of_several_parts_that_line_is_marked_which_made_the_wrong_one(view):
    source = (
        "import numpy as np\n\ndef linear_grad(X, y, w, b):\n    e = X @ w + b - y\n"
        "    db = e.mean()\n    dw = 2 * X.T @ e / len(y)\n    return dw, db\n"
    )
    seen = view("linear_grad", source)
    assert seen.root.locator("[data-wrong]").inner_text().split()[:3] == ["≠", "5", "db"]
    assert "e.mean() = mean of" in seen.panel


def test_an_error_opens_in_its_line_and_a_loop_without_end_says_that_it_has_none(view):
    seen = view("mse", "def mse(y_hat, y):\n    e = y_hat - y\n    return e @ missing\n")
    assert "NameError" in seen.panel
    assert seen.root.locator("[aria-current=step]").inner_text().split()[1] == "3"
    seen = view("mse", "def mse(y_hat, y):\n    while True:\n        y = y + 1\n")
    assert "was still running" in seen.root.get_by_role("status").inner_text()
    assert seen.root.locator("[aria-current=step]").count() == 1
    seen.root.get_by_role("button", name="go to line").press("Enter")
    assert "pass" in seen.root.get_by_role("status").inner_text()


def test_what_is_worth_a_look_leads_to_its_line(view):
    source = (
        "def soft_threshold(w, t):\n    w[w > t] -= t\n    w[w < -t] += t\n    return w + 1\n\n"
        "def l1_step(w, g, lr, lam):\n    return w\n"
    )
    seen = view("soft_threshold", source)
    assert "w, which was given, is changed" in seen.panel
    seen.root.get_by_role("button", name="go to line 2").press("Enter")
    assert "w is changed in place" in seen.root.get_by_role("status").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_fits_on_one_screen(view, theme):
    for exercise, mistake in (("linear_grad", "no_mean"), ("softmax", "largest_of_all")):
        seen = view(exercise, mistake=mistake, theme=theme)
        for key in ("End", "Home", *["ArrowRight"] * 5):
            seen.go(key)
            assert seen.root.evaluate("(root) => root.offsetHeight") <= SIZE["height"]
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= SIZE["width"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_in_it_keeps_people_out(view, theme):
    for exercise, mistake in (("linear_grad", "no_mean"), ("softmax", "largest_of_all")):
        seen = view(exercise, mistake=mistake, theme=theme)
        for key in ("Home", "ArrowRight", "ArrowRight", "End"):
            seen.go(key)
            assert axe.findings(seen.page, within=".bpcourse-trace")[0] == []


def test_large_arrays_are_heat_maps_that_say_what_is_in_them(view):
    source = """import numpy as np

def relu(z):
    A = np.zeros((60, 80))
    A[3] = -2.0
    return A

def relu_grad(z):
    return z
"""
    seen = view("relu", source)
    seen.go("Home", "ArrowRight", "ArrowRight")
    picture = seen.root.get_by_role("img").first
    assert picture.get_attribute("aria-label") == "A: from −2 to 0, 98 % of it 0"


def test_the_button_under_a_report_opens_it_in_the_cell(scratch):
    scratch.run(0, f"%%exercise linear_grad\n{find('linear_grad').mistake('no_mean')}")
    cell = scratch.cell(0)
    cell.get_by_role("button", name="Watch it run").click()
    slider = cell.locator(".bpcourse-trace").get_by_role("slider", name="step")
    slider.focus()
    scratch.page.keyboard.press("Home")
    scratch.page.keyboard.press("ArrowRight")
    assert "Line 10: e is now" in cell.locator(".bt-said").inner_text()
    assert cell.locator(".bpcourse-trace").evaluate("(root) => root.offsetHeight") <= SIZE["height"]


def test_a_call_of_any_function_is_watched_in_a_cell(scratch):
    scratch.run(0, "from bpcourse.notebook import trace\ndef half(x):\n    y = x / 2\n    return y")
    scratch.run(1, "trace(half, 3.0)")
    view = scratch.cell(1).locator(".bpcourse-trace")
    assert view.locator(".bt-said").inner_text() == "half is called with x = 3."
    view.get_by_role("button", name="one step on").click()
    assert view.locator(".bt-said").inner_text() == "Line 3: y is now 1.5."
