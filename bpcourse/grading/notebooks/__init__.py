"""Notebooks that were handed in, run in a kernel that is shut in."""
