"""Experiments on checking a gradient by nudging (lesson 08)."""
