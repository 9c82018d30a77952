"""Typeset: Markdown and formulas as HTML that needs no script, for pages outside of Jupyter."""
