"""A submission is packed with what it is, and the receipt names that very file."""

import json
import zipfile

import pytest

from bpcourse.app.cli import main
from bpcourse.checking.check import check
from bpcourse.checking.exercise import exercises, find
from bpcourse.errors import UserError
from bpcourse.grading.submissions import intake
from bpcourse.grading.submissions.submit import submit

SOLUTION = find("gd_step").solution


def test_the_answers_are_in_it_with_what_was_seen_of_them(workspace):
    workspace.save_answer("gd_step", SOLUTION)
    check("gd_step")
    workspace.save_answer("linear_grad", "def linear_grad(X, y, w, b): return 1, 2\n")
    workspace.save_answer("max_stable_lr", find("max_stable_lr").stub)
    told = str(submit(name="Ada"))
    path = workspace.root / "submission-Ada.zip"
    assert f"Packed into `{path}`" in told
    assert "all visible checks passed" in told
    assert "not checked since it was changed" in told
    assert "max_stable_lr" in told
    assert "not written, so not in it" in told
    assert "all checks" not in told
    with zipfile.ZipFile(path) as packed:
        assert packed.read("answers/gd_step.py").decode() == SOLUTION
        manifest = json.loads(packed.read(intake.MANIFEST))
    assert manifest["student"] == "Ada"
    assert manifest["exercises"]["gd_step"]["visible"] == "ok"
    assert manifest["exercises"]["linear_grad"]["visible"] == "not checked"
    assert set(manifest["exercises"]) == {"gd_step", "linear_grad"}


def test_what_was_packed_can_be_graded(workspace):
    workspace.save_answer("gd_step", SOLUTION)
    submit(name="Ada Lovelace", to=workspace.root / "mine.zip")
    entry = intake.Entry(workspace.root / "mine.zip", "mine.zip")
    submission = intake.read(entry, exercises())
    assert submission.student == "Ada Lovelace"
    assert submission.answers == {"gd_step": SOLUTION}
    assert submission.trouble == ""


def test_a_name_is_no_path(workspace):
    """The file stays in the folder, and its name is one on Windows, too."""
    workspace.save_answer("gd_step", SOLUTION)
    submit(name="Ada/../Noël: the <2nd>")
    assert [path.name for path in workspace.root.glob("*.zip")] == [
        "submission-Ada-..-Noël- the -2nd-.zip"
    ]


def test_the_receipt_names_this_very_file(workspace):
    import hashlib

    workspace.save_answer("gd_step", SOLUTION)
    told = str(submit(to=workspace.root / "mine.zip"))
    number = hashlib.sha256((workspace.root / "mine.zip").read_bytes()).hexdigest()
    assert f"Receipt {number[:4]}-{number[4:8]}-{number[8:12]}-{number[12:16]}." in told


def test_nothing_to_hand_in_is_told(workspace, capsys):
    with pytest.raises(UserError, match="No answer is written yet"):
        submit()
    with pytest.raises(UserError, match="There is no answer to gd_step yet, so nothing was packed"):
        submit("gd_step")
    assert main(["submit"]) == 1
    assert "there is nothing to hand in" in capsys.readouterr().err


def test_a_cell_can_submit_too(workspace):
    from bpcourse import notebook

    workspace.save_answer("gd_step", SOLUTION)
    assert "Receipt" in str(notebook.submit("gd_step"))
    assert "submit" in notebook.__all__
