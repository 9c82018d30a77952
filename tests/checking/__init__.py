"""The engine that judges answers."""
