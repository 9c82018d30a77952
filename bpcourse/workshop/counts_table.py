"""Counts table: what a workshop has counted, as rows for a spreadsheet, when it is over."""

import csv
import io

COLUMNS = ("what", "section", "name", "answer", "count")


def table(overview):
    """The counts that a presenter's page shows, as CSV.

    Predictions that were not opened are left out, because nobody has seen them.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow(("seats", "", "", "", overview["seats"]))
    for number, section in enumerate(overview["sections"]):
        writer.writerow(("done", section["title"], "", "", section["done"]))
        for what, name, answer, count in _rows(overview, number):
            writer.writerow((what, section["title"], name, answer, count))
    return file.getvalue()


def _rows(overview, number):
    """Those of one section: exercises and their mistakes, then predictions."""
    for exercise in _of(overview["exercises"], number):
        for state, told in (("right", "right"), ("wrong", "wrong"), ("todo", "to do")):
            yield "exercise", exercise["name"], told, exercise[state]
        for mistake, count in exercise["mistakes"] or ():
            yield "mistake", exercise["name"], mistake, count
    for asked in _of(overview["predictions"], number):
        if "counts" in asked:
            answers = [*asked["options"], "I don't know yet."]
            for answer, count in zip(answers, [*asked["counts"], asked["unknown"]], strict=True):
                yield "prediction", asked["question"], answer, count


def _of(things, number):
    return [one for one in things if one["section"] == number]
