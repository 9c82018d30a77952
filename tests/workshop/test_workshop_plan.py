"""Plans: those that ship are true about the course, and one's own is checked in sentences."""

import re

import pytest

from bpcourse.checking import lesson_plan
from bpcourse.content import content
from bpcourse.workshop import workshop_plan
from bpcourse.workshop.workshop_plan import PlanError, find, parse

SHIPPED = pytest.mark.parametrize("name", workshop_plan.names())
GOOD = """
title = "Ours"
[[section]]
lesson = "02"
[[section]]
title = "Break"
minutes = 10
"""


def lessons_of(plan):
    return [section.lesson for section in plan.sections if section.lesson]


@pytest.mark.clone
@SHIPPED
def test_a_plan_that_ships_follows_its_track_with_the_lessons_that_are_there(name):
    """The track may name lessons in preparation, and weeks as `00 to 03`."""
    page = content("docs", "teaching", "README.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| {name.replace('_', ' ')} \| (.*) \|$", page, re.MULTILINE)[1]
    track = re.sub(r"week \d:", "", row)
    spans = re.findall(r"(\d\d)(?: to (\d\d))?", track)
    numbers = [f"{n:02}" for a, b in spans for n in range(int(a), int(b or a) + 1)]
    chosen = lessons_of(find(name))
    assert chosen == [number for number in numbers if number in chosen]
    there = [plan.number for plan in lesson_plan.plans()]
    assert chosen[:3] == [number for number in numbers if number in there][:3]


def timetable(plan):
    """The rows of a plan's table in its page: its sections with their hours, or its weeks."""
    names = {lesson.number: lesson.name for lesson in lesson_plan.plans()}
    links = {number: f"[{number}](../teaching/{name}.md)" for number, name in names.items()}
    parts, rows, begins = {}, [], 0
    for section in plan.sections:
        cut = sum(one.minutes for one in section.cut)
        parts.setdefault(section.part, []).append((links.get(section.lesson), section.minutes, cut))
        title = " ".join(filter(None, (links.get(section.lesson), section.title)))
        time = f"{begins // 60}:{begins % 60:02}"
        rows.append(f"| {time} | {title} | {section.minutes} | {cut or ''} |")
        begins += section.minutes
    if list(parts) == [""]:
        return "\n".join(rows)
    weeks = []
    for part, lessons in parts.items():
        told, minutes, cuts = zip(*lessons, strict=True)
        weeks.append(f"| {part.split()[1]} | {', '.join(told)} | {sum(minutes)} | {sum(cuts)} |")
    return "\n".join(weeks)


@pytest.mark.clone
@SHIPPED
def test_a_track_has_a_page_for_its_teacher_with_the_times_of_the_plan(name):
    page = content("docs", "workshop", f"{name}.md").read_text(encoding="utf-8")
    wanted = timetable(find(name))
    assert f"\n{wanted}\n\n" in page, f"The table in docs/workshop/{name}.md should be\n{wanted}"
    for part in ("## Pre-flight", "## The thread", "## When late", f"bpcourse workshop {name}"):
        assert part in page


@SHIPPED
def test_a_section_takes_no_longer_than_its_lesson(name):
    for section in find(name).sections:
        if section.lesson:
            lesson = lesson_plan.find(section.lesson)
            saved = sum(cut.minutes for cut in section.cut)
            assert lesson.minutes - 15 <= section.minutes <= lesson.minutes
            assert saved < section.minutes
            assert section.exercises
            assert section.predictions


def test_half_a_day_is_four_hours_and_a_day_less_than_nine():
    assert find("half_day").minutes == 240
    assert find("one-day").minutes < 9 * 60
    assert {s.part for s in find("six_weeks").sections} >= {f"Week {n}" for n in range(1, 6)}


def test_a_section_has_what_its_lesson_has_unless_it_says_otherwise():
    lesson, pause = parse(GOOD, "ours.toml").sections
    assert (lesson.title, lesson.minutes) == ("Gradient descent", 45)
    assert "gd_step" in lesson.exercises
    assert [q.experiment for q in lesson.predictions] == ["StepSize", "LongValley"]
    assert parse(GOOD.replace("02", "16"), "").sections[0].title == "L1 and L2"
    assert (pause.title, pause.minutes, pause.exercises) == ("Break", 10, ())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('title = "Ours"', "", "The plan has no title."),
        ("[[section]]", "[section]", "The plan is no TOML"),
        ('lesson = "02"', 'lesson = "77"', "There is no lesson '77'."),
        ('lesson = "02"', 'lesson = "02"\nminuts = 3', "Did you mean minutes?"),
        ('lesson = "02"', 'lesson = "02"\nexercises = ["gd_stpe"]', "Did you mean gd_step"),
        ('lesson = "02"', 'lesson = "02"\nexercises = ["relu"]', "relu belongs to 04_activations."),
        ('lesson = "02"', 'lesson = "02"\nexercises = "gd_step"', "should be a list of names"),
        ('lesson = "02"', 'lesson = "02"\npredictions = ["StepSiz"]', "Did you mean StepSize"),
        ('lesson = "02"', 'lesson = "02"\ncut = ["all"]', "cut should be a list as in"),
        (
            'lesson = "02"',
            'lesson = "02"\ncut = [{ what = "all", minutes = 99 }]',
            "takes 45 minutes, and 99 of them are to be cut",
        ),
        ('lesson = "02"', 'lesson = "02"\n[[section]]\nlesson = "02"', "gd_step stands in 2"),
        ("minutes = 10", "minutes = 0", "Section 2: minutes should be a whole number"),
        ("minutes = 10", "minutes = true", "Section 2: minutes should be a whole number"),
        ('title = "Break"', "", "Section 2 has neither a lesson nor a title."),
        ('title = "Break"', "title = 3", "title should be a text in quotation marks, and is 3."),
    ],
)
def test_what_is_not_in_order_is_said_in_a_sentence(old, new, told):
    text = GOOD.replace(old, new, 1)
    with pytest.raises(PlanError) as raised:
        parse(text, "The plan")
    assert told in str(raised.value)


def test_all_that_is_not_in_order_is_said_at_once():
    with pytest.raises(PlanError) as raised:
        parse('[[section]]\nlesson = "02"\nminutes = -1\ncut = 3', "ours.toml")
    lines = str(raised.value).splitlines()
    assert lines[0] == "ours.toml cannot be used yet."
    assert len(lines) == 4


def test_an_unknown_plan_names_those_that_are_near(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PlanError, match="Did you mean half_day"):
        find("half_dya")
    (tmp_path / "own.toml").write_text(GOOD, encoding="utf-8")
    assert find("own.toml").title == "Ours"
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(PlanError, match="UTF-8"):
        find("own.toml")
