"""Still: what an experiment shows where it does not live: on paper, on GitHub, in a saved notebook.

A built lesson has the picture, drawn by matplotlib. A learner's own notebook has the question only,
or the picture would answer it; and, once a prediction is locked in, the picture as they left it.
"""

import os
from html import escape

from . import question_html

VARIABLE = "BPCOURSE_STILLS"  # of the environment: the builder of lessons wants pictures


def are_wanted():
    return os.environ.get(VARIABLE) == "1"


def html(experiment):
    """The still picture as HTML, with its text under it and inside it, and its question above."""
    from ..plotting.figure import as_html  # a learner's cell needs no picture drawn
    from . import matplotlib_scene

    picture = experiment.picture(experiment.start)
    fig, text = matplotlib_scene.figure(picture.scene, picture.frame), picture.text(picture.frame)
    return as_html(fig, text, above=words(experiment))


def words(experiment):
    """The title and the question, and what to do."""
    title, question = f"<b>{escape(experiment.title)}</b>", experiment.question
    how = '<p class="bpcourse-live">Run this cell to answer, and to move the picture.</p>'
    if question is None:
        return f"<p>{title}</p>{how}"
    return question_html.asked(question, title) + how


def as_left(source, text, code):
    """The picture as the learner left it: a data address of a PNG, what it shows, and its state."""
    return (
        f'<figure class="bp-as-left" style="margin: 0"><img alt="{escape(text)}" '
        f'src="{escape(source)}" style="max-width: 100%">'
        f"<figcaption>{escape(text)}<br>State: <code>{escape(code)}</code></figcaption></figure>"
    )
