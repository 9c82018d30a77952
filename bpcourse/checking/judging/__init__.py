"""Judging: the checks of an exercise are run on an answer, and what they find becomes a report."""
