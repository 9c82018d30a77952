"""Tracing: an answer's own code, watched line by line in one call, as plain data.

snapshots   a value at one moment, of bounded size
lines       which statement a line belongs to
recorder    watches the calls of one file
trace_text  how a call looks in a terminal
"""
