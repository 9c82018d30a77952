"""Results: what was found about each answer, kept, and turned into points."""
