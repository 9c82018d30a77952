"""Experiments on classification, softmax and cross-entropy (lesson 05)."""
