"""Presenter: the pages of a workshop, each whole in itself, so nothing is asked for from elsewhere.

The presenter's view is the same text for everybody: what it shows it asks for with the secret that
stands behind the # of the instructor's link, which no browser sends along.
"""

from functools import cache
from pathlib import Path

from ..design import tokens

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
</main>
"""


@cache
def page():
    """The presenter's view."""
    text = _file("presenter.html").replace("/* style */", style())
    return text.replace("/* script */", _file("presenter.js"))


def how_to_join(link):
    """What a browser shows that opens the join link, which is escaped already."""
    return HOW_TO_JOIN.format(style=style(), link=link)


@cache
def style():
    return tokens() + _file("presenter.css")


def _file(name):
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
