"""Experiments on arrays and their shapes (lesson 00)."""
