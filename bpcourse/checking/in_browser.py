"""In the browser: does Python run in a page? It has no processes then, and nobody a terminal."""

import sys


def in_browser():
    return sys.platform == "emscripten"


def memory():
    """The bytes that Python has taken of the page's memory. It gives none of them back."""
    from pyodide_js import _module

    return _module.HEAP8.length
