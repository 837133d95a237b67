"""The vault, lane and desk of the tests of contact: the room that sends the most here."""

from tests.contact.conftest import circle, clock, office, person, registered, themed, vault

__all__ = ["circle", "clock", "office", "person", "registered", "themed", "vault"]
