"""The picture of a labelling question: its places are where they are said to be."""

import base64
import re
import struct
import zlib

import pytest

from bpcourse.checking.questions.matching import Figure, Matching, Pair
from bpcourse.experiments import StepSize, matplotlib_scene, question_figure
from bpcourse.experiments.question_figure import draw
from bpcourse.experiments.quiz import Quiz
from bpcourse.experiments.scene import Scene

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{} {} 400 200"><path d="M 0 0 H 9"/></svg>'


def question(at=((0.25, 0.5), (0.75, 0.1)), **figure):
    pairs = tuple(Pair(f"place {i}", f"label {i}", "because", place) for i, place in enumerate(at))
    figure = Figure(alt="A picture <of> it.", **figure)
    return Matching(name="q", text="Where?", pairs=pairs, explanation="so", figure=figure)


def png(width, height):
    """The bytes of a white picture."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = zlib.compress((b"\x00" + b"\xff" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_drawing_is_shown_as_it_is_and_its_places_have_letters(tmp_path):
    (tmp_path / "f.svg").write_text(SVG.format(0, 0))
    drawn = draw(question(file=str(tmp_path / "f.svg")))
    assert (drawn.width, drawn.height) == (400, 200)
    assert drawn.places == (("A", 0.25, 0.5), ("B", 0.75, 0.1))
    assert drawn.spec()["svg"] == SVG.format(0, 0)


def test_a_photograph_has_its_own_size(tmp_path):
    (tmp_path / "f.png").write_bytes(png(30, 20))
    drawn = draw(question(file=str(tmp_path / "f.png")))
    assert (drawn.width, drawn.height) == (30, 20)
    assert drawn.spec()["png"].startswith("data:image/png;base64,")


def test_a_drawing_that_begins_elsewhere_is_refused(tmp_path):
    (tmp_path / "f.svg").write_text(SVG.format(-10, 0))
    with pytest.raises(ValueError, match="has to begin with 0 0"):
        draw(question(file=str(tmp_path / "f.svg")))


@pytest.mark.parametrize("panel", [1, 2, 3])
def test_the_places_of_a_scene_are_in_the_numbers_of_its_axes(panel):
    """The lower left and the upper right end of a panel are where matplotlib puts its corners."""
    experiment = StepSize(learning_rate=0.4)
    picture = experiment.picture(experiment.start)
    chosen = picture.scene.panels[panel - 1]
    fig = matplotlib_scene.figure(Scene((chosen,), picture.scene.frames), picture.frame)
    fig.draw_without_rendering()
    [axes] = fig.axes
    ends = [*zip(axes.get_xlim(), axes.get_ylim(), strict=True)]
    drawn = draw(question(at=tuple(ends), panel=panel, scene="StepSize learning_rate=0.4"))
    box = axes.get_position()
    wanted = [(box.x0, 1 - box.y0), (box.x1, 1 - box.y1)]
    for (_, x, y), corner in zip(drawn.places, wanted, strict=True):
        assert (x, y) == pytest.approx(corner, abs=0.01)


def test_as_text_the_letters_are_drawn_into_the_picture(tmp_path, workspace):
    (tmp_path / "f.svg").write_text(SVG.format(0, 0))
    html = Quiz([question(file=str(tmp_path / "f.svg"))]).html()
    source = re.search(
        r'<img alt="A picture &lt;of&gt; it." src="data:image/svg[^,]*,([^"]*)"', html
    )
    inside = base64.b64decode(source[1]).decode()
    assert re.findall(r">([A-Z])</text>", inside) == ["A", "B"]
    assert "translate(100 100)" in inside


def test_no_other_question_has_a_picture():
    from bpcourse.checking.questions.question_bank import find

    assert question_figure.spec(find("bias_sum")) is None
