"""Which versions of other packages the course runs with: from the lowest on, and CI holds both."""

import re
import tomllib

import pytest

from bpcourse.content import content

pytestmark = pytest.mark.clone
REQUIREMENT = re.compile(r"([\w-]+)>=([\d.]+)(?:; python_version < '3\.13')?")


def pins(name):
    """The versions of a file of pins, by the names of the packages."""
    lines = content(".ci", name).read_text(encoding="utf-8").splitlines()
    return {package.lower(): version for package, version in (line.split("==") for line in lines)}


def requirements():
    """What pyproject.toml asks for on Python 3.11, each with its lowest version."""
    project = tomllib.loads(content("pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["authoring"], *extras["grading"], *extras["test"]]
    found = [REQUIREMENT.fullmatch(line) for line in asked]
    unknown = [line for line, match in zip(asked, found, strict=True) if not match]
    assert all(line.startswith("bpcourse[") or ">= '3.13'" in line for line in unknown), unknown
    return dict(match.groups() for match in found if match)


def test_each_package_is_pinned_at_its_lowest_version():
    """Where a bound is raised, .ci/lowest.txt is made anew, as it says in CONTRIBUTING."""
    pinned = pins("lowest.txt")
    for package, version in requirements().items():
        assert _numbers(pinned[package]) == _numbers(version), package


def test_each_package_is_pinned_at_a_newer_version_too():
    pinned = pins("constraints.txt")
    for package, version in requirements().items():
        assert _numbers(pinned[package]) >= _numbers(version), package


def _numbers(version):
    """(8, 2) for 8.2 and for 8.2.0."""
    numbers = [int(part) for part in re.findall(r"\d+", version)]
    while numbers[-1:] == [0]:
        numbers.pop()
    return numbers
