"""A colleague with the vault key, own signing keys and a raw database: what they write is not believed.

Each attack writes past the program, with an audit line of the attacker's own, so that every row digest and every chain
hash fits. Only who was allowed to sign what, and when, tells it from the real thing.
"""

import sys
from dataclasses import replace

import pytest
from sqlalchemy import select

from spidesk.refusal import Refusal
from spidesk.vault import labels, membership
from spidesk.vault.ids import new_id
from spidesk.vault.keys import boxes, files, pairs
from spidesk.vault.keys import keyring as ring
from spidesk.vault.keys.pairs import KemKeys, UserKeys
from spidesk.vault.members import circles, trust
from spidesk.vault.members.trust import Trust
from spidesk.vault.membership import joining
from spidesk.vault.sealed import drops
from spidesk.vault.session import CircleKind, Role
from spidesk.vault.store import binding
from spidesk.vault.store.held import written
from spidesk.vault.store.schema import ATTESTATION, CIRCLE, EPOCH, GRANT, USER
from tests.vault.building import ANNA, BO, CILLA, LIGHT, MARKER, Place, add_circle, add_person, let_in, read_name

users = sys.modules["spidesk.vault.membership.users"]  # a function of the package hides its name
OWNER = (Role.KRETSAGARE, Role.HANDLAGGARE)


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


@pytest.fixture
def codes(place):
    vault, codes = place.create()
    vault.close()
    return codes


@pytest.fixture
def bo(place, codes):
    return place.add_user("bo", BO)


@pytest.fixture
def cilla(place, bo):
    return place.add_user("cilla", CILLA)


def forged(place, login, passphrase, work):
    """Let a user write what they like, logged and signed by themselves."""
    with place.opened(login, passphrase) as vault, vault.change() as writer:
        work(vault, writer, vault.opened.held)
        writer.note("person.edited")


def noticed(place, code="", login="anna", passphrase=ANNA):
    """The next one who opens the vault is told that it has been tampered with, by the name of the check."""
    with pytest.raises(Refusal) as caught:
        place.open(login, passphrase).close()
    assert caught.value.code == "vault.damaged"
    assert caught.value.params["what"].startswith(code)


def row_of(writer, table, *where):
    return writer.one(select(table).where(*where))


def removed_owner(place, bo, kind=CircleKind.PERSONS):
    """A circle in which Bo was kretsägare and is nothing any more."""
    with place.opened() as vault:
        circle = add_circle(vault, kind=kind)
        if kind is CircleKind.PERSONS:
            add_person(vault, circle)
        let_in(vault, circle, bo, OWNER)
    with place.opened() as vault:
        membership.remove_member(vault, circle, bo)
    return circle


def test_a_removed_owner_cannot_let_anyone_in(place, bo):
    circle = removed_owner(place, bo)

    def attack(vault, writer, held):
        grants = circles.Grants(held.db, Trust(held.db))
        joining.grant(
            writer, held, circle, 2, bo, held.signer, held.keys.public, OWNER, None, grants.next_number(circle)
        )

    forged(place, "bo", BO, attack)
    noticed(place, "grant.author")


def test_a_removed_owner_cannot_begin_an_epoch(place, bo):
    circle = removed_owner(place, bo)

    def attack(vault, writer, held):
        known = Trust(held.db)
        number = circles.Grants(held.db, known).next_number(circle)
        secret = boxes.fresh_key()
        joining.new_epoch(writer, held, circle, 3, secret, boxes.fresh_key(), ())
        for user in (bo, vault_root(held)):
            generation, public = known.present(user)
            joining.grant(writer, held, circle, 3, user, generation, public, OWNER, secret, number)
            number += 1
        row = row_of(writer, CIRCLE, CIRCLE.c.id == circle)
        writer.update(CIRCLE, circle, version=row.version, epoch=3)

    forged(place, "bo", BO, attack)
    noticed(place, "grant.author")


def vault_root(held):
    return Trust(held.db).root


def test_a_removed_owner_cannot_change_where_orders_are_sealed(place, bo):
    circle = removed_owner(place, bo, CircleKind.POST)
    own = KemKeys.fresh()

    def attack(vault, writer, held):
        writer.insert(
            EPOCH,
            circle=circle,
            epoch=9,
            drop_kem=own.public,
            drop_sealed=b"",
            blind_sealed=None,
            by=held.user,
            by_generation=held.signer,
            signature=pairs.sign(held.keys, drops.key_message(held.vault, circle, 9, own.public)),
            made_at=written(held.now()),
        )

    forged(place, "bo", BO, attack)
    noticed(place, "circle.epoch")


def test_a_member_taken_out_cannot_take_out_the_line_that_says_so(place, bo):
    with place.opened() as vault:
        circle = add_circle(vault)
        let_in(vault, circle, bo, [Role.ARKIVANSVARIG])
        membership.remove_member(vault, circle, bo)

    def attack(vault, writer, held):
        last = writer.rows(select(GRANT).where(GRANT.c.circle == circle).order_by(GRANT.c.number.desc()))[0]
        writer.delete(GRANT, last.id)

    forged(place, "bo", BO, attack)
    noticed(place, "membership.rows")


def test_nobody_sends_a_circles_letters_elsewhere(place, bo):
    with place.opened() as vault:
        post = add_circle(vault, "Posten", CircleKind.POST)
        circle = add_circle(vault, post_circle=post)
        other = add_circle(vault, "Annan post", CircleKind.POST)

    def attack(vault, writer, held):
        row = row_of(writer, CIRCLE, CIRCLE.c.id == circle)
        writer.update(CIRCLE, circle, version=row.version, post_circle=other)

    forged(place, "bo", BO, attack)
    noticed(place, "circle.row")


def test_not_even_the_administrator_takes_over_a_circle(place, bo):
    with place.opened() as vault:
        circle = membership.add_circle(
            vault, name="Posten", namnd="KS", kind=CircleKind.POST, owner=bo, recoverable=False
        )
    with place.opened("bo", BO) as vault:
        membership.adopt_circles(vault)

    def attack(vault, writer, held):
        for row in writer.rows(select(GRANT).where(GRANT.c.circle == circle)):
            writer.delete(GRANT, row.id)
        for row in writer.rows(select(EPOCH).where(EPOCH.c.circle == circle)):
            writer.delete(EPOCH, row.id)
        message = circles.circle_message(held.vault, circle, "post", held.user, by=held.user, by_generation=held.signer)
        row = row_of(writer, CIRCLE, CIRCLE.c.id == circle)
        signature = pairs.sign(held.keys, message)
        writer.update(CIRCLE, circle, version=row.version, epoch=0, owner=held.user, signature=signature)

    forged(place, "anna", ANNA, attack)
    noticed(place, "", "bo", BO)


def test_a_circle_is_not_taken_over_by_rewriting_its_first_grant(place, bo):
    """The same rows, with another content: no row is missing, each signature holds, the owner is another."""
    with place.opened() as vault:
        circle = membership.add_circle(
            vault, name="Posten", namnd="KS", kind=CircleKind.POST, owner=bo, recoverable=False
        )
    with place.opened("bo", BO) as vault:
        membership.adopt_circles(vault)

    def attack(vault, writer, held):
        secret, drop = boxes.fresh_key(), KemKeys.fresh()
        message = circles.circle_message(held.vault, circle, "post", held.user, by=held.user, by_generation=held.signer)
        row = row_of(writer, CIRCLE, CIRCLE.c.id == circle)
        writer.update(CIRCLE, circle, version=row.version, owner=held.user, signature=pairs.sign(held.keys, message))
        epoch = row_of(writer, EPOCH, EPOCH.c.circle == circle)
        signed = drops.key_message(held.vault, circle, 1, drop.public)
        writer.replace(
            EPOCH,
            epoch.id,
            drop_kem=drop.public,
            drop_sealed=boxes.seal(secret, drop.to_bytes(), aad=drops.key_aad(held.vault, circle, 1, 1)),
            by=held.user,
            by_generation=held.signer,
            signature=pairs.sign(held.keys, signed),
        )
        grant = row_of(writer, GRANT, GRANT.c.circle == circle)
        sealed = pairs.wrap(
            held.keys.public.kem,
            secret,
            vault=held.vault,
            purpose=labels.CIRCLE_KEY,
            epoch=1,
            recipient=held.user,
            about=circle,
        )
        values = {
            "circle": circle,
            "epoch": 1,
            "user": held.user,
            "user_generation": held.signer,
            "number": 1,
            "roles": circles.write_roles([Role.KRETSAGARE, Role.POSTEXPEDITOR]),
            "sealed_sha": circles.sealed_sha(sealed),
            "by": held.user,
            "by_generation": held.signer,
        }
        signature = pairs.sign(held.keys, circles.grant_message(held.vault, values))
        writer.replace(GRANT, grant.id, **values, sealed=sealed, signature=signature)

    forged(place, "anna", ANNA, attack)
    noticed(place, "", "bo", BO)


def demoted(place, cilla):
    with place.opened() as vault:
        membership.set_admin(vault, cilla, True)
        membership.set_admin(vault, cilla, False)


def test_a_former_administrator_does_not_sign_themselves_back(place, cilla):
    demoted(place, cilla)

    def attack(vault, writer, held):
        users.insert_word(writer, vault, trust.ADMIN, cilla)
        row = row_of(writer, USER, USER.c.id == cilla)
        writer.update(USER, cilla, version=row.version, admin=True)

    forged(place, "cilla", CILLA, attack)
    noticed(place, "trust.admin")


def test_a_former_administrator_does_not_take_out_the_word_that_ended_it(place, cilla):
    demoted(place, cilla)

    def attack(vault, writer, held):
        words = writer.rows(select(ATTESTATION).where(ATTESTATION.c.what == trust.NOT_ADMIN))
        writer.delete(ATTESTATION, words[0].id)
        row = row_of(writer, USER, USER.c.id == cilla)
        writer.update(USER, cilla, version=row.version, admin=True)

    forged(place, "cilla", CILLA, attack)
    noticed(place, "membership.rows")


@pytest.mark.parametrize("what", ["user", "circle"])
def test_a_former_administrator_makes_neither_users_nor_circles(place, cilla, what):
    demoted(place, cilla)

    def attack(vault, writer, held):
        now = written(held.now())
        if what == "user":
            user, keys = new_id(), UserKeys.fresh()
            values = {"login": "dora", "name": "Dora", "admin": True, "state": "active", "generation": 1}
            writer.insert(USER, id=user, **values, made_at=now)
            users.insert_public(writer, vault, user, 1, keys.public, admin=True)
            return
        circle = new_id()
        message = circles.circle_message(held.vault, circle, "persons", cilla, by=held.user, by_generation=held.signer)
        values = {"name": "X", "namnd": "X", "kind": "persons", "epoch": 0, "recoverable": False, "owner": cilla}
        author = {"by": held.user, "by_generation": held.signer, "signature": pairs.sign(held.keys, message)}
        writer.insert(CIRCLE, id=circle, post_circle=None, **values, **author, made_at=now)

    forged(place, "cilla", CILLA, attack)
    noticed(place, "trust.")


def test_two_colleagues_do_not_change_names(place, bo, cilla):
    """Bo, whose keys are attested, calls himself Cilla, and is let in where she was expected."""

    def attack(vault, writer, held):
        row = row_of(writer, USER, USER.c.id == cilla)
        writer.update(USER, cilla, version=row.version, name="Bo")
        row = row_of(writer, USER, USER.c.id == bo)
        writer.update(USER, bo, version=row.version, name="Cilla")

    forged(place, "bo", BO, attack)
    noticed(place, "user.row")


def test_recovery_checks_the_names_before_it_gives_anyone_new_keys(place, codes, bo, cilla):
    """Bo writes his login on Cilla's row and asks two honest code holders to let him in again."""

    def attack(vault, writer, held):
        for user, login in ((cilla, "x"), (bo, "cilla"), (cilla, "bo")):
            row = row_of(writer, USER, USER.c.id == user)
            writer.update(USER, user, version=row.version, login=login)

    forged(place, "bo", BO, attack)
    before = (place.folder / "keyring-A.json").read_bytes()
    with pytest.raises(Refusal) as caught:
        membership.recover(
            place.folder,
            codes.a,
            codes.b,
            login="bo",
            new_passphrase="en helt ny fras för bo",
            clock=place.clock,
            seen=place.seen,
            params=LIGHT,
        )
    assert caught.value.code == "vault.damaged"
    assert (place.folder / "keyring-A.json").read_bytes() == before


def test_the_maker_of_a_user_does_not_succeed_them_with_the_one_time_keys(place, codes, monkeypatch):
    """An administrator who kept the keys they once made for Bo signs a successor to them, after Bo made his own."""
    kept = []
    fresh = UserKeys.fresh
    monkeypatch.setattr(UserKeys, "fresh", staticmethod(lambda: kept.append(fresh()) or kept[-1]))
    bo = place.add_user("bo", BO)
    monkeypatch.undo()
    stolen, own = kept[0], UserKeys.fresh()

    with place.opened() as vault:
        held = vault.opened.held
        assert Trust(held.db).keys(bo, 1) == stolen.public
        mine = held.keys, held.user, held.signer
        held.keys, held.user, held.signer = stolen, bo, 1
        with vault.change() as writer:
            users.insert_public(writer, vault, bo, 3, own.public, admin=False)
            row = row_of(writer, USER, USER.c.id == bo)
            writer.update(USER, bo, version=row.version, generation=3)
            writer.note("vault.first_unlock")
        held.keys, held.user, held.signer = mine
    noticed(place, "trust.succession")


def test_a_line_in_a_colleagues_name_by_their_one_time_keys_is_found(place, codes, monkeypatch):
    kept = []
    fresh = UserKeys.fresh
    monkeypatch.setattr(UserKeys, "fresh", staticmethod(lambda: kept.append(fresh()) or kept[-1]))
    bo = place.add_user("bo", BO)
    monkeypatch.undo()
    with place.opened() as vault:
        held = vault.opened.held
        mine = held.keys, held.user, held.signer
        held.keys, held.user, held.signer = kept[0], bo, 1
        with vault.change() as writer:
            writer.note("person.revealed")
        held.keys, held.user, held.signer = mine
    with place.opened() as vault:
        assert "log.signer" in {one.code for one in vault.verify().findings}


@pytest.mark.parametrize("whose", ["recovery", "cilla"])
def test_nobody_hides_a_key_of_their_own_in_the_keyring(place, bo, cilla, whose):
    """Bo is to be closed. He leaves his own public key where the next vault key will be wrapped to somebody else's."""
    hidden = UserKeys.fresh()
    with place.opened("bo", BO) as vault:
        held, keyring = vault.opened.held, vault.opened.keyring
        if whose == "recovery":
            changed = replace(keyring, recovery=replace(keyring.recovery, kem_public=hidden.public.kem))
        else:
            slot = replace(keyring.slot(cilla), kem_public=hidden.public.kem)
            changed = replace(keyring, slots=tuple(slot if one.user == cilla else one for one in keyring.slots))
        changed = replace(changed, generation=keyring.generation + 1, signer="", signature=b"")
        changed = ring.sign(changed, held.user, held.keys)
        with vault.change() as writer:
            writer.touched(binding.set_info(held, keyring_generation=changed.generation, keyring_hash=changed.digest()))
            writer.note("vault.passphrase_changed")
        files.write(place.folder, changed)
    noticed(place, "keyring.stranger")


def test_the_first_user_does_not_become_the_recovery_holder(place, codes, bo):
    """Every new circle key is wrapped to the recovery holder: whoever can change those keys reads every circle."""
    own = UserKeys.fresh()

    def attack(vault, writer, held):
        proof = pairs.sign(held.keys, trust.recovery_message(held.vault, own.public))
        values = {"recovery_kem": own.public.kem, "recovery_sig": own.public.sig, "recovery_proof": proof}
        writer.touched(binding.set_info(held, **values))

    forged(place, "anna", ANNA, attack)
    noticed(place, "trust.recovery", "bo", BO)


def test_an_administrators_own_puppet_does_not_vouch_for_a_swapped_key(place, bo):
    """The administrator makes a user, opens in that user's stead, and lets a second puppet say the words agree."""
    with place.opened() as vault:
        circle = membership.add_circle(vault, name="HR", namnd="KS", kind=CircleKind.PERSONS, owner=bo)
    with place.opened("bo", BO) as vault:
        membership.adopt_circles(vault)
    puppet, swapped = place.add_user("puppet", CILLA), place.add_user("dora", CILLA)
    with place.opened() as vault:
        membership.add_circle(vault, name="X", namnd="X", kind=CircleKind.PERSONS, owner=puppet)
    with place.opened("puppet", CILLA) as vault:
        membership.adopt_circles(vault)
        membership.attest(vault, swapped)
    with place.opened("bo", BO) as vault:
        with pytest.raises(Refusal) as caught:
            membership.join(vault, circle, swapped, [Role.HANDLAGGARE])
        assert caught.value.code == "vault.not_attested"


def test_what_is_honest_still_opens(place, codes, bo, cilla):
    """The whole life of a membership, with every check above in force."""
    with place.opened() as vault:
        post = add_circle(vault, "Posten", CircleKind.POST)
        circle = add_circle(vault, post_circle=post)
        person = add_person(vault, circle)
        let_in(vault, circle, bo, OWNER)
        let_in(vault, circle, cilla, [Role.ARKIVANSVARIG])
        membership.set_admin(vault, bo, True)
    with place.opened("bo", BO) as vault:
        membership.change_passphrase(vault, BO, "bosse har nu en ny fras")
        membership.attest(vault, cilla)
        membership.set_roles(vault, circle, cilla, [Role.HANDLAGGARE])
        membership.remove_member(vault, circle, cilla)
        membership.add_circle(vault, name="HR", namnd="KS", kind=CircleKind.PERSONS, owner=cilla)
    with place.opened() as vault:
        membership.set_admin(vault, bo, False)
        membership.remove_member(vault, circle, bo)
        membership.close_user(vault, bo)
        assert read_name(vault, person) == MARKER
    with place.opened("cilla", CILLA) as vault:
        membership.adopt_circles(vault)
        assert vault.check().ok
    vault = membership.recover(
        place.folder,
        codes.a,
        codes.b,
        login="cilla",
        new_passphrase="cilla fick en ny fras",
        clock=place.clock,
        seen=place.seen,
        params=LIGHT,
    )
    assert vault.check().ok
    vault.close()
    with place.opened() as vault:
        assert vault.check().ok
