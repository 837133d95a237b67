"""Letters in the stored vaults: ordered before migration 2 and after it, their papers are made as they were ordered."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from spidesk.mail import records
from spidesk.mail.actions import editions, naming, posting, recipient, senders
from spidesk.mail.document import forms, papers
from spidesk.mail.rules.order import PARCEL_PAIR, Kind, PaperKind, Parcel, State, papers_of
from spidesk.mail.rules.posting import Envelope
from spidesk.vault.errors import Damaged
from spidesk.vault.outside.heads import HeadStore
from spidesk.vault.vault import Vault
from tests.vault.building import ANNA, Clock

STORED = Path(__file__).parent.parent / "vault" / "stored"
OLD = ("weight_g", "length_mm", "width_mm", "height_mm", "thickness_mm", "delgivning", "edition_id", "outer")


@pytest.fixture
def opened(tmp_path):
    made = []

    def open_it(name):
        folder = shutil.copytree(STORED / f"{name}.spivault", tmp_path / f"{name}.spivault")
        clock = Clock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
        vault = Vault.open(folder, login="anna", passphrase=ANNA, clock=clock, seen=HeadStore(tmp_path / "state"))
        made.append(vault)
        return vault, json.loads((STORED / f"{name}.json").read_text(encoding="utf-8"))

    yield open_it
    for vault in made:
        vault.close()


def rows(vault):
    return {row.label: row for row in posting.desk(vault, (State.ORDERED,)).rows}


@pytest.mark.parametrize("name", ["ordered", "second"])
def test_a_letter_ordered_before_migration_2_has_its_papers(opened, name):
    vault, told = opened(name)
    row = rows(vault)[told["labels"][1]]
    with vault.read() as reader:
        stored = records.of(reader, row.id)
        if name == "ordered":
            assert all(getattr(stored, column) is None for column in OLD)
    found = posting.envelope(vault, row.id, PaperKind.INNER_FRONT)
    assert (found.kind, found.number, found.delgivning, found.parcel) == (
        Kind.REK_PERSONAL, "189001019802", False, None,
    )  # fmt: skip
    assert found.edition == forms.current(date(2026, 11, 22))
    assert found.sender.lines == ("Storstads kommun", "Box 12", "123 45 Storstad")
    for paper in papers_of(found.kind, found.delgivning):
        assert papers.make(paper, found).pdf
    assert vault.check().ok


@pytest.mark.parametrize("column", OLD[:-1])
def test_an_older_letter_does_not_open_with_something_put_into_a_new_column(opened, column):
    vault, told = opened("ordered")
    row = rows(vault)[told["labels"][0]]
    with vault.write() as writer:
        stored = records.of(writer, row.id)
        value = True if column == "delgivning" else "0" * 32 if column == "edition_id" else 5
        writer.update(records.order, row.id, version=stored.version, **{column: value})
        writer.note("mail.forged")
    with vault.read() as reader, pytest.raises(Damaged, match=r"drop.author"):
        recipient.opened_line(reader, records.of(reader, row.id), "mail.paper_made")


def test_what_came_with_migration_2_is_read_back(opened):
    vault, told = opened("second")
    found = rows(vault)
    parcel, served = (found[label] for label in told["labels"][2:])
    assert (parcel.kind, parcel.pair) == (Kind.PARCEL, PARCEL_PAIR)
    assert parcel.parcel == Parcel(weight_g=1500, length_mm=300, width_mm=200, height_mm=100)
    assert (served.kind, served.delgivning, served.thickness_mm) == (Kind.REK, True, 4)
    assert served.question is naming.State.OPEN
    front: Envelope = posting.envelope(vault, served.id, PaperKind.INNER_FRONT)
    assert front.edition.address == ("Skatteverket", "Box 9999", "403 21 Göteborg")
    assert front.edition.id == told["edition"]
    kept = editions.kept(vault)
    assert (kept.ignored, [one.edition.id for one in kept.editions if one.in_force]) == (0, [told["edition"]])
    (choice,) = [one for one in senders.choices(vault) if one.circle == told["circle"]]
    assert (choice.chosen, choice.ignored) == ({told["sender"]}, 0)
    (asked,) = naming.questions(vault)
    read = naming.read(vault, asked.id)
    assert read.names == "Förnamn Åberg"
    assert [(one.recipient, one.sure) for one in read.meant] == [(True, False)]
    with vault.read() as reader:
        assert len(list(reader.rows(select(records.question)))) == 1
