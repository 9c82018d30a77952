"""People: everybody who is graded, and which of their submissions counts.

A person is an identity that has handed something in, or a line of the roster. Nobody is merged
with anybody because of a name: where names are equal, or only look so, the teacher is warned.
"""

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

from ...errors import UserError, did_you_mean
from .look_alikes import difference, look
from .on_roster import find_on_roster
from .store import ByHand
from .which_counts import CLASS, Dates, choose
from .which_counts import warnings as date_warnings

DIGEST = 64  # the letters of a digest that are those of the files


@dataclass
class Person:
    """One row of the grades."""

    who: str  # the key under which results are kept
    name: str  # for show
    platform: str = ""
    number: str = ""
    email: str = ""
    named: str = ""  # the name that the platform or the file gives
    line: object = None  # of the roster
    result: int | None = None  # the id of the result that counts
    others: tuple = ()  # ids of those that do not
    time: float = 0.0  # when it came; 0 where no date can be trusted
    digest: str = ""  # of that result
    doubtful: bool = False  # one of several lines of the roster that fit a submission
    anonymous: bool = False  # the name is the platform's word for everybody
    by_hand: dict = field(default_factory=dict)  # exercise → ByHand
    warnings: list = field(default_factory=list)  # for the teacher alone

    @property
    def id(self):
        """Platform and number, or what the roster has in their place."""
        if self.platform:
            return f"{self.platform} {self.number}"
        return self.line.numbers[0] if self.line and self.line.numbers else ""


class People(list):
    """All persons in the order of their names, and warnings on all of them together."""

    def __init__(self, persons, warnings):
        super().__init__(sorted(persons, key=_place))
        self.warnings = warnings

    def give(self, given, results):
        """Give and keep what the teacher gives by hand, in place of what was given before."""
        rows = {}
        for one in given:
            try:
                person = self.find(one.student)
            except UserError as error:
                raise UserError(f"{one.place} cannot be used. {error}") from None
            row = ByHand(person.who, one.exercise, one.points, one.comment, person.digest)
            if row[:2] in rows:
                raise UserError(f"{one.place} gives {person.name} a second time. Keep one line.")
            rows[row[:2]] = row
        results.give_by_hand(list(rows.values()))
        kept = results.by_hand()
        for person in self:
            person.by_hand = kept.get(person.who, {})

    def find(self, text):
        """The only Person whom a text names: by number, address or name. UserError if not one."""
        wanted = text.strip().casefold()
        for names in (_numbers, _names):
            found = [one for one in self if wanted in names(one)]
            if len(found) == 1:
                return found[0]
            if found:
                told = ", ".join(f"{one.name} ({one.id or 'without a number'})" for one in found)
                raise UserError(f"{text!r} may be each of these: {told}. Write the number instead.")
        names = [one.name for one in self]
        advice = did_you_mean(text, names, "The names are in grades.csv.")
        raise UserError(f"Nobody is called {text!r}, and it is nobody's number. {advice}")


def _place(person):
    """By name, with É beside E."""
    plain = unicodedata.normalize("NFKD", person.name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return letters, person.name, person.who


def people(results, catalogue, settings, roster=None):
    """The People of whom there are results, and those on the roster."""
    several = {}
    for brief in results.briefs():
        several.setdefault(brief.who, []).append(brief)
    persons = [_person(who, briefs[-1]) for who, briefs in several.items()]
    _name(persons)
    dates = Dates(several.values(), settings)
    warnings = dates.warnings
    missing = find_on_roster(persons, roster, warnings) if roster else []
    for person in persons:
        briefs, when = several[person.who], partial(dates.of, line=person.line)
        chosen = choose(briefs, when, results, catalogue, settings)
        person.result, person.digest, person.time = chosen.id, chosen.digest, when(chosen)
        person.others = tuple(brief.id for brief in briefs if brief.id != chosen.id)
        person.warnings += date_warnings(person.time, bool(chosen.late), settings, dates)
    persons += [_of_line(line, doubtful) for line, doubtful in missing]
    _look_for_look_alikes(persons, warnings)
    _give(persons, results.by_hand())
    return People(persons, warnings)


def _person(who, brief):
    """The Person behind a result."""
    name = brief.declared if brief.declared and not brief.platform else brief.named
    return Person(who, name, brief.platform, brief.number, brief.email, brief.named)


def _of_line(line, doubtful):
    """The Person of a line of the roster for which there is no submission, or none for certain."""
    person = Person(line.key, line.name, email=line.email, line=line, doubtful=doubtful)
    if doubtful:
        person.warnings.append("A submission fits this line of the roster, but others, too.")
    return person


def _name(persons):
    """Choose names for show, so that nobody can take another's by writing it down."""
    looks = Counter(look(person.name) for person in persons)
    for person in persons:
        if looks[look(person.name)] > 1:
            person.name = person.named
    words = Counter(person.name for person in persons if person.platform == "moodle")
    for word, count in words.items():
        if count >= CLASS and count == sum(words.values()):
            for person in persons:
                if person.platform == "moodle":
                    person.name, person.anonymous = f"{word} {person.number}", True


def _give(persons, given):
    """Let each have what the teacher gave by hand."""
    for person in persons:
        keys = [*([person.line.key] if person.line else []), person.who]
        person.by_hand = {k: v for key in keys for k, v in given.get(key, {}).items()}
        if any(one.digest[:DIGEST] != person.digest[:DIGEST] for one in person.by_hand.values()):
            person.warnings.append("Something else was handed in since points were given by hand.")


def _look_for_look_alikes(persons, warnings):
    groups = {}
    for person in persons:
        groups.setdefault(look(person.name), []).append(person)
    for several in groups.values():
        if len(several) < 2:
            continue
        first, *rest = several
        differing = [other for other in rest if _written(other) != _written(first)]
        warnings += [
            f"The names {first.name} and {other.name} look alike, and are different people here. "
            f"Where they differ they have: {difference(_written(first), _written(other))}."
            for other in differing
        ]
        if len(differing) < len(rest):
            told = ", ".join(one.id or one.who.removeprefix("roster:") for one in several)
            warnings.append(f"{len(several)} people are called {first.name}: {told}.")
        for person in several:
            person.warnings.append("Another one has the same name, or one that looks like it.")


def _written(person):
    """The name letter by letter, as it was handed in."""
    return person.name if person.platform or not person.number else person.number


def _numbers(person):
    line = person.line
    found = {person.who, person.id, person.number, person.email}
    if line:
        found |= {*line.numbers, line.email, line.identifier, line.key}
    return {text.casefold() for text in found if text}


def _names(person):
    return {person.name.casefold(), look(person.name)}
