"""A lesson as a learner takes it who solves everything: run once, and what it showed."""

import re
from dataclasses import dataclass

import nbformat

from bpcourse.authoring import build

from . import axe

OURS = ".jp-OutputArea-output, .jp-RenderedMarkdown, .bp-stage"


@dataclass
class Taken:
    """What is known of a page in which a lesson was run, and everything in it was opened."""

    saved: nbformat.NotebookNode  # the notebook, as JupyterLab has saved it
    reports: list  # the texts of the exercises' reports
    findings: dict  # the theme: (what axe-core found in our outputs, all rules that were broken)
    troubles: list  # what the page logged as an error or asked for from elsewhere


def take(source, notebook):
    """Open the edition with solutions in JupyterLab, run it from top to bottom, and open it all."""
    notebook.lab.forget()
    path = notebook.lab.folder / f"{source.stem}_solved.ipynb"
    written = build.assemble(source, solutions=True)
    nbformat.write(written, path)
    notebook.turn_to(path.name)
    notebook.run_all()
    open_questions(notebook.page, count(written, r'"\w{3,}"', r"(ask|from_memory)\("))
    if experiments := count(written, r"[A-Z]\w+\(\)", r"[A-Z]\w+\(\)$"):
        open_experiments(notebook.page, experiments)
    findings = {"light": axe.findings(notebook.page, within=OURS)}
    notebook.theme("dark")
    findings["dark"] = axe.findings(notebook.page, axe.OF_COLOURS, within=OURS)
    reports = notebook.page.locator(".bpcourse-report").all_inner_texts()
    notebook.save()
    saved = nbformat.read(path, as_version=4)
    return Taken(saved, reports, findings, [*notebook.troubles])


def count(notebook, what, within):
    """How often something stands in the code cells that begin with something."""
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return sum(len(re.findall(what, text)) for text in code if re.match(within, text))


def open_questions(page, number):
    """Wait for so many questions, and answer each with options: its explanation is shown."""
    assert number >= 1, "every lesson has questions"
    page.locator(".bp-quiz .bp-question").nth(number - 1).wait_for()
    questions = page.locator(".bp-quiz .bp-question").all()
    assert len(questions) == number
    for question in questions:
        if question.locator("input[type=radio]").count():
            question.locator("input[type=radio]").first.check()
            question.get_by_role("button", name="Answer: I am sure").click()
            question.get_by_role("button", name=re.compile("Answer again|Compare")).wait_for()


def open_experiments(page, number):
    """Wait for so many experiments, compare a prediction with each, and open its numbers."""
    page.locator(".bp-stage:not(.bp-quiz) .bp-heading").nth(number - 1).wait_for()
    stages = page.locator(".bp-stage:not(.bp-quiz)").all()
    assert len(stages) == number
    for stage in stages:
        stage.get_by_role("button", name="I don't know yet.").click()
        stage.get_by_role("button", name="Compare").click()
        stage.get_by_role("button", name="Numbers").click()
        stage.locator(".bp-tables > details > summary").first.click()
