"""A folder of submissions becomes grades, whatever is in it and whatever happens meanwhile."""

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from functools import partial
from pathlib import Path

import pytest

from bpcourse.app.cli import main
from bpcourse.checking.exercise import find
from bpcourse.errors import UserError
from bpcourse.grading.results import store as results_module
from bpcourse.grading.run import grade

from .conftest import SHORT

FOLDER = Path(__file__).parent
EXERCISES = FOLDER / "exercises" / "short"
GOOD = {exercise.name: exercise.solution for exercise in SHORT}
WRONG = "def squash(z):\n    return z\n"
HOSTILE = sorted(FOLDER.glob("hostile/*/*.py.txt"))
QUICK = [path for path in HOSTILE if path.parent.name != "hanging"][::9]


def hand_in(folder, name, answers):
    (folder / name).mkdir(parents=True)
    for exercise, source in answers.items():
        (folder / name / f"{exercise}.py").write_text(source, encoding="utf-8")


@pytest.fixture
def handed_in(tmp_path):
    folder = tmp_path / "handed in"
    hand_in(folder, "ada", GOOD)
    hand_in(folder, "bob", {"squash": WRONG, "msd": GOOD["msd"]})
    (folder / "cleo.py").write_text("\n\n".join(GOOD.values()))
    return folder


def run(folder, tmp_path, **options):
    said = []
    options = {"exercises": EXERCISES, "jobs": 1, "timeout": 2} | options
    grade(folder, tmp_path / "grades", say=lambda text, **_: said.append(text), **options)
    return said


def table(tmp_path, column="state"):
    with (tmp_path / "grades" / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {(row["student"], row["exercise"]): row[column] for row in csv.DictReader(file)}


def test_each_student_gets_a_row_for_each_exercise(handed_in, tmp_path):
    run(handed_in, tmp_path)
    states = table(tmp_path)
    assert all(states["ada", name] == states["cleo", name] == "passed" for name in GOOD)
    assert states["bob", "squash"] == "failed"
    assert states["bob", "msd"] == "passed"
    assert states["bob", "dense_back"] == "missing"
    assert set(table(tmp_path, "isolation").values()) == {"all 8 layers"} or sys.platform != "linux"


def test_graded_again_elsewhere_the_scores_are_the_same(handed_in, tmp_path):
    run(handed_in, tmp_path)
    first = table(tmp_path, "points"), table(tmp_path, "seed")
    again = tmp_path / "again"
    again.mkdir()
    run(handed_in, again, jobs=2)
    assert table(again, "points") == first[0]
    assert table(again, "seed") != first[1]


def test_the_seed_of_a_row_gives_the_same_words_again(handed_in, tmp_path, judge_process):
    run(handed_in, tmp_path)
    seed = int(table(tmp_path, "seed")["bob", "squash"])
    page = next((tmp_path / "grades" / "pages").glob("bob*.html")).read_text()
    (verdict,) = judge_process.judge([("squash", WRONG)], seed)
    message = next(f.message for f in verdict.findings if f.outcome == "no").splitlines()[0]
    assert message in page


def test_what_was_judged_is_not_judged_again(handed_in, tmp_path, monkeypatch):
    run(handed_in, tmp_path)
    kept = []
    keep = results_module.Results.keep

    def watched(self, submission, *arguments, **named):
        kept.append(submission.student)
        return keep(self, submission, *arguments, **named)

    monkeypatch.setattr(results_module.Results, "keep", watched)
    run(handed_in, tmp_path)
    assert kept == []
    hand_in(handed_in, "dan", GOOD)
    (handed_in / "bob" / "squash.py").write_text(GOOD["squash"])
    run(handed_in, tmp_path)
    assert sorted(kept) == ["bob", "dan"]
    assert table(tmp_path)["bob", "squash"] == "passed"


def test_results_of_other_checks_are_not_mixed(handed_in, tmp_path):
    run(handed_in, tmp_path)
    with pytest.raises(UserError, match="holds results of other checks"):
        run(handed_in, tmp_path, only=["msd"])


def test_of_two_submissions_of_one_student_the_last_counts(tmp_path):
    for export, source, when in (("one", WRONG, 1.7e9), ("two", GOOD["squash"], 1.7e9 + 999)):
        folder = tmp_path / export
        hand_in(folder, "ada_1_assignsubmission_file", {"squash": source})
        os.utime(folder / "ada_1_assignsubmission_file" / "squash.py", (when, when))
    for export in ("two", "one"):  # in whatever order they are graded
        run(tmp_path / export, tmp_path)
        assert table(tmp_path)["ada", "squash"] == "passed"
    rows = json.loads((tmp_path / "grades" / "grades.json").read_text())["grades"]
    counted = {row["state"]: row["counts"] for row in rows if row["exercise"] == "squash"}
    assert counted == {"passed": True, "failed": False}


def test_hostile_and_damaged_submissions_between_honest_ones(tmp_path):
    folder = tmp_path / "handed in"
    for i, path in enumerate(QUICK):
        hand_in(folder, f"{i:03} honest", {"squash": GOOD["squash"]})
        hand_in(folder, f"{i:03} hostile", {"squash": path.read_text("utf-8")})
    (folder / "damaged.zip").write_bytes(b"PK\x03\x04")
    (folder / "empty").mkdir()
    run(folder, tmp_path, only=["squash"])
    states = table(tmp_path)
    assert len(states) == 2 * len(QUICK) + 2
    for (student, _), state in states.items():
        assert (state == "passed") == ("honest" in student), student
    notes = table(tmp_path, "note")
    assert notes["damaged", "squash"].startswith("The archive is damaged")
    assert notes["empty", "squash"] == "It is empty."


# ---- whatever happens meanwhile ----


def command(folder, tmp_path, *more):
    words = ["grade", str(folder), "--out", str(tmp_path / "grades"), "--jobs", "1"]
    words += ["--exercises", str(EXERCISES), *more]
    return [sys.executable, "-m", "bpcourse", *words]


def count(tmp_path):
    path = tmp_path / "grades" / "grades.sqlite"
    if not path.exists():
        return 0
    file = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return file.execute("select count(*) from submissions").fetchone()[0]
    except sqlite3.OperationalError:  # the table is just being made
        return 0
    finally:
        file.close()


MANY = 300  # submissions: some seconds of work, in which to stop


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "kill"])
def test_a_stop_loses_nothing_and_the_same_command_goes_on(tmp_path, end):
    folder = tmp_path / "handed in"
    for i in range(MANY):
        hand_in(folder, f"student {i:03}", {"squash": GOOD["squash"] + f"# {i}\n"})
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    # whoever starts the tests in the background has made them deaf to Ctrl-C
    listen = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(command(folder, tmp_path), preexec_fn=listen, **options)
    deadline = time.monotonic() + 60
    while count(tmp_path) < 5 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(end)
    told, _ = process.communicate(timeout=30)
    before = count(tmp_path)
    assert 5 <= before < MANY
    if end == signal.SIGINT:
        assert process.returncode == 130
        assert "the same command goes on" in told
    done = subprocess.run(command(folder, tmp_path), capture_output=True, text=True, check=True)
    assert f"{MANY} of {MANY}" in done.stderr
    assert len(table(tmp_path)) == MANY * len(SHORT)
    assert list(table(tmp_path).values()).count("passed") == MANY


def test_a_full_disk_is_told_and_what_was_kept_stays(handed_in, tmp_path, monkeypatch):
    keep = results_module.Results.keep
    calls = []

    def full(self, *arguments, **named):
        calls.append(1)
        if len(calls) == 2:
            self.file.execute("pragma max_page_count = 1")
            named["isolation"] = "x" * 2_000_000
        return keep(self, *arguments, **named)

    monkeypatch.setattr(results_module.Results, "keep", full)
    with pytest.raises(UserError, match="All results before this one are kept: make room"):
        run(handed_in, tmp_path)
    assert count(tmp_path) == 1
    monkeypatch.undo()
    run(handed_in, tmp_path)
    assert count(tmp_path) == 3


def test_a_judge_that_dies_is_replaced(handed_in, tmp_path, monkeypatch):
    from bpcourse.grading.judges.pool import Pool

    ask = Pool._ask
    killed = []

    def killing(self, process, work):
        ask(self, process, work)
        if not killed:
            killed.append(process.pid)
            os.killpg(process.pid, signal.SIGKILL)

    monkeypatch.setattr(Pool, "_ask", killing)
    run(handed_in, tmp_path)
    assert killed
    assert all(table(tmp_path)["ada", name] == "passed" for name in GOOD)


def test_where_a_layer_is_missing_it_says_so_or_refuses(handed_in, tmp_path, monkeypatch):
    from bpcourse.grading import run as module
    from bpcourse.grading.judges.pool import Pool

    def lacking(chosen, decided, jobs, dask, hidden, weak):
        without = {"seccomp": "an old kernel"}
        return Pool(chosen, decided, jobs=1, hidden=hidden, without=without, weak=weak)

    monkeypatch.setattr(module, "_pool", lacking)
    with pytest.raises(
        UserError, match=r"(?s)nothing was run:\n.*an old kernel.*add --allow-weak-isolation"
    ):
        run(handed_in, tmp_path)
    assert count(tmp_path) == 0
    said = run(handed_in, tmp_path, allow_weak_isolation=True)
    assert "missing  seccomp: an old kernel. Not protected: the kernel refuses" in said[0]
    assert set(table(tmp_path, "isolation").values()) == {"7 of 8 layers; without seccomp"}


# ---- what the teacher decides ----


def settings(tmp_path, text):
    (tmp_path / "course.toml").write_text(text)
    return tmp_path / "course.toml"


def test_points_and_partial_credit_come_from_the_settings(handed_in, tmp_path):
    path = settings(
        tmp_path,
        "partial = true\n[points]\nsquash = 4\nmsd = 0.5\n"
        "[weights.squash]\ntest_half_at_zero = 2\ntest_follows_the_rule = 2\n",
    )
    (handed_in / "bob" / "squash.py").write_text("def squash(z):\n    return 0 * z + 0.5\n")
    run(handed_in, tmp_path, settings=path)
    points = table(tmp_path, "points")
    assert points["ada", "squash"] == "4.0"
    assert points["ada", "msd"] == "0.5"
    assert points["bob", "squash"] == "1.6"  # 2 of 5 parts of 4 points


def test_what_comes_late_has_less(handed_in, tmp_path):
    path = settings(
        tmp_path,
        "[late]\ndue = 2026-01-10T12:00:00Z\nper_day = 0.25\ncut_off = 2026-01-13T00:00:00Z\n",
    )
    due = 1768046400
    for name, when in (("ada", due - 60), ("cleo.py", due + 90_000), ("bob", due + 353_600)):
        place = handed_in / name
        for file in place.iterdir() if place.is_dir() else [place]:
            os.utime(file, (when, when))
    run(handed_in, tmp_path, settings=path)
    points, notes = table(tmp_path, "points"), table(tmp_path, "note")
    assert points["ada", "msd"] == "1.0"
    assert points["cleo", "msd"] == "0.5"
    assert notes["cleo", "msd"] == "It came 2 days late, so 50% of the points are left."
    assert points["bob", "msd"] == "0.0"
    assert notes["bob", "msd"] == "It came after the cut-off, so it has no points."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pionts = 3", "has the key 'pionts', which means nothing here"),
        ("timeout = 'long'", "timeout = 'long' cannot be used: it should be a number"),
        ("partial = 1", "it should be true or false"),
        ("[late]\ndue = 3", "it should be a date"),
        ("x = ", "is no TOML"),
    ],
)
def test_a_slip_in_the_settings_is_named(handed_in, tmp_path, text, words):
    with pytest.raises(UserError, match=words):
        run(handed_in, tmp_path, settings=settings(tmp_path, text))


PRIVATE = '''"""Further checks."""

import numpy as np


def test_any_shape(squash, rng):
    """It takes arrays of any shape."""
    z = rng.normal(size=(2, 3, 4))
    print("the private data", z)
    got = squash(z)
    assert np.shape(got) == z.shape, "Arrays with three axes do not pass.\\nUse no loops over rows."
'''


def test_private_checks_count_and_tell_only_what_the_teacher_wrote(handed_in, tmp_path):
    private = tmp_path / "private" / "squash"
    private.mkdir(parents=True)
    (private / "test_more.py").write_text(PRIVATE)
    flat = GOOD["squash"].replace(
        "    return", "    if z.ndim > 2: raise ValueError(z)\n    return"
    )
    hand_in(handed_in, "flo", {"squash": flat})
    short = "def squash(z):\n    return (1 / (1 + 1 / np.exp(np.maximum(z, -700))))[:99]"
    hand_in(handed_in, "gil", {"squash": "import numpy as np\n\n\n" + short.replace("[:99]", "")
                               .replace("return ", "return 0 if z.ndim > 2 else ")})  # fmt: skip
    run(handed_in, tmp_path, private=tmp_path / "private")
    states = table(tmp_path)
    assert states["ada", "squash"] == "passed"
    assert states["flo", "squash"] == states["gil", "squash"] == "failed"
    pages = {p.name[:3]: p.read_text() for p in (tmp_path / "grades" / "pages").iterdir()}
    assert "It takes arrays of any shape." in pages["flo"]  # its error is not repeated: it may leak
    assert "Arrays with three axes do not pass." in pages["gil"]
    assert "the private data" not in "".join(pages.values())
    assert "ValueError" not in pages["flo"]


def test_a_private_check_that_belongs_to_nothing_is_named(handed_in, tmp_path):
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "test_squosh.py").write_text("def test_x(): pass")
    with pytest.raises(UserError, match="belongs to no exercise"):
        run(handed_in, tmp_path, private=tmp_path / "private")


def test_checks_that_cannot_be_loaded_are_the_teachers_trouble_and_nobody_loses(
    handed_in, tmp_path
):
    (tmp_path / "private" / "msd").mkdir(parents=True)
    (tmp_path / "private" / "msd" / "test_more.py").write_text("import no_such_module\n")
    with pytest.raises(UserError, match=r"(?s)checks of msd cannot be used.*no_such_module"):
        run(handed_in, tmp_path, private=tmp_path / "private")
    assert count(tmp_path) == 0


# ---- what comes out ----

NAUGHTY = "=HYPERLINK(1)<b>\x1b[31m&\u202ename"


@pytest.fixture
def naughty(tmp_path):
    folder = tmp_path / "handed in"
    source = f"def squash(z):\n    print({NAUGHTY!r})\n    raise ValueError({NAUGHTY!r})\n"
    hand_in(folder, NAUGHTY.replace("/", ""), {"squash": source, "=cmd": "x"})
    hand_in(folder, "@SUM(A1)", {"squash": GOOD["squash"]})
    hand_in(folder, "-2+3", {"squash": GOOD["squash"]})
    run(folder, tmp_path)
    return tmp_path / "grades"


def test_formulas_markup_and_escapes_are_harmless_everywhere(naughty):
    for path in naughty.rglob("*"):
        if path.suffix in (".csv", ".html", ".xml"):
            text = path.read_text(encoding="utf-8")
            assert "\x1b" not in text, path
            assert "\u202e" not in text, path
            assert "<b>[31m" not in text or path.suffix == ".csv", path
    for path in naughty.rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "-2"))]


def test_a_page_loads_nothing_from_anywhere(naughty):
    for path in [*naughty.glob("pages/*.html"), naughty / "report.html"]:
        text = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in text
        for word in ("<script", "<link", "<img", "<iframe", "src=", "http:", "https:", "@import"):
            assert word not in text.replace("http://www.w3.org/2000/svg", ""), (path, word)


def test_the_page_tells_what_was_seen_the_rule_and_the_next_step(tmp_path):
    folder = tmp_path / "handed in"
    uphill = find("gd_step").mistake("uphill")
    hand_in(folder, "ada", {"gd_step": uphill})
    run(folder, tmp_path, exercises=None, only=["gd_step"])
    page = next((tmp_path / "grades" / "pages").glob("ada*.html")).read_text()
    assert "you walk uphill" in page
    assert "Others have met this one too: <b>uphill</b>." in page
    assert "A next step: The gradient points uphill" in page
    assert "visible checks pass" not in page
    report = (tmp_path / "grades" / "report.html").read_text()
    assert "<b>uphill</b>: 1" in report
    assert "<title>How each exercise went</title>" in report
    assert "gd_step: 0 right, 1 wrong" in report


def test_the_exports_can_be_read_by_those_they_are_for(handed_in, tmp_path):
    run(handed_in, tmp_path)
    exports = tmp_path / "grades" / "exports"
    suites = ElementTree.parse(exports / "junit.xml").getroot()
    assert [suite.get("name") for suite in suites] == ["ada", "bob", "cleo"]
    assert [suite.get("failures") for suite in suites] == ["0", "1", "0"]
    with (exports / "moodle.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["Grade"] == "4.0"
    assert rows[1]["Feedback comments"].startswith("✗ squash")
    with (exports / "canvas.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["Total"] == "4.0"
    lines = [json.loads(line) for line in (exports / "gradescope.jsonl").read_text().splitlines()]
    assert lines[0]["results"]["score"] == 4.0
    assert not (exports / "results.json").exists()


def test_a_single_submission_gives_gradescopes_own_file(tmp_path):
    folder = tmp_path / "handed in"
    hand_in(folder, "ada", {"squash": WRONG, "msd": GOOD["msd"]})
    run(folder, tmp_path)
    told = json.loads((tmp_path / "grades" / "exports" / "results.json").read_text())
    assert told["score"] == 1.0
    assert {test["status"] for test in told["tests"]} == {"passed", "failed"}
    assert all({"name", "score", "max_score", "output"} <= set(test) for test in told["tests"])


def test_the_command_tells_what_is_wrong_with_a_call(handed_in, tmp_path, capsys):
    assert main(["grade", str(tmp_path / "nowhere")]) == 1
    assert "There is nothing at" in capsys.readouterr().err
    assert main(["grade", str(handed_in), "--out", str(handed_in)]) == 1
    assert "Choose an output folder outside the submissions" in capsys.readouterr().err
    assert main(["grade", str(handed_in), "--only", "nothing"]) == 1
    assert "There is no exercise called 'nothing'" in capsys.readouterr().err
