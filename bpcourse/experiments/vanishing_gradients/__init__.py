"""Experiments on vanishing and exploding gradients (lesson 11)."""
