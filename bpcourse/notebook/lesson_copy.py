"""Lesson copy: what a learner's copy of a lesson says before it is run.

It has no outputs: what a cell shows is seen when it is run, after the prediction. In their place it
says what to do at the cells that begin something.
"""

import json
import re

FIRST = "▶ **Begin here.** Click into this cell and press Shift-Enter. Each press runs one cell."
QUESTIONS = "▶ Run this cell (Shift-Enter): {count} to answer."
EXPERIMENT = "▶ **{title}** Run this cell (Shift-Enter). First you predict, then the picture opens."
EXERCISE = "○ Write your answer into this cell, then run it (Shift-Enter). A report appears here."
REPAIR = "○ Run this cell (Shift-Enter), repair it, and run it again. A report appears here."


def copy_of(text, metadata):
    """A learner's copy of a lesson's text. What is no notebook is copied as it is.

    `metadata` are those of the kernel that will run it, so that to open it does not change it.
    """
    try:
        notebook = json.loads(text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    except (ValueError, TypeError, KeyError):
        return text
    for number, cell in enumerate(cells):
        said = FIRST if number == 0 else _said(cell["source"])
        cell |= {"execution_count": None, "outputs": [_markdown(said)] if said else []}
    notebook["metadata"] = metadata
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _said(source):
    """What a copy says under a cell before it is run; empty for most cells."""
    from .. import experiments
    from ..checking.exercise import find

    source = "".join(source).strip()
    if match := re.match(r"%%exercise (\w+)", source):
        return REPAIR if find(match[1]).kind == "repair" else EXERCISE
    if match := re.fullmatch(r"(?:ask|from_memory)\((.*)\)", source, re.DOTALL):
        count = len(re.findall(r'"\w+"', match[1]))
        return QUESTIONS.format(count=f"{count} question{'s' if count > 1 else ''}")
    if (match := re.fullmatch(r"([A-Z]\w+)\(.*\)", source)) and match[1] in experiments.modules():
        return EXPERIMENT.format(title=getattr(experiments, match[1]).title)
    return ""


def _markdown(text):
    plain = re.sub(r"\*\*", "", text)
    data = {"text/markdown": text, "text/plain": plain}
    return {"output_type": "display_data", "data": data, "metadata": {}}
