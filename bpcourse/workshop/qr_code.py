"""QR code: the join link as a square that a camera reads. segno computes it, where it is installed.

An instructor's extra brings it, so learners need not install it: the rules of the code are a
standard of a hundred pages, and no part of this course.
"""

import sys

HOW_TO_HAVE_IT = 'For a QR code of the link: python -m pip install "bpcourse[workshop]"'
QUIET = 4  # modules of nothing around it, which the standard asks for
HALVES = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}  # light above and below is a block
WHITE_ON_BLACK, AS_EVER = "\x1b[97;40m", "\x1b[0m"


def modules(link):
    """Rows of 0, light, and 1, dark, with a margin; None where segno is not installed."""
    try:
        import segno
    except ImportError:
        return None
    code = segno.make_qr(link, error="m")
    return [list(row) for row in code.matrix_iter(border=QUIET)]


def text(link, coloured=None):
    """The code in half blocks, two modules in each; without segno, how to have it.

    The blocks are what is light in it. A terminal is told so by colours, whatever its theme.
    """
    rows = modules(link)
    if rows is None:
        return HOW_TO_HAVE_IT
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    lines = ["".join(HALVES[pair] for pair in zip(*both, strict=True)) for both in pairs]
    if sys.stdout.isatty() if coloured is None else coloured:
        lines = [f"{WHITE_ON_BLACK}{line}{AS_EVER}" for line in lines]
    return "\n".join(lines)


def drawing(link):
    """Its size in modules, and its dark modules as the path of an SVG; size 0 without segno."""
    rows = modules(link) or []
    dark = [(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module]
    return {"size": len(rows), "path": "".join(f"M{x} {y}h1v1h-1z" for x, y in dark)}
