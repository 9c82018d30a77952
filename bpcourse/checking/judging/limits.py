"""Limits: what one check may use.

An answer that needs more than this is stopped, with a sentence that says so.
"""

SECONDS = 5  # of computing; by the clock it may take some times as long (time_limit.PATIENCE)
MEMORY = 1 << 30  # bytes, 1 GB
PRINTED = 1 << 20  # characters; what is shown of them is far less
SHOWN = 2000  # characters of print-out that a report shows
TOLD = 4000  # characters of each text that a finding tells
TOLD_IN_ALL = 60_000  # characters of all findings on one answer; beyond it they are told in short
IN_SHORT = 300
