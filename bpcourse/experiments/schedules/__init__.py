"""Experiments on learning-rate schedules (lesson 15)."""
