"""The first half of the journey: an empty disk becomes a vault with its circles and an approved return address."""

from __future__ import annotations

from pathlib import Path

from spidesk.demo.driver import Driver, Script

NAME, LOGIN = "Karin Ek", "karin.ek"


class FirstSession:
    """Keeps what the later steps need: where the vault lies and the passphrase that was offered."""

    def __init__(self, driver: Driver, place: Path, vault_name: str) -> None:
        self.driver = driver
        self.place = place
        self.vault_name = vault_name
        self.passphrase = ""

    def make(self, circle: str, namnd: str) -> Script:
        """Go through the first run."""
        d = self.driver
        yield from d.shot("Välkommen")
        yield from d.click("welcome.new")
        yield from d.write("firstrun.vault_name", self.vault_name)
        yield from d.write("firstrun.folder", str(self.place))
        yield from d.shot("Nytt valv, plats")
        yield from d.click("firstrun.next")
        yield from d.write("firstrun.name", NAME)
        yield from d.write("firstrun.login", LOGIN)
        yield from d.shot("Nytt valv, användare")
        yield from d.click("firstrun.next")
        yield from d.appears("firstrun.phrase.words")
        self.passphrase = d.words("firstrun.phrase.words")
        yield from d.shot("Nytt valv, lösenfras")
        yield from d.click("firstrun.next")
        yield from d.write("firstrun.phrase.again", self.passphrase)
        yield from d.shot("Nytt valv, lösenfras en gång till")
        yield from d.click("firstrun.next")
        yield from self._cards()
        yield from d.write("firstrun.circle_name", circle)
        yield from d.write("firstrun.namnd", namnd)
        yield from d.shot("Första kretsen")
        yield from d.click("firstrun.next")
        yield from d.wait(lambda: not d.sees("firstrun.circle_name"), "circle made")
        yield from d.shot("Valvet är klart")
        yield from d.click("firstrun.next")
        yield from d.appears("rail.people")
        yield from d.shot("Att göra, tomt")

    def _cards(self) -> Script:
        d = self.driver
        yield from d.appears("firstrun.card.A")
        codes = [d.words(f"firstrun.card.{letter}") for letter in "AC"]
        yield from d.shot("Återställningskort")
        yield from d.click("firstrun.next")
        for number, code in enumerate(codes, start=1):
            yield from d.write(f"firstrun.code{number}", code)
        yield from d.shot("Korten provade")
        yield from d.click("firstrun.next")
        yield from d.appears("firstrun.circle_name")

    def add_circle(self, name: str, namnd: str) -> Script:
        """Make one more circle, owned by the same user, in the administration."""
        d = self.driver
        yield from d.click("rail.admin")
        yield from d.tab("Kretsar")
        yield from d.click("admin.new_circle")
        yield from d.write("admin.new_circle.name", name)
        yield from d.write("admin.new_circle.namnd", namnd)
        yield from d.click("admin.new_circle.kind.persons")
        yield from d.choose("admin.new_circle.post_circle", "Post")
        yield from d.choose("admin.new_circle.owner", NAME)
        yield from d.click("admin.new_circle.recoverable.yes")
        yield from d.shot(f"Ny krets, {name}")
        yield from d.click("admin.new_circle.save")
        yield from d.wait(lambda: not d.sees("admin.new_circle.save"), "circle made")
