"""One who was in a circle, kept every key and still opens the vault: what came after they left says nothing to them."""

from datetime import date

import pytest
from sqlalchemy import select

from spidesk.person import actions as person
from spidesk.person import records
from spidesk.person.rules import Category, Identity, NewPerson, Protection, Skydd, SkyddState
from spidesk.vault import membership
from spidesk.vault.keys import boxes
from spidesk.vault.session import Role
from tests.vault.building import BO, Place, add_circle, let_in

NUMBERS = ("198801012389", "199101012384")


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def registered(vault, circle, number, *, same=False):
    me = vault.session.user.id
    today = date(2026, 11, 21)
    new = NewPerson(
        circle=circle,
        category=next(iter(Category)),
        identity=Identity(given="Tove", family="Prov", numbers=(number,)),
        protection=Protection(
            level=next(iter(Skydd)), state=SkyddState.DECIDED, valid_from=today, seen_by=me, seen_on=today
        ),
        handlers=(me,),
        same_number=same,
    )
    with vault.write() as writer:
        return person.register(writer, new)


def marks(vault, who):
    with vault.read() as reader:
        return {row.mark for row in reader.rows(select(records.mark).where(records.mark.c.person == who.id))}


def test_marks_made_after_a_removal_are_not_guessed_with_the_keys_from_before(place):
    vault, _ = place.create()
    vault.close()
    bo = place.add_user("bo", BO)
    with place.opened() as vault:
        circle = add_circle(vault)
        let_in(vault, circle, bo, [Role.HANDLAGGARE])
        before = registered(vault, circle, NUMBERS[0])
        was = marks(vault, before)
    with place.opened("bo", BO) as vault:
        kept = vault.opened.held.blind_keys(circle)
    with place.opened() as vault:
        membership.remove_member(vault, circle, bo)
        after = registered(vault, circle, NUMBERS[1])
        with vault.read() as reader:
            canonical = {row.mark for row in reader.rows(select(records.mark))}
        number = NUMBERS[1]
        guessed = {boxes.blind(key, circle, number) for key in kept.values()}
        assert not guessed & canonical
        assert marks(vault, before).isdisjoint(was)
        assert person.same_number(vault, circle, NUMBERS[0]) == [before.reference]
        assert person.same_number(vault, circle, number) == [after.reference]
        assert vault.check().ok
