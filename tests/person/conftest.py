"""The town every test of person lives in."""

from tests.person.town import clock, offices, shown, themed, town, vault

__all__ = ["clock", "offices", "shown", "themed", "town", "vault"]
