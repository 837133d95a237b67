"""Saves in a full vault: from the call of the action to the return of a commit that survives a power cut.

python -m tests.bench.saving ROOT BEGAN COUNT
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from spidesk.contact import actions as contact
from spidesk.contact.actions.channels import ChannelEdit
from spidesk.contact.rules import Channel, Decider, Rule, Secret, Terms, Voicemail
from spidesk.intake import actions as intake
from spidesk.intake.rules import Arrival, Source
from spidesk.person import actions as person
from spidesk.person.rules import Category, NewPerson, PersonRef, Protection, Skydd, SkyddState
from spidesk.vault.vault import Vault
from tests.bench import child, people


def measure(root: Path, count: int) -> dict[str, Any]:
    """Three kinds of save in turn: a registered person with checklist, a channel line, another protection. In ms."""
    with people.place_under(root).opened() as vault:
        refs = [row.person for row in person.people(vault)[:count]]
        times: dict[str, list[float]] = {}
        for name, work in _saves(vault, refs, count):
            began = time.perf_counter()
            work()
            times.setdefault(name, []).append((time.perf_counter() - began) * 1000)
    return times


def _saves(vault: Vault, refs: list[PersonRef], count: int) -> Iterator[tuple[str, Callable[[], object]]]:
    circle, me = refs[0].circle, vault.session.user.id
    with vault.read() as reader:
        today = reader.today
    known = Protection(level=Skydd.SEKRETESSMARKERING, state=SkyddState.DECIDED, seen_by=me, seen_on=today)
    for place, identity in zip(range(count), people.identities(count), strict=False):
        ref = refs[place % len(refs)]
        new = NewPerson(
            circle=circle,
            category=Category.ELEV,
            identity=identity,
            protection=known,
            handlers=(me,),
            same_number=True,
        )
        arrival = Arrival(source=Source.PHONE, told_on=today, fingerade=False, new=new)
        yield "register", lambda arrival=arrival: intake.register(vault, arrival)
        edit = ChannelEdit(
            channel=Channel.EPOST,
            rule=Rule.ALLOWED,
            terms=Terms(voicemail=Voicemail.SILENT, decided_by=Decider.PERSONEN),
            secret=Secret(value="prov@exempel.test"),
            confirmed_on=today,
        )
        yield "channel", lambda ref=ref, edit=edit: contact.save_channel(vault, ref, edit)
        version = person.overview(vault, ref.id).version
        yield "protect", lambda ref=ref, v=version: person.protect(vault, ref.id, known, version=v)


if __name__ == "__main__":
    child.answer(measure(Path(sys.argv[1]), int(sys.argv[3])))
