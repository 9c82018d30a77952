"""A notebook that is opened again shows no widget that is gone."""

import asyncio
import copy
import json
from concurrent.futures import ThreadPoolExecutor

from traitlets.config import Configurable

from bpcourse.app.reopening import VIEW, Notebooks, forget_all_but

HTML = {"text/html": "<p>What is db?</p>", "text/plain": "1. What is db?"}


def output(widget=None, **data):
    view = {VIEW: {"model_id": widget}} if widget else {}
    return {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {},
        "data": view | data,
    }


def notebook(*outputs):
    cell = {"cell_type": "code", "id": "a", "source": "ask()", "execution_count": 1, "metadata": {}}
    text = {"cell_type": "markdown", "id": "b", "source": "text", "metadata": {}}
    cells = [cell | {"outputs": [*outputs]}, text]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def shown(notebook):
    return [[*one["data"]] for one in notebook["cells"][0]["outputs"]]


def test_a_widget_that_is_gone_is_left_out_and_its_text_stays():
    page = notebook(output("alive", **HTML), output("gone", **HTML), output(**HTML))
    forget_all_but({"alive"}, page)
    assert shown(page) == [[VIEW, *HTML], [*HTML], [*HTML]]


def test_what_has_nothing_else_to_show_stays():
    """A widget of the learner's own, say: that it is gone is at least told."""
    page = notebook(output("gone"))
    forget_all_but(set(), page)
    assert shown(page) == [[VIEW]]


def test_where_the_kernel_does_not_say_everything_stays():
    page = notebook(output("gone", **HTML))
    before = copy.deepcopy(page)
    forget_all_but(None, page)
    assert page == before


def run(coroutine):
    """In a thread of its own, because the browser's tests leave a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


class Server(Configurable):
    """A server that knows these sessions, and none of their kernels."""

    def __init__(self, *sessions):
        super().__init__()
        self.sessions, self.session_manager, self.kernel_manager = sessions, self, self

    async def list_sessions(self):
        return self.sessions

    def get_kernel(self, kernel_id):
        raise KeyError(kernel_id)


def test_without_a_kernel_no_widget_is_alive_and_the_file_stays_as_it_is(tmp_path):
    text = json.dumps(notebook(output("gone", **HTML)))
    (tmp_path / "lesson.ipynb").write_text(text)
    manager = Notebooks(root_dir=str(tmp_path), parent=Server())
    model = run(manager.get("lesson.ipynb"))
    assert shown(model["content"]) == [[*HTML]]
    assert (tmp_path / "lesson.ipynb").read_text() == text


def test_a_server_that_cannot_ask_opens_the_notebook_as_it_is(tmp_path):
    (tmp_path / "lesson.ipynb").write_text(json.dumps(notebook(output("gone", **HTML))))
    session = {"path": "lesson.ipynb", "kernel": {"id": "k"}}
    manager = Notebooks(root_dir=str(tmp_path), parent=Server(session))
    model = run(manager.get("lesson.ipynb"))
    assert shown(model["content"]) == [[VIEW, *HTML]]


def test_other_files_and_listings_are_as_ever(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    manager = Notebooks(root_dir=str(tmp_path))
    assert run(manager.get("notes.txt"))["content"] == "mine"
    assert run(manager.get("notes.txt", content=False))["content"] is None
    assert run(manager.get(""))["type"] == "directory"


def test_what_is_asked_for_may_be_named_or_not(tmp_path):
    """A manager of another package around this one, as that of jupytext 1.16, names nothing."""
    (tmp_path / "lesson.ipynb").write_text(json.dumps(notebook(output(**HTML))))
    manager = Notebooks(root_dir=str(tmp_path))

    async def both_ways():
        named = await manager.get("lesson.ipynb", content=True, type="notebook", format=None)
        return named, await manager.get("lesson.ipynb", True, "notebook", None)

    named, unnamed = run(both_ways())
    assert named == unnamed
