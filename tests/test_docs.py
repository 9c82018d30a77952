"""The pages in docs/ lead to what is there, and their pictures can be read in light and in dark."""

import re
from xml.etree import ElementTree

import pytest

from bpcourse.content import content

pytestmark = pytest.mark.clone
ROOT = content("docs").parent
PAGES = [*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PICTURES = sorted(ROOT.glob("docs/*.svg"))
WEB = ("http://", "https://", "#")
TEXT, LINES = 4.5, 3.0  # the contrast that WCAG asks for


def by_name(path):
    return path.name


def prose(page):
    """Its text without the programs in it."""
    return re.sub(r"(?ms)^```.*?^```$", "", page.read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_each_link_and_picture_leads_to_a_file(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if not target.startswith(WEB):
            assert (page.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_each_picture_is_told_in_words(page):
    for told, target in re.findall(r"!\[(.*?)\]\(([^)\s]+)\)", page.read_text("utf-8")):
        assert len(told.split()) >= 15, target


def test_each_picture_of_the_readme_is_there_in_both_themes_and_small_and_told_in_words():
    """python -m docs.pictures makes them all anew."""
    text = (ROOT / "README.md").read_text("utf-8")
    shown = re.findall(r'srcset="(.*?)-dark\.webp">\s*<img src="(.*?)\.webp" alt="(.*?)">', text)
    assert len(shown) == text.count("<img") == text.count("<picture>") >= 6
    for dark, light, told in shown:
        assert dark == light
        assert len(told.split()) >= 15
    files = {path for light, *_ in shown for path in (f"{light}.webp", f"{light}-dark.webp")}
    assert {ROOT / file for file in files} == set(ROOT.glob("docs/pictures/*.webp"))
    assert max((ROOT / file).stat().st_size for file in files) <= 150_000


@pytest.mark.parametrize("page", [p for p in PAGES if p.name != "CONTRIBUTING.md"], ids=by_name)
def test_each_file_that_is_named_is_there(page):
    """Recipes also name files that are to be made."""
    for name in re.findall(r"`((?:bpcourse|docs|tests)/[\w./]*)`", page.read_text("utf-8")):
        assert (ROOT / name).exists(), name


def colours(style):
    """Those of the light theme, and those of the dark one, by their names."""
    light, dark = re.findall(r"svg \{(.*?)\}", style)
    found = [dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", theme)) for theme in (light, dark)]
    assert found[0].keys() == found[1].keys()
    return found


def lightness(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one, other):
    low, high = sorted(map(lightness, (one, other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("picture", PICTURES, ids=by_name)
def test_a_picture_brings_its_own_paper_and_can_be_read_on_it_in_both_themes(picture):
    """A page shows it as an image, so it knows the reader's theme only from the system."""
    svg = ElementTree.parse(picture).getroot()
    name = "{http://www.w3.org/2000/svg}"
    assert svg.find(f"{name}title").text
    assert len(svg.find(f"{name}desc").text.split()) >= 15
    paper = next(rect for rect in svg.iter(f"{name}rect"))
    assert [paper.get("width"), paper.get("height")] == svg.get("viewBox").split()[2:]
    for theme in colours(svg.find(f"{name}style").text):
        for role in ("ink", "grey"):
            assert contrast(theme[role], theme["paper"]) >= TEXT
            assert contrast(theme[role], theme["soft"]) >= TEXT
        for role in ("line", "judge", "answer"):
            assert contrast(theme[role], theme["paper"]) >= LINES
