"""The teachers' pages: one for each lesson, in one form, and true about its exercises."""

import re

import pytest

from bpcourse.checking import lesson_plan
from bpcourse.checking.exercise import exercises
from bpcourse.content import content

pytestmark = pytest.mark.clone

PAGES = content("docs", "teaching")
PLANS = lesson_plan.plans()
LESSONS = pytest.mark.parametrize("plan", PLANS, ids=[plan.name for plan in PLANS])
PARTS = [
    "## Say first",
    "## Where people get stuck",
    "## Cut when late",
    "## What people ask",
]


def page(plan):
    path = PAGES / f"{plan.name}.md"
    assert path.exists(), f"Write docs/teaching/{path.name}: lesson {plan.number} needs its page."
    return path.read_text(encoding="utf-8")


def index():
    return (PAGES / "README.md").read_text(encoding="utf-8")


@LESSONS
def test_a_lesson_has_its_page_with_the_four_parts(plan):
    headings = re.findall(r"^#+ .*$", page(plan), re.MULTILINE)
    assert headings == [f"# {plan.title}", *PARTS]


@LESSONS
def test_no_part_is_empty(plan):
    for part in re.split(r"^## .*$", page(plan), flags=re.MULTILINE)[1:]:
        assert len(part.split()) >= 30
        assert len(re.findall(r"^\* ", part, re.MULTILINE)) >= 3


@LESSONS
def test_the_mistakes_that_it_names_are_known(plan):
    """Written as `exercise/mistake_id`, and made in this lesson."""
    here = {e.name: {m.id for m in e.mistakes} for e in exercises() if e.lesson == plan.name}
    named = re.findall(r"`(\w+)/(\w+)`", page(plan))
    unknown = [pair for pair in named if pair[1] not in here.get(pair[0], ())]
    assert unknown == []
    assert {exercise for exercise, _ in named} == set(here)


@LESSONS
def test_the_index_names_the_page_and_its_minutes(plan):
    row = rf"\| {plan.number} \| \[.+\]\({plan.name}\.md\) \| {plan.minutes} \|"
    assert re.search(row, index()), f"A row of docs/teaching/README.md should look like {row}"
    assert len(re.findall(rf"^\| {plan.number} \|", index(), re.MULTILINE)) == 1


def test_every_page_belongs_to_a_lesson_and_every_link_leads_to_a_page():
    pages = {path.name for path in PAGES.glob("*.md")} - {"README.md"}
    assert pages == {f"{plan.name}.md" for plan in PLANS}
    assert set(re.findall(r"\((\d\d_\w+\.md)\)", index())) == pages
