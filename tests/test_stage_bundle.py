"""The page's script is what its sources say, and asks for nothing from elsewhere."""

import re
import shutil
import subprocess

import pytest

from bpcourse.content import content

STAGE = content("bpcourse", "experiments", "widget")
pytestmark = pytest.mark.clone


def test_stage_js_is_bundled_from_its_sources(tmp_path):
    """To the byte. `npm install && npm run build` in bpcourse/experiments/widget makes it anew."""
    esbuild = STAGE / "node_modules" / ".bin" / "esbuild"
    if not esbuild.exists() or shutil.which("node") is None:
        pytest.skip("needs the page's tools: npm install in bpcourse/experiments/widget")
    made = tmp_path / "stage.js"
    subprocess.run(
        ["npm", "run", "--silent", "build", "--", f"--outfile={made}"],
        cwd=STAGE,
        check=True,
        capture_output=True,
    )
    assert made.read_bytes() == (STAGE / "stage.js").read_bytes()


@pytest.mark.parametrize("name", ["stage.js", "stage.css"])
def test_nothing_is_fetched_from_elsewhere(name):
    text = (STAGE / name).read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", text))
    assert {a for a in addresses if not a.startswith("http://www.w3.org/")} <= set()
    assert not re.search(r"@import|fetch\(|XMLHttpRequest|importScripts", text)
