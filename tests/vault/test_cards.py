"""New recovery cards for a vault in use: by two of the present ones, and not before two of the new are typed back."""

import shutil
from itertools import permutations

import pytest
from sqlalchemy import select

from spidesk.refusal import Refusal
from spidesk.vault import membership
from spidesk.vault.keys import files
from spidesk.vault.keys.recovery import make_codes
from spidesk.vault.members.roll import directory
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import NoticeKind
from spidesk.vault.store.schema import EVENT
from tests.vault.building import ANNA, BO, LIGHT, MARKER, add_circle, add_person, read_name

PHRASE = "annas alldeles nya fras"


def refused(code, work, *args, **more):
    with pytest.raises(Refusal) as caught:
        work(*args, **more)
    assert caught.value.code == code


def notices(vault):
    return {one.kind for one in vault.session.notices}


def actions(vault):
    with vault.read() as reader:
        return [row.action for row in reader.rows(select(EVENT.c.action).order_by(EVENT.c.seq))]


def recovered(place, one, two, *, folder=None, seen=None):
    return membership.recover(
        folder or place.folder,
        one,
        two,
        login="anna",
        new_passphrase=PHRASE,
        clock=place.clock,
        seen=seen or place.seen,
        params=LIGHT,
    )


def renewed(vault, codes):
    """New cards by A and B, proved by the new C and A; gives the new codes."""
    new = membership.begin_cards(vault, codes.a, codes.b)
    membership.renew_cards(vault, new, new.codes.c, new.codes.a)
    return new.codes


def pairs_of(codes):
    return permutations((codes.a, codes.b, codes.c), 2)


def test_the_new_cards_open_and_the_former_do_not(place):
    vault, old = place.create()
    person = add_person(vault, add_circle(vault))
    holder, generation = directory(vault.opened.held)[0].recovery(), vault.opened.keyring.generation
    new = renewed(vault, old)
    assert vault.opened.keyring.generation == generation + 1
    assert vault.opened.keyring.recovery.public == directory(vault.opened.held)[0].recovery() == holder
    for pair in (*pairs_of(old), (old.a, new.b), (new.a, old.a), (old.c, new.c)):
        refused("vault.code_wrong", membership.prove_recovery, vault, *pair)
    for pair in pairs_of(new):
        membership.prove_recovery(vault, *pair)
    assert vault.check().ok
    vault.close()
    refused("vault.code_wrong", recovered, place, old.a, old.b)
    again = recovered(place, new.c, new.b)
    assert read_name(again, person) == MARKER
    assert again.check().ok
    assert notices(again) == set()
    again.close()


def test_both_keyrings_are_the_new_one_and_the_log_says_what_was_done(place):
    vault, old = place.create()
    renewed(vault, old)
    assert actions(vault)[-4:] == [
        "vault.recovery_begun",
        "vault.recovery_renewed",
        "vault.keyring_written",
        "vault.recovery_proved",
    ]
    found = files.read(place.folder, heal=False)
    assert not found.differed
    assert found.keyring.digest() == vault.opened.keyring.digest()
    vault.close()


def test_nothing_has_changed_until_two_of_the_new_are_typed_back(place):
    vault, old = place.create()
    before = (place.folder / "keyring-A.json").read_bytes()
    new = membership.begin_cards(vault, old.c, old.b)
    for pair in ((new.codes.a, old.b), (old.a, old.b), (new.codes.a, make_codes().a)):
        refused("vault.code_wrong", membership.renew_cards, vault, new, *pair)
    refused("vault.code_same", membership.renew_cards, vault, new, new.codes.a, new.codes.a)
    assert (place.folder / "keyring-A.json").read_bytes() == before
    assert NoticeKind.CARDS_UNPROVED not in notices(vault)
    vault.close()
    with place.opened() as again:
        assert NoticeKind.CARDS_UNPROVED not in notices(again)
        membership.prove_recovery(again, old.a, old.b)
        refused("vault.code_wrong", membership.prove_recovery, again, new.codes.a, new.codes.b)


def test_wrong_mixed_and_equal_cards_make_nothing(place, tmp_path):
    vault, codes = place.create()
    other = make_codes()
    lines = len(actions(vault))
    refused("vault.code_same", membership.begin_cards, vault, codes.a, codes.a)
    for pair in ((codes.a, other.b), (other.a, codes.b), (other.a, other.b)):
        refused("vault.code_wrong", membership.begin_cards, vault, *pair)
    assert len(actions(vault)) == lines
    vault.close()


def test_a_valvadministrator_with_one_card_makes_none_and_another_user_none_at_all(place):
    vault, codes = place.create()
    refused("vault.code_wrong", membership.begin_cards, vault, codes.a, bytes(20))
    new = membership.begin_cards(vault, codes.a, codes.b)
    vault.close()
    place.add_user("bo", BO)
    with place.opened("bo", BO) as bo:
        refused("vault.not_admin", membership.begin_cards, bo, codes.a, codes.b)
        refused("vault.not_admin", membership.renew_cards, bo, new, new.codes.a, new.codes.b)


def test_wraps_of_another_holder_are_not_taken(place, tmp_path):
    vault, codes = place.create()
    from spidesk.vault.keys import recovery
    from spidesk.vault.keys.pairs import UserKeys

    mine = make_codes()
    forged = membership.NewCards(
        codes=mine, wraps=recovery.wrap_pairs(mine, UserKeys.fresh().to_bytes(), vault.opened.held.vault)
    )
    refused("vault.code_wrong", membership.renew_cards, vault, forged, mine.a, mine.b)
    membership.prove_recovery(vault, codes.a, codes.b)
    vault.close()


def test_cut_off_before_the_proof_is_logged_the_notice_stands(place, monkeypatch):
    from spidesk.vault.membership import cards

    vault, old = place.create()
    new = membership.begin_cards(vault, old.a, old.b)

    def cut(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cards, "_log_proof", cut)
    with pytest.raises(KeyboardInterrupt):
        membership.renew_cards(vault, new, new.codes.a, new.codes.b)
    monkeypatch.undo()
    vault.close()
    with place.opened() as again:
        assert NoticeKind.CARDS_UNPROVED in notices(again)
        membership.prove_recovery(again, new.codes.b, new.codes.c)
        assert NoticeKind.CARDS_UNPROVED not in notices(again)
        assert again.check().ok


@pytest.mark.parametrize("copies", ["A", "AB"])
def test_cut_off_between_the_two_keyrings_one_set_of_cards_opens(place, monkeypatch, copies):
    vault, old = place.create()
    kept = {name: (place.folder / f"keyring-{name}.json").read_bytes() for name in "AB"}
    new = membership.begin_cards(vault, old.a, old.b)
    write = files.write

    def cut(folder, keyring):
        write(folder, keyring)
        for name in set("AB") - set(copies):
            (folder / f"keyring-{name}.json").write_bytes(kept[name])
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "write", cut)
    with pytest.raises(KeyboardInterrupt):
        membership.renew_cards(vault, new, new.codes.a, new.codes.b)
    monkeypatch.undo()
    vault.close()
    with place.opened() as again:
        assert NoticeKind.CARDS_UNPROVED in notices(again)
        assert again.check().ok
        refused("vault.code_wrong", membership.prove_recovery, again, old.a, old.b)
        membership.prove_recovery(again, new.codes.a, new.codes.b)


def test_a_full_disk_leaves_the_former_cards(place, monkeypatch):
    vault, old = place.create()
    new = membership.begin_cards(vault, old.a, old.b)

    def full(folder, keyring):
        raise OSError("no space left")

    monkeypatch.setattr(files, "write", full)
    refused("vault.disk_full", membership.renew_cards, vault, new, new.codes.a, new.codes.b)
    monkeypatch.undo()
    membership.prove_recovery(vault, old.a, old.b)
    vault.close()
    with place.opened() as again:
        assert again.check().ok
        membership.prove_recovery(again, old.b, old.c)
        refused("vault.code_wrong", membership.prove_recovery, again, new.codes.a, new.codes.b)


def test_the_keyring_of_the_former_cards_put_back_is_noticed_and_recovers_nobody(place):
    vault, old = place.create()
    kept = {name: (place.folder / f"keyring-{name}.json").read_bytes() for name in "AB"}
    renewed(vault, old)
    vault.close()
    for name, content in kept.items():
        (place.folder / f"keyring-{name}.json").write_bytes(content)
    refused("vault.older", recovered, place, old.a, old.b)
    refused("vault.older", recovered, place, old.a, old.b, seen=HeadStore(place.root / "elsewhere"))
    with place.opened() as again:
        assert NoticeKind.KEYRING_OLDER in notices(again)
        assert again.session.read_only
        refused("vault.older", membership.begin_cards, again, old.a, old.b)
        assert "keyring.older" in {one.code for one in again.check().findings}


def test_a_copy_made_before_still_opens_with_the_former_cards(place, tmp_path):
    """What the screen says plainly: therefore they are destroyed."""
    vault, old = place.create()
    vault.close()
    copy = shutil.copytree(place.folder, tmp_path / "kopia.spivault")
    with place.opened() as again:
        renewed(again, old)
    thief = recovered(place, old.a, old.b, folder=copy, seen=HeadStore(tmp_path / "thief"))
    assert thief.session.user.login == "anna"
    thief.close()


def test_the_passphrase_is_what_it_was_and_cards_can_be_made_anew_again(place):
    vault, codes = place.create()
    codes = renewed(vault, codes)
    codes = renewed(vault, codes)
    vault.close()
    with place.opened("anna", ANNA) as again:
        membership.prove_recovery(again, codes.a, codes.c)
        assert again.check().ok
