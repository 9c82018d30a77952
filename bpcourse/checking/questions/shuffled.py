"""Shuffled: an order that shows nothing of the one in which the author wrote."""

from hashlib import sha256


def shuffled(items, name, avoid):
    """The items in an order that depends on `name` alone, so it is the same in every build.

    Of twenty such orders it is the first for which `avoid` is false.
    """
    for attempt in range(20):
        order = sorted(items, key=lambda item: _number(f"{name} {attempt} {item}"))
        if not avoid(order):
            break
    return order


def _number(text):
    """Some number, always the same for the same text."""
    return sha256(text.encode()).digest()
