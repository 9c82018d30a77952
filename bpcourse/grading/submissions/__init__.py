"""Submissions: what is handed in, how it is packed, and what is found in it."""
