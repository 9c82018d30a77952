"""A shell as it is in the kernels of `bpcourse lab`, without the kernel around it."""

import re

import pytest


class Cells:
    """Runs cells: what was shown is returned as text, what was raised is kept in `error`."""

    def __init__(self, shell):
        self.shell = shell
        self.error = None

    def run(self, source):
        from IPython.utils.capture import capture_output

        with capture_output() as captured:
            result = self.shell.run_cell(source)
        self.error = result.error_before_exec or result.error_in_exec
        self.shown = [output.data for output in captured.outputs]
        texts = [data.get("text/plain", "") for data in self.shown]
        told = "\n".join([*texts, captured.stdout, captured.stderr])
        return re.sub(r"\x1b\[[\d;]*m|^Out\[\d+\]: ", "", told, flags=re.MULTILINE).strip()


@pytest.fixture
def cells(workspace, tmp_path, monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    from bpcourse import notebook
    from bpcourse.notebook import session

    monkeypatch.setattr(session, "plan", None)
    monkeypatch.setattr(session, "exercise", None)
    monkeypatch.setattr(session, "room", None)
    monkeypatch.setattr(session, "looks", False)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False
    notebook.load_ipython_extension(shell)
    yield Cells(shell)
    shell.set_custom_exc((), None)
    InteractiveShell.clear_instance()
