"""Users, circles and roles: who is let in, by whose signature, and what a removal takes away."""

import pytest
from sqlalchemy import func, select

from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.errors import Damaged
from spidesk.vault.keys import boxes, pairs
from spidesk.vault.keys.faults import Unopened
from spidesk.vault.keys.pairs import KemKeys, UserKeys
from spidesk.vault.members.circles import Grants
from spidesk.vault.members.trust import Trust
from spidesk.vault.membership import joining
from spidesk.vault.sealed import drops, parts
from spidesk.vault.session import CircleKind, NoticeKind, Role, UserState
from spidesk.vault.store.schema import ATTESTATION, EPOCH, GRANT, PART, PERSON, PUBLIC
from spidesk.vault.vault import Vault
from tests.vault.building import (
    ANNA,
    BO,
    CILLA,
    LIGHT,
    MARKER,
    REFERENCE,
    Identity,
    add_circle,
    add_person,
    let_in,
    read_name,
)


def refused(code, work, *args, **more):
    with pytest.raises(Refusal) as caught:
        work(*args, **more)
    assert caught.value.code == code


@pytest.fixture
def bo(place, vault):
    vault.close()
    return place.add_user("bo", BO)


@pytest.fixture
def cilla(place, bo):
    return place.add_user("cilla", CILLA)


def test_a_new_user_must_change_the_passphrase_before_anything(place, vault):
    once = membership.add_user(vault, login="bo", name="Bo Andra")
    vault.close()
    with place.opened("bo", once) as new:
        assert new.session.user.state is UserState.NEW
        assert [one.kind for one in new.session.notices] == [NoticeKind.FIRST_UNLOCK]
        refused("vault.first_unlock", new.read().__enter__)
        refused("vault.first_unlock", new.write().__enter__)
        refused("vault.passphrase_weak", membership.finish_first_unlock, new, "kort")
        refused("vault.passphrase_same", membership.finish_first_unlock, new, once)
        before = new.opened.held.keys.public
        membership.finish_first_unlock(new, BO)
        assert new.session.user.state is UserState.ACTIVE
        assert new.opened.held.keys.public != before
        assert new.session.notices == ()
    refused("vault.wrong_passphrase", place.open, "bo", once)
    with place.opened("bo", BO) as again:
        assert again.check().ok


def test_logins_are_told_apart_and_forms_checked(place, vault):
    membership.add_user(vault, login="bo", name="Bo")
    refused("vault.login_taken", membership.add_user, vault, login=" BO ", name="Bo")
    refused("vault.login_form", membership.add_user, vault, login="bo ek", name="Bo")
    refused("vault.name_form", membership.add_user, vault, login="b", name="B\u202eo")


def test_only_an_administrator_adds_users_and_circles(place, bo):
    with place.opened("bo", BO) as vault:
        refused("vault.not_admin", membership.add_user, vault, login="x", name="X")
        refused("vault.not_admin", add_circle, vault)
        refused("vault.not_admin", membership.set_admin, vault, bo, True)


def test_both_screens_show_the_same_six_words(place, bo):
    with place.opened("bo", BO) as vault:
        own = membership.control_words(vault, bo)
    with place.opened() as vault:
        assert membership.control_words(vault, bo) == own
        assert len(own) == 6


def test_nobody_is_let_in_before_the_words_were_compared(place, bo):
    with place.opened() as vault:
        circle = add_circle(vault)
        person = add_person(vault, circle)
        refused("vault.not_attested", membership.join, vault, circle, bo, [Role.HANDLAGGARE])
        let_in(vault, circle, bo)
        refused("vault.already_member", membership.join, vault, circle, bo, [Role.HANDLAGGARE])
    with place.opened("bo", BO) as vault:
        assert vault.session.may(circle, Role.HANDLAGGARE)
        assert read_name(vault, person) == MARKER
        refused("vault.not_owner", membership.join, vault, circle, bo, [Role.HANDLAGGARE])


def test_another_owner_does_not_trust_the_makers_word_alone(place, bo, cilla):
    with place.opened() as vault:
        first = add_circle(vault)
        let_in(vault, first, bo, [Role.KRETSAGARE])
        membership.attest(vault, cilla)
    with place.opened("bo", BO) as vault:
        refused("vault.not_attested", membership.join, vault, first, cilla, [Role.HANDLAGGARE])
        let_in(vault, first, cilla)
        with vault.read() as reader:
            shown = {one.id: one for one in membership.users(reader)}
        assert len(shown[cilla].attested_by) == 2


def test_a_circle_waits_for_its_owner(place, bo):
    with place.opened() as vault:
        circle = membership.add_circle(vault, name="HR", namnd="KS", kind=CircleKind.PERSONS, owner=bo)
        assert vault.session.circle(circle).waiting
        refused("vault.circle_waits", membership.join, vault, circle, bo, [Role.HANDLAGGARE])
        with vault.write() as writer:
            refused("vault.circle_waits", writer.seal_drop, circle, Identity(name="x"), purpose="p", row="r")
            writer.note("vault.tested")
    with place.opened("bo", BO) as vault:
        assert [(one.kind, one.number) for one in vault.session.notices] == [(NoticeKind.CIRCLE_WAITS, 1)]
        assert membership.adopt_circles(vault) == [circle]
        assert vault.session.may(circle, Role.KRETSAGARE)
        assert vault.session.notices == ()
        assert membership.adopt_circles(vault) == []
        add_person(vault, circle)
    with place.opened() as vault:
        assert vault.session.circle(circle).roles == frozenset()
        refused("vault.not_owner", membership.join, vault, circle, bo, [Role.HANDLAGGARE])
        assert vault.check().ok


def test_the_administrator_of_the_vault_reads_no_circle_of_others(place, bo):
    with place.opened() as vault:
        circle = membership.add_circle(vault, name="HR", namnd="KS", kind=CircleKind.PERSONS, owner=bo)
    with place.opened("bo", BO) as vault:
        membership.adopt_circles(vault)
        person = add_person(vault, circle)
    with place.opened() as vault:
        refused("vault.not_member", read_name, vault, person)
        with vault.read() as reader:
            refused("vault.not_member", reader.history, person, "identity", Identity, action="a.b", reference="")
            refused("vault.not_member", reader.open_parts, person, "i", Identity, action="a.b", reference="")
            refused("vault.not_member", reader.blind, circle, "x")
            refused("vault.not_member", list, reader.open_circles([circle], "identity", Identity, action="a.b"))
        refused("vault.not_member", add_person, vault, circle)


def test_roles_without_the_key_read_nothing(place, bo):
    with place.opened() as vault:
        circle = add_circle(vault)
        person = add_person(vault, circle)
        let_in(vault, circle, bo, [Role.ARKIVANSVARIG, Role.LOGGRANSKARE])
        refused("vault.role_unfit", membership.set_roles, vault, circle, bo, [Role.VALVADMINISTRATOR])
        refused("vault.no_roles", membership.set_roles, vault, circle, bo, [])
    with place.opened("bo", BO) as vault:
        assert vault.session.may(circle, Role.LOGGRANSKARE)
        refused("vault.not_member", read_name, vault, person)
    with place.opened() as vault:
        membership.set_roles(vault, circle, bo, [Role.HANDLAGGARE])
        refused("vault.role_needs_removal", membership.set_roles, vault, circle, bo, [Role.LOGGRANSKARE])
    with place.opened("bo", BO) as vault:
        assert read_name(vault, person) == MARKER


def test_a_circle_keeps_an_owner(place, bo):
    with place.opened() as vault:
        circle = add_circle(vault)
        me = vault.session.user.id
        refused("vault.last_owner", membership.set_roles, vault, circle, me, [Role.HANDLAGGARE])
        refused("vault.remove_self", membership.remove_member, vault, circle, me)
        refused("vault.unknown_member", membership.remove_member, vault, circle, bo)


def test_a_removed_member_opens_nothing_new(place, bo):
    with place.opened() as vault:
        circle = add_circle(vault)
        post = add_circle(vault, "Post", CircleKind.POST)
        person = add_person(vault, circle)
        with vault.write() as writer:
            writer.seal(person, "identity", Identity(name="Ny"), after=1)
            drop = writer.seal_drop(circle, Identity(name="lapp"), purpose="p.q", row="r")
            writer.note("person.edited")
        with vault.read() as reader:
            blind = reader.blind(circle, "1")
        let_in(vault, circle, bo)
    with place.opened("bo", BO) as vault:
        assert read_name(vault, person) == "Ny"
        old_key, old_file = vault.opened.held.circle_key(circle)[1], vault.opened.file_key
    told = []
    with place.opened() as vault:
        before = vault.opened.held.db.connection.execute(select(PART.c.sealed)).scalars().all()
        membership.remove_member(vault, circle, bo, progress=lambda *at: told.append(at))
        assert vault.session.circle(circle).epoch == 2
        assert read_name(vault, person) == "Ny"
        with vault.read() as reader:
            history = reader.history(person, "identity", Identity, action="person.history", reference=REFERENCE)
            assert [one.value.name for one in history] == [MARKER, "Ny"]
            assert reader.blind(circle, "1") != blind
            opened = reader.open_drop(circle, drop, Identity, purpose="p.q", row="r", action="mail.opened")
            assert opened.name == "lapp"
            assert [one.user for one in membership.members(reader, circle)] == [vault.session.user.id]
        after = vault.opened.held.db.connection.execute(select(PART.c.sealed)).scalars().all()
        assert not set(before) & set(after)
        assert told[-1] == (4, 4)
        assert vault.opened.file_key != old_file
        assert vault.check().ok
        assert vault.session.circle(post).epoch == 1
        row = vault.opened.held.db.connection.execute(select(PERSON)).one()
        aad = parts.key_aad(vault.session.vault_id, circle, 2, 2, person)
        assert boxes.unseal(vault.opened.held.circle_key(circle)[1], row.sealed, aad=aad)
        with pytest.raises(Unopened):
            boxes.unseal(old_key, row.sealed, aad=aad)
        sealed = (
            vault.opened.held.db.connection.execute(select(GRANT.c.sealed).where(GRANT.c.user == bo)).scalars().all()
        )
        assert sealed == [None]
    with place.opened("bo", BO) as vault:
        assert not vault.session.may(circle, Role.HANDLAGGARE)
        refused("vault.not_member", read_name, vault, person)
    assert not (place.folder / "store.db.next").exists()


def test_a_stopped_removal_leaves_everything_as_it_was(place, bo):
    with place.opened() as vault:
        circle = add_circle(vault)
        people = [add_person(vault, circle) for _ in range(3)]
        let_in(vault, circle, bo)
        key = vault.opened.file_key

        def stop(done, total):
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            membership.remove_member(vault, circle, bo, progress=stop)
        assert vault.opened.file_key == key
        assert vault.opened.keyring.next is None
        assert read_name(vault, people[0]) == MARKER
        assert vault.check().ok
        membership.change_passphrase(vault, ANNA, "annas nyare fina fras")
    with place.opened("bo", BO) as vault:
        assert read_name(vault, people[2]) == MARKER


def test_a_closed_user_is_out(place, bo):
    with place.opened() as vault:
        circle = add_circle(vault)
        let_in(vault, circle, bo)
        refused("vault.still_member", membership.close_user, vault, bo)
        refused("vault.remove_self", membership.close_user, vault, vault.session.user.id)
        membership.remove_member(vault, circle, bo)
        membership.close_user(vault, bo)
        refused("vault.user_closed", membership.join, vault, circle, bo, [Role.HANDLAGGARE])
        refused("vault.login_taken", membership.add_user, vault, login="bo", name="Bo")
        assert vault.check().ok
    refused("vault.wrong_passphrase", place.open, "bo", BO)
    with place.opened() as vault:
        assert vault.session.notices[0].kind is NoticeKind.FAILED_UNLOCKS


def test_a_second_administrator_and_the_last(place, bo):
    with place.opened() as vault:
        me = vault.session.user.id
        refused("vault.last_admin", membership.set_admin, vault, me, False)
        membership.set_admin(vault, bo, True)
    with place.opened("bo", BO) as vault:
        assert vault.session.user.admin
        membership.set_admin(vault, me, False)
    with place.opened() as vault:
        assert not vault.session.user.admin
        refused("vault.not_admin", add_circle, vault)
        assert vault.check().ok


def test_any_two_codes_open_and_one_does_not(place):
    vault, codes = place.create()
    circle = add_circle(vault)
    closed = add_circle(vault, "Hemlig", recoverable=False)
    person, hidden = add_person(vault, circle), add_person(vault, closed)
    vault.close()

    def recover(one, two, login="anna", passphrase="annas nya fina fras"):
        return membership.recover(
            place.folder,
            one,
            two,
            login=login,
            new_passphrase=passphrase,
            clock=place.clock,
            seen=place.seen,
            params=LIGHT,
        )

    refused("vault.code_same", recover, codes.a, codes.a)
    refused("vault.code_wrong", recover, codes.a, bytes(20))
    refused("vault.user_unknown", recover, codes.a, codes.b, login="okänd")
    refused("vault.passphrase_weak", recover, codes.a, codes.b, passphrase="kort")
    for number, pair in enumerate(((codes.a, codes.b), (codes.c, codes.a), (codes.b, codes.c))):
        again = recover(*pair, passphrase=f"annas nya fina fras {number}")
        assert read_name(again, person) == MARKER
        refused("vault.not_member", read_name, again, hidden)
        assert again.session.circle(circle).roles == {Role.KRETSAGARE, Role.HANDLAGGARE}
        with again.read() as reader:
            assert [one.out_of_date for one in membership.members(reader, closed)] == [True]
        assert again.check().ok
        again.close()
    refused("vault.wrong_passphrase", place.open)


def test_the_passphrase_changes_and_the_keys_stay(place, vault, person):
    public = vault.opened.held.keys.public
    refused("vault.wrong_passphrase", membership.change_passphrase, vault, "fel", BO)
    refused("vault.passphrase_same", membership.change_passphrase, vault, ANNA, ANNA)
    membership.change_passphrase(vault, ANNA, BO)
    vault.close()
    refused("vault.wrong_passphrase", place.open)
    with place.opened("anna", BO) as again:
        assert again.opened.held.keys.public == public
        assert read_name(again, person) == MARKER


def test_swapped_keys_forged_grants_and_words_are_found(place, bo, cilla):
    """Each is written past the program, with the vault key: the signature does not hold, or is not theirs to give."""
    with place.opened() as vault:
        circle = add_circle(vault)
        let_in(vault, circle, bo)
        connection = vault.opened.held.db.connection
        stranger = UserKeys.fresh()

        def everything(trust, grants):
            trust.present(bo)
            trust.attested(bo)
            trust.recovery()
            grants.members(circle)

        def broken(table, where, match, **values):
            vault.opened.held.db.begin()
            changed = connection.execute(table.update().where(*where).values(**values))
            assert changed.rowcount
            trust = Trust(vault.opened.held.db)
            grants = Grants(vault.opened.held.db, trust)
            with pytest.raises(Damaged, match=match):
                everything(trust, grants)
            vault.opened.held.db.rollback()

        bos = (PUBLIC.c.user == bo,)
        broken(PUBLIC, bos, "trust.signature", kem=stranger.public.kem)
        broken(PUBLIC, bos, "trust.", sig=stranger.public.sig)
        broken(PUBLIC, bos, "trust.", by=cilla)
        broken(
            PUBLIC,
            (PUBLIC.c.generation == 1, PUBLIC.c.user != bo, PUBLIC.c.user != cilla),
            "trust.root",
            kem=stranger.public.kem,
        )
        broken(ATTESTATION, (ATTESTATION.c.user == bo,), "trust.attestation", by_generation=1, number=9)
        grant = (GRANT.c.user == bo,)
        broken(GRANT, grant, "grant.signature", roles="kretsagare")
        broken(GRANT, grant, "grant.signature", user=cilla, user_generation=2)
        sealed = pairs.wrap(stranger.public.kem, bytes(32), vault="x", purpose="x", epoch=1, recipient="x")
        broken(GRANT, grant, "grant.sealed", sealed=sealed)
        assert vault.check().ok


def test_a_user_of_the_vault_cannot_let_themselves_in(place, bo):
    """Bo has the vault key and writes a well-signed grant of his own: he is no kretsägare, and it shows."""
    with place.opened() as vault:
        circle = add_circle(vault)
    with place.opened("bo", BO) as vault:
        held = vault.opened.held
        with vault.write() as writer:
            joining.grant(writer, held, circle, 1, bo, held.signer, held.keys.public, [Role.KRETSAGARE], bytes(32), 9)
            writer.note("vault.member_joined")
        with pytest.raises(Damaged, match=r"grant.author"):
            vault.refresh()
    refused("vault.damaged", place.open)


def test_a_drop_key_put_there_by_someone_else_is_not_sealed_to(place, bo):
    with place.opened() as vault:
        circle = add_circle(vault)
    with place.opened("bo", BO) as vault:
        held, kem = vault.opened.held, KemKeys.fresh().public
        signature = pairs.sign(held.keys, drops.key_message(held.vault, circle, 1, kem))
        with vault.write() as writer:
            row = writer.one(select(EPOCH.c.id).where(EPOCH.c.circle == circle))
            writer.replace(EPOCH, row.id, drop_kem=kem, by=bo, by_generation=held.signer, signature=signature)
            writer.note("vault.tested")
        with pytest.raises(Damaged, match=r"drop.signature"), vault.write() as writer:
            writer.seal_drop(circle, Identity(name="x"), purpose="p", row="r")
        with vault.read() as reader:
            assert reader.one(select(func.count()).select_from(EPOCH))[0] == 1


@pytest.mark.parametrize(
    ("login", "name", "passphrase", "code"),
    [
        ("", "Anna", ANNA, "vault.login_form"),
        ("anna ek", "Anna", ANNA, "vault.login_form"),
        ("anna", " ", ANNA, "vault.name_form"),
        ("anna", "A" * 201, ANNA, "vault.name_form"),
        ("anna", "Anna", "kort", "vault.passphrase_weak"),
    ],
)
def test_a_vault_is_not_made_for_nobody(tmp_path, login, name, passphrase, code):
    refused(code, Vault.create, tmp_path / "v.spivault", login=login, name=name, passphrase=passphrase, params=LIGHT)
    assert list(tmp_path.iterdir()) == []
