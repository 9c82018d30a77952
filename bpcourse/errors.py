"""Errors that the user can repair: what is wrong and what to do, in a full sentence."""

import difflib


class UserError(Exception):
    """Raised with a full sentence that needs no traceback beside it."""


def did_you_mean(name, known, otherwise):
    """A question with the names that are nearest to this one; `otherwise` where none is near."""
    near = difflib.get_close_matches(name, known, n=3)
    return f"Did you mean {' or '.join(near)}?" if near else otherwise
