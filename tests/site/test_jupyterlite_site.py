"""What a site with JupyterLite is made of: wheels that are known, and nothing that is installed."""

import base64
import csv
import hashlib
import io
import json
import zipfile
from email.parser import Parser

import nbformat
import pytest

from bpcourse._version import __version__
from bpcourse.content import content
from bpcourse.errors import UserError
from bpcourse.site import jupyterlite_site, pyodide_files
from bpcourse.site.course_wheel import NAME, course_wheel

pytest.importorskip(
    "latex2mathml", reason='needs latex2mathml: python -m pip install "bpcourse[authoring]"'
)


@pytest.fixture(scope="module")
def wheel():
    return zipfile.ZipFile(io.BytesIO(course_wheel()))


def test_the_wheel_says_what_it_is_and_lists_all_its_files(wheel):
    about = NAME.removesuffix("-py3-none-any.whl") + ".dist-info"
    told = Parser().parsestr(wheel.read(f"{about}/METADATA").decode())
    assert (told["Name"], told["Version"]) == ("bpcourse", __version__)
    rows = list(csv.reader(io.StringIO(wheel.read(f"{about}/RECORD").decode())))
    assert [name for name, *_ in rows] == wheel.namelist()
    for name, mark, size in rows[:-1]:
        data = wheel.read(name)
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        assert (mark, size) == (f"sha256={digest}", str(len(data)))


def test_the_wheel_has_what_the_widgets_of_a_notebook_need(wheel):
    assert {
        "bpcourse/experiments/widget/stage.js",
        "bpcourse/experiments/widget/stage.css",
        "bpcourse/notebook/help_desk.js",
        "bpcourse/content/exercises/02_gradient_descent/gd_step/task.md",
    } <= set(wheel.namelist())


def test_the_same_course_makes_the_same_wheel():
    assert course_wheel() == course_wheel()


def test_every_package_is_named_with_its_sha256_and_so_is_all_it_depends_on():
    facts = jupyterlite_site._facts()
    packages = {package["name"]: package for package in facts["distribution"].package}
    brought = {name.split("-")[0].replace("_", "-") for name in facts["brings"]}
    known = {*packages, *facts["distribution"].official, *brought, "bpcourse"}
    for package in packages.values():
        assert len(package["sha256"]) == 64
        assert set(package.get("depends", ())) <= known, package["name"]
    assert {*jupyterlite_site.AT_START, *jupyterlite_site.DEPENDS} <= known


def test_every_lesson_has_its_line_on_the_first_page():
    index = jupyterlite_site._index()
    for path in content("notebooks").glob("[0-9]*.ipynb"):
        assert f'href="lab/index.html?path={path.name}"' in index


def test_a_lessons_copy_names_the_kernel_of_the_browser_so_that_nobody_is_asked():
    path = content("notebooks", "02_gradient_descent.ipynb")
    copy = jupyterlite_site.copy_of(path.read_text(encoding="utf-8"), jupyterlite_site.METADATA)
    notebook = nbformat.reads(copy, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python"


def test_its_settings_ask_no_other_server():
    told = json.dumps(jupyterlite_site._settings(["a.whl"]))
    assert "http" not in told
    assert '"disablePyPIFallback": true' in told


def test_without_its_builder_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(jupyterlite_site, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"bpcourse\[jupyterlite\]"):
        jupyterlite_site.jupyterlite(tmp_path)


def test_a_package_that_is_not_what_it_must_be_is_refused(tmp_path):
    (tmp_path / "pyodide-lock.json").write_text("{}")
    with pytest.raises(UserError, match=r"pyodide-lock\.json is not what it must be"):
        pyodide_files.files(tmp_path, told=jupyterlite_site._facts()["distribution"])
