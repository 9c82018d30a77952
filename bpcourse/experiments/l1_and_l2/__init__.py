"""Experiments on L1 and L2 regularisation (lesson 16)."""
