"""The workstation's own memory: an allow-list, whole or not at all, and nothing about a person."""

import json
import stat
import sys

import pytest

from spidesk.app.workstation import settings
from spidesk.app.workstation.paperwork import RememberedOffsets
from spidesk.app.workstation.settings import Settings
from spidesk.ui.printing.feed import Edge, Feed


def test_what_is_saved_is_read_back():
    chosen = Settings(vault="/x/prov.spivault", theme="dark", idle_seconds=600, width=1366, height=768)
    settings.save(chosen)
    assert settings.load() == chosen


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_file_is_for_its_user_alone_and_holds_only_the_list():
    settings.save(Settings(vault="/x"))
    assert stat.S_IMODE(settings.file().stat().st_mode) == 0o600
    assert set(json.loads(settings.file().read_text())) == {"vault", "theme", "idle_seconds", "width", "height"}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "not json",
        '{"theme": "rosa", "idle_seconds": 0, "width": -4, "vault": 7}',
        '{"idle_seconds": true, "login": "anna", "last_person": "Ärla"}',
        '{"vault": "\\u202e/x"}',
    ],
)
def test_a_damaged_or_foreign_file_is_as_new(content):
    settings.file().parent.mkdir(parents=True, exist_ok=True)
    settings.file().write_text(content, encoding="utf-8")
    assert settings.load() == Settings()


def test_what_is_not_on_the_list_is_forgotten_at_the_next_save():
    settings.file().parent.mkdir(parents=True, exist_ok=True)
    settings.file().write_text('{"theme": "dark", "last_person": "Ärla"}', encoding="utf-8")
    settings.save(settings.load())
    assert "Ärla" not in settings.file().read_text(encoding="utf-8")
    assert settings.load().theme == "dark"


def test_a_folder_that_cannot_be_written_is_no_fault(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(settings, "file", lambda: tmp_path / "file" / "settings.json")
    settings.save(Settings(theme="dark"))
    assert settings.load() == Settings()


def test_offsets_are_kept_by_printer_and_sheet_within_reason(tmp_path):
    kept = RememberedOffsets(tmp_path / "offsets.json")
    feed = Feed(lying=True, edge=Edge.CENTRE, face_up=False, turned=True, right_mm=1.5, down_mm=-2.1)
    kept.keep_feed("lp1", "C5-kuvert", feed)
    kept.keep_feed("lp1", "C4-kuvert", Feed(right_mm=900.0))
    again = RememberedOffsets(tmp_path / "offsets.json")
    assert again.feed("lp1", "C5-kuvert") == feed
    assert again.feed("lp1", "C4-kuvert") is None
    assert again.feed("lp2", "C5-kuvert") is None


def test_what_an_older_program_kept_of_a_printer_is_read(tmp_path):
    file = tmp_path / "offsets.json"
    file.write_text('{"lp1\\nC5-kuvert": [1.5, -80], "lp1\\nC4-kuvert": {"lying": true, "other": 1}}')
    kept = RememberedOffsets(file)
    assert kept.feed("lp1", "C5-kuvert") == Feed(right_mm=1.5, down_mm=-50.0)
    assert kept.feed("lp1", "C4-kuvert") == Feed(lying=True)
    file.write_text('{"lp1\\nC5-kuvert": {"edge": "elsewhere"}}')
    assert RememberedOffsets(file).feed("lp1", "C5-kuvert") is None
