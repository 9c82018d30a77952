"""Grading: every claim about how submissions are read, run, judged and kept."""
