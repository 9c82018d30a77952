"""The folder that `bpcourse site` makes: readable without a script, with nothing from elsewhere."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile

import nbformat
import pytest

from bpcourse.authoring.build import WORDS
from bpcourse.content import content
from bpcourse.errors import UserError
from bpcourse.site import build_site, pyodide_files
from bpcourse.site.course_archive import course_archive
from bpcourse.site.front_page import front_page
from bpcourse.site.lesson_page import lesson_page
from bpcourse.site.site_folder import MARK

pytest.importorskip(
    "latex2mathml", reason='needs latex2mathml: python -m pip install "bpcourse[authoring]"'
)
NAMES = sorted(path.stem for path in content("notebooks").glob("*.ipynb"))
EDITION = "e/abc"


def made(name):
    notebook = nbformat.read(content("notebooks", f"{name}.ipynb"), as_version=4)
    return lesson_page(name, notebook, EDITION)


@pytest.fixture(scope="module")
def pages():
    return {name: made(name) for name in NAMES} | {"index": front_page(EDITION)}


def test_a_page_asks_for_nothing_from_elsewhere_and_its_policy_forbids_it(pages):
    for name, text in pages.items():
        policy = re.search(r'Content-Security-Policy" content="(.*?)"', text)[1]
        assert "default-src 'self'" in policy
        assert "http" not in policy
        sources = re.findall(r'(?:src|href)="(.*?)"', text)
        own = r"data:|[\w-]+\.html$|e/abc/(site\.css|lesson\.js)$"
        assert [s for s in sources if not re.match(own, s)] == [], name
        assert not re.search(r"https?://(?!www\.w3\.org/)", text), name


def test_every_link_leads_to_a_page_that_is_there(pages):
    for text in pages.values():
        for target in re.findall(r'href="([\w-]+)\.html"', text):
            assert target in pages


def test_each_cell_of_code_is_in_an_element_that_names_it(pages):
    for name in NAMES:
        notebook = nbformat.read(content("notebooks", f"{name}.ipynb"), as_version=4)
        code = [cell.id for cell in notebook.cells if cell.cell_type == "code"]
        own = [] if name == WORDS else [f"{name[:2]}-own"]
        assert re.findall(r'data-cell="(.*?)"', pages[name]) == code + own


def test_an_exercise_has_its_stub_and_no_magic(pages):
    text = pages["02_gradient_descent"]
    found = re.findall(r'data-kind="exercise" data-exercise="(.*?)"><pre><code>(.*?)\n', text)
    assert (
        dict(found)["gd_step"] == '<span class="k">import</span> numpy <span class="k">as</span> np'
    )
    assert "%%exercise" not in text


def test_pictures_and_results_are_folded_until_they_are_predicted(pages):
    """Beside an experiment stands its question; its picture is in a fold that is shut."""
    text = pages["02_gradient_descent"]
    cells = re.findall(r'data-kind="experiment".*?<details class="shown">.*?<img', text, re.DOTALL)
    assert len(cells) == 2
    assert "<details open" not in text


def test_the_map_has_every_lesson_with_its_minutes(pages):
    for name in NAMES:
        assert f'href="{name}.html"' in pages["index"]
    assert "45 minutes, 5 exercises" in pages["index"]


def test_the_same_course_makes_the_same_archive_and_the_same_pages(pages):
    assert course_archive() == course_archive()
    assert made("02_gradient_descent") == pages["02_gradient_descent"]


def test_the_archive_holds_the_course_and_nothing_for_authors_or_of_anybody():
    names = zipfile.ZipFile(io.BytesIO(course_archive())).namelist()
    assert {"bpcourse/__init__.py", "bpcourse/data/digits.npz"} <= set(names)
    assert "bpcourse/content/exercises/02_gradient_descent/gd_step/task.md" in names
    assert not [
        n for n in names if re.search(r"mistakes\.toml|/right/|/widget/|authoring|/app/", n)
    ]


def test_from_the_archive_alone_a_lesson_is_opened_and_an_answer_judged(tmp_path):
    """As in a page: nothing else of the course is at hand."""
    zipfile.ZipFile(io.BytesIO(course_archive())).extractall(tmp_path)
    code = f"""
import sys
sys.path[:] = [{str(tmp_path)!r}, *(p for p in sys.path if {str(content())!r} not in p)]
import bpcourse
from bpcourse import experiments
from bpcourse.browser.course_kernel import CourseKernel
from bpcourse.checking import lesson_plan
from bpcourse.checking.exercise import exercises, find
from bpcourse.checking.questions import question_bank
from bpcourse.grading.submissions.take_back import take_back
assert bpcourse.__file__.startswith({str(tmp_path)!r}), bpcourse.__file__
kernel = CourseKernel(lambda text, buffers=(): print(text))
for name in experiments.modules():
    getattr(experiments, name)
assert len(lesson_plan.plans()) == {len(NAMES) - 1}
kernel.open({{"lesson": "02"}})
question_bank.questions()
wrong = find("gd_step").stub.replace("raise NotImplementedError", "return params")
for text in (wrong, find("gd_step").solution):
    kernel.check({{"exercise": "gd_step", "source": text}})
kernel.press({{"what": "trace", "exercise": "gd_step", "seed": 1, "place": ""}})
kernel.pack({{"name": "", "whole": True}})
"""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    environment["BPCOURSE_WORK"] = str(tmp_path / "work")
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert '"outcome":"no"' in done.stdout
    assert '"outcome":"ok"' in done.stdout
    assert '"kind":"packed"' in done.stdout


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(UserError, match="is not empty, and no site"):
        build_site.site(tmp_path)


def test_a_file_of_python_that_is_not_what_it_must_be_is_refused(tmp_path):
    (tmp_path / "pyodide-lock.json").write_text("{}")
    with pytest.raises(UserError, match=r"pyodide-lock\.json is not what it must be"):
        pyodide_files.files(tmp_path)


def test_a_file_of_python_that_is_not_there_is_named(tmp_path):
    with pytest.raises(
        UserError, match=r"pyodide-lock\.json is not there\. Take the files of Pyod"
    ):
        pyodide_files.files(tmp_path)


def test_a_site_is_made_anew_beside_what_is_somebodys_own(tmp_path, monkeypatch):
    """A folder that is published holds more than the site: .git, or the name of its domain."""

    def make(**files):
        made = {"e/1/files.json": b'{"first": 0}', "index.html": b"", **files}
        made[MARK] = json.dumps({"files": sorted(made)}).encode()
        monkeypatch.setattr(build_site, "site_files", lambda pyodide, tell: made)
        build_site.site(tmp_path, tell=lambda line: None)

    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("own")
    make(**{"e/0/stage.js": b"old", "old.html": b"old"})
    (tmp_path / "CNAME").write_text("own")
    make(**{"new.html": b"new"})
    files = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    site = {"e/1/files.json", "index.html", "new.html", MARK}
    assert files == site | {".git/HEAD", "CNAME"}
    assert not (tmp_path / "e/0").exists()


def test_where_the_disk_is_full_the_last_site_is_still_served(tmp_path, monkeypatch):
    first = {"e/0/stage.js": b"0", "e/0/files.json": b'{"first": 0}', "index.html": b"0"}
    first[MARK] = json.dumps({"files": sorted(first)}).encode()
    monkeypatch.setattr(build_site, "site_files", lambda pyodide, tell: first)
    build_site.site(tmp_path, tell=lambda line: None)
    second = {"e/1/stage.js": b"1", "e/1/files.json": "no bytes", "index.html": b"1"}
    monkeypatch.setattr(build_site, "site_files", lambda pyodide, tell: second)
    with pytest.raises(TypeError):
        build_site.site(tmp_path, tell=lambda line: None)
    assert all((tmp_path / name).read_bytes() == data for name, data in first.items())
