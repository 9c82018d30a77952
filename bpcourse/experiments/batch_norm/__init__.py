"""Experiments on batch normalisation (lesson 12)."""
