"""Which counts: of all that somebody has handed in, one submission, and when it came."""

import math

from .scores import score

CLASS = 5  # so many people are needed to tell


class Dates:
    """When the submissions came, as far as their dates can be trusted.

    Where the dates of a whole class are near each other, as packing or copying would make them,
    they say nothing.
    """

    def __init__(self, several, settings):
        self.warnings = []
        newest = [max(briefs, key=_last) for briefs in several]
        times = [brief.time for brief in newest if brief.time]
        apart = max(times, default=0.0) - min(times, default=0.0)
        enough = settings.has_dates and len(times) == len(newest) >= CLASS
        self.known = not (enough and apart < min(brief.slack for brief in newest))
        if not self.known:
            self.warnings.append(
                f"All {len(newest)} submissions have dates within {math.ceil(apart / 60) or 1} min "
                "of each other, as they have when they are packed or copied one after the other. "
                "Nothing was taken off for being late."
            )

    def of(self, brief, line=None):
        """When it came, or 0; a line of the roster knows it of what was handed in last."""
        if line and line.when and not brief.replaced:
            return line.when
        return brief.time if self.known else 0.0


def choose(briefs, when, results, catalogue, settings):
    """The Brief that counts, as the settings say; `when(brief)` is its time, or 0."""
    there = [brief for brief in briefs if not brief.replaced] or briefs
    last = max(there, key=_last)
    if settings.counts == "last" or len(briefs) == 1:
        return last
    in_time = [brief for brief in briefs if settings.in_time(when(brief))]
    if settings.counts == "last_before_due":
        return max(in_time, key=_last, default=last)

    def points(brief):
        found = results.result(brief.id).verdicts
        left, _ = settings.lateness(when(brief))
        return sum(
            score(exercise, found.get(exercise.name), settings, left).points
            for exercise in catalogue.exercises
        )

    return max({*there, *in_time}, key=lambda brief: (points(brief), _last(brief)))


def _last(brief):
    return brief.time, brief.run, brief.id


def warnings(when, late, settings, dates):
    """What the teacher should know about the date of one submission, and a platform's mark."""
    found = []
    if settings.has_dates and dates.known and not when:
        found.append("Its date is not known, so nothing was taken off for being late.")
    if late and settings.has_dates and settings.in_time(when):
        found.append("The platform marks it as late; its date is before the due date.")
    elif late and not (settings.has_dates and when):
        found.append("The platform marks it as late.")
    return found
