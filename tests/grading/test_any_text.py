"""Whatever stands in a name, a list or a file, it is read or told, and nothing else is raised."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpcourse.errors import UserError
from bpcourse.grading.assignment import by_hand, roster
from bpcourse.grading.results.look_alikes import difference, look
from bpcourse.grading.submissions import gradescope, identity, intake, scripts, web_text
from bpcourse.grading.submissions.structures import structure

from .conftest import SHORT
from .test_intake import SQUASH, zipped

SIGNS = st.text(st.sampled_from("aÄ_-1 .:'\"\n\t,;{}[]<>/&#%=()\u00ad\u200b\ud800\udcff\x00\x1b"))
TEXT = st.one_of(SIGNS, st.text())
EVERY = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@EVERY
@given(st.lists(st.text(min_size=1).filter(lambda name: "/" not in name), max_size=4))
def test_any_names_in_an_export(tmp_path, names):
    path = tmp_path / "export.zip"
    names = [name for name in names if "\0" not in name and _encodes(name)]
    files = {f"{name}_{i}_assignsubmission_file/a.py": SQUASH for i, name in enumerate(names)}
    path.write_bytes(zipped(files))
    found = [intake.read(entry, SHORT) for entry in intake.entries(path)]
    for submission in found:
        submission.student.encode()
        submission.key.encode()
    visible = [name for name in names if not name.startswith((".", "~$"))]
    plain = [name for name in visible if not set("\\:") & set(name) and name.strip(".")]
    answered = {submission.number for submission in found if submission.answers}
    assert {str(names.index(name)) for name in plain} <= answered


def _encodes(name):
    with suppress(UnicodeEncodeError):
        return bool(name.encode())
    return False


@EVERY
@given(TEXT, TEXT)
def test_any_name_is_somebodys(name, other):
    for text in (name, f"{name}_12_34_{other}", f"{name}_5_assignsubmission_file_{other}"):
        for who in (identity.by_name(text), getattr(identity.by_platform(text), "identity", None)):
            if who:
                who.name.encode()
                who.key.encode()
                assert who.name.isprintable()
        identity.own_stem(text), identity.copy_number(text)
    look(name), difference(name, other), identity.alike(name, other)


@EVERY
@given(TEXT)
def test_any_text_is_taken_apart(text):
    gradescope.folders(f"submission_1:\n  :submitters:\n  - :name: {text}\n{text}")
    web_text.cells_of(f"<pre>{text}</p>{text}")
    scripts.cells_of(
        f"# In[1]:\n{text}\nget_ipython().run_cell_magic({text})\n%%exercise a\n{text}"
    )
    structure(text)
    structure(f"def f(a):\n    return {text}")


@EVERY
@given(st.one_of(st.binary(), TEXT.map(lambda text: text.encode("utf-8", "replace"))), TEXT)
def test_any_list_is_read_or_told(tmp_path, data, text):
    path, lists = (
        tmp_path / "list.csv",
        [data, b"name,id\n" + data, b"student,exercise,points\n" + data],
    )
    for content in lists:
        path.write_bytes(content)
        with suppress(UserError):
            found = roster.load(path)
            for line in found.lines:
                found.find("moodle", text, [line.name, text], text)
        with suppress(UserError):
            by_hand.load(path, SHORT)
    toml = tmp_path / "list.toml"
    toml.write_bytes(b"[[override]]\n" + data)
    with suppress(UserError):
        by_hand.load(toml, SHORT)
