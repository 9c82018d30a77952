"""Experiments of the capstone (lesson 18)."""
