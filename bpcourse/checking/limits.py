"""Limits: what one check may use.

An answer that needs more than this is stopped, with a sentence that says so.
"""

SECONDS = 5
MEMORY = 1 << 30  # bytes, 1 GB
PRINTED = 1 << 20  # characters; what is shown of them is far less
SHOWN = 2000  # characters of print-out that a report shows
