"""The doctor: each failure names its repair, and the code at the end can be read back."""

import pytest
from packaging.requirements import Requirement

from bpcourse.app import doctor
from bpcourse.errors import UserError


def test_a_machine_that_can_run_these_tests_is_ready(workspace):
    told = []
    assert doctor.doctor(told.append) == 0
    assert sum(line.startswith("  ok ") for line in told) == len(doctor.EXAMINATIONS)
    assert told[-1].startswith("\nReady. Readiness code: ")


def failing(monkeypatch, name, error):
    def examine():
        raise error

    healthy = {other: lambda: "fine" for other in doctor.EXAMINATIONS}
    monkeypatch.setattr(doctor, "EXAMINATIONS", healthy | {name: examine})
    told = []
    assert doctor.doctor(told.append) == 1
    return told


@pytest.mark.parametrize("name", doctor.EXAMINATIONS)
def test_what_fails_is_in_the_code_and_can_be_read_back(monkeypatch, name):
    told = failing(monkeypatch, name, UserError("Repair it like this."))
    assert any(line == f"  FAIL  {name}: Repair it like this." for line in told)
    code = told[-1].split()[-1]
    assert doctor.explain(code, told.append) == 0
    assert told[-1].endswith(f"failed: {name}.")


def test_an_unforeseen_error_is_a_finding_too(monkeypatch):
    told = failing(monkeypatch, "port", RuntimeError("nobody thought of this"))
    assert "  FAIL  port: RuntimeError: nobody thought of this" in told


def test_a_code_that_was_misread_is_noticed():
    code = doctor.code(5)
    told = []
    for place in range(len(code)):
        wrong = code[:place] + ("7" if code[place] != "7" else "8") + code[place + 1 :]
        assert doctor.explain(wrong, told.append) == 1
    assert doctor.explain("hello", told.append) == 1
    assert "One looks like" in told[-1]


def test_a_missing_package_names_the_command(monkeypatch):
    monkeypatch.setattr(doctor, "_requirements", lambda: [Requirement("no-such-package>=1.0")])
    with pytest.raises(
        UserError, match=r"no-such-package is missing\. Run: .* -m pip install no-such"
    ):
        doctor._packages()


def test_an_old_package_names_the_command(monkeypatch):
    monkeypatch.setattr(doctor, "_requirements", lambda: [Requirement("numpy>=99.1")])
    with pytest.raises(UserError, match=r"numpy .* is too old\. Run: .* --upgrade numpy"):
        doctor._packages()


def test_what_another_python_needs_is_not_asked_for(monkeypatch):
    """The newest Matplotlib was called too old, because a line was for Python 3.13 alone."""
    lines = ["numpy>=1.26; python_version > '3'", "numpy>=99; python_version < '3'"]
    monkeypatch.setattr(doctor, "requires", lambda name: [*lines, 'torch>=99; extra == "peers"'])
    assert doctor._packages().startswith("numpy ")


def test_a_folder_that_cannot_be_written_is_named(monkeypatch, workspace):
    def refuse(path, text):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor, "write_text", refuse)
    with pytest.raises(
        UserError, match=r"Nothing can be written in .* \(Permission denied\). Go to"
    ):
        doctor._writing()


def test_too_little_memory_is_told(monkeypatch):
    monkeypatch.setattr(doctor, "MEMORY_NEEDED", 10**6)
    with pytest.raises(UserError, match="of memory are free; the course needs 1000000"):
        doctor._memory()
