"""Whose a submission is: platform and number say it, packed or unpacked, and never a name."""

import os
import zipfile
from datetime import UTC, datetime

import pytest

from bpcourse.errors import UserError
from bpcourse.grading.submissions import intake

from .conftest import SHORT
from .test_intake import MSD, SQUASH, notebook, zipped

WRONG = "def squash(z):\n    return z\n"
KNOWN = [name for exercise in SHORT for name in (exercise.name, exercise.lesson)]


def lay(tmp_path, files, kind):
    """The files in a folder, in a zip, or in a zip with a folder around them; its path."""
    if kind == "folder":
        place = tmp_path / "given"
        for name, content in files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return place
    place = tmp_path / "Course-Sheet 3-4711.zip"
    around = "Sheet 3/" if kind == "zip with a folder" else ""
    place.write_bytes(zipped({f"{around}{name}": content for name, content in files.items()}))
    return place


def read(place, **options):
    collection = intake.entries(place, known=KNOWN, **options)
    return [intake.read(entry, SHORT) for entry in collection]


def who(submissions):
    """Of each: platform, number, name and answers."""
    return [(s.platform, s.number, s.student, sorted(s.answers)) for s in submissions]


ZIP = zipped({"squash.py": SQUASH})
METADATA = """\
---
submission_77:
  :submitters:
  - :name: Ada Lovelace
    :sid: '1815'
    :email: ada@example.org
  :created_at: 2026-04-26 17:34:00.861687000 Z
  :results:
    output: |-
      submission_78:
        :submitters:
        - :name: Mallory
submission_78:
  :submitters:
  - :name: "Gra\\xE7a H."
    :sid:
    :email: graca@example.org
  - :name: Kurt Friedrich
    :sid: 1906
"""
LAYOUTS = {
    "Canvas, several files of one student": (
        {"doe_11_91_squash.py": SQUASH, "doe_11_92_msd.py": MSD},
        [("canvas", "11", "doe", ["msd", "squash"])],
    ),
    "Canvas, two students with one name": (
        {"kim_31_91_squash.py": SQUASH, "kim_32_92_squash.py": WRONG},
        [("canvas", "31", "kim", ["squash"]), ("canvas", "32", "kim", ["squash"])],
    ),
    "Canvas, late and handed in again": (
        {"doe_LATE_11_91_squash-3.py": SQUASH, "roe_12_95_msd-1.py": MSD},
        [("canvas", "11", "doe", ["squash"]), ("canvas", "12", "roe", ["msd"])],
    ),
    "Canvas, as it was once": (
        {"doe--john-late_11_91_squash.py": SQUASH, "roe--ann_12_95_msd.py": MSD},
        [("canvas", "11", "doe--john", ["squash"]), ("canvas", "12", "roe--ann", ["msd"])],
    ),
    "Canvas, a text and a file": (
        {"doe_11_text.html": f"<pre>{MSD}</pre>", "doe_11_91_squash.py": SQUASH},
        [("canvas", "11", "doe", ["msd", "squash"])],
    ),
    "Canvas, anonymous": (
        {"anon_aB3dE_91_squash.py": SQUASH, "anon_Zz9yX_LATE_92_squash.py": SQUASH},
        [
            ("canvas", "Zz9yX", "anon Zz9yX", ["squash"]),
            ("canvas", "aB3dE", "anon aB3dE", ["squash"]),
        ],
    ),
    "Canvas, a question of a quiz": (
        {
            "doejane11_question_5_91_squash.py": SQUASH,
            "roerick12_question_5_92_squash.py": SQUASH,
        },
        [("canvas", "11", "doejane", ["squash"]), ("canvas", "12", "roerick", ["squash"])],
    ),
    "Canvas, zips": (
        {"doe_11_91_work.zip": ZIP, "roe_12_92_work.zip": ZIP},
        [("canvas", "11", "doe", ["squash"]), ("canvas", "12", "roe", ["squash"])],
    ),
    "not Canvas: one number, many names": (
        {"ada_2024_10_squash.py": SQUASH, "bob_2024_11_squash.py": WRONG},
        [
            ("canvas", "2024 ada", "ada", ["squash"]),
            ("canvas", "2024 bob", "bob", ["squash"]),
        ],
    ),
    "not Canvas: the number of a file twice": (
        {"hw_1_2_ada.py": SQUASH, "hw_1_2_bob.py": WRONG},
        [
            ("", "hw_1_2_ada", "hw_1_2_ada", ["squash"]),
            ("", "hw_1_2_bob", "hw_1_2_bob", ["squash"]),
        ],
    ),
    "not Canvas: one of several": (
        {"ada.py": SQUASH, "bob.py": SQUASH, "try_1_2_3.py": WRONG},
        [
            ("", "ada", "ada", ["squash"]),
            ("", "bob", "bob", ["squash"]),
            ("", "try_1_2_3", "try_1_2_3", ["squash"]),
        ],
    ),
    "Moodle, one number with two names": (
        {
            "Ada King_7_assignsubmission_file/squash.py": SQUASH,
            "Ada Lovelace_7_assignsubmission_file/msd.py": MSD,
        },
        [("moodle", "7", "Ada King", ["msd", "squash"])],
    ),
    "names with dots, and endings of all kinds": (
        {"J. R. Doe/squash.py": SQUASH, "ada.b.py": SQUASH, "ada.b.ipynb": notebook("x")},
        [
            ("", "J. R. Doe", "J. R. Doe", ["squash"]),
            ("", "ada.b", "ada.b", ["squash"]),
        ],
    ),
    "Moodle": (
        {
            "Ada Lovelace_812_assignsubmission_file/squash.py": SQUASH,
            "Ada Lovelace_812_assignsubmission_file/more/msd.py": MSD,
            "Uwe Öz_61_assignsubmission_file_/all.zip": ZIP,
        },
        [
            ("moodle", "812", "Ada Lovelace", ["msd", "squash"]),
            ("moodle", "61", "Uwe Öz", ["squash"]),
        ],
    ),
    "Moodle, anonymous": (
        {
            "Participant_812_assignsubmission_file_/squash.py": SQUASH,
            "Participant_813_assignsubmission_file_/squash.py": WRONG,
        },
        [
            ("moodle", "812", "Participant 812", ["squash"]),
            ("moodle", "813", "Participant 813", ["squash"]),
        ],
    ),
    "Moodle without folders": (
        {
            "Uwe_61_assignsubmission_file_squash.py": SQUASH,
            "Uwe_61_assignsubmission_file_msd.py": MSD,
            "Eva_62_assignsubmission_file_squash.py": WRONG,
        },
        [("moodle", "62", "Eva", ["squash"]), ("moodle", "61", "Uwe", ["msd", "squash"])],
    ),
    "Moodle, text and files": (
        {
            "Uwe_61_assignsubmission_onlinetext/onlinetext.html": "<p>def msd(y, t):<br>"
            "&nbsp; &nbsp; return ((y - t) ** 2).mean()</p>",
            "Uwe_61_assignsubmission_file/squash.py": SQUASH,
            "Eva_62_assignsubmission_onlinetext_onlinetext.html": f"<pre>{SQUASH}</pre>",
        },
        [("moodle", "62", "Eva", ["squash"]), ("moodle", "61", "Uwe", ["msd", "squash"])],
    ),
    "Moodle, groups": (
        {
            "Group A_5_assignsubmission_file/squash.py": SQUASH,
            "Default group_assignsubmission_file/squash.py": SQUASH,
        },
        [
            ("moodle", "Default group", "Default group", ["squash"]),
            ("moodle", "5", "Group A", ["squash"]),
        ],
    ),
    "Gradescope": (
        {
            "submission_metadata.yml": METADATA,
            "submission_77/squash.py": SQUASH,
            "submission_78/squash.py": SQUASH,
            "submission_79/squash.py": SQUASH,
        },
        [
            ("gradescope", "1815", "Ada Lovelace", ["squash"]),
            ("gradescope", "graca@example.org", "Graça H.", ["squash"]),
            ("gradescope", "1906", "Kurt Friedrich", ["squash"]),
            ("gradescope", "79", "submission 79", ["squash"]),
        ],
    ),
    "Gradescope without its file": (
        {"submission_77/squash.py": SQUASH, "submission_78/squash.py": SQUASH},
        [
            ("gradescope", "77", "submission 77", ["squash"]),
            ("gradescope", "78", "submission 78", ["squash"]),
        ],
    ),
    "folders": (
        {"ada/squash.py": SQUASH, "ada/x/msd.py": MSD, "bob/squash.py": WRONG},
        [("", "ada", "ada", ["msd", "squash"]), ("", "bob", "bob", ["squash"])],
    ),
    "zips": (
        {"ada.zip": ZIP, "bob.zip": ZIP},
        [("", "ada", "ada", ["squash"]), ("", "bob", "bob", ["squash"])],
    ),
    "a file, a notebook and a zip of one name": (
        {
            "ada.py": SQUASH,
            "ada.ipynb": notebook("%%exercise msd\n" + MSD),
            "bob/squash.py": SQUASH,
        },
        [("", "ada", "ada", ["msd", "squash"]), ("", "bob", "bob", ["squash"])],
    ),
    "files called by name and exercise": (
        {"ada_squash.py": SQUASH, "ada-msd.py": MSD, "bob squash.py": SQUASH},
        [("", "ada", "ada", ["msd", "squash"]), ("", "bob", "bob", ["squash"])],
    ),
    "numbers as folders": (
        {"12345678/squash.py": SQUASH, "12345679/squash.py": SQUASH},
        [
            ("", "12345678", "12345678", ["squash"]),
            ("", "12345679", "12345679", ["squash"]),
        ],
    ),
    "what systems leave behind": (
        {
            "ada/squash.py": SQUASH,
            "bob/squash.py": SQUASH,
            "__MACOSX/ada/._squash.py": b"\0\5",
            ".DS_Store": b"\0",
            "Thumbs.db": b"\0",
            "desktop.ini": b"[x]",
        },
        [("", "ada", "ada", ["squash"]), ("", "bob", "bob", ["squash"])],
    ),
    "an export and files of nobody": (
        {
            "Ada_1_assignsubmission_file/squash.py": SQUASH,
            "Bob_2_assignsubmission_file/squash.py": SQUASH,
            "grading worksheet.csv": "Identifier,Grade\n",
        },
        [("moodle", "1", "Ada", ["squash"]), ("moodle", "2", "Bob", ["squash"])],
    ),
}
KINDS = ["folder", "zip", "zip with a folder"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_packed_or_unpacked_the_same_people_handed_in_the_same(tmp_path, layout, kind):
    files, expected = LAYOUTS[layout]
    assert who(read(lay(tmp_path, files, kind))) == expected


def test_packed_or_unpacked_nothing_is_judged_twice(tmp_path):
    """The key and the digest by which results are kept are the same."""
    files = LAYOUTS["Moodle"][0]
    folder, packed = (read(lay(tmp_path, files, kind)) for kind in ("folder", "zip"))
    assert [(s.key, s.digest) for s in folder] == [(s.key, s.digest) for s in packed]


def test_a_group_of_gradescope_is_told_who_else_is_in_it(tmp_path):
    files = LAYOUTS["Gradescope"][0]
    notes = {s.student: s.notes for s in read(lay(tmp_path, files, "zip"))}
    assert notes["Kurt Friedrich"] == ["Handed in together with Graça H."]
    assert notes["Ada Lovelace"] == []


# ---- only the outermost thing can be an export ----

FORGED = {
    "zips of others": {"ada.zip": zipped({"squash.py": WRONG}), "bob.zip": ZIP},
    "Moodle's folders": {
        "ada_11_assignsubmission_file/squash.py": WRONG,
        "bob_12_assignsubmission_file/squash.py": WRONG,
    },
    "Canvas's files": {"ada_11_22_squash.py": WRONG, "bob_12_23_squash.py": WRONG},
    "Gradescope's file": {
        "submission_metadata.yml": METADATA,
        "submission_77/squash.py": WRONG,
    },
}


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("kind", ["folder", "zip"])
@pytest.mark.parametrize(
    "name", ["mallory", "mallory_13_assignsubmission_file/m", "mallory_13_24_m"]
)
def test_a_zip_that_one_student_hands_in_is_one_submission(tmp_path, forged, kind, name):
    honest = {"mallory": "{}.py", "mallory_13_24_m": "{}_1_2_s.py"}.get(
        name, "{}_1_assignsubmission_file/squash.py"
    )
    files = {honest.format("ada"): SQUASH, f"{name}.zip": zipped(FORGED[forged])}
    submissions = read(lay(tmp_path, files, kind))
    assert [s.student for s in submissions] == ["ada", "mallory"]
    assert submissions[0].answers == {"squash": SQUASH}


def test_a_folder_around_an_export_does_not_matter(tmp_path):
    files = LAYOUTS["Moodle"][0]
    expected = LAYOUTS["Moodle"][1]
    place = lay(tmp_path, {f"unpacked/here/{name}": data for name, data in files.items()}, "folder")
    assert who(read(place)) == expected
    (tmp_path / "other").mkdir()
    lay(tmp_path, files, "zip").rename(tmp_path / "other" / "export.zip")
    assert who(read(tmp_path / "other")) == expected


def test_the_export_beside_what_was_unpacked_from_it_is_nobodys(tmp_path):
    files = LAYOUTS["Moodle"][0]
    place = lay(tmp_path, {**files, "Course-Sheet 3.zip": zipped(files)}, "folder")
    collection = intake.entries(place)
    assert [entry.identity.name for entry in collection] == ["Ada Lovelace", "Uwe Öz"]
    assert collection.warnings == ["Not read, because it is nobody's: Course-Sheet 3.zip."]


def test_what_looks_like_an_export_in_a_folder_is_told(tmp_path):
    files = {"sheet.zip": zipped(FORGED["zips of others"]), "ada.py": SQUASH}
    collection = intake.entries(lay(tmp_path, files, "folder"))
    assert len(collection) == 2
    (told,) = collection.warnings
    assert told == (
        "sheet.zip looks like the work of many, but it lies in a folder, so it was read as the "
        "work of one person. To grade what is in it, give the command the file itself."
    )


@pytest.mark.parametrize(
    "files",
    [
        {"squash.py": SQUASH, "msd.py": MSD},
        {"lesson02/squash.py": SQUASH, "lesson07/msd.py": MSD},
        {"work/answers/squash.py": SQUASH, "work/notebooks/a.ipynb": notebook("x = 1"),
         "work/msd.py": MSD},
        {"ada.py": SQUASH, "bob.py": MSD, intake.MANIFEST: '{"student": "Cleo"}'},
        {"answer.py": SQUASH + MSD, "picture.png": b"x", "notes/read.me": "x"},
    ],
    ids=["named by exercise", "named by lesson", "a work folder", "a manifest", "one file"],
)  # fmt: skip
def test_the_zip_of_one_student_stays_one_submission(tmp_path, files):
    (submission,) = read(lay(tmp_path, files, "zip"))
    assert set(submission.answers) == {"squash", "msd"}


def test_a_tar_of_many_is_told(tmp_path):
    import tarfile

    with tarfile.open(tmp_path / "class.tar.gz", "w:gz") as packed:
        packed.add(lay(tmp_path, LAYOUTS["Moodle"][0], "folder"), "class")
    collection = intake.entries(tmp_path / "class.tar.gz")
    assert len(collection) == 1
    assert "unpack it and give the folder" in collection.warnings[0]


def test_exercises_that_were_taken_for_people_are_told(tmp_path):
    place = lay(tmp_path, {"squash.py": SQUASH, "msd.py": MSD}, "folder")
    (told,) = intake.entries(place, known=KNOWN).warnings
    assert told == (
        "Exercises are called like that, and not people: msd, squash. If all of given is the "
        "work of one person, add --one."
    )


# ---- names ----


def test_a_name_that_is_written_down_never_beats_the_platforms(tmp_path):
    own = zipped({"squash.py": WRONG, intake.MANIFEST: '{"student": "Ada"}'})
    files = {
        "Ada_1_assignsubmission_file/squash.py": SQUASH,
        "Mallory_2_assignsubmission_file/submission-Ada.zip": own,
    }
    ada, mallory = read(lay(tmp_path, files, "zip"))
    assert (ada.student, mallory.student) == ("Ada", "Mallory")
    assert mallory.notes == [
        "The platform says Mallory; Ada is what was written down when packing."
    ]


@pytest.mark.parametrize("name", ["lovelaceada_11_91_s.zip", "Ada_1_assignsubmission_file_s.zip"])
def test_the_same_name_in_another_order_is_no_difference(tmp_path, name):
    written = "Ada Lovelace" if name.startswith("l") else "ada"
    own = zipped({"squash.py": SQUASH, intake.MANIFEST: f'{{"student": "{written}"}}'})
    (submission,) = read(lay(tmp_path, {name: own}, "folder"))
    assert submission.notes == []


def test_where_there_is_only_a_file_the_name_written_down_is_shown_and_merges_nobody(tmp_path):
    manifest = {intake.MANIFEST: '{"student": "Ada Lovelace"}'}
    files = {
        "submission-Ada Lovelace.zip": zipped({"squash.py": SQUASH, **manifest}),
        "x7.zip": zipped({"squash.py": WRONG, **manifest}),
    }
    one, other = read(lay(tmp_path, files, "folder"))
    assert (one.student, one.notes) == ("Ada Lovelace", [])
    assert other.notes == [
        "The name of the file says x7; Ada Lovelace is what was written down when packing."
    ]
    assert one.key != other.key


@pytest.mark.parametrize(
    "names",
    [
        ("ada", "a\u00adda"),
        ("ada", "ada\u200b"),
        ("ada", "Ada"),
        ("Zo\u00eb", "Zoe\u0308"),
        ("ada", "ada "),
        ("M\udcfcller", "Müller"),
    ],
    ids=["soft hyphen", "zero width", "case", "normalisation", "space", "not UTF-8"],
)
def test_names_that_look_alike_are_two_identities(tmp_path, names):
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "squash.py").write_text(SQUASH)
    assert len({submission.key for submission in read(tmp_path)}) == 2


def test_a_name_that_is_not_utf_8_is_read_as_well_as_it_can_be(tmp_path):
    folder = os.fsencode(tmp_path) + b"/J\xf6rg \xe9\xff"
    os.mkdir(folder)  # noqa: PTH102
    with open(folder + b"/squash.py", "w") as file:  # noqa: PTH123
        file.write(SQUASH)
    (submission,) = read(tmp_path)
    assert (submission.student, submission.number) == ("Jörg éÿ", r"J\xf6rg \xe9\xff")
    assert submission.answers == {"squash": SQUASH}
    for value in vars(submission).values():
        str(value).encode()  # whatever is shown or kept


def test_a_zip_from_windows_or_one_that_does_not_say_that_it_is_utf_8(tmp_path):
    data = zipped({"Jörg/mine/squash.py": SQUASH, "Zoë/squash.py": SQUASH})
    utf8 = bytearray(data)
    for i in range(len(utf8)):  # the flag that the names are UTF-8 goes
        if utf8[i : i + 4] == b"PK\x03\x04":
            utf8[i + 7] &= ~0x08
        if utf8[i : i + 4] == b"PK\x01\x02":
            utf8[i + 9] &= ~0x08
    (tmp_path / "class.zip").write_bytes(bytes(utf8))
    assert [s.student for s in read(tmp_path / "class.zip")] == ["Jörg", "Zoë"]
    windows = zipped({r"ada\mine\squash.py": SQUASH, r"bob\squash.py": SQUASH})
    (tmp_path / "class.zip").write_bytes(windows)
    assert [s.student for s in read(tmp_path / "class.zip")] == ["ada", "bob"]


# ---- what lies in a submission ----


def test_the_teachers_own_files_are_nobodys(tmp_path):
    files = {"ada/squash.py": SQUASH, "roster.csv": "name\nada\n", "grades/grades.csv": "x"}
    place = lay(tmp_path, files, "folder")
    assert [s.student for s in read(place, besides=[place / "roster.csv", place / "grades"])] == [
        "ada"
    ]


def test_a_file_with_the_name_of_the_results_hides_nothing(tmp_path):
    place = lay(tmp_path, {"ada/squash.py": SQUASH, "ada/grades.sqlite": b"x"}, "folder")
    assert read(place)[0].answers == {"squash": SQUASH}
    (one,) = read(place / "ada", one=True)
    assert one.answers == {"squash": SQUASH}


def test_the_results_that_lie_in_a_single_submission_are_no_part_of_it(tmp_path):
    place = lay(tmp_path, {"squash.py": SQUASH, "out/grades.sqlite": b"x"}, "folder")
    (before,) = read(place, one=True, besides=[place / "out"])
    (place / "out" / "grades.csv").write_text("more")
    (after,) = read(place, one=True, besides=[place / "out"])
    assert before.digest == after.digest
    (whole,) = read(place, one=True)
    assert whole.digest != after.digest


def test_the_results_of_another_grading_are_nobodys_work(tmp_path):
    results = {f"old/{name}": b"x" for name in ("grades.sqlite", "grades.csv", "report.html")}
    results |= {"old/pages/a.html": b"<pre>def squash(z): return 1</pre>", "old/exports/a": b"x"}
    place = lay(tmp_path, {"ada/squash.py": SQUASH, **results}, "folder")
    collection = intake.entries(place)
    assert [entry.identity.name for entry in collection] == ["ada"]
    assert collection.warnings == ["old was passed over: it holds the results of a grading."]
    (one,) = read(place, one=True)
    assert one.answers == {"squash": SQUASH}
    assert one.notes == ["Left out: old (the results of a grading)."]


def test_a_picture_or_a_text_of_somebody_who_also_handed_in_an_answer_is_theirs(tmp_path):
    files = {"ada.py": SQUASH, "ada.pdf": b"%PDF", "bob.pdf": b"%PDF", "bob.7z": b"7z"}
    ada, bob = read(lay(tmp_path, files, "folder"))
    assert (ada.student, ada.answers, ada.trouble) == ("ada", {"squash": SQUASH}, "")
    assert bob.trouble.startswith("No answer in it to any of the exercises")
    assert "Left out: bob.7z (It is packed as 7z, which is not read." in bob.trouble


PACKED_OTHERWISE = {
    "a.7z": b"7z\xbc\xaf\x27\x1c rest",
    "a.rar": b"Rar!\x1a\x07\x01\x00 rest",
    "squash.py.gz": b"\x1f\x8b\x08 rest",
    "a.zst": b"\x28\xb5\x2f\xfd rest",
    "a.xz": b"\xfd7zXZ\x00 rest",
    "a.bz2": b"BZh91AY&SY rest",
    "a.zip": b"Rar!\x1a\x07\x01\x00 renamed",
    "squash.py": b"\x1f\x8b\x08 renamed",
}


@pytest.mark.parametrize("name", PACKED_OTHERWISE)
def test_another_packing_is_told_with_what_to_hand_in(tmp_path, name):
    (submission,) = read(lay(tmp_path, {name: PACKED_OTHERWISE[name]}, "folder"))
    kind = {"a.zip": "rar", "squash.py": "gz"}.get(name, name.split(".")[-1])
    assert submission.trouble == (
        f"It is packed as {kind}, which is not read. Hand in the .py or .ipynb file itself, or "
        "several of them in a .zip."
    )


def test_beside_an_answer_another_packing_is_a_note(tmp_path):
    files = {"ada/squash.py": SQUASH, "ada/rest.7z": PACKED_OTHERWISE["a.7z"]}
    (submission,) = read(lay(tmp_path, files, "folder"))
    assert submission.answers == {"squash": SQUASH}
    assert submission.notes[0].startswith("Left out: rest.7z (It is packed as 7z, which is not")


def test_a_zip_with_a_password_is_told(tmp_path):
    data = bytearray(ZIP)
    for i in range(len(data)):
        if data[i : i + 4] in (b"PK\x03\x04", b"PK\x01\x02"):
            data[i + (6 if data[i + 2] == 3 else 8)] |= 1
    (submission,) = read(lay(tmp_path, {"ada.zip": bytes(data)}, "folder"))
    assert submission.trouble == (
        "It is locked with a password. Pack it without one, and hand it in again."
    )


EXPORTED = (
    "#!/usr/bin/env python\n# coding: utf-8\n\n# # Lesson\n\n# In[1]:\n\n\n"
    "import numpy as np\nget_ipython().run_line_magic('matplotlib', 'inline')\n\n\n"
    f"# In[ ]:\n\n\nget_ipython().run_cell_magic('exercise', 'squash', {SQUASH!r})\n\n\n"
    f"# In[3]:\n\n\n{MSD}\nget_ipython().system('ls')\n"
)
MARKED = f"%%exercise squash\n{SQUASH}\n%%exercise msd\n{MSD}\n!ls\n"
JUPYTEXT = (
    "# ---\n# jupyter:\n#   jupytext:\n#     x: 1\n# ---\n\n# %% [markdown]\n# # T\n\n# %%\n"
    f"# %matplotlib inline\n\n# %%\n# %%exercise squash\n{SQUASH}\n\n# %%\n"
    f"# %%exercise msd\n{MSD}\n# %%\n# !ls\n"
)


@pytest.mark.parametrize("text", [EXPORTED, MARKED, JUPYTEXT], ids=["nbconvert", "raw", "jupytext"])
def test_a_lesson_that_was_exported_as_a_program_is_read(tmp_path, text, judged):
    (submission,) = read(lay(tmp_path, {"02_lesson.py": text}, "folder"))
    for name in ("squash", "msd"):
        assert judged(name, submission.answers[name]).state == "passed"


@pytest.mark.parametrize("name", ["lesson.json", "lesson.ipynb.txt", "lesson.py"])
def test_a_notebook_under_another_ending_is_read(tmp_path, name):
    text = notebook("%%exercise squash\n" + SQUASH)
    (submission,) = read(lay(tmp_path, {f"ada/{name}": text}, "folder"))
    assert submission.answers == {"squash": SQUASH}


CONFLICT = notebook("%%exercise squash\n" + SQUASH).replace(
    '"cells"', '\n<<<<<<< HEAD\n"cells": [],\n=======\n"cells"'
)


def test_the_marks_of_a_merge_are_told_with_what_to_do(tmp_path):
    (submission,) = read(lay(tmp_path, {"lesson.ipynb": CONFLICT}, "folder"))
    assert submission.trouble == (
        "lesson.ipynb: It holds the marks of a merge that was not finished, the first in line 2. "
        "Open it in a text editor, keep one of the two versions at each place, delete the lines "
        "that begin with <<<<<<<, ======= and >>>>>>>, and hand it in again."
    )
    source = f"<<<<<<< mine\n{SQUASH}=======\n{WRONG}>>>>>>> theirs\n"
    for name, text in (("a.py", source), ("b.ipynb", notebook("%%exercise squash\n" + source))):
        (submission,) = read(lay(tmp_path / name, {name: text}, "folder"))
        assert "a merge that was not finished, the first in line 1" in submission.notes[0]


def test_of_two_files_with_one_name_the_later_counts(tmp_path):
    for names in (("squash.py", "squash-1.py"), ("squash.py", "squash (2).py")):
        files = {f"ada/{names[0]}": WRONG, f"ada/{names[1]}": SQUASH}
        (submission,) = read(lay(tmp_path / names[1], files, "folder"))
        assert submission.answers == {"squash": SQUASH}
    files = {"doe_11_93_squash.py": SQUASH, "doe_11_91_squash-1.py": WRONG}
    (submission,) = read(lay(tmp_path, files, "zip"))  # Canvas counts its files upwards
    assert "93" in submission.notes[0]


# ---- when ----

DAY = datetime(2026, 3, 10, 12, tzinfo=UTC).timestamp()


def dated(path, when):
    os.utime(path, (when, when))
    return when


def packed_with_dates(tmp_path, files):
    """A zip whose members have these dates; it was packed now."""
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, (content, when) in files.items():
            info = zipfile.ZipInfo(name, when)
            packed.writestr(info, content)
    return path


def test_a_member_of_an_export_has_its_own_date(tmp_path):
    when = (2026, 3, 10, 11, 59, 58)
    place = packed_with_dates(
        tmp_path,
        {
            "ada_1_assignsubmission_file/squash.py": (SQUASH, when),
            "ada_1_assignsubmission_file/notes.md": ("later", (2026, 3, 12, 0, 0, 0)),
            "bob_2_assignsubmission_file/squash.py": (SQUASH, (1980, 1, 1, 0, 0, 0)),
            "cleo_3_assignsubmission_file/squash.py": (SQUASH, (2099, 1, 1, 0, 0, 0)),
        },
    )
    ada, bob, cleo = read(place)
    assert ada.time == datetime(*when).timestamp()  # the file that counts, not the newest of all
    assert bob.time == cleo.time == 0.0


def test_the_time_is_that_of_the_newest_file_that_counts(tmp_path):
    files = {"ada/squash.py": SQUASH, "ada/msd.py": MSD, "ada/notes.md": "x"}
    place = lay(tmp_path, files, "folder")
    dated(place / "ada/notes.md", DAY + 999)
    dated(place / "ada/squash.py", DAY)
    dated(place / "ada/msd.py", DAY - 999)
    (submission,) = read(place)
    assert (submission.time, submission.oldest, submission.slack) == (DAY, DAY - 999, 0.0)


def test_what_a_student_packed_has_the_date_of_the_pack(tmp_path):
    """The dates inside are the student's own."""
    place = tmp_path / "in"
    place.mkdir()
    packed_with_dates(place, {"squash.py": (SQUASH, (2001, 1, 1, 0, 0, 0))})
    when = dated(place / "export.zip", DAY)
    (submission,) = read(place)
    assert submission.time == when


def test_gradescope_says_when_something_came(tmp_path):
    ada = read(lay(tmp_path, LAYOUTS["Gradescope"][0], "zip"))[0]
    assert ada.time == datetime(2026, 4, 26, 17, 34, tzinfo=UTC).timestamp()
    assert ada.slack == 0.0


@pytest.mark.parametrize("when", [1, 315_532_800, 4_000_000_000])
def test_a_date_that_cannot_be_is_unknown(tmp_path, when):
    place = lay(tmp_path, {"ada.py": SQUASH}, "folder")
    dated(place / "ada.py", when)
    assert read(place)[0].time == 0.0


def test_an_exact_time_in_a_zip_goes_before_the_clock_on_the_wall(tmp_path):
    import struct

    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, extra in (
            ("ada_1_2_squash.py", struct.pack("<HHBi", 0x5455, 5, 1, int(DAY))),
            ("bob_2_3_squash.py", struct.pack("<HHIHHQQQ", 10, 32, 0, 1, 24,
                                               int((DAY + 11_644_473_600) * 1e7), 0, 0)),
            ("cleo_3_4_squash.py", b"\x55\x54\x05"),
        ):  # fmt: skip
            info = zipfile.ZipInfo(name, (2026, 3, 10, 1, 2, 3))
            info.extra = extra
            packed.writestr(info, SQUASH)
    ada, bob, cleo = read(path)
    assert ada.time == bob.time == DAY
    assert cleo.time == datetime(2026, 3, 10, 1, 2, 2).timestamp()


def test_the_clock_on_the_wall_is_that_of_the_zone(tmp_path):
    from zoneinfo import ZoneInfo

    place = packed_with_dates(
        tmp_path,
        {
            "ada_1_2_squash.py": (SQUASH, (2026, 3, 10, 12, 0, 0)),
            "bob_2_3_squash.py": (SQUASH, (2026, 10, 25, 2, 30, 0)),  # this hour comes twice
        },
    )
    ada, bob = read(place, zone=ZoneInfo("Europe/Berlin"))
    assert ada.time == datetime(2026, 3, 10, 11, tzinfo=UTC).timestamp()
    assert bob.time == datetime(2026, 10, 25, 0, 30, tzinfo=UTC).timestamp()  # the first of the two
    assert read(place, zone=ZoneInfo("Asia/Tokyo"))[0].time == ada.time - 8 * 3600


def test_of_hand_ins_at_different_times_the_later_counts_however_it_is_written(tmp_path):
    """A notebook of Tuesday goes before Monday's file, though the file has the exercise's name."""
    files = {"ada/squash.py": WRONG, "ada.ipynb": notebook("%%exercise squash\n" + SQUASH)}
    place = lay(tmp_path, files, "folder")
    dated(place / "ada/squash.py", DAY)
    dated(place / "ada.ipynb", DAY + 86400)
    (submission,) = read(place)
    assert (submission.answers["squash"], submission.time) == (SQUASH, DAY + 86400)
    dated(place / "ada.ipynb", DAY + 60)  # handed in together: then the file is meant
    (submission,) = read(place)
    assert (submission.answers["squash"], submission.time) == (WRONG, DAY)


def test_as_it_stood_at_a_time_younger_files_are_left_out(tmp_path):
    place = lay(tmp_path, {"ada/squash.py": WRONG, "ada/msd.py": MSD}, "folder")
    dated(place / "ada/squash.py", DAY + 99)
    dated(place / "ada/msd.py", DAY)
    (entry,) = intake.entries(place)
    submission = intake.read(entry, SHORT, until=DAY + 2)
    assert (submission.answers, submission.time) == ({"msd": MSD}, DAY)
    assert submission.notes == ["As it stood on the due date: 1 younger file left out."]


# ---- whatever else can be ----


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_and_much_are_told(tmp_path, kind):
    if kind == "folder":
        (tmp_path / "given").mkdir()
        with pytest.raises(UserError, match="is empty: there is nothing to grade"):
            intake.entries(tmp_path / "given")
    else:
        (submission,) = read(lay(tmp_path, {}, kind))
        assert submission.trouble == "It is empty."
    files = {f"s{i:04}/squash.py": SQUASH for i in range(4000)}
    (tmp_path / "many").mkdir()
    if kind != "folder":
        assert len(intake.entries(lay(tmp_path / "many", files, kind))) == 4000


def test_an_empty_folder_and_an_empty_member_are_rows(tmp_path):
    files = {
        "Ada_1_assignsubmission_file/squash.py": b"",
        "Bob_2_assignsubmission_file/../../x.py": SQUASH,
        "Cleo_3_assignsubmission_file/a.zip": b"PK\x03\x04",
    }
    told = {s.student: s.trouble for s in read(lay(tmp_path, files, "zip"))}
    assert told["Ada"] == "squash.py: It is empty."
    assert "Bob" not in told  # a path that leads elsewhere is nobody's
    assert told["Cleo"].startswith("The archive is damaged")


def test_one_damaged_file_of_several_does_not_take_the_others(tmp_path):
    files = {"doe_11_91_squash.py": SQUASH, "doe_11_92_rest.zip": b"PK\x03\x04 broken"}
    for kind in ("folder", "zip"):
        (submission,) = read(lay(tmp_path, files, kind))
        assert submission.answers == {"squash": SQUASH}
        assert submission.notes[0].startswith(
            "Left out: doe_11_92_rest.zip (The archive is damaged"
        )


def test_a_link_for_one_of_several_files_is_left_out(tmp_path):
    place = lay(tmp_path, {"doe_11_91_squash.py": SQUASH}, "folder")
    (place / "doe_11_92_msd.py").symlink_to("/etc/passwd")
    (submission,) = read(place)
    assert submission.answers == {"squash": SQUASH}
    assert "a link, which is not followed" in submission.notes[0]
