"""Reading what was handed in: bounded in time and memory, whatever is in it."""

import io
import json
import lzma
import tarfile
import time
import zipfile

import pytest

from bpcourse.grading.run import Reader
from bpcourse.grading.submissions import archive, cells, intake, reader

from .conftest import SHORT
from .test_grade import GOOD, hand_in, run, table

ANSWER = "%%exercise squash\n" + GOOD["squash"]


def notebook(*sources):
    made = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"cells": made, "nbformat": 4}).encode()


def zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return data.getvalue()


def tar_of_zeros(megabytes):
    """A few kB that unfold to so many MB, in a file that is too large to be taken."""
    data = io.BytesIO()
    with lzma.open(data, "w") as stream, tarfile.open(fileobj=stream, mode="w|") as packed:
        info = tarfile.TarInfo("zeros.bin")
        info.size = megabytes << 20
        packed.addfile(info, io.BytesIO(bytes(info.size)))
    return data.getvalue()


def many_members(count):
    return zipped({f"{i}": b"" for i in range(count)})


HEAVY = {
    "300 kB of imports": (
        "a.ipynb",
        lambda: notebook(ANSWER, *["import numpy as np\n" * 60] * 300),
    ),
    "300 kB of different imports": (
        "a.ipynb",
        lambda: notebook(ANSWER, *[f"import m{i} as n{i}\n" * 2 for i in range(1500)]),
    ),
    "4 MB of imports in one cell": (
        "a.ipynb",
        lambda: notebook(ANSWER, "".join(f"import m{i} as n{i}\n" for i in range(150_000))),
    ),
    "4 MB of imports in many cells": (
        "a.ipynb",
        lambda: notebook(ANSWER, *["def squash(z):\n" + "import os\n" * 200] * 1900),
    ),
    "many marked lines": ("a.ipynb", lambda: notebook(ANSWER, "%%exercise msd\n" * 100_000)),
    "many marked cells": ("a.ipynb", lambda: notebook(*["%%exercise msd\nx = 1"] * 50_000, ANSWER)),
    "many names that do not exist": (
        "a.ipynb",
        lambda: notebook(ANSWER, *[f"%%exercise squas{i}\nx" for i in range(1900)]),
    ),
    "a name of 1 MB": ("a.ipynb", lambda: notebook(ANSWER, "%%exercise " + "squash" * 150_000)),
    "spaces": (
        "a.ipynb",
        lambda: notebook(ANSWER, (" " * 1000 + "\n") * 3000, "def" + " " * 10**6),
    ),
    "deep JSON": ("a.ipynb", lambda: b'{"cells":' + b"[" * 10**6),
    "a long number": ("a.ipynb", lambda: b'{"cells":[' + b"9" * 10**6 + b"]}"),
    "many small cells": ("a.ipynb", lambda: notebook(*["x"] * 200_000)),
    "an exported lesson": (
        "a.py",
        lambda: ("# In[ ]:\nimport os\n" * 50_000 + "%%exercise msd\n" * 50_000).encode(),
    ),
    "an exported lesson of long lines": (
        "a.py",
        lambda: (
            "# In[1]:\n" + f"get_ipython().run_cell_magic('exercise', 'msd', {'a' * 99999!r})\n" * 9
        ).encode(),
    ),
    "typed text": ("a.html", lambda: b"<p>" * 300_000),
    "typed text of open marks": ("a.html", lambda: b"<![" * 300_000),
    "a program of brackets": ("squash.py", lambda: b"x = " + b"(" * 10**6),
    "a program of additions": ("squash.py", lambda: b"x = 1" + b" + 1" * 10**6),
    "a program of many lines": ("squash.py", lambda: b"def squash(z):\n    return z\n" * 10**5),
    "a long name": ("bpcourse-submission.json", lambda: b'{"student": "' + b"a" * 10**7),
    "small tars of zeros": (
        "a.zip",
        lambda: zipped({f"{i}.tar.xz": TAR for i in range(500)}),
    ),
    "small tars of zeros in zips": (
        "a.zip",
        lambda: zipped({f"{i}.zip": zipped({f"{j}.tar.xz": TAR for j in range(20)})
                        for i in range(20)}),
    ),
    "zips of many files": ("a.zip", lambda: zipped({f"{i}.zip": MANY for i in range(200)})),
    "a zip of very many files": ("a.zip", lambda: many_members(60_000)),
    "a dictionary of 1.5 GB": ("a.tar.xz", lambda: WIDE),
}  # fmt: skip
TAR = tar_of_zeros(100)
MANY = many_members(2900)
WIDE = lzma.compress(
    bytes(100), format=lzma.FORMAT_XZ, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1536 << 20}]
)


@pytest.fixture(scope="module")
def reading():
    with Reader(tuple(SHORT)) as reader:
        yield reader


def entry(folder, name, data):
    (folder / name).write_bytes(data)
    (one,) = intake.entries(folder / name, one=True)
    return one


@pytest.mark.parametrize(("name", "make"), HEAVY.values(), ids=HEAVY)
def test_no_file_takes_long_to_read_or_ends_the_run(name, make, reading, tmp_path):
    data = make()
    assert len(data) < 20 << 20
    made, began = entry(tmp_path, name, data), time.monotonic()
    submission = reading.read(made)
    assert time.monotonic() - began < 60  # 10 s of work, on a busy machine
    assert submission.answers or submission.trouble
    assert len(submission.notes) < 30
    honest = reading.read(entry(tmp_path, "ada.py", GOOD["squash"].encode()))
    assert honest.answers == {"squash": GOOD["squash"]}


@pytest.mark.parametrize("name", [name for name in HEAVY if "import" in name or "marked l" in name])
def test_the_answer_beside_it_is_found(name, reading, tmp_path):
    file, make = HEAVY[name]
    if name == "many marked lines":
        made = notebook(ANSWER, "%%exercise msd\n" * 1900)
    elif file == "a.ipynb":
        made = make()
    else:
        pytest.skip("a program without it")
    assert "squash" in reading.read(entry(tmp_path, file, made)).answers


def seconds_for(count, make):
    """The least of three, since other things may be going on."""
    best = 9.0
    for _ in range(3):
        sources, began = make(count), time.process_time()
        list(cells.answers_in(sources, {}.get))
        best = min(best, time.process_time() - began)
    return best


@pytest.mark.parametrize(
    "make",
    [
        lambda count: [f"import m{i}\n" * 20 for i in range(count)],
        lambda count: ["%%exercise msd\n" * count],
        lambda count: ["%%exercise msd\nx = 1\n"] * count,
        lambda count: ["x = 1\n" * count, *["%%exercise msd\n"] * 10],
    ],
    ids=["imports", "marks in one cell", "marks", "lines"],
)
def test_the_time_grows_as_the_text_and_not_as_its_square(make, monkeypatch):
    monkeypatch.setattr(cells, "CELLS", 10**6)
    assert seconds_for(16_000, make) < 8 * seconds_for(4000, make) + 0.05


def test_too_many_cells_are_told(reading, tmp_path):
    made = entry(tmp_path, "a.ipynb", notebook(*["x = 1"] * (cells.CELLS + 1)))
    assert "more than 2000 cells of code" in reading.read(made).trouble


def test_all_archives_of_a_submission_share_their_bounds(tmp_path, reading):
    made = entry(tmp_path, "a.zip", zipped({f"{i}.tar.xz": TAR for i in range(4)}))
    assert reading.read(made).trouble == "It unpacks to more than 300 MB, so it was not read."
    passed_over = zipped({f"__pycache__/{i}": b"" for i in range(2900)})
    made = entry(tmp_path, "b.zip", zipped({f"{i}.zip": passed_over for i in range(4)}))
    told = "Its archives hold more than 9000 files, so it was not read."
    assert reading.read(made).trouble == told


# ---- the process that reads ----


def slow():
    """A program on which Python itself works for seconds."""
    return b"def squash(z):\n    return [" + b"[z],\n" * 700_000 + b"]\n"


def test_who_takes_too_long_is_stopped_and_the_next_is_read(tmp_path):
    with Reader(tuple(SHORT), seconds=0.5) as reading:
        submission = reading.read(entry(tmp_path, "a.py", slow()))
        assert submission.trouble == "To read it takes more than 0.5 s, so it was not read."
        assert (submission.answers, submission.unread) == ({}, False)
        for _ in range(3):  # the limit is for each, and not for all together
            assert reading.read(entry(tmp_path, "ada.py", GOOD["msd"].encode())).answers


def test_who_needs_too_much_memory_is_stopped_and_the_next_is_read(tmp_path):
    with Reader(tuple(SHORT), memory=100 << 20) as reading:
        lists = b'{"cells": [' + b"[], " * 5_000_000 + b"[]]}"
        submission = reading.read(entry(tmp_path, "a.ipynb", lists))
        assert submission.trouble == "To read it takes more than 100 MB, so it was not read."
        assert reading.read(entry(tmp_path, "ada.py", GOOD["msd"].encode())).answers


def test_who_crashes_the_process_is_told_so(tmp_path):
    with Reader(tuple(SHORT)) as reading:
        reading.read(entry(tmp_path, "ada.py", GOOD["msd"].encode()))
        reading.process.process.kill()
        submission = reading.read(entry(tmp_path, "a.py", GOOD["msd"].encode()))
        assert submission.trouble.startswith("Whoever tries to read it crashes (status -9)")
        assert reading.read(entry(tmp_path, "ada.py", GOOD["msd"].encode())).answers


def test_what_is_not_read_in_time_for_want_of_a_processor_is_read_again(tmp_path, monkeypatch):
    """It is no fault of the file, so it has no points, and not 0 points."""
    hand_in(tmp_path / "handed in", "ada", GOOD)
    with monkeypatch.context() as patch:
        patch.setattr(reader, "PATIENCE", 0.0)
        patch.setattr(reader.Reader.__init__, "__kwdefaults__",
                      reader.Reader.__init__.__kwdefaults__ | {"patience": 0.0})  # fmt: skip
        run(tmp_path / "handed in", tmp_path)
    assert table(tmp_path, "points")["ada", "msd"] == ""
    assert "It could not be read within 0 s." in table(tmp_path, "note")["ada", "msd"]
    run(tmp_path / "handed in", tmp_path)
    assert table(tmp_path)["ada", "msd"] == "passed"


def test_the_same_comes_back_as_without_a_process(tmp_path, reading):
    hand_in(tmp_path, "ada", GOOD | {"note": "x = 1"})
    (tmp_path / "ada" / "cleo.ipynb").write_bytes(notebook("%%exercise squosh\nx = 2"))
    (one,) = intake.entries(tmp_path / "ada", one=True)
    direct = intake.read(one, tuple(SHORT))
    assert direct.notebooks
    direct.notebooks.clear()  # they come along only where they are asked for
    direct.structures = {name: list(told) for name, told in direct.structures.items()}
    assert reading.read(one) == direct
    assert archive.MEMBERS < archive.LOOKED_AT


def test_heavy_files_between_honest_ones_cost_them_nothing(tmp_path):
    folder = tmp_path / "handed in"
    folder.mkdir()
    names = ["300 kB of imports", "many marked lines", "small tars of zeros", "deep JSON"]
    for i, name in enumerate(names):
        file, make = HEAVY[name]
        (folder / f"{i} heavy{file[1:]}").write_bytes(make())
        hand_in(folder, f"{i} honest", {"squash": GOOD["squash"]})
    run(folder, tmp_path, only=["squash"])
    states = table(tmp_path)
    assert [states[f"{i} honest", "squash"] for i in range(len(names))] == ["passed"] * len(names)
    assert len(states) == 2 * len(names)
