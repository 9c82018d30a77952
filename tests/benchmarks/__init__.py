"""Measurements, for eyes: each prints a table. None is a test."""
