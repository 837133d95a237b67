"""`spidesk vault create | check` as IT runs it: exit codes, descriptors, and what is printed."""

import getpass
import os
import random
import shutil

import pytest

from spidesk import cli
from spidesk.person.actions import register
from spidesk.person.rules import Category, Identity, NewPerson, Protection, Skydd, SkyddState
from spidesk.vault import membership
from spidesk.vault.keys import recovery
from spidesk.vault.keys.slots import SlotParams
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.session import CircleKind
from spidesk.vault.vault import Vault

FLOOR = SlotParams(memory_kib=64 * 1024, passes=3, lanes=4)
"""The cheapest a vault may be; the command opens it as it opens any vault."""
CHEAP = SlotParams(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "sex lugna ord för prov här"
NUMBER = "189001019802"
GIVEN, FAMILY, ALIAS, COLLEAGUE = "Ärla-Plim", "Skvattertorp", "Elev Norrkvist", "Anna Kollegström"
SECRETS = (GIVEN, FAMILY, ALIAS, NUMBER, NUMBER[2:], COLLEAGUE, PASSPHRASE)
PAGE = 4096


def fd_with(content):
    """A descriptor to read `content` from; the command closes it."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as target:
        target.write(content if isinstance(content, bytes) else content.encode())
    return str(reading)


@pytest.fixture
def said(capfd):
    """Run the command and give exit code, output and errors; nothing that is printed may be about anybody."""

    def run(*words, phrase=PASSPHRASE):
        given = ("--passphrase-fd", fd_with(phrase + "\n")) if phrase is not None else ()
        code = cli.main([*map(str, words), *given])
        out, err = capfd.readouterr()
        assert [one for one in SECRETS if one.casefold() in (out + err).casefold()] == []
        assert "Traceback" not in err
        return int(code), out, err

    return run


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A vault with one person, made once and never opened in place."""
    root = tmp_path_factory.mktemp("cli")
    folder = root / "prov.spivault"
    settings = {"params": FLOOR, "seen": HeadStore(root / "state")}
    vault, _ = Vault.create(folder, login="anna", name=COLLEAGUE, passphrase=PASSPHRASE, **settings)
    owner = vault.session.user.id
    circle = membership.add_circle(vault, name="Skolan", namnd="Nämnd", kind=CircleKind.PERSONS, owner=owner)
    write_person(vault, circle)
    vault.close()
    return folder


def write_person(vault, circle=None):
    with vault.write() as writer:
        return register(
            writer,
            NewPerson(
                circle=circle or next(one.id for one in vault.session.circles if one.roles),
                category=Category.ELEV,
                identity=Identity(given=GIVEN, family=FAMILY, alias=ALIAS, numbers=(NUMBER,)),
                protection=Protection(level=Skydd.SEKRETESSMARKERING, state=SkyddState.DECIDED),
                handlers=(vault.session.user.id,),
                same_number=True,
            ),
        )


@pytest.fixture
def folder(made, tmp_path):
    return shutil.copytree(made, tmp_path / made.name)


def flip(path, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 0x10
    path.write_bytes(content)


def test_create_writes_the_codes_to_their_descriptor_and_nothing_secret_anywhere_else(said, tmp_path):
    folder = tmp_path / "ny.spivault"
    reading, writing = os.pipe()
    code, out, err = said("create", folder, "--login", "anna", "--name", COLLEAGUE, "--codes-fd", writing)
    assert (code, err) == (0, "")
    with os.fdopen(reading, encoding="ascii") as source:
        lines = source.read().splitlines()
    cards = {letter: [line[2:] for line in lines if line.startswith(f"{letter} ")] for letter in "ABC"}
    assert [len(card) for card in cards.values()] == [recovery.LINES] * 3
    assert not any(line in out for card in cards.values() for line in card)
    codes = [recovery.read_code("\n".join(cards[letter])) for letter in "CA"]
    vault = membership.recover(folder, *codes, login="anna", new_passphrase="en ny lugn fras för anna", params=CHEAP)
    assert vault.session.user.admin
    vault.close()


def test_a_created_vault_checks_whole(said, tmp_path):
    folder = tmp_path / "ny.spivault"
    with os.fdopen(os.open(os.devnull, os.O_WRONLY), "w") as nowhere:
        assert said("create", folder, "--login", "anna", "--codes-fd", os.dup(nowhere.fileno()))[0] == 0
    code, out, err = said("check", folder, "--login", "anna")
    assert (code, err) == (0, "")
    assert "Allt är kontrollerat och helt." in out


def test_check_goes_through_people_parts_and_log(said, folder):
    code, out, err = said("check", folder, "--login", "anna")
    assert (code, err) == (0, "")
    counts = [int(word) for word in out.replace(",", "").split() if word.isdigit()]
    assert len(counts) == 4
    assert all(count > 0 for count in counts)


def test_create_refuses_what_is_there(said, folder):
    code, out, err = said("create", folder, "--login", "anna")
    assert (code, out) == (3, "")
    assert err.strip()


@pytest.mark.parametrize("weak", ["", "kort", "aaaaaaaaaaaaaaaaaaaa"])
def test_create_refuses_a_weak_passphrase_and_makes_nothing(said, tmp_path, weak):
    code, _, err = said("create", tmp_path / "ny.spivault", "--login", "anna", phrase=weak)
    assert code == 3
    assert "15" in err
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_passphrase_and_a_wrong_login_say_the_same(said, folder):
    wrong = said("check", folder, "--login", "anna", phrase="en helt annan fras här")
    stranger = said("check", folder, "--login", "nobody")
    assert wrong[0] == stranger[0] == 4
    assert wrong == stranger
    assert (folder / "attempts.log").stat().st_size > 0
    assert said("check", folder, "--login", "anna")[0] == 0


def test_what_is_not_a_vault_is_refused(said, tmp_path):
    assert said("check", tmp_path / "finns-inte.spivault", "--login", "anna")[0] == 3
    (tmp_path / "tom.spivault").mkdir()
    assert said("check", tmp_path / "tom.spivault", "--login", "anna")[0] == 3


def test_a_half_copied_vault_is_damaged(said, folder):
    (folder / "store.db").unlink()
    assert said("check", folder, "--login", "anna")[0] == 5


def test_a_vault_in_use_is_refused(said, folder, tmp_path):
    vault = Vault.open(
        folder, login="anna", passphrase=PASSPHRASE, params=FLOOR, seen=HeadStore(tmp_path / "elsewhere")
    )
    try:
        assert said("check", folder, "--login", "anna")[0] == 3
    finally:
        vault.close()


def test_flipped_bytes_of_the_database_are_found(said, folder, made):
    size = (made / "store.db").stat().st_size
    at = random.Random(11)
    for place in [0, *(at.randrange(16, size) for _ in range(7)), size - 1]:
        shutil.copyfile(made / "store.db", folder / "store.db")
        flip(folder / "store.db", place)
        assert said("check", folder, "--login", "anna")[0] == 5, place


def test_one_damaged_keyring_is_healed_and_told_of_and_two_are_damage(said, folder):
    flip(folder / "keyring-A.json", 300)
    code, out, _ = said("check", folder, "--login", "anna")
    assert code == 0
    assert "lagats" in out
    assert "lagats" not in said("check", folder, "--login", "anna")[1]
    for name in "AB":
        flip(folder / f"keyring-{name}.json", 300)
    assert said("check", folder, "--login", "anna")[0] == 5


def test_a_page_put_back_is_found(said, folder, tmp_path):
    before = (folder / "store.db").read_bytes()
    vault = Vault.open(
        folder, login="anna", passphrase=PASSPHRASE, params=FLOOR, seen=HeadStore(tmp_path / "elsewhere")
    )
    write_person(vault)
    vault.close()
    after = (folder / "store.db").read_bytes()
    changed = [at for at in range(PAGE, len(before), PAGE) if before[at : at + PAGE] != after[at : at + PAGE]]
    assert len(changed) > 5
    for at in random.Random(3).sample(changed, 5):
        (folder / "store.db").write_bytes(after[:at] + before[at : at + PAGE] + after[at + PAGE :])
        assert said("check", folder, "--login", "anna")[0] == 5, at


def test_a_whole_vault_put_back_is_found(said, folder, tmp_path):
    shutil.copytree(folder, tmp_path / "copy")
    assert said("check", folder, "--login", "anna")[0] == 0
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "copy", folder)
    code, out, _ = said("check", folder, "--login", "anna")
    assert code == 5
    assert "vault_older" in out


def test_the_words_of_the_command(said, capfd):
    assert cli.main(["--help"]) == 0
    assert "exit codes" in capfd.readouterr().out
    for words in ([], ["burn"], ["check"], ["check", "x", "--passphrase", "y"], ["check", "x", "--passphrase-fd", "z"]):
        assert cli.main(words) == 2
        capfd.readouterr()


def test_a_descriptor_that_cannot_be_read_is_said(said, folder):
    closed, other = os.pipe()
    os.close(closed)
    os.close(other)
    for number in (str(closed), fd_with(b"\xff\xfe\xff\n")):
        code, out, err = said("check", folder, "--login", "anna", "--passphrase-fd", number, phrase=None)
        assert (code, out) == (2, "")
        assert "--passphrase-fd" in err


def test_codes_not_typed_back_leave_no_vault(said, tmp_path, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda _: "0000-0000")
    code, out, err = said("create", tmp_path / "ny.spivault", "--login", "anna")
    assert code == 6
    assert "Återställningskod C" in out
    assert err.strip()
    assert list(tmp_path.iterdir()) == []


def test_codes_typed_back_prove_them(said, tmp_path, monkeypatch, capfd):
    shown = []
    monkeypatch.setattr(cli, "_say", lambda text, to=None: shown.append(text))
    typed = iter(range(100))

    def back(prompt):
        letter, line = prompt.split()[1].strip(","), int(prompt.split()[3].rstrip(":"))
        at = shown.index(f"Återställningskod {letter}:")
        next(typed)
        return shown[at + line].strip()

    monkeypatch.setattr("builtins.input", back)
    assert said("create", tmp_path / "ny.spivault", "--login", "anna")[0] == 0
    assert next(typed) == 2 * recovery.LINES
    assert (tmp_path / "ny.spivault" / "store.db").exists()


@pytest.mark.parametrize("lines", [0, 1, 4, 7])
def test_input_that_ends_before_the_proof_leaves_no_vault(said, tmp_path, monkeypatch, lines):
    given = iter([None] * lines)
    shown = []
    say = cli._say
    monkeypatch.setattr(cli, "_say", lambda text, to=None: (shown.append(text), say(text, to)))

    def back(prompt):
        if next(given, ...) is ...:
            raise EOFError
        letter, line = prompt.split()[1].strip(","), int(prompt.split()[3].rstrip(":"))
        return shown[shown.index(f"Återställningskod {letter}:") + line].strip()

    monkeypatch.setattr("builtins.input", back)
    code, out, err = said("create", tmp_path / "ny.spivault", "--login", "anna")
    assert code == 6
    assert "Inmatningen tog slut" in err
    assert "Inget valv har gjorts" in err
    assert "Valvet är gjort" not in out
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_or_a_fault_before_the_proof_leaves_no_vault(said, tmp_path, monkeypatch):
    for error, expected in ((KeyboardInterrupt, 2), (BrokenPipeError, 70)):

        def end(_, error=error):
            raise error

        monkeypatch.setattr("builtins.input", end)
        code, _, err = said("create", tmp_path / "ny.spivault", "--login", "anna")
        assert code == expected
        assert "Inget valv har gjorts" in err
        assert list(tmp_path.iterdir()) == []


def test_a_descriptor_that_takes_no_codes_leaves_no_vault(said, tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    for number in (writing, 9999):
        code, _, err = said("create", tmp_path / "ny.spivault", "--login", "anna", "--codes-fd", number)
        assert code == 2
        assert "--codes-fd" in err
        assert "Inget valv har gjorts" in err
        assert list(tmp_path.iterdir()) == []


def test_codes_handed_to_it_stand_unproved_and_that_is_said_until_they_are_proved(said, tmp_path):
    folder = tmp_path / "ny.spivault"
    reading, writing = os.pipe()
    code, out, _ = said("create", folder, "--login", "anna", "--codes-fd", writing)
    assert code == 0
    assert "Ingen har provat återställningskorten" in out
    assert "Prova två kort" in said("check", folder, "--login", "anna")[1]
    with os.fdopen(reading, encoding="ascii") as source:
        lines = source.read().splitlines()
    codes = [recovery.read_code("\n".join(line[2:] for line in lines if line.startswith(letter))) for letter in "AB"]
    vault = Vault.open(folder, login="anna", passphrase=PASSPHRASE)
    membership.prove_recovery(vault, *codes)
    vault.close()
    code, out, _ = said("check", folder, "--login", "anna")
    assert code == 0
    assert "Prova två kort" not in out


@pytest.mark.parametrize("name", ["valv", "valv.spivault.bak", ".spivault", "valv.SPIVAULT"])
def test_a_folder_that_is_not_named_as_a_vault_is_refused_before_anything_is_asked(said, tmp_path, monkeypatch, name):
    def asked(_):
        raise AssertionError

    monkeypatch.setattr("builtins.input", asked)
    monkeypatch.setattr(getpass, "getpass", asked)
    code, out, err = said("create", tmp_path / name, phrase=None)
    assert (code, out) == (3, "")
    assert ".spivault" in err
    assert list(tmp_path.iterdir()) == []


def test_two_different_passphrases_at_the_prompt_make_nothing(said, tmp_path, monkeypatch):
    answers = iter([PASSPHRASE, PASSPHRASE + "x"])
    monkeypatch.setattr(getpass, "getpass", lambda _: next(answers))
    assert said("create", tmp_path / "ny.spivault", "--login", "anna", phrase=None)[0] == 3
    assert list(tmp_path.iterdir()) == []


def test_interrupted_at_the_prompt(said, folder, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(getpass, "getpass", interrupt)
    assert said("check", folder, "--login", "anna", phrase=None)[0] == 2
