"""A lost one-time passphrase is made anew, a circle's post goes to a post circle, and unproved cards are told about."""

import sys

import pytest
from sqlalchemy import select

from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.errors import Damaged
from spidesk.vault.ids import new_id
from spidesk.vault.keys import files, words
from spidesk.vault.keys.pairs import UserKeys
from spidesk.vault.keys.recovery import make_codes
from spidesk.vault.members.roll import directory
from spidesk.vault.session import CircleKind, NoticeKind, Role, UserState
from spidesk.vault.store.cipher import Database
from spidesk.vault.store.schema import EVENT
from tests.vault.building import ANNA, BO, CILLA, LIGHT, add_circle, let_in

users = sys.modules["spidesk.vault.membership.users"]  # a function of the package hides its name


def refused(code, work, *args, **more):
    with pytest.raises(Refusal) as caught:
        work(*args, **more)
    assert caught.value.code == code
    return caught.value


def actions(vault):
    return vault.opened.held.db.connection.execute(select(EVENT.c.action).order_by(EVENT.c.seq)).scalars().all()


def user_id(vault, login):
    with vault.read() as reader:
        return next(one.id for one in membership.users(reader) if one.login == login)


@pytest.fixture
def lost(place, vault):
    """Bo has been made, and the slip with the one-time passphrase is gone; gives it and Bo's id."""
    once = membership.add_user(vault, login="bo", name="Bo")
    bo = user_id(vault, "bo")
    vault.close()
    return once, bo


def renewed(place, bo, login="anna", passphrase=ANNA):
    with place.opened(login, passphrase) as vault:
        return membership.renew_one_time(vault, bo)


def test_a_new_one_time_passphrase_opens_and_the_lost_one_does_not(place, lost):
    once, bo = lost
    fresh = renewed(place, bo)
    assert len(fresh.split(" ")) == 6
    refused("vault.wrong_passphrase", place.open, "bo", once)
    with place.opened("bo", fresh) as vault:
        assert vault.session.user.state is UserState.NEW
        membership.finish_first_unlock(vault, BO)
    refused("vault.wrong_passphrase", place.open, "bo", fresh)
    with place.opened() as vault:
        assert "vault.one_time_renewed" in actions(vault)
        circle = add_circle(vault)
        let_in(vault, circle, bo)
        assert vault.check().ok
    with place.opened("bo", BO) as vault:
        assert vault.session.may(circle, Role.HANDLAGGARE)
        assert vault.check().ok


def test_a_first_unlock_that_was_left_half_way_is_begun_anew(place, lost):
    """Bo opened with the slip, closed the window before choosing a passphrase, and lost the slip; twice."""
    once, bo = lost
    for _ in range(2):
        place.open("bo", once).close()
        once = renewed(place, bo)
    with place.opened("bo", once) as vault:
        membership.finish_first_unlock(vault, BO)
        assert vault.check().ok
    with place.opened("bo", BO) as vault:
        assert vault.check().ok


def test_the_one_who_made_the_passphrase_anew_is_the_maker(place, lost):
    _, bo = lost
    cilla = place.add_user("cilla", CILLA, admin=True)
    once = renewed(place, bo, "cilla", CILLA)
    with place.opened("bo", once) as vault:
        membership.finish_first_unlock(vault, BO)
    with place.opened() as vault, vault.read() as reader:
        assert next(one.made_by for one in membership.users(reader) if one.id == bo) == cilla


def test_nobody_who_has_a_passphrase_is_given_a_one_time_one(place, lost):
    once, bo = lost
    with place.opened("bo", once) as vault:
        refused("vault.first_unlock", membership.renew_one_time, vault, bo)
        membership.finish_first_unlock(vault, BO)
        refused("vault.not_admin", membership.renew_one_time, vault, bo)
    with place.opened() as vault:
        refused("vault.user_active", membership.renew_one_time, vault, bo)
        refused("vault.user_active", membership.renew_one_time, vault, vault.session.user.id)
        refused("vault.user_closed", membership.renew_one_time, vault, new_id())
        membership.close_user(vault, bo)
        refused("vault.user_closed", membership.renew_one_time, vault, bo)


def test_an_administrator_cannot_put_one_time_keys_in_the_place_of_a_users_own(place, lost):
    """Past the check of the function: the row itself is not believed, whoever signs it."""
    once, bo = lost
    with place.opened("bo", once) as vault:
        membership.finish_first_unlock(vault, BO)
    with place.opened() as vault:
        with vault.change() as writer:
            users.insert_public(writer, vault, bo, 3, UserKeys.fresh().public, admin=False)
            writer.note("vault.tested")
        vault.refresh()
        with pytest.raises(Damaged, match=r"trust\.succession"):
            directory(vault.opened.held)[0].keys(bo, 3)


class Cut(BaseException):
    """The power goes."""


def cut_at(monkeypatch, wanted):
    """Let the power go just before the write of that number: a commit, or a copy of the keyring. Gives the count."""
    count = [0]
    commit, put = Database.commit, files._put

    def counted(real):
        def write(*args):
            count[0] += 1
            if count[0] == wanted:
                raise Cut
            return real(*args)

        return write

    monkeypatch.setattr(Database, "commit", counted(commit))
    monkeypatch.setattr(files, "_put", counted(put))
    return count


@pytest.mark.parametrize("wanted", [1, 2, 3, 4])
def test_a_cut_at_any_write_leaves_one_slip_that_opens(place, lost, monkeypatch, wanted):
    once, bo = lost
    slips = [once]
    monkeypatch.setattr(words, "passphrase", kept(words.passphrase, slips))
    vault = place.open()
    with monkeypatch.context() as patch:
        count = cut_at(patch, wanted)
        with pytest.raises(Cut):
            membership.renew_one_time(vault, bo)
        assert count[0] >= wanted
    vault.close()
    with place.opened() as again:
        assert again.check().ok
        assert user_id(again, "bo") == bo
    opening = [one for one in slips if opens(place, one)]
    assert opening == [slips[0] if wanted <= 2 else slips[1]]
    with place.opened("bo", opening[0]) as vault:
        membership.finish_first_unlock(vault, BO)
        assert vault.check().ok
    with place.opened() as vault:
        assert vault.check().ok


def test_a_cut_and_then_a_second_try(place, lost, monkeypatch):
    _, bo = lost
    vault = place.open()
    with monkeypatch.context() as patch:
        cut_at(patch, 2)
        with pytest.raises(Cut):
            membership.renew_one_time(vault, bo)
    vault.close()
    with place.opened("bo", renewed(place, bo)) as vault:
        membership.finish_first_unlock(vault, BO)
        assert vault.check().ok


def kept(make, into):
    def passphrase():
        into.append(make())
        return into[-1]

    return passphrase


def opens(place, passphrase):
    try:
        place.open("bo", passphrase).close()
    except Refusal:
        return False
    return True


def test_a_circle_sends_its_post_to_a_post_circle_alone(vault):
    persons, post = add_circle(vault), add_circle(vault, "Posten", CircleKind.POST)
    for kind, chosen in (
        (CircleKind.PERSONS, persons),
        (CircleKind.PERSONS, new_id()),
        (CircleKind.POST, post),
        (CircleKind.POST, persons),
    ):
        before = len(vault.session.circles)
        refusal = refused("vault.post_circle", add_circle, vault, "HR", kind, post_circle=chosen)
        assert refusal.field == "post_circle"
        assert len(vault.session.circles) == before
    made = add_circle(vault, "HR", post_circle=post)
    assert vault.session.circle(made).post_circle == post


def kinds(vault):
    return [one.kind for one in vault.session.notices]


def test_unproved_cards_are_told_about_until_two_are_typed_back(place):
    vault, codes = place.create_unproved()
    assert kinds(vault) == [NoticeKind.CARDS_UNPROVED]
    vault.close()
    with place.opened() as vault:
        assert kinds(vault) == [NoticeKind.CARDS_UNPROVED]
        refused("vault.code_same", membership.prove_recovery, vault, codes.a, codes.a)
        refused("vault.code_wrong", membership.prove_recovery, vault, codes.a, make_codes().b)
        assert kinds(vault) == [NoticeKind.CARDS_UNPROVED]
        membership.prove_recovery(vault, codes.c, codes.b)
        assert kinds(vault) == []
        assert "vault.recovery_proved" in actions(vault)
    with place.opened() as vault:
        assert kinds(vault) == []


def test_cards_somebody_came_in_with_are_proved(place):
    vault, codes = place.create_unproved()
    vault.close()
    membership.recover(
        place.folder,
        codes.a,
        codes.b,
        login="anna",
        new_passphrase=CILLA,
        clock=place.clock,
        seen=place.seen,
        params=LIGHT,
    ).close()
    with place.opened("anna", CILLA) as vault:
        assert kinds(vault) == []


def test_only_an_administrator_is_told_and_asked_to_prove(place):
    vault, codes = place.create_unproved()
    vault.close()
    place.add_user("bo", BO)
    with place.opened("bo", BO) as vault:
        assert kinds(vault) == []
        refused("vault.not_admin", membership.prove_recovery, vault, codes.a, codes.b)
