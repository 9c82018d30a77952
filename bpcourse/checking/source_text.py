"""Source text: the bytes of an answer as text, the same for `check` and for `grade`.

UTF-8, or what the file says it is (PEP 263), or what its first bytes show: some editors and the
Windows PowerShell save UTF-16.
"""

import re

from ..errors import UserError

DECLARED = {
    **dict.fromkeys(("latin-1", "iso-8859-1"), "latin-1"),
    **dict.fromkeys(("cp1252", "windows-1252"), "cp1252"),
    "iso-8859-15": "iso-8859-15",
}
COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)


def decoded(data):
    """The text, its lines ended by \\n, and the name of its encoding.

    Raises UserError where the bytes are no text in any encoding that is read.
    """
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        told = "It is not UTF-8 text, so it cannot be read. Save it as UTF-8."
        raise UserError(told) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), encoding


def _encoding(data):
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    zeros = [byte == 0 for byte in data[:4]]
    if zeros == [False, True, False, True]:  # two bytes for each letter, without a mark
        return "utf-16-le"
    if zeros == [True, False, True, False]:
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        cookie = COOKIE.search(b"\n".join(data.split(b"\n")[:2]))
        return DECLARED.get(cookie[1].decode().lower(), "utf-8") if cookie else "utf-8"
    return "utf-8"
