"""Experiments on RMSprop and Adam (lesson 14)."""
