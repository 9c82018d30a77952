"""Whatever is handed in, it becomes answers or a sentence, and never an exception."""

import io
import json
import os
import stat
import tarfile
import zipfile

import pytest

from bpcourse.checking.exercise import exercises
from bpcourse.grading import archive, intake
from bpcourse.trouble import Trouble

from .conftest import SHORT

SIGMOID = next(exercise for exercise in SHORT if exercise.name == "sigmoid").solution
MSE = next(exercise for exercise in SHORT if exercise.name == "mse").solution


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
    path.write_text(SIGMOID + "\n\n" + MSE)
    submission = read(path)
    assert submission.student == "ada"
    assert set(submission.answers) == {"sigmoid", "mse"}


@pytest.mark.parametrize("kind", ["folder", "zip", "tar", "tar.gz", "tar.xz", "zip in zip"])
def test_a_folder_and_archives_of_it_are_the_same(tmp_path, kind):
    files = {"work/answers/sigmoid.py": SIGMOID, "work/readme.md": "hello"}
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
    assert submission.answers == {"sigmoid": SIGMOID}


def test_earlier_attempts_and_program_folders_are_passed_over(tmp_path):
    for name in ("attempts/sigmoid/0001.py", ".git/sigmoid.py", "venv/lib/sigmoid.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("def sigmoid(z): return 0\n")
    (tmp_path / "sigmoid.py").write_text(SIGMOID)
    assert read(tmp_path).answers == {"sigmoid": SIGMOID}


HALVES = SIGMOID.split("\n\n\n")


@pytest.mark.parametrize(
    "cells",
    [
        ["%%exercise sigmoid\n" + SIGMOID],
        ["# a note\n%%exercise sigmoid\n" + SIGMOID],
        ["  %%exercise   sigmoid --seed 3\n" + SIGMOID],
        ["%%exercise mse\n" + MSE, "print(1)", "%%exercise sigmoid\n" + SIGMOID],
        ["x = 1\n%%exercise sigmoid\n" + SIGMOID + "\n%%exercise mse\n" + MSE],
        ["%%exercise sigmoid\n" + HALVES[0], HALVES[1]],
        ["import numpy as np", "%matplotlib inline\n" + HALVES[1]],
        ["import numpy as np\n!pip list", "%%time\n" + HALVES[1]],
        ["%%exercise sigmoid\ndef sigmoid(z): return 0", "%%exercise sigmoid\n" + SIGMOID],
        ["%%exercise sigmoid\n" + SIGMOID, "%%exercise sigmoid\n" + SHORT[2].stub],
        ["%%exercise sigmoyd\n" + SIGMOID],
    ],
    ids=[
        *("plain", "a line above", "spaces and a seed", "moved", "joined", "split", "retyped"),
        *("retyped with commands", "copied", "copied stub", "name with a slip"),
    ],
)  # fmt: skip
def test_a_cell_is_found_wherever_it_stands(tmp_path, cells, judged):
    assert SHORT[2].name == "sigmoid"
    path = tmp_path / "ada.ipynb"
    path.write_text(notebook(*cells))
    submission = read(path)
    assert judged("sigmoid", submission.answers["sigmoid"]).state == "passed"


def test_of_duplicates_the_last_counts_and_it_says_so(tmp_path):
    path = tmp_path / "ada.ipynb"
    other = "%%exercise sigmoid\ndef sigmoid(z): return 0"
    path.write_text(notebook("%%exercise sigmoid\n" + SIGMOID, other))
    submission = read(path)
    assert "return 0" in submission.answers["sigmoid"]
    assert submission.notes == ["sigmoid was answered 2 times; the cell in ada.ipynb counts."]


def test_an_old_notebook_and_lists_of_lines_are_read(tmp_path):
    path = tmp_path / "ada.ipynb"
    lines = ("%%exercise sigmoid\n" + SIGMOID).splitlines(keepends=True)
    cell = {"cell_type": "code", "input": lines}
    path.write_text(json.dumps({"worksheets": [{"cells": [cell]}], "nbformat": 3}))
    assert read(path).answers["sigmoid"] == SIGMOID


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
        ("lovelaceada_LATE_1234_567_sigmoid-1.py", "lovelaceada"),
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
    (tmp_path / "s.zip").write_bytes(zipped({"sigmoid.py": SIGMOID, intake.MANIFEST: manifest}))
    assert read(tmp_path / "s.zip").student == "Ada Lovelace"


@pytest.mark.parametrize(
    "files",
    [
        {"ada.zip": zipped({"sigmoid.py": SIGMOID}), "bob.zip": zipped({"sigmoid.py": SIGMOID})},
        {
            "ada_11_assignsubmission_file/sigmoid.py": SIGMOID,
            "bob_12_assignsubmission_file/my.zip": zipped({"sigmoid.py": SIGMOID}),
        },
        {"ada_11_22_sigmoid.py": SIGMOID, "bob_LATE_12_23_sigmoid-2.py": SIGMOID},
    ],
    ids=["zip of zips", "Moodle", "Canvas"],
)
def test_an_export_holds_the_submissions_of_many(tmp_path, files):
    (tmp_path / "export.zip").write_bytes(zipped(files))
    for place in (tmp_path, tmp_path / "export.zip"):
        entries = intake.entries(place)
        submissions = [intake.read(entry, SHORT) for entry in entries]
        assert [s.student for s in submissions] == ["ada", "bob"]
        assert all(s.answers == {"sigmoid": SIGMOID} for s in submissions)


# ---- whatever can be wrong ----


def bomb():
    return zipped({f"{i}.py": b"\0" * (9 << 20) for i in range(9)})


def with_link(kind):
    data = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(data, "w") as packed:
            info = zipfile.ZipInfo("sigmoid.py")
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            packed.writestr(info, "/etc/passwd")
    else:
        with tarfile.open(fileobj=data, mode="w") as packed:
            info = tarfile.TarInfo("sigmoid.py")
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


GOOD = zipped({"sigmoid.py": SIGMOID}, zipfile.ZIP_STORED)
BAD = [
    ("a.zip", b"", "It is empty.|damaged"),
    ("a.zip", b"PK\x03\x04 and no more", "The archive is damaged"),
    ("a.zip", GOOD[: len(GOOD) // 2], "The archive is damaged"),
    ("a.zip", GOOD.replace(SIGMOID.encode()[40:60], b"x" * 20), "The archive is damaged"),
    ("a.zip", zipped({}), "It is empty"),
    ("a.zip", zipped({"../../sigmoid.py": SIGMOID}), "It is empty"),
    ("a.zip", zipped({"/etc/sigmoid.py": SIGMOID}), "It is empty"),
    ("a.zip", zipped({"C:\\sigmoid.py": SIGMOID}), "It is empty"),
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
    ("a.py", "def sigmoid(z):\n    return 'Größe'\n".encode("latin-1"), "Save it as UTF-8"),
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
    ("sigmoid", SIGMOID.encode(), "No answer in it"),
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
    (tmp_path / "a.zip").write_bytes(zipped({"sigmoid.py": SIGMOID, "../x.py": "x"}))
    submission = read(tmp_path / "a.zip")
    assert submission.notes == ["Left out: ../x.py (its path leads outside)."]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are of Unix")
def test_links_pipes_and_sockets_are_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "link.py").symlink_to("/etc/passwd")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "sigmoid.py").symlink_to("/etc/passwd")
    (tmp_path / "folder" / "inner").symlink_to("/etc")
    told = {e.origin: intake.read(e, SHORT).trouble for e in intake.entries(tmp_path)}
    assert told["pipe.py"] == "It cannot be read: not a regular file."
    assert told["link.py"] == "It is a link, which is not followed."
    assert told["folder"] == "It is empty."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_that_say_what_they_are_can_be_read(tmp_path, encoding):
    (tmp_path / "a.py").write_bytes(SIGMOID.replace("\n", "\r\n").encode(encoding))
    assert read(tmp_path / "a.py").answers == {"sigmoid": SIGMOID}


def test_an_old_encoding_is_read_where_the_file_names_it(tmp_path):
    text = "# -*- coding: latin-1 -*-\n# Größe\n" + SIGMOID
    (tmp_path / "a.py").write_bytes(text.encode("latin-1"))
    submission = read(tmp_path / "a.py")
    assert submission.answers == {"sigmoid": text}
    assert submission.notes == ["a.py is in latin-1, not in UTF-8."]


def test_an_empty_folder_and_no_folder_are_told(tmp_path):
    with pytest.raises(Trouble, match="is empty: there is nothing to grade"):
        intake.entries(tmp_path)
    with pytest.raises(Trouble, match="There is nothing at"):
        intake.entries(tmp_path / "nowhere")


def test_names_in_sentences_cannot_act():
    assert archive.clean_name("\x1b]0;evil\x07" + "x" * 300).startswith("?]0;evil?")
    assert len(archive.clean_name("x" * 1000)) <= 120
