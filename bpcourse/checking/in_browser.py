"""In the browser: does Python run in a page? It has no processes then, and nobody a terminal."""

import sys


def in_browser():
    return sys.platform == "emscripten"
