"""Judges: the processes that judge submissions, on this machine or on many."""
