"""The second half of the journey: each person of the file is registered, gets contact ways and, if asked, a letter.

What the program refuses is taken down as the user read it, the form is left as a person would leave it, and the next
one goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spidesk.contact.page.words import channels
from spidesk.contact.rules import Channel as ContactChannel
from spidesk.demo.driver import Driver, Script
from spidesk.demo.people import Case, Channel, Letter

FINGERADE = "fingerade"


class RefusedError(Exception):
    """The program has said no to this person; the text is what the user saw."""


@dataclass(slots=True, kw_only=True)
class Told:
    """What became of one person of the file: the place in it, the reference, or the refusal as it was read."""

    number: int
    reference: str = ""
    refused: str = ""
    letters: int = 0
    shots: bool = field(default=False)


class MainJob:
    """Drives the windows for one person after another. Pictures are taken of the first, and of every refusal."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.told: list[Told] = []

    def each(self, cases: tuple[Case, ...]) -> Script:
        """Register every person, and order the letters."""
        for number, case in enumerate(cases, start=1):
            told = Told(number=number, shots=number == 1)
            self.told.append(told)
            try:
                yield from self._register(case, told)
                yield from self._contact(case, told)
                if case.letter is not None:
                    yield from self._order(case.letter, told)
            except RefusedError as refused:
                told.refused = str(refused)
                yield from self.driver.shot(f"Nekad, person {number}")
                yield from self._leave()

    # Registering

    def _register(self, case: Case, told: Told) -> Script:
        d = self.driver
        yield from d.click("rail.people")
        yield from d.click("shell.primary")
        yield from d.click(f"intake.fingerade.{'yes' if case.protection.level == FINGERADE else 'no'}")
        yield from d.click("intake.source.meeting")
        yield from d.click(f"intake.category.{case.category}")
        yield from self._circle(case.circle)
        yield from self._shot(told, "Ny person, innan du börjar")
        yield from self._next("intake.given")
        for name in ("given", "family", "number", "alias"):
            text = getattr(case, name)
            if text:
                yield from self._write(f"intake.{name}", text)
        yield from self._shot(told, "Ny person, vem")
        yield from self._next("intake.state.decided")
        yield from self._protection(case)
        yield from self._shot(told, "Ny person, skyddet")
        yield from self._next("intake.note")
        yield from d.settle(0.2)
        yield from self._shot(told, "Ny person, handläggare")
        yield from self._next("intake.next", gone="intake.note")
        yield from self._shot(told, "Ny person, kontrollera")
        yield from self._next("person.reveal")
        told.reference = d.reference()
        yield from self._shot(told, "Personens sida")

    def _circle(self, name: str) -> Script:
        found = self.driver.find("intake.circle")
        if name and found is not None:
            yield from self.driver.choose("intake.circle", name)

    def _protection(self, case: Case) -> Script:
        d, protection = self.driver, case.protection
        yield from d.click(f"intake.level.{protection.level}")
        yield from d.click(f"intake.state.{protection.state}")
        if protection.valid_from:
            yield from self._write("intake.valid_from", protection.valid_from)
        if d.find("intake.until.open") is not None:
            yield from d.click("intake.until.dated" if protection.valid_until else "intake.until.open")
        if protection.valid_until:
            yield from self._write("intake.valid_until", protection.valid_until)

    def _write(self, name: str, text: str) -> Script:
        """Write in a field. What the field does not take is a refusal there and then."""
        yield from self.driver.write(name, text)
        if self.driver.refusals():
            raise RefusedError(" ".join(self.driver.refusals()))

    def _next(self, wanted: str, *, gone: str = "") -> Script:
        """Press Nästa and wait for the next step, or for a refusal."""
        yield from self._press("intake.next", wanted, gone=gone)

    def _press(self, button: str, wanted: str, *, gone: str = "") -> Script:
        d = self.driver
        before = d.refusals()
        yield from d.click(button)

        def there() -> bool:
            return d.find(wanted) is not None and not (gone and d.sees(gone))

        def answered() -> bool:
            return there() or bool(d.refusals()) or d.find("ask.yes") is not None

        yield from d.wait(answered, wanted)
        if d.find("ask.yes") is not None and not there():
            # A warning about traces in free text: the writer has read it and keeps the text.
            yield from d.click("ask.yes")
            yield from d.wait(lambda: there() or bool(d.refusals()), wanted)
        if not there():
            raise RefusedError(" ".join(d.refusals() or before))

    # Contact ways

    def _contact(self, case: Case, told: Told) -> Script:
        d = self.driver
        yield from d.tab("Kontaktvägar")
        for channel in case.channels:
            yield from self._channel(channel)
        if case.letter is not None:
            yield from self._way(case.letter.post)
        yield from d.settle(0.3)
        yield from self._shot(told, "Kontaktvägar")

    def _channel(self, channel: Channel) -> Script:
        d = self.driver
        known = {one.value: words for one, words in channels().items()}
        if channel.kind not in known:
            raise RefusedError(
                f"Okänd kontaktväg i filen. Välj bland: {', '.join(one.value for one in ContactChannel)}"
            )
        yield from d.click("contact.add")
        yield from d.choose("contact.channel", known[channel.kind])
        yield from d.click(f"contact.rule.{channel.rule}")
        for name in ("condition", "value", "hours"):
            text = getattr(channel, name)
            if text and d.find(f"contact.{name}") is not None:
                yield from self._write(f"contact.{name}", text)
        if d.find("contact.voicemail.silent") is not None:
            yield from d.click(f"contact.voicemail.{'exact' if channel.voicemail else 'silent'}")
        if channel.voicemail and d.find("contact.wording") is not None:
            yield from self._write("contact.wording", channel.voicemail)
        yield from d.choose("contact.decided_by", "Personen")
        yield from self._press("contact.save", "contact.add", gone="contact.save")

    def _way(self, way: str) -> Script:
        d = self.driver
        yield from d.click("contact.post.edit")
        yield from d.click(f"contact.post.way.{way}")
        if way == "hamtas":
            yield from d.write("contact.post.collect", "Hämtas i receptionen mot legitimation")
        yield from d.choose("contact.post.decided_by", "Personen")
        yield from self._press("contact.post.save", "contact.post.edit", gone="contact.post.save")

    # The letter

    def _order(self, letter: Letter, told: Told) -> Script:
        d = self.driver
        yield from d.tab("Post")
        yield from d.wait(lambda: d.find("mail.order") is not None or d.sees("mail.stop"), "mail.order")
        if d.find("mail.order") is None:
            raise RefusedError(d.words("mail.stop"))
        yield from d.click("mail.order")
        yield from d.click(f"mail.kind.{letter.kind}")
        yield from d.click(f"mail.pair.{letter.envelopes.replace('/', '_')}")
        yield from self._write("mail.contents", letter.enclosures)
        yield from d.click("mail.others_named.False")
        yield from self._sender()
        yield from self._shot(told, "Nytt förmedlingsuppdrag")
        yield from self._press("mail.place", "mail.order", gone="mail.place")
        told.letters += 1
        yield from self._shot(told, "Uppdraget är beställt")

    def _sender(self) -> Script:
        """The only return address is chosen already; of several the first."""
        found = self.driver.find("mail.sender")
        if found is not None and getattr(found, "currentIndex", lambda: 0)() < 0:
            yield from self.driver.choose("mail.sender", "")

    def _shot(self, told: Told, title: str) -> Script:
        if told.shots:
            yield from self.driver.shot(title)

    def _leave(self) -> Script:
        """Leave what was refused, as a person would: cancel, and say that nothing is to be kept."""
        d = self.driver
        if d.find("intake.cancel") is not None:
            yield from d.click("intake.cancel")
        else:
            yield from d.click("rail.people")
        for answer in ("ask.yes", "ask.drop"):
            yield from d.settle(0.2)
            if d.find(answer) is not None:
                yield from d.click(answer)
        yield from d.settle(0.2)
