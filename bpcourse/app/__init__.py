"""The application: the command `bpcourse`, and what only it needs."""
