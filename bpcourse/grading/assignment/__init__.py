"""The assignment: which exercises are graded, and what the teacher has decided."""
