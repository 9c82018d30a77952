"""Presenter: the pages of a workshop, each whole in itself, so nothing is asked for from elsewhere.

The presenter's view is the same text for everybody: what it shows it asks for with the secret that
stands behind the # of the instructor's link, which no browser sends along.
"""

from functools import cache
from pathlib import Path

from ..design import tokens
from ..experiments import page_files

HOW_TO_JOIN = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Join the workshop</title>
<style>{style}</style>
<main class="join">
<h1>Join the workshop</h1>
<p>Write this in a terminal in which you use the course:</p>
<pre><code>bpcourse join {link}</code></pre>
<p>In a cell of a lesson write it with an exclamation mark before it. From then on the room's counts
include what you do in its exercises: no name, no code and no address are sent. <code>bpcourse
leave</code> ends it.</p>
{further}</main>
"""

IN_A_PAGE = """\
<p>Or take part in a browser, where nothing is installed: <a href="{page}">open the first
lesson</a>, and press <b>Join</b> at its end.</p>
"""

TOLD = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Workshop</title>
<style>{style}</style>
<main class="join"><p>{sentence}</p></main>
"""


@cache
def page():
    """The presenter's view."""
    text = _file("presenter.html").replace("/* style */", style())
    return text.replace("/* script */", _file("histogram.js") + _file("presenter.js"))


def live(slides):
    """Slides, a whole page of HTML, with the counts of the room and experiments that live."""
    script = _file("histogram.js") + _file("live_slides.js")
    head = f'<link rel="stylesheet" href="../stage.css">\n<style>\n{live_style()}</style>\n</head>'
    end = f'<script type="module">\n{script}</script>\n</body>'
    return slides.replace("</head>", head, 1).replace("</body>", end, 1)


def live_style():
    """What a workshop adds to the style of slides."""
    return _file("histogram.css") + _file("live_slides.css")


def stage_file(name):
    """The text of stage.js or stage.css, which experiments that live need, and its kind."""
    if name == "stage.css":
        return page_files.style(), "text/css"
    return (page_files.FOLDER / name).read_text(encoding="utf-8"), "text/javascript"


def how_to_join(link, page=""):
    """What a browser shows that opens the join link; `page` is one to take part from, if any.

    Both are escaped already.
    """
    further = IN_A_PAGE.format(page=page) if page else ""
    return HOW_TO_JOIN.format(style=style(), link=link, further=further)


def told(sentence):
    """A page with one sentence, which is escaped already."""
    return TOLD.format(style=style(), sentence=sentence)


@cache
def style():
    return tokens() + _file("histogram.css") + _file("presenter.css")


def _file(name):
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
