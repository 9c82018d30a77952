"""Notebooks and the texts they are built from."""
