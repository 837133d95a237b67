"""Of the two copies one is always whole: it heals the other, and a crash at any point loses nothing."""

import os
import stat

import pytest

from spidesk.vault import labels
from spidesk.vault.keys import boxes, files
from spidesk.vault.keys import keyring as rings
from spidesk.vault.keys.faults import DamagedKeyring, NewerFormat, NoKeyring
from spidesk.vault.keys.keyform import to_bytes

A, B = files.NAMES


@pytest.fixture
def folder(tmp_path, kept):
    files.write(tmp_path, kept.ring)
    return tmp_path


def later(kept):
    return rings.sign(kept.ring.with_next(b"k" * 48), kept.user, kept.keys)


def test_both_copies_are_the_same_and_readable_by_the_owner_only(folder, kept):
    assert (folder / A).read_bytes() == (folder / B).read_bytes() == to_bytes(kept.ring)
    assert sorted(one.name for one in folder.iterdir()) == [A, B]
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in files.NAMES} == {0o600}
    assert files.read(folder) == files.Found(keyring=kept.ring)


@pytest.mark.parametrize(("name", "letter", "other"), [(A, "A", B), (B, "B", A)])
def test_every_flipped_byte_of_a_copy_is_healed_from_the_other(folder, kept, name, letter, other):
    whole = to_bytes(kept.ring)
    for place in range(0, len(whole), 5):
        flipped = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        (folder / name).write_bytes(flipped)
        seen = files.read(folder, heal=False)
        assert (seen.keyring, seen.differed, seen.healed) == (kept.ring, letter, False)
        if place % 40 == 0:  # healing syncs to the disk: not eight thousand times
            assert files.read(folder).healed
            assert (folder / name).read_bytes() == whole
    files.read(folder)
    assert files.read(folder) == files.Found(keyring=kept.ring)
    assert (folder / other).read_bytes() == whole


@pytest.mark.parametrize(("name", "letter"), [(A, "A"), (B, "B")])
@pytest.mark.parametrize("damage", [None, b"", b"{", b"\0" * 5000])
def test_a_missing_or_cut_copy_is_healed(folder, kept, name, letter, damage):
    (folder / name).unlink()
    if damage is not None:
        (folder / name).write_bytes(damage)
    assert files.read(folder) == files.Found(keyring=kept.ring, differed=letter, healed=True)
    assert files.read(folder) == files.Found(keyring=kept.ring)


def test_the_higher_generation_wins_and_heals(folder, kept):
    new = later(kept)
    for name, letter in ((A, "B"), (B, "A")):
        files.write(folder, kept.ring)
        (folder / name).write_bytes(to_bytes(new))
        assert files.read(folder) == files.Found(keyring=new, differed=letter, healed=True)
        assert files.read(folder) == files.Found(keyring=new)


def test_two_damaged_copies_are_said_to_be_damaged_and_left_as_they_are(folder):
    for name in files.NAMES:
        (folder / name).write_bytes(b"{}")
    with pytest.raises(DamagedKeyring):
        files.read(folder)
    assert [(folder / name).read_bytes() for name in files.NAMES] == [b"{}", b"{}"]
    (folder / A).unlink()
    with pytest.raises(DamagedKeyring):
        files.read(folder)


def test_no_copy_at_all_is_no_keyring(tmp_path):
    assert not files.exists(tmp_path)
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoKeyring):
            files.read(folder)


def test_copies_of_two_vaults_are_not_mixed(folder, made):
    (folder / B).write_bytes(to_bytes(made.ring))
    with pytest.raises(DamagedKeyring):
        files.read(folder)


@pytest.mark.parametrize("name", files.NAMES)
def test_a_newer_copy_is_never_overwritten(folder, name):
    rest = b'"what":"nobody knows yet"}'
    check = boxes.digest(labels.KEYRING_FILE, 2, rest).hex().encode()
    newer = b'{"format":2,"check":"%s",\n' % check + rest
    (folder / name).write_bytes(newer)
    with pytest.raises(NewerFormat):
        files.read(folder)
    assert (folder / name).read_bytes() == newer


class Stop(Exception):
    """Stands for the power going at that very call."""


@pytest.mark.parametrize("error", [Stop(), OSError(28, "No space left on device")], ids=["crash", "full"])
@pytest.mark.parametrize("call", ["open", "fsync", "replace"])
def test_a_write_that_stops_anywhere_leaves_the_old_state_or_the_new(folder, kept, monkeypatch, call, error):
    """The operating system's own calls fail one after the other; every result must be readable."""
    new = later(kept)
    seen = set()
    for fails_at in range(8):
        files.write(folder, kept.ring)
        count = 0
        real = getattr(os, call)

        def failing(*args, _real=real, _at=fails_at, **more):
            nonlocal count
            count += 1
            if count > _at:
                raise error
            return _real(*args, **more)

        with monkeypatch.context() as patched:
            patched.setattr(os, call, failing)
            try:
                files.write(folder, new)
                finished = True
            except (Stop, OSError):
                finished = False
        found = files.read(folder).keyring
        assert found in (kept.ring, new)
        assert found == new or not finished
        assert files.read(folder) == files.Found(keyring=found)
        assert sorted(one.name for one in folder.iterdir()) == [A, B]
        seen.add((finished, found == new))
    assert {(True, True), (False, False)} <= seen


def test_what_a_crash_left_beside_does_not_hinder(folder, kept):
    (folder / (A + ".new")).write_bytes(b"half")
    assert files.read(folder) == files.Found(keyring=kept.ring)
    new = later(kept)
    files.write(folder, new)
    assert files.read(folder) == files.Found(keyring=new)
    assert not (folder / (A + ".new")).exists()


def test_opening_goes_on_when_healing_cannot(folder, kept, monkeypatch):
    (folder / B).write_bytes(b"")

    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        assert files.read(folder) == files.Found(keyring=kept.ring, differed="B", healed=False)
    assert files.read(folder).healed


def test_a_keyring_no_reader_would_accept_is_not_written(folder, kept):
    with pytest.raises(DamagedKeyring):
        files.write(folder, kept.ring.without_slot(kept.other))
    assert files.read(folder) == files.Found(keyring=kept.ring)
