"""Trouble: what is not as it should be, and how to repair it, in words for the one who can."""


class Trouble(Exception):
    """Raised with a full sentence that needs no traceback beside it."""
