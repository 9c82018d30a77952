"""Whatever is handed in, it becomes answers or a sentence, and never an exception."""

import io
import json
import os
import stat
import tarfile
import zipfile

import pytest

from bpcourse.checking.exercise import exercises
from bpcourse.errors import UserError
from bpcourse.grading.submissions import archive, intake

from .conftest import SHORT

SQUASH = next(exercise for exercise in SHORT if exercise.name == "squash").solution
MSD = next(exercise for exercise in SHORT if exercise.name == "msd").solution


def read(path, inside=""):
    return intake.read(intake.Entry(path, path.name, inside), SHORT)


def zipped(files, how=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", how) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return data.getvalue()


def notebook(*cells, **more):
    made = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    return json.dumps({"cells": made, "nbformat": 4, "nbformat_minor": 5, "metadata": {}} | more)


# ---- every form that can be handed in ----


def test_a_python_file_may_answer_several_exercises(tmp_path):
    path = tmp_path / "ada.py"
    path.write_text(SQUASH + "\n\n" + MSD)
    submission = read(path)
    assert submission.student == "ada"
    assert set(submission.answers) == {"squash", "msd"}


@pytest.mark.parametrize("kind", ["folder", "zip", "tar", "tar.gz", "tar.xz", "zip in zip"])
def test_a_folder_and_archives_of_it_are_the_same(tmp_path, kind):
    files = {"work/answers/squash.py": SQUASH, "work/readme.md": "hello"}
    if kind == "folder":
        path = tmp_path / "ada"
        (path / "work" / "answers").mkdir(parents=True)
        for name, text in files.items():
            (path / name).write_text(text)
    elif kind.startswith("zip"):
        path = tmp_path / "ada.zip"
        data = zipped(files)
        path.write_bytes(data if kind == "zip" else zipped({"inner.zip": data}))
    else:
        path = tmp_path / f"ada.{kind}"
        with tarfile.open(path, f"w:{kind[4:]}") as packed:
            for name, text in files.items():
                info = tarfile.TarInfo(name)
                info.size = len(text.encode())
                packed.addfile(info, io.BytesIO(text.encode()))
    submission = read(path)
    assert (submission.student, submission.trouble) == ("ada", "")
    assert submission.answers == {"squash": SQUASH}


def test_earlier_attempts_and_program_folders_are_passed_over(tmp_path):
    for name in ("attempts/squash/0001.py", ".git/squash.py", "venv/lib/squash.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("def squash(z): return 0\n")
    (tmp_path / "squash.py").write_text(SQUASH)
    assert read(tmp_path).answers == {"squash": SQUASH}


HALVES = SQUASH.split("\n\n\n")


LESSON_IMPORTS = """\
import numpy as np
import bpcourse as bp
from bpcourse.notebook import (
    ask,
    hint,
)
"""


@pytest.mark.parametrize(
    "cells",
    [
        ["%%exercise squash\n" + SQUASH],
        ["# a note\n%%exercise squash\n" + SQUASH],
        ["  %%exercise   squash --seed 3\n" + SQUASH],
        ["%%exercise msd\n" + MSD, "print(1)", "%%exercise squash\n" + SQUASH],
        ["x = 1\n%%exercise squash\n" + SQUASH + "\n%%exercise msd\n" + MSD],
        ["%%exercise squash\n" + HALVES[0], HALVES[1]],
        ["import numpy as np", "%matplotlib inline\n" + HALVES[1]],
        ["import numpy as np\n!pip list", "%%time\n" + HALVES[1]],
        [LESSON_IMPORTS, HALVES[1]],
        ["%%exercise squash\ndef squash(z): return 0", "%%exercise squash\n" + SQUASH],
        ["%%exercise squash\n" + SQUASH, "%%exercise squash\n" + SHORT[2].stub],
        ["%%exercise squosh\n" + SQUASH],
    ],
    ids=[
        *("plain", "a line above", "spaces and a seed", "moved", "joined", "split", "retyped"),
        *("retyped with commands", "retyped in a lesson", "copied", "copied stub"),
        "name with a slip",
    ],
)  # fmt: skip
def test_a_cell_is_found_wherever_it_stands(tmp_path, cells, judged):
    assert SHORT[2].name == "squash"
    path = tmp_path / "ada.ipynb"
    path.write_text(notebook(*cells))
    submission = read(path)
    assert judged("squash", submission.answers["squash"]).state == "passed"


def test_of_duplicates_the_last_counts_and_it_says_so(tmp_path):
    path = tmp_path / "ada.ipynb"
    other = "%%exercise squash\ndef squash(z): return 0"
    path.write_text(notebook("%%exercise squash\n" + SQUASH, other))
    submission = read(path)
    assert "return 0" in submission.answers["squash"]
    assert submission.notes == ["squash was answered 2 times; the cell in ada.ipynb counts."]


def test_an_old_notebook_and_lists_of_lines_are_read(tmp_path):
    path = tmp_path / "ada.ipynb"
    lines = ("%%exercise squash\n" + SQUASH).splitlines(keepends=True)
    cell = {"cell_type": "code", "input": lines}
    path.write_text(json.dumps({"worksheets": [{"cells": [cell]}], "nbformat": 3}))
    assert read(path).answers["squash"] == SQUASH


def test_the_course_exercises_are_found_in_its_own_notebooks(tmp_path):
    """The lessons as they are handed out: every exercise is there, as a stub."""
    from bpcourse.content import content

    found = set()
    for lesson in content("notebooks").glob("*.ipynb"):
        found |= set(intake.read(intake.Entry(lesson, lesson.name), exercises()).answers)
    assert found == {e.name for e in exercises()}


# ---- names and exports ----


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("ada.py", "ada"),
        ("Ada Lovelace_1234567_assignsubmission_file", "Ada Lovelace"),
        ("lovelaceada_LATE_1234_567_squash-1.py", "lovelaceada"),
        ("lovelaceada_1234_567_work.zip", "lovelaceada"),
        ("a\x1b[31mb.py", "a[31mb"),
        ("=cmd.py", "=cmd"),
        ("x" * 300 + ".py", "x" * 120),
        ("e\u0301mile.tar.gz", "émile"),
    ],
)
def test_the_name_comes_from_the_file(name, student):
    assert intake.student_of(name) == student


def test_the_manifest_knows_the_name_better(tmp_path):
    manifest = json.dumps({"student": "Ada Lovelace", "points": 100})
    (tmp_path / "s.zip").write_bytes(zipped({"squash.py": SQUASH, intake.MANIFEST: manifest}))
    assert read(tmp_path / "s.zip").student == "Ada Lovelace"


@pytest.mark.parametrize(
    "files",
    [
        {
            "ada_11_assignsubmission_file/squash.py": SQUASH,
            "bob_12_assignsubmission_file/my.zip": zipped({"squash.py": SQUASH}),
        },
        {"ada_11_22_squash.py": SQUASH, "bob_LATE_12_23_squash-2.py": SQUASH},
    ],
    ids=["Moodle", "Canvas"],
)
def test_an_export_holds_the_submissions_of_many(tmp_path, files):
    (tmp_path / "export.zip").write_bytes(zipped(files))
    for place in (tmp_path, tmp_path / "export.zip"):
        entries = intake.entries(place)
        submissions = [intake.read(entry, SHORT) for entry in entries]
        assert [s.student for s in submissions] == ["ada", "bob"]
        assert all(s.answers == {"squash": SQUASH} for s in submissions)


# ---- whatever can be wrong ----


def bomb():
    return zipped({f"{i}.py": b"\0" * (9 << 20) for i in range(9)})


def with_link(kind):
    data = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(data, "w") as packed:
            info = zipfile.ZipInfo("squash.py")
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            packed.writestr(info, "/etc/passwd")
    else:
        with tarfile.open(fileobj=data, mode="w") as packed:
            info = tarfile.TarInfo("squash.py")
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            packed.addfile(info)
    return data.getvalue()


def tar_bomb():
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w:gz", compresslevel=1) as packed:
        info = tarfile.TarInfo("big.py")
        info.size = 400 << 20
        packed.addfile(info, io.BytesIO(bytes(info.size)))
    return data.getvalue()


GOOD = zipped({"squash.py": SQUASH}, zipfile.ZIP_STORED)
BAD = [
    ("a.zip", b"", "It is empty.|damaged"),
    ("a.zip", b"PK\x03\x04 and no more", "The archive is damaged"),
    ("a.zip", GOOD[: len(GOOD) // 2], "The archive is damaged"),
    ("a.zip", GOOD.replace(SQUASH.encode()[40:60], b"x" * 20), "The archive is damaged"),
    ("a.zip", zipped({}), "It is empty"),
    ("a.zip", zipped({"../../squash.py": SQUASH}), "It is empty"),
    ("a.zip", zipped({"/etc/squash.py": SQUASH}), "It is empty"),
    ("a.zip", zipped({"C:\\squash.py": SQUASH}), "It is empty"),
    ("a.zip", bomb(), "It unpacks to more than 60 MB"),
    ("a.zip", zipped({f"{i}.txt": "x" for i in range(3100)}), "more than 3000 files"),
    ("a.zip", with_link("zip"), "It is empty"),
    ("a.tar", with_link("tar"), "It is empty"),
    ("a.tar.gz", tar_bomb(), "It unpacks to more than 300 MB"),
    ("a.tar.gz", b"\x1f\x8b\x08 broken", "The archive"),
    ("a.tar.xz", b"not xz at all", "The archive"),
    ("a.tar", b"x" * 2000, "The archive is damaged"),
    ("a.py", b"", "It is empty"),
    ("a.py", b"  \n\n", "It is empty"),
    ("a.py", "def squash(z):\n    return 'Größe'\n".encode("latin-1"), "Save it as UTF-8"),
    ("a.py", b"\x00\xff\xfe\x80", "Save it as UTF-8"),
    ("a.py", b"x = 1\n", "No answer in it to any of the exercises"),
    ("a.py", b"#" * (21 << 20), "larger than 20 MB"),
    ("a.ipynb", b"", "It is empty"),
    ("a.ipynb", b"{", "It is no notebook"),
    ("a.ipynb", b"[]", "It is no notebook: it has no cells"),
    ("a.ipynb", b'{"cells": 3}', "It is no notebook: it has no cells"),
    ("a.ipynb", b"[" * 100_000, "It is no notebook"),
    ("a.ipynb", notebook().encode(), "No answer in it"),
    ("a.ipynb", b'{"cells": [null, 3, {"cell_type": "code", "source": 7}]}', "No answer in it"),
    ("a.pdf", b"%PDF-1.4", "No answer in it"),
    ("squash", SQUASH.encode(), "No answer in it"),
]


NUMBERED = [f"{name}-{i}" for i, (name, *_) in enumerate(BAD)]


@pytest.mark.parametrize(("name", "data", "words"), BAD, ids=NUMBERED)
def test_what_is_wrong_is_a_sentence(tmp_path, name, data, words):
    (tmp_path / name).write_bytes(data)
    (entry,) = intake.entries(tmp_path)
    submission = intake.read(entry, SHORT)
    assert not submission.answers
    assert any(part in submission.trouble for part in words.split("|")), submission.trouble
    assert submission.trouble.endswith(".")


def test_what_is_left_out_is_said(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"squash.py": SQUASH, "../x.py": "x"}))
    submission = read(tmp_path / "a.zip")
    assert submission.notes == ["Left out: ../x.py (its path leads outside)."]


@pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="named pipes are of Unix; run it on Linux or macOS"
)
def test_links_pipes_and_sockets_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "link.py").symlink_to("/etc/passwd")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "squash.py").symlink_to("/etc/passwd")
    (tmp_path / "folder" / "inner").symlink_to("/etc")
    told = {e.origin: intake.read(e, SHORT).trouble for e in intake.entries(tmp_path)}
    assert told["pipe.py"] == "It cannot be read: not a regular file."
    assert told["link.py"] == "It is a link, which is not followed."
    assert told["folder"] == "It is empty."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_that_say_what_they_are_can_be_read(tmp_path, encoding):
    (tmp_path / "a.py").write_bytes(SQUASH.replace("\n", "\r\n").encode(encoding))
    assert read(tmp_path / "a.py").answers == {"squash": SQUASH}


def test_an_old_encoding_is_read_where_the_file_names_it(tmp_path):
    text = "# -*- coding: latin-1 -*-\n# Größe\n" + SQUASH
    (tmp_path / "a.py").write_bytes(text.encode("latin-1"))
    submission = read(tmp_path / "a.py")
    assert submission.answers == {"squash": text}
    assert submission.notes == ["a.py is in latin-1, not in UTF-8."]


def test_an_empty_folder_and_no_folder_are_told(tmp_path):
    with pytest.raises(UserError, match="is empty: there is nothing to grade"):
        intake.entries(tmp_path)
    with pytest.raises(UserError, match="There is nothing at"):
        intake.entries(tmp_path / "nowhere")


def test_names_in_sentences_cannot_act():
    assert archive.clean_name("\x1b]0;evil\x07" + "x" * 300).startswith("?]0;evil?")
    assert len(archive.clean_name("x" * 1000)) <= 120


def test_a_class_that_was_given_with_several_exercises_answers_none_of_them(tmp_path):
    """Node stands in three stubs: each cell answers what else it defines."""
    several = {e.name: e for e in exercises() if e.lesson == "06_chain_rule"}
    cells = [several[name].solution for name in ("topological_order", "backward")]
    (tmp_path / "ada.ipynb").write_text(notebook(*cells))
    entry = intake.Entry(tmp_path / "ada.ipynb", "ada.ipynb", "")
    found = intake.read(entry, list(several.values())).answers
    assert found == dict(zip(("topological_order", "backward"), cells, strict=True))
