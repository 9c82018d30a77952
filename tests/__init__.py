"""The tests. They ship with the wheel, where `pytest --pyargs bpcourse.tests` runs them."""
