"""The join link as a QR code: the same for the terminal and for the page."""

import re
import sys

import pytest

from bpcourse.workshop import qr_code

LINK = "http://192.168.1.5:8800/j/K7QPXM"


def test_text_and_drawing_hold_the_same_modules_as_the_code_itself():
    segno = pytest.importorskip("segno", reason=qr_code.HOW_TO_HAVE_IT)
    margin = qr_code.QUIET
    wanted = {
        (x + margin, y + margin)
        for y, row in enumerate(segno.make_qr(LINK, error="m").matrix)
        for x, module in enumerate(row)
        if module
    }
    drawn = qr_code.drawing(LINK)
    places = re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn["path"])
    assert {(int(x), int(y)) for x, y in places} == wanted
    lines = qr_code.text(LINK, coloured=False).splitlines()
    read = {
        (x, 2 * y + half)
        for y, line in enumerate(lines)
        for x, sign in enumerate(line)
        for half, light in enumerate(("█▀", "█▄"))
        if sign not in light
    }
    assert read == wanted
    assert {len(line) for line in lines} == {drawn["size"]}


def test_a_terminal_is_told_the_colours_and_a_file_is_not():
    pytest.importorskip("segno", reason=qr_code.HOW_TO_HAVE_IT)
    plain, coloured = (qr_code.text(LINK, coloured=how) for how in (False, True))
    assert "\x1b" not in plain
    assert all(line.startswith(qr_code.WHITE_ON_BLACK) for line in coloured.splitlines())


def test_without_segno_it_is_said_how_to_have_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "segno", None)
    assert qr_code.text(LINK) == (
        'For a QR code of the link: python -m pip install "bpcourse[workshop]"'
    )
    assert qr_code.drawing(LINK) == {"size": 0, "path": ""}
