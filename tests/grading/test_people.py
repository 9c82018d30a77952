"""From submissions to people: which of them counts, who is missing, and what is given by hand."""

import csv
import json
import os
import re
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from bpcourse.errors import UserError
from bpcourse.grading.assignment import by_hand, roster
from bpcourse.grading.results.look_alikes import difference, look

from .conftest import SHORT
from .test_grade import GOOD, WRONG, hand_in, run, settings, table
from .test_intake import zipped

RIGHT = GOOD["squash"]
DUE = datetime(2026, 3, 10, 12, tzinfo=UTC).timestamp()
LATE = "[late]\ndue = 2026-03-10T12:00:00Z\nper_day = 0.25\n"
HOUR, DAY = 3600, 86400


def dated(path, when):
    for file in path.rglob("*") if path.is_dir() else [path]:
        os.utime(file, (when, when))


def rows(tmp_path):
    with (tmp_path / "grades" / "grades.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def export(tmp_path, name):
    with (tmp_path / "grades" / "exports" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report(tmp_path):
    return (tmp_path / "grades" / "report.html").read_text(encoding="utf-8")


def pages(tmp_path):
    folder = tmp_path / "grades" / "pages"
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def page(tmp_path, name):
    return next(text for stem, text in pages(tmp_path).items() if stem.startswith(f"{name}-"))


@pytest.fixture
def folder(tmp_path):
    """Canvas's files of two people with one name, and of a third."""
    place = tmp_path / "handed in"
    place.mkdir()
    (place / "kim_31_91_squash.py").write_text(RIGHT)
    (place / "kim_32_92_squash.py").write_text(WRONG)
    (place / "doejohn_33_93_squash.py").write_text(RIGHT)
    return place


# ---- names ----


def test_people_with_one_name_have_a_row_a_page_and_a_warning_each(folder, tmp_path):
    said = run(folder, tmp_path, only=["squash"])
    told = [(row["student"], row["id"], row["state"]) for row in rows(tmp_path)]
    assert told == [
        ("doejohn", "canvas 33", "passed"),
        ("kim", "canvas 31", "passed"),
        ("kim", "canvas 32", "failed"),
    ]
    assert len(list((tmp_path / "grades" / "pages").iterdir())) == 3
    assert "2 people are called kim: canvas 31, canvas 32." in str(said[-1])
    assert "2 people are called kim: canvas 31, canvas 32." in report(tmp_path)
    assert "2 people are called kim" not in "".join(pages(tmp_path).values())
    warnings = {row["id"]: row["warning"] for row in rows(tmp_path)}
    assert warnings["canvas 33"] == ""
    assert warnings["canvas 31"] == "Another one has the same name, or one that looks like it."
    suites = ElementTree.parse(tmp_path / "grades" / "exports" / "junit.xml").getroot()
    assert [suite.get("name") for suite in suites] == [
        *("doejohn (canvas 33)", "kim (canvas 31)", "kim (canvas 32)")
    ]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("a\u00adda", "nothing and U+00AD SOFT HYPHEN"),
        ("Ada", "U+0061 LATIN SMALL LETTER A and U+0041 LATIN CAPITAL LETTER A"),
        ("ad\u200ba", "nothing and U+200B ZERO WIDTH SPACE"),
    ],
)
def test_names_that_look_alike_are_told_letter_by_letter(tmp_path, other, told):
    for name, source in (("ada", RIGHT), (other, WRONG)):
        hand_in(tmp_path / "in", name, {"squash": source})
    said = run(tmp_path / "in", tmp_path, only=["squash"])
    assert sorted(row["state"] for row in rows(tmp_path)) == ["failed", "passed"]
    first, second = told.split(" and ")
    assert f"Where they differ they have: {told}." in str(said[-1]) or (
        f"Where they differ they have: {second} and {first}." in str(said[-1])
    )


def test_what_looks_alike():
    assert look("Zoe\u0308") == look("ZOË") == look("zo\u00eb\u200d\ufe0f") != look("zoe")
    assert difference("Zo\u00eb", "Zoe\u0308") == (
        "U+00EB LATIN SMALL LETTER E WITH DIAERESIS and U+0065 LATIN SMALL LETTER E, "
        "U+0308 COMBINING DIAERESIS"
    )


def test_nobody_takes_a_name_by_writing_it_down(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.py").write_text(RIGHT)
    forged = zipped({"squash.py": WRONG, "bpcourse-submission.json": '{"student": "Ada"}'})
    (tmp_path / "in" / "mallory.zip").write_bytes(forged)
    run(tmp_path / "in", tmp_path, only=["squash"])
    assert {row["student"]: row["state"] for row in rows(tmp_path)} == {
        "ada": "passed",
        "mallory": "failed",
    }


def test_a_name_that_is_not_utf_8_is_a_row_like_others(tmp_path):
    os.makedirs(os.fsencode(tmp_path) + b"/in/M\xfcller")  # noqa: PTH103
    with open(os.fsencode(tmp_path) + b"/in/M\xfcller/squash.py", "w") as file:  # noqa: PTH123
        file.write(RIGHT)
    for _ in range(2):  # also when it is there already
        run(tmp_path / "in", tmp_path, only=["squash"])
    assert [(row["student"], row["state"]) for row in rows(tmp_path)] == [("Müller", "passed")]


# ---- exports ----


def test_each_platform_gets_back_what_it_calls_people(tmp_path):
    files = {
        "Participant_812_assignsubmission_file_/squash.py": RIGHT,
        "Ada_813_assignsubmission_file_/squash.py": RIGHT,
        "doe_31_91_squash.py": RIGHT,
    }
    for name, source in files.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(source)
    run(tmp_path / "in", tmp_path, only=["squash"])
    moodle = {row["Full name"]: row for row in export(tmp_path, "moodle.csv")}
    assert moodle["Participant 812"]["Identifier"] == "Participant 812"
    assert moodle["Ada"]["Identifier"] == "Participant 813"
    assert {"Grade", "Last modified (grade)", "Feedback comments"} <= moodle["Ada"].keys()
    canvas = {row["Student"]: row for row in export(tmp_path, "canvas.csv")}
    assert list(canvas["doe"])[:5] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert (canvas["doe"]["ID"], canvas["Ada"]["ID"]) == ("31", "")


def test_anonymous_people_are_numbered_in_every_language(tmp_path):
    for number in range(5):
        hand_in(tmp_path / "in", f"Teilnehmer_{number}_assignsubmission_file", {"squash": RIGHT})
    said = run(tmp_path / "in", tmp_path, only=["squash"])
    assert [row["student"] for row in rows(tmp_path)] == [f"Teilnehmer {i}" for i in range(5)]
    assert [row["Identifier"] for row in export(tmp_path, "moodle.csv")] == [
        f"Teilnehmer {i}" for i in range(5)
    ]
    assert "are called" not in str(said[-1])


# ---- the roster ----


def on_roster(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_who_handed_nothing_in_has_a_row_and_who_is_not_on_the_roster_a_warning(tmp_path):
    for name in ("ada", "bob", "zed"):
        hand_in(tmp_path / "in", name, {"squash": RIGHT})
    path = on_roster(tmp_path, "name,id,email\nAda,1,a@x.org\nBob,2,b@x.org\nCleo,3,c@x.org\n")
    said = run(tmp_path / "in", tmp_path, only=["squash"], roster=path)
    told = {row["student"]: (row["state"], row["points"]) for row in rows(tmp_path)}
    assert told == {
        "Ada": ("passed", "1.0"),
        "Bob": ("passed", "1.0"),
        "Cleo": ("missing", "0.0"),
        "zed": ("passed", "1.0"),
    }
    assert table(tmp_path, "note")["Cleo", "squash"] == "Nothing was handed in."
    assert table(tmp_path, "warning")["zed", "squash"] == "It is not on the roster."
    assert "Not found on the roster: zed." in str(said[-1])
    assert "Nothing was handed in by: Cleo." in str(said[-1])
    assert "3 students, on average 1.00 of 1 point." in str(said[-1])
    assert "4 students, 1 exercise" in report(tmp_path)
    assert "Nothing was handed in." in page(tmp_path, "Cleo")
    assert "Handed in as" not in page(tmp_path, "Cleo")


def test_of_one_student_there_is_no_average(tmp_path):
    hand_in(tmp_path / "in", "kim", {"squash": RIGHT})
    said = run(tmp_path / "in", tmp_path, only=["squash"])
    assert "1 student, 1.00 of 1 point." in str(said[-1])
    assert "<p>1 of 1 point.</p>" in report(tmp_path)


CANVAS_BOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Sheet 3 (77)\n"
    "    Points Possible,,,,,4\n"
    '"Kim, Anna",31,S31,akim,A,\n"Kim, Bo",32,S32,bkim,A,\n"Doe, John",33,S33,jdoe,B,\n'
    '"Öz, Uwe",34,S34,uoez,B,\n"Student, Test",99,,,A,\n'
)


def test_the_gradebook_of_canvas_is_a_roster(folder, tmp_path):
    said = run(folder, tmp_path, only=["squash"], roster=on_roster(tmp_path, CANVAS_BOOK))
    assert {row["student"]: row["state"] for row in rows(tmp_path)} == {
        "Anna Kim": "passed",
        "Bo Kim": "failed",
        "John Doe": "passed",
        "Uwe Öz": "missing",
    }
    canvas = {row["Student"]: row for row in export(tmp_path, "canvas.csv")}
    assert canvas["Anna Kim"]["SIS User ID"] == "S31"
    assert canvas["Uwe Öz"]["ID"] == "34"
    assert "are called" not in str(said[-1])


def test_the_worksheet_of_moodle_is_a_roster(tmp_path):
    for name in ("Participant_812", "Participant_813"):
        hand_in(tmp_path / "in", f"{name}_assignsubmission_file_", {"squash": RIGHT})
    text = (
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade),"
        "Feedback comments\n"
        "Teilnehmer/in 812,Ada L,a@x,,,100,-,\n"
        "Teilnehmer/in 814,Bo,b@x,,,100,-,\n"
    )
    run(tmp_path / "in", tmp_path, only=["squash"], roster=on_roster(tmp_path, text, "utf-8-sig"))
    assert [(row["student"], row["state"]) for row in rows(tmp_path)] == [
        *(("Ada L", "passed"), ("Bo", "missing"), ("Participant 813", "passed"))
    ]
    told = {row["Full name"]: row["Identifier"] for row in export(tmp_path, "moodle.csv")}
    assert told == {
        "Ada L": "Teilnehmer/in 812",
        "Bo": "Teilnehmer/in 814",
        "Participant 813": "Participant 813",
    }


ROSTERS = {
    "name,id\nAda Lovelace,7\n": ("Ada Lovelace", ("7",), ""),
    "First name,Surname,ID number,Email address\nAda,Lovelace,7,a@x\n": (
        *("Ada Lovelace", ("7",)),
        "a@x",
    ),
    "Vorname;Nachname;Matrikelnummer;E-Mail\nAda;Lovelace;7;a@x\n": (
        *("Ada Lovelace", ("7",)),
        "a@x",
    ),
    "Last Name\tFirst Name\tSID\nLovelace\tAda\t7\n": ("Ada Lovelace", ("7",), ""),
    "Full Name,SID,Email,Sections\nAda Lovelace,7,a@x,\n": ("Ada Lovelace", ("7",), "a@x"),
    '\n\nName\n"Lovelace, Ada"\n\n': ("Ada Lovelace", (), ""),
    "EMAIL\na@x\n": ("a@x", (), "a@x"),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("text", ROSTERS)
def test_a_roster_may_be_written_in_many_ways(tmp_path, text, encoding):
    (line,) = roster.load(on_roster(tmp_path, text, encoding)).lines
    assert (line.name, line.numbers, line.email) == ROSTERS[text]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty. Its first line should say what its columns are."),
        (b'"', "is empty. Its first line should say what its columns are."),
        (b" \n ,,\n", "is empty. Its first line should say what its columns are."),
        (b"Ada\nBob\n", "no column with names or numbers, only: Ada."),
        (b"PK\x03\x04xl", "is a workbook, not a CSV file. Save it as CSV."),
        (b"name,id\n,\n", "has columns, but no line with a name or a number."),
        (b"name,id\nAda,7\nBob,7\n", "has '7' twice, in the lines 2 and 3."),
        (b"name\nAda\nAda\n", "has 'Ada' twice, in the lines 2 and 3."),
        (b"na\0me,id\nAda,7\n", "is no CSV file. Save it as CSV."),
    ],
)
def test_a_roster_that_cannot_be_used_is_told(tmp_path, data, words):
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    with pytest.raises(UserError, match=re.escape(words)):
        roster.load(path)
    with pytest.raises(UserError, match="cannot be read: No such file"):
        roster.load(tmp_path / "other.csv")


@pytest.mark.parametrize(
    ("platform", "number", "name", "found"),
    [
        ("", "ada lovelace", "ada lovelace", "Ada Lovelace"),
        ("", "lovelace_ada", "lovelace_ada", "Ada Lovelace"),
        ("", "S7", "S7", "Ada Lovelace"),
        ("", "alove", "alove", "Ada Lovelace"),
        ("canvas", "99", "lovelaceada", "Ada Lovelace"),
        ("canvas", "99", "mllerjrg", "Jörg Müller"),  # Canvas leaves letters out
        ("moodle", "12", "Jorg Muller", "Jörg Müller"),
        ("moodle", "12", "J. Müller", None),
        ("", "ada", "ada", None),
        ("", "kim lee", "kim lee", None),  # there are two of them
        ("", "K2", "K2", "Kim Lee"),
    ],
)
def test_who_is_meant_on_the_roster(tmp_path, platform, number, name, found):
    text = "name,id,login\nAda Lovelace,S7,alove\nJörg Müller,S8,\nKim Lee,K1,\nKim Lee,K2,\n"
    lines = roster.load(on_roster(tmp_path, text)).find(platform, number, [name])
    if number == "kim lee":
        assert [line.numbers for line in lines] == [("K1",), ("K2",)]
    else:
        assert [line.name for line in lines] == ([found] if found else [])


def test_lines_that_fit_alike_are_nobodys_and_nobody_is_said_to_be_missing(tmp_path):
    hand_in(tmp_path / "in", "kim lee", {"squash": RIGHT})
    path = on_roster(tmp_path, "name,id\nKim Lee,K1\nKim Lee,K2\nAda,A1\n")
    said = run(tmp_path / "in", tmp_path, only=["squash"], roster=path)
    assert "Nothing was handed in by: Ada." in str(said[-1])
    assert (
        "Several lines of the roster fit one submission: Kim Lee (line 2), Kim Lee (line 3)."
        in (str(said[-1]))
    )
    notes = {row["id"]: row["note"] for row in rows(tmp_path)}
    assert notes == {
        "": "",
        "A1": "Nothing was handed in.",
        "K1": "No submission is for certain this person's.",
        "K2": "No submission is for certain this person's.",
    }


def test_a_file_with_somebodys_name_stays_theirs_whatever_is_written_down_in_it(tmp_path):
    (tmp_path / "in").mkdir()
    forged = zipped({"squash.py": WRONG, "bpcourse-submission.json": '{"student": "Ada"}'})
    (tmp_path / "in" / "mallory.zip").write_bytes(forged)
    path = on_roster(tmp_path, "name\nAda\nMallory\n")
    run(tmp_path / "in", tmp_path, only=["squash"], roster=path)
    assert {row["student"]: row["state"] for row in rows(tmp_path)} == {
        "Ada": "missing",
        "Mallory": "failed",
    }


@pytest.mark.parametrize(
    "when", ["Tuesday, 10 March 2026, 12:30 PM", "2026-03-10 12:30:00", "2026-03-10T12:30:00Z"]
)
def test_a_worksheet_that_says_when_something_came_is_believed(tmp_path, when):
    place = tmp_path / "in"
    for i in range(6):  # copied: the dates of the files say nothing
        hand_in(place, f"s{i}_{i}_assignsubmission_file", {"squash": RIGHT})
    text = f'Identifier,Full name,Last modified (submission)\nParticipant 0,A,"{when}"\n'
    run(place, tmp_path, only=["squash"], roster=on_roster(tmp_path, text),
        settings=settings(tmp_path, f'{LATE}zone = "UTC"\n'))  # fmt: skip
    points = {row["student"]: row["points"] for row in rows(tmp_path)}
    assert points["A"] == "0.75"
    assert set(points.values()) == {"0.75", "1.0"}


def test_two_submissions_of_one_person_on_the_roster_are_told(tmp_path):
    for name in ("ada lovelace", "s7"):
        hand_in(tmp_path / "in", name, {"squash": RIGHT})
    path = on_roster(tmp_path, "name,id\nAda Lovelace,S7\n")
    said = run(tmp_path / "in", tmp_path, only=["squash"], roster=path)
    assert "On the roster these are one person, Ada Lovelace:" in str(said[-1])
    assert len(rows(tmp_path)) == 2


# ---- when ----


def member(name, source, when):
    return zipfile.ZipInfo(name, datetime.fromtimestamp(when).timetuple()[:6]), source


def packed(path, *members):
    with zipfile.ZipFile(path, "w") as file:
        for info, source in members:
            file.writestr(info, source)
    return path


def test_an_export_packed_after_the_due_date_has_the_dates_of_its_members(tmp_path):
    place = packed(
        tmp_path / "export.zip",
        member("ada_1_assignsubmission_file/squash.py", RIGHT, DUE - HOUR),
        member("bob_2_assignsubmission_file/squash.py", RIGHT, DUE + HOUR),
        member("cleo_3_assignsubmission_file/squash.py", RIGHT, DUE + 2),
        (zipfile.ZipInfo("dan_4_assignsubmission_file/squash.py"), RIGHT),
    )
    run(place, tmp_path, only=["squash"], settings=settings(tmp_path, LATE))
    points = {row["student"]: row["points"] for row in rows(tmp_path)}
    assert points == {"ada": "1.0", "bob": "0.75", "cleo": "1.0", "dan": "1.0"}
    assert table(tmp_path, "warning")["dan", "squash"] == (
        "Its date is not known, so nothing was taken off for being late."
    )


@pytest.mark.parametrize("kind", ["zip", "copied folder"])
def test_dates_of_packing_or_copying_take_nothing_off(tmp_path, kind):
    """As Canvas and Moodle write them: every member has the time at which it was packed."""
    names = [f"s{i}_{i}_assignsubmission_file" for i in range(6)]
    if kind == "zip":
        members = [member(f"{n}/squash.py", RIGHT, DUE + 9 * DAY + i) for i, n in enumerate(names)]
        place = packed(tmp_path / "export.zip", *members)
    else:
        place = tmp_path / "in"
        for name in names:
            hand_in(place, name, {"squash": RIGHT})
    said = run(place, tmp_path, only=["squash"], settings=settings(tmp_path, LATE))
    assert {row["points"] for row in rows(tmp_path)} == {"1.0"}
    assert "as they have when they are packed or copied one after the other" in str(said[-1])


def test_dates_in_an_export_that_are_in_no_order_are_those_of_the_files(tmp_path):
    times = [HOUR, HOUR + 9, HOUR + 2, HOUR + 7, HOUR + 4]
    members = [
        member(f"s{i}_{i}_assignsubmission_file/squash.py", RIGHT, DUE + when)
        for i, when in enumerate(times)
    ]
    place = packed(tmp_path / "export.zip", *members)
    run(place, tmp_path, only=["squash"], settings=settings(tmp_path, LATE))
    assert {row["points"] for row in rows(tmp_path)} == {"0.75"}


def test_dates_that_were_kept_count_even_if_they_are_near(tmp_path):
    place = tmp_path / "in"
    for i in range(6):
        hand_in(place, f"s{i}", {"squash": RIGHT})
        dated(place / f"s{i}", DUE + HOUR + i)  # files that came here later than their dates
    run(place, tmp_path, only=["squash"], settings=settings(tmp_path, LATE))
    assert {row["points"] for row in rows(tmp_path)} == {"0.75"}


def test_a_mark_of_the_platform_is_told(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    for name, when in (("a_LATE_1_2_s.py", 1), ("b_LATE_2_3_s.py", DUE - DAY), ("c_3_4_s.py", DUE)):
        (place / name).write_text(RIGHT)
        dated(place / name, when)
    run(place, tmp_path, only=["squash"], settings=settings(tmp_path, LATE))
    told = table(tmp_path, "warning")
    assert told["a", "squash"] == (
        "Its date is not known, so nothing was taken off for being late. "
        "The platform marks it as late."
    )
    assert told["b", "squash"] == "The platform marks it as late; its date is before the due date."
    assert told["c", "squash"] == ""


@pytest.mark.parametrize(
    ("counts", "points", "late"),
    [("last", "0.0", True), ("last_before_due", "1.0", False), ("best", "1.0", False)],
)
def test_which_of_several_counts_is_a_setting(tmp_path, counts, points, late):
    """A right answer in time, and a wrong one a day later."""
    place = tmp_path / "in"
    place.mkdir()
    (place / "ada.py").write_text(RIGHT)
    (place / "ada.ipynb").write_text('{"cells": []}')
    hand_in(place, "ada", {"squash": WRONG})
    dated(place / "ada.py", DUE - HOUR)
    dated(place / "ada.ipynb", DUE - HOUR)
    dated(place / "ada", DUE + DAY)
    path = settings(tmp_path, f'{LATE}counts = "{counts}"\n')
    run(place, tmp_path, only=["squash"], settings=path)
    (row,) = rows(tmp_path)
    assert row["points"] == points
    assert ("late" in row["note"]) == late


@pytest.mark.parametrize("counts", ["last", "last_before_due", "best"])
def test_nothing_before_the_due_date_is_late_in_every_setting(tmp_path, counts):
    hand_in(tmp_path / "in", "ada", {"squash": RIGHT})
    dated(tmp_path / "in" / "ada", DUE + HOUR)
    path = settings(tmp_path, f'{LATE}counts = "{counts}"\n')
    run(tmp_path / "in", tmp_path, only=["squash"], settings=path)
    assert rows(tmp_path)[0]["points"] == "0.75"


def test_an_export_of_before_the_due_date_still_counts_after_a_later_one(tmp_path):
    path = settings(tmp_path, f'{LATE}counts = "last_before_due"\n')
    place = tmp_path / "Course-Sheet.zip"  # Moodle calls both alike
    for source, when in ((RIGHT, DUE - HOUR), (WRONG, DUE + HOUR)):
        packed(place, member("ada_1_assignsubmission_file/squash.py", source, when))
        run(place, tmp_path, only=["squash"], settings=path)
    assert rows(tmp_path)[0]["points"] == "1.0"
    other = json.loads((tmp_path / "grades" / "grades.json").read_text())["grades"]
    assert [(row["counts"], row["state"]) for row in other] == [(True, "passed"), (False, "failed")]


def test_a_file_that_was_mended_by_the_teacher_replaces_what_was_there(tmp_path):
    hand_in(tmp_path / "in", "ada", {"squash": WRONG})
    run(tmp_path / "in", tmp_path, only=["squash"])
    (tmp_path / "in" / "ada" / "squash.py").write_text(RIGHT)
    dated(tmp_path / "in" / "ada", DUE)  # an older date than before
    run(tmp_path / "in", tmp_path, only=["squash"])
    assert rows(tmp_path)[0]["state"] == "passed"


def test_a_date_that_was_corrected_counts_without_judging_again(tmp_path):
    hand_in(tmp_path / "in", "ada", {"squash": RIGHT})
    path = settings(tmp_path, LATE)
    for when, points in ((DUE + HOUR, "0.75"), (DUE - HOUR, "1.0")):
        dated(tmp_path / "in" / "ada", when)
        run(tmp_path / "in", tmp_path, only=["squash"], settings=path)
        assert rows(tmp_path)[0]["points"] == points
    assert len(json.loads((tmp_path / "grades" / "grades.json").read_text())["grades"]) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[late]\ncounts = "first"', "it should be one of last, last_before_due, best"),
        ('[late]\nzone = "Mars/Olympus"', "this machine knows no such time zone"),
        ("[late]\nzone = 1", "it should be the name of a time zone"),
        ("same_structure = 1", "it should be true or false"),
    ],
)
def test_a_slip_in_these_settings_is_named(tmp_path, text, words):
    hand_in(tmp_path / "in", "ada", {"squash": RIGHT})
    with pytest.raises(UserError, match=words):
        run(tmp_path / "in", tmp_path, settings=settings(tmp_path, text))


def test_the_due_date_is_of_the_zone_that_is_named(tmp_path):
    from bpcourse.grading.assignment.grading_settings import load

    text = (
        '[late]\nzone = "Asia/Tokyo"\ndue = 2026-03-10T21:00:00\ncut_off = 2026-03-10T12:00:00Z\n'
    )
    told = load(settings(tmp_path, text))
    assert told.due == told.cut_off == DUE


# ---- by hand ----


def given(tmp_path, text, name="by_hand.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


OVERRIDE = """\
student,exercise,points,comment
canvas 32,squash,0.5,A good idea.
doejohn,,,"Please come, and see me."
"""


def test_points_by_hand_stay_and_are_marked_everywhere(folder, tmp_path):
    path = given(tmp_path, OVERRIDE)
    said = run(folder, tmp_path, only=["squash"], override=path)
    (folder / "kim_31_91_squash.py").write_text(WRONG)
    again = run(folder, tmp_path, only=["squash"])  # without the file
    for told in (said, again):
        assert "1 of them has points that were given by hand." in str(told[-1])
    told = {row["id"]: row for row in rows(tmp_path)}
    assert told["canvas 31"]["points"] == "0.0"
    assert told["canvas 32"] | {"points": "0.5", "by_hand": "by hand", "state": "failed",
                                "comment": "A good idea."} == told["canvas 32"]  # fmt: skip
    assert told["canvas 33"]["comment"] == "Please come, and see me."
    assert told["canvas 33"]["by_hand"] == ""
    assert "0.5 (by hand)" in report(tmp_path)
    (told,) = [text for text in pages(tmp_path).values() if "A good idea." in text]
    assert "0.5 of 1 (by hand)" in told
    assert "From your teacher: A good idea." in told
    assert "From your teacher: Please come, and see me." in page(tmp_path, "doejohn")
    exports = tmp_path / "grades" / "exports"
    junit = (exports / "junit.xml").read_text()
    assert "0.5 of 1 point, given by hand. A good idea." in junit
    lines = [json.loads(line) for line in (exports / "gradescope.jsonl").read_text().splitlines()]
    kim = next(line for line in lines if line["id"] == "canvas 32")["results"]
    assert kim["score"] == 0.5
    assert kim["tests"][0]["output"].startswith("0.5 of 1 point, given by hand. A good idea.")
    moodle = export(tmp_path, "moodle.csv")[2]
    assert moodle["Feedback comments"].startswith("squash: A good idea. ✗ squash (0.5 by hand)")
    assert "0.5 of 1 (by hand)" in (exports / "summary.md").read_text()
    empty = given(tmp_path, "student,exercise,points,comment\n")
    run(folder, tmp_path, only=["squash"], override=empty)
    assert "by hand" not in report(tmp_path)


def test_the_command_takes_a_roster_and_points_by_hand(folder, tmp_path, capsys):
    from bpcourse.app.cli import main

    from .test_grade import EXERCISES

    lists = [
        on_roster(tmp_path, CANVAS_BOOK),
        given(tmp_path, "id,exercise,points\nS34,squash,1\n"),
    ]
    words = ["grade", str(folder), "--out", str(tmp_path / "grades"), "--only", "squash"]
    words += ["--exercises", str(EXERCISES), "--jobs", "1"]
    assert main([*words, "--roster", str(lists[0]), "--override", str(lists[1])]) == 0
    assert {row["student"]: row["points"] for row in rows(tmp_path)}["Uwe Öz"] == "1.0"
    assert "3 submissions, from an export of Canvas." in capsys.readouterr().out
    assert main([*words, "--roster", str(tmp_path / "nothing.csv")]) == 1
    assert "nothing.csv cannot be read: No such file or directory." in capsys.readouterr().err


def test_points_by_hand_are_not_made_less_by_lateness_and_may_be_all(folder, tmp_path):
    for path in folder.iterdir():
        dated(path, DUE + HOUR)
    text = 'override = [{student = "32", exercise = "squash", points = 1}]\n'
    path = given(tmp_path, text, "by_hand.toml")
    run(folder, tmp_path, only=["squash"], override=path, settings=settings(tmp_path, LATE))
    assert {row["id"]: row["points"] for row in rows(tmp_path)} == {
        "canvas 31": "0.75",
        "canvas 32": "1.0",
        "canvas 33": "0.75",
    }


def test_who_hands_in_again_after_points_by_hand_is_told(folder, tmp_path):
    run(folder, tmp_path, only=["squash"], override=given(tmp_path, OVERRIDE))
    (folder / "kim_32_92_squash.py").write_text(RIGHT)
    run(folder, tmp_path, only=["squash"])
    told = {row["id"]: row for row in rows(tmp_path)}["canvas 32"]
    assert (told["points"], told["state"]) == ("0.5", "passed")
    assert "Something else was handed in since points were given by hand." in told["warning"]


def test_somebody_who_handed_nothing_in_can_be_given_points(tmp_path):
    hand_in(tmp_path / "in", "ada", {"squash": RIGHT})
    path = on_roster(tmp_path, "name,id\nAda,1\nCleo,3\n")
    run(tmp_path / "in", tmp_path, only=["squash"], roster=path,
        override=given(tmp_path, "id,exercise,points\n3,squash,1\n"))  # fmt: skip
    assert {row["student"]: row["points"] for row in rows(tmp_path)} == {
        "Ada": "1.0",
        "Cleo": "1.0",
    }
    hand_in(tmp_path / "in", "cleo", {"squash": WRONG})  # now there is a submission
    run(tmp_path / "in", tmp_path, only=["squash"], roster=path)
    assert {row["student"]: row["points"] for row in rows(tmp_path)} == {
        "Ada": "1.0",
        "Cleo": "1.0",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,points\nada,1\n", "It should have: student, exercise, points, comment."),
        ("student,exercise,points\nada,squosh,1\n", "line 2, names the exercise 'squosh', which "
         "is not graded. Did you mean squash?"),
        ("student,exercise,points\nada,squash,much\n", "gives 'much' points. It should be"),
        ("student,exercise,points\nada,squash,-1\n", "gives '-1' points. It should be a number"),
        ("student,exercise,points\nada,squash,\n", "gives neither points nor a comment."),
        ("student,exercise,points\nada,,1\n", "gives points, but not for which exercise."),
        ("student,exercise,points\n,squash,1\n", "names no student."),
        ("student,exercise,points\nada,squash,1\nADA,squash,2\n", "line 3, gives again what"),
    ],
)  # fmt: skip
def test_a_slip_in_what_is_given_by_hand_is_told_before_anything_runs(tmp_path, text, words):
    with pytest.raises(UserError, match=re.escape(words)):
        by_hand.load(given(tmp_path, text), SHORT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 1", "should hold tables [[override]] and nothing else."),
        ("override = 1", "should hold tables [[override]] and nothing else."),
        ("override = [{pupil = 'x'}]", "table 1, should have no other keys than: student,"),
        ("override = [", "is no TOML"),
    ],
)
def test_a_slip_in_toml_by_hand_is_told(tmp_path, text, words):
    with pytest.raises(UserError, match=re.escape(words)):
        by_hand.load(given(tmp_path, text, "x.toml"), SHORT)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("kim", "'kim' may be each of these: kim (canvas 31), kim (canvas 32). Write the number"),
        ("doejon", "Nobody is called 'doejon', and it is nobody's number. Did you mean doejohn?"),
        ("x", "The names are in grades.csv."),
    ],
)
def test_who_is_not_meant_clearly_is_told(folder, tmp_path, name, words):
    path = given(tmp_path, f"student,exercise,points\n{name},squash,1\n")
    with pytest.raises(UserError, match=re.escape(words)):
        run(folder, tmp_path, only=["squash"], override=path)
    run(folder, tmp_path, only=["squash"])  # what was judged is kept


def test_a_comma_in_a_number_is_understood(tmp_path):
    (one,) = by_hand.load(given(tmp_path, "student;exercise;points\nada;squash;1,5\n"), SHORT)
    assert one.points == 1.5


# ---- the same structure ----


def renamed(source):
    """The same program with other names, comments and spaces."""
    return source.replace("z", "value").replace("    ", "  ") + "\n# my own work\n"


def test_answers_that_are_the_same_but_for_names_are_shown_to_the_teacher_alone(tmp_path):
    long = RIGHT.replace("return", "unused = [i for i in range(3)]\n    return")
    sources = {"ada": long, "bob": renamed(long)} | {
        f"s{i}": RIGHT.replace("0.5", f"{i + 1} * 0.5 / {i + 1}") for i in range(8)
    }
    for name, source in sources.items():
        hand_in(tmp_path / "in", name, {"squash": source, "msd": GOOD["msd"]})
    run(tmp_path / "in", tmp_path, only=["squash", "msd"])
    text = report(tmp_path)
    section = text[text.index("Answers with the same structure") :]
    assert re.search(r"squash</code></td><td><a[^>]*>ada</a>, <a[^>]*>bob</a></td>", section)
    assert "2 of 10 (20%)" in section
    rare, usual = section.split("<details>")
    assert "squash" in rare
    assert "10 of 10 (100%)" in usual
    assert "as the model answer" in usual
    assert "does not show that somebody copied" in section
    assert "structure" not in "".join(pages(tmp_path).values())
    off = settings(tmp_path, "same_structure = false\n")
    run(tmp_path / "in", tmp_path, only=["squash", "msd"], settings=off)
    assert "structure" not in report(tmp_path)


def test_who_has_rare_structures_in_common_in_several_exercises_is_told(tmp_path):
    def own(source, i):
        return f"{source}\n\n\nNUMBER = {i}\n"

    for i, name in enumerate(["ada", "bob", *(f"s{i}" for i in range(9))]):
        answers = {exercise: own(source, max(i, 1)) for exercise, source in GOOD.items()}
        hand_in(tmp_path / "in", name, answers)
    run(tmp_path / "in", tmp_path)
    found = re.findall(r"<li><a[^>]*>(\w+)</a> and <a[^>]*>(\w+)</a>: in (\d) exercises</li>",
                       report(tmp_path))  # fmt: skip
    assert found == [("ada", "bob", "4")]
