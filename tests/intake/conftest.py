"""The town every test of intake lives in."""

from tests.person.town import clock, offices, shown, themed, town, vault

__all__ = ["clock", "offices", "shown", "themed", "town", "vault"]
