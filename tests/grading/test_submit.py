"""A submission is packed with what it is, and the receipt names that very file."""

import json
import zipfile

import pytest

from bpcourse.app.cli import main
from bpcourse.checking.check import check
from bpcourse.checking.exercise import exercises, find
from bpcourse.checking.progress import Progress
from bpcourse.checking.workspace import VARIABLE, here
from bpcourse.errors import UserError
from bpcourse.grading.submissions import intake
from bpcourse.grading.submissions.submit import submit
from bpcourse.grading.submissions.take_back import take_back

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


def packed_elsewhere(workspace, monkeypatch, tmp_path, **options):
    """Work with two answers to one exercise and a prediction, and the file of it, taken back."""
    for source in (find("gd_step").mistake("uphill"), SOLUTION):
        workspace.save_answer("gd_step", source)
        check("gd_step")
    Progress(workspace).record("answer", question="mse_of_two", right=True)
    submit(to=tmp_path / "mine.zip", **{"whole": True} | options)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "elsewhere"))
    take_back((tmp_path / "mine.zip").read_bytes())
    return here()


def test_who_goes_on_elsewhere_has_answers_attempts_and_progress(workspace, monkeypatch, tmp_path):
    events = Progress(workspace).events
    elsewhere = packed_elsewhere(workspace, monkeypatch, tmp_path)
    assert elsewhere.answer("gd_step") == SOLUTION
    (attempt,) = elsewhere.attempts("gd_step")
    assert attempt.read_text() == find("gd_step").mistake("uphill")
    assert len(events()) == 3
    assert Progress(elsewhere).events() == events()


def test_what_is_taken_back_twice_is_there_once_and_beside_what_was_done(
    workspace, monkeypatch, tmp_path
):
    elsewhere = packed_elsewhere(workspace, monkeypatch, tmp_path)
    elsewhere.save_answer("gd_step", "mine = 1\n")
    Progress(elsewhere).record("hint", exercise="gd_step", rung=1)
    take_back((tmp_path / "mine.zip").read_bytes())
    take_back((tmp_path / "mine.zip").read_bytes())
    texts = [path.read_text() for path in elsewhere.attempts("gd_step")]
    assert sorted(texts) == sorted({*texts})
    assert {find("gd_step").mistake("uphill"), "mine = 1\n"} <= {*texts}
    assert len(Progress(elsewhere).events()) == 4


def test_unless_the_whole_work_is_asked_for_only_the_answers_are_in_it(
    workspace, monkeypatch, tmp_path
):
    elsewhere = packed_elsewhere(workspace, monkeypatch, tmp_path, whole=False)
    assert elsewhere.answer("gd_step") == SOLUTION
    assert Progress(elsewhere).events() == []
    assert elsewhere.attempts("gd_step") == []


@pytest.mark.parametrize(
    "record",
    [None, [], {"events": 1}, {"events": [1, {}, {"time": 1, "event": "check"}]}]
    + [
        {"attempts": record} for record in ([], {"gd_step": "x"}, {"gd_step": [1]}, {"../a": ["x"]})
    ],
)
def test_a_record_that_is_none_is_passed_over(workspace, tmp_path, record):
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as packed:
        packed.writestr(intake.MANIFEST, json.dumps({"record": record}))
        packed.writestr("answers/gd_step.py", SOLUTION)
    take_back((tmp_path / "mine.zip").read_bytes())
    assert workspace.answer("gd_step") == SOLUTION
    assert Progress(workspace).events() == []
    assert not (workspace.root / "attempts").exists()


def test_the_command_loads_what_was_packed(workspace, tmp_path, capsys):
    workspace.save_answer("gd_step", SOLUTION)
    submit(whole=True, to=tmp_path / "mine.zip")
    workspace.save_answer("gd_step", "mine = 1\n")
    assert main(["load", str(tmp_path / "mine.zip")]) == 0
    assert workspace.answer("gd_step") == SOLUTION
    assert capsys.readouterr().out.startswith("1 answer loaded, with all that was done on the way")
    (tmp_path / "letter.txt").write_text("dear")
    assert main(["load", str(tmp_path / "letter.txt")]) == 1
    assert capsys.readouterr().err.startswith("This is not a file that `bpcourse submit`")
