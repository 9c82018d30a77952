"""Sanitize: what others wrote, where programs read it that could take it for something else."""

import hashlib
import re
import unicodedata

FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")
LENGTH = 2000  # characters in a cell of a table


def cell(value):
    """A value for a spreadsheet: never a formula, one line, no control characters."""
    if not isinstance(value, str):
        return value
    text = " ".join(plain(value).split())[:LENGTH]
    return f"'{text}" if text.startswith(FORMULA) else text


def plain(text):
    """Text without what a terminal or a page obeys: escapes, controls, marks that turn it round."""
    if text.replace("\n", "").replace("\t", "").isprintable():  # as nearly all of it is
        return text
    return "".join(letter for letter in text if letter in "\n\t" or _harmless(letter))


def _harmless(letter):
    return unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def for_xml(text):
    """Only what XML may hold at all; escaping is left to the one who writes it."""
    if text.isprintable():  # as nearly all of it is
        return text
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)


def words(name, instead):
    """A name, with `instead` of every sign that a format might take as its own."""
    return re.sub(r"[^\w .,'-]", instead, name)


def file_name(name, whose):
    """A name for a file: readable letters of a name, and a fingerprint of `whose` it is.

    No two are alike, as long as no two are the same person's.
    """
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", name))  # É is E here
    slug = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:40]
    mark = hashlib.sha256(whose.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{slug or 'student'}-{mark}"
