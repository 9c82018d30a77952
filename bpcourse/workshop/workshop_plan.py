"""Workshop plan: what a group does, how long each part takes, and what to cut when late.

    title = "An afternoon of our own"

    [[section]]
    lesson = "02"                  title, minutes, exercises and predictions are the lesson's,
    minutes = 38                   and each of them may be said otherwise
    exercises = ["gd_step"]
    predictions = ["StepSize"]     experiments, each of which asks a question first
    left_out = "The bug hunt."     from the start
    cut = [{ what = "The table of rates", minutes = 3 }]

    [[section]]
    title = "Break"                without a lesson it needs a title and minutes
    minutes = 10

`part = "Week 1"` says when a section is held, where a plan is longer than a day.
"""

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..checking import exercise, lesson_plan
from ..checking.questions import question_bank
from ..errors import UserError, did_you_mean

FOLDER = Path(__file__).with_name("plans")
DEFAULT = "half_day"
KEYS = ("lesson", "title", "part", "minutes", "exercises", "predictions", "left_out", "cut")
TEXTS = ("title", "part", "left_out")
LONGEST = 600  # minutes of one section


class PlanError(UserError):
    """A plan is not in order; a sentence for each thing to repair."""


@dataclass(frozen=True)
class Cut:
    """What can be left out, and the minutes that it saves."""

    what: str
    minutes: int


@dataclass(frozen=True)
class Section:
    """One part of a workshop."""

    title: str
    minutes: int
    lesson: str = ""  # "02"; empty for a break
    part: str = ""
    left_out: str = ""
    exercises: tuple = ()  # their names
    predictions: tuple = ()  # the questions that its experiments ask first
    cut: tuple = ()


@dataclass(frozen=True)
class WorkshopPlan:
    title: str
    sections: tuple
    source: str  # the text it was read from

    @cached_property
    def exercises(self):
        """The names of all its exercises, in order."""
        return [name for section in self.sections for name in section.exercises]

    @cached_property
    def predictions(self):
        """All its questions, by their names."""
        return {q.name: q for section in self.sections for q in section.predictions}

    @property
    def minutes(self):
        return sum(section.minutes for section in self.sections)


def names():
    """The plans that ship."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def find(word=None):
    """The plan of that name, or in the file of that name. Raises PlanError, or OSError."""
    name = (word or DEFAULT).replace("-", "_")
    if name in names():
        return parse((FOLDER / f"{name}.toml").read_text(encoding="utf-8"), f"The plan {name}")
    path = Path(word)
    if not path.is_file():
        known = f"The plans that ship are {', '.join(names())}; a plan of your own is a TOML file."
        told = "" if path.suffix == ".toml" else f" {did_you_mean(name, names(), known)}"
        raise PlanError(f"There is no plan {word!r}, and no file of that name.{told}")
    try:
        return parse(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError:
        raise PlanError(f"{path} is no text in UTF-8. Save it as UTF-8.") from None


def parse(text, source):
    """The plan in a text. Raises PlanError with all that is not in order, a line for each."""
    try:
        facts = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanError(f"{source} is no TOML: {error}.") from error
    told = [*_unknown(facts, ("title", "section"), "The plan")]
    if not _is_text(title := facts.get("title")):
        told.append('The plan has no title. Write one above all sections, as in: title = "Day 1"')
    entries = facts.get("section")
    if not _is_list(entries, dict) or not entries:
        told.append('The plan has no section. Begin one with [[section]] and lesson = "01".')
        entries = []
    sections = [_section(number, entry, told) for number, entry in enumerate(entries, 1)]
    counted = Counter(name for section in sections if section for name in section.exercises)
    for name in (name for name, count in counted.items() if count > 1):
        told.append(f"{name} stands in {counted[name]} sections. Leave it in one of them.")
    if told:
        raise PlanError("\n".join([f"{source} cannot be used yet.", *told]))
    return WorkshopPlan(title, tuple(sections), text)


def _section(number, facts, told):
    """The Section in these facts, or None and sentences in `told`."""
    where, before = f"Section {number}", len(told)
    told += _unknown(facts, KEYS, where)
    texts = {key: facts.get(key, "") for key in TEXTS}
    for key, text in texts.items():
        if key in facts and not _is_text(text):
            told.append(f"{where}: {key} should be a text in quotation marks, and is {text!r}.")
    lesson = _lesson(where, facts, told)
    minutes = facts.get("minutes", lesson.minutes if lesson else 0)
    if type(minutes) is not int or not 1 <= minutes <= LONGEST:
        told.append(f"{where}: minutes should be a whole number from 1 to {LONGEST}.")
        minutes = LONGEST
    made = {
        "exercises": _exercises(where, facts, lesson, told),
        "predictions": _predictions(where, facts, lesson, told),
        "cut": _cuts(where, facts, minutes, told),
    }
    if len(told) > before:
        return None
    texts["title"] = texts["title"] or _capital(lesson.title.partition(": ")[2])
    return Section(minutes=minutes, lesson=lesson.number if lesson else "", **texts, **made)


def _capital(title):
    """With a capital first letter, and the others as they are, as in "L1 and L2"."""
    return title[:1].upper() + title[1:]


def _lesson(where, facts, told):
    if "lesson" not in facts:
        if "title" not in facts:
            told.append(f'{where} has neither a lesson nor a title. Write lesson = "01", say.')
        return None
    try:
        return lesson_plan.find(facts["lesson"])
    except UserError as error:
        told.append(f"{where}: {error}")
        return None


def _exercises(where, facts, lesson, told):
    inside = _steps(lesson, "exercise")
    chosen = facts.get("exercises", inside)
    if not _is_list(chosen, str):
        told.append(f'{where}: exercises should be a list of names, as in: ["gd_step"]')
        return ()
    for name in chosen:
        try:
            found = exercise.find(name)
        except UserError as error:
            told.append(f"{where}: {error}")
            continue
        if lesson and name not in inside:
            told.append(
                f"{where} is lesson {lesson.number}, but {name} belongs to {found.lesson}. "
                "Move it to a section of that lesson."
            )
    return tuple(dict.fromkeys(chosen))


def _predictions(where, facts, lesson, told):
    asking = _asking()
    chosen = facts.get("predictions", [n for n in _steps(lesson, "experiment") if n in asking])
    if not _is_list(chosen, str):
        told.append(f'{where}: predictions should be a list of experiments, as in: ["StepSize"]')
        return ()
    for name in chosen:
        if name not in asking:
            advice = did_you_mean(name, asking, f"They are {', '.join(asking)}.")
            told.append(f"{where}: no experiment called {name!r} asks a question. {advice}")
    return tuple(asking[name] for name in dict.fromkeys(chosen) if name in asking)


def _asking():
    """The experiments that ask which of some options will be seen, and their questions."""
    every = question_bank.questions().values()
    return {q.experiment: q for q in every if q.experiment and q.kind == "choice"}


def _cuts(where, facts, minutes, told):
    entries = facts.get("cut", [])
    if not _is_list(entries, dict) or not all(map(_is_cut, entries)):
        told.append(
            f'{where}: cut should be a list as in: [{{ what = "The opener", minutes = 4 }}]'
        )
        return ()
    saved = sum(entry["minutes"] for entry in entries)
    if saved > minutes:
        told.append(f"{where} takes {minutes} minutes, and {saved} of them are to be cut.")
    return tuple(Cut(**entry) for entry in entries)


def _steps(lesson, kind):
    return [step.name for step in lesson.steps if step.kind == kind] if lesson else []


def _is_cut(entry):
    return (
        entry.keys() == {"what", "minutes"}
        and _is_text(entry["what"])
        and type(entry["minutes"]) is int
        and entry["minutes"] > 0
    )


def _is_text(value):
    return isinstance(value, str) and bool(value.strip())


def _is_list(value, kind):
    return isinstance(value, list) and all(isinstance(one, kind) for one in value)


def _unknown(facts, known, where):
    """A sentence for each key that means nothing."""
    for key in facts:
        if key not in known:
            advice = did_you_mean(key, known, f"Its keys are {', '.join(known)}.")
            yield f"{where} has a key {key!r}, which means nothing here. {advice}"
