"""Tables: the files that teachers bring along: lists as spreadsheets write them, and TOML."""

import csv
import io
import tomllib
from dataclasses import dataclass

from ...errors import UserError

LARGEST = 20 << 20  # bytes


@dataclass(frozen=True)
class Table:
    """A CSV file: its columns, and for each line its number and its cells by column."""

    columns: tuple
    lines: tuple


def read_csv(path):
    """The Table in a CSV file. UserError where it is none.

    Commas, semicolons and tabs are understood, UTF-8, UTF-16 and the letters of Windows.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from None
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise UserError(f"{path} is a workbook, not a CSV file. Save it as CSV.")
    if len(data) > LARGEST:
        raise UserError(f"{path} is larger than {LARGEST >> 20} MB. Is it the right file?")
    text = _text(data)
    if "\0" in text:
        raise UserError(f"{path} is no CSV file. Save it as CSV.")
    return _table(path, text)


def read_toml(path):
    """What is in a TOML file. UserError where it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is no TOML: {error}.") from None


def _text(data):
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _table(path, text):
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    columns, lines = None, []
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if columns is None and any(cells):
                columns = tuple(cells)
            elif any(cells):
                lines.append((reader.line_num, dict(zip(columns, cells, strict=False))))
    except csv.Error as error:
        raise UserError(f"{path} is no CSV file: {error}, near line {reader.line_num}.") from None
    if columns is None:
        raise UserError(f"{path} is empty. Its first line should say what its columns are.")
    return Table(columns, tuple(lines))


def plain(column):
    """The name of a column by its letters and figures, so that `E-mail` is `email`."""
    return "".join(letter for letter in column.casefold() if letter.isalnum())
