"""The pages' scripts are what their sources say, and ask for nothing from elsewhere."""

import re
import shutil
import subprocess

import pytest

from bpcourse.content import content

STAGE = content("bpcourse", "experiments", "widget")
PAGE = content("bpcourse", "site", "page")
VIEW = content("bpcourse", "checking", "tracing", "view")
MADE = {
    STAGE: ["stage.js"],
    PAGE: ["courier.js", "editor.js", "lesson.js", "offline.js", "worker.js"],
    VIEW: ["trace_view.js"],
}
pytestmark = pytest.mark.clone


@pytest.mark.parametrize("folder", MADE, ids=lambda folder: folder.name)
def test_it_is_bundled_from_its_sources(folder, tmp_path):
    """To the byte. `npm install && npm run build` in the folder makes it anew."""
    esbuild = folder / "node_modules" / ".bin" / "esbuild"
    if not esbuild.exists() or shutil.which("node") is None:
        where = folder.relative_to(content()).as_posix()
        pytest.skip(f"needs the page's tools: npm install in {where}")
    one = len(MADE[folder]) == 1
    into = f"--outfile={tmp_path / MADE[folder][0]}" if one else f"--outdir={tmp_path}"
    subprocess.run(
        ["npm", "run", "--silent", "build", "--", into],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    for name in MADE[folder]:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


ALONE = [STAGE / "stage.js", STAGE / "stage.css", VIEW / "trace_view.js", VIEW / "trace_view.css"]
NAMES = [*ALONE, *(PAGE / name for name in MADE[PAGE])]


@pytest.mark.parametrize("path", NAMES, ids=lambda path: path.name)
def test_no_address_elsewhere_is_in_it(path):
    text = path.read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", text))
    assert {a for a in addresses if not a.startswith("http://www.w3.org/")} <= set()


@pytest.mark.parametrize("path", ALONE, ids=lambda path: path.name)
def test_what_stands_in_a_cell_fetches_nothing(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"@import|fetch\(|XMLHttpRequest|importScripts", text)
