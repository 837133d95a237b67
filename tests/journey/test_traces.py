"""After a whole journey nothing of what was typed stands anywhere but on the papers and in the pictures."""

import tempfile
from io import BytesIO
from pathlib import Path

import pypdf

from tests.journey.marks import STEM, files, forms, found, marks, numbers, stems, texts

TYPED = marks([*texts(), *numbers()])


def test_the_search_finds_a_mark_however_it_is_written():
    for mark in TYPED:
        for form in forms(mark):
            assert len(form) >= 7
            assert mark in found(b"xx" + form + b"yy", [mark]), form
    for text in (STEM, STEM.upper(), STEM.title()):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
            assert stems(b"\0a" + text.encode(encoding) + b"b\0"), encoding
    assert not found(b"inget att se " * 100, TYPED)


def test_every_text_of_the_people_file_can_be_told_from_any_other():
    for text in texts():
        assert STEM in text.lower() or text == "070-174 06 05"


def test_nothing_typed_is_in_the_vault_the_settings_or_what_was_said(journey):
    assert journey.code == 0
    looked = [path for path in files(journey.out) if path not in journey.papers]
    names = {path.name for path in looked}
    assert {"store.db", "keyring-A.json", "keyring-B.json", "settings.json", "journey.txt"} <= names
    leaks = {path.name: found(path.read_bytes(), TYPED) for path in looked}
    assert not {name: hits for name, hits in leaks.items() if hits}
    assert not found((journey.stdout + journey.stderr).encode(), TYPED)
    for path in files(journey.out):
        assert not found(str(path.relative_to(journey.out)).encode(), TYPED), path


def test_home_and_the_temp_folder_are_as_they_were(journey):
    assert all(folder.is_dir() for folder in journey.own)
    assert files(*journey.own) == []


def test_no_file_the_machine_shares_was_left_with_it(journey):
    """What was written beside the folders of its own: the shared temp folders, since the journey began."""
    ours = next((one for one in journey.out.parents if one.name.startswith("pytest-of-")), journey.out)
    places = {Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")}
    leaks = []
    for place in places:
        for path in _newer(place, journey.began, ours):
            leaks += [path] if stems(_start(path)) else []
    assert not leaks


def _newer(place, began, ours):
    for path in place.glob("*"):
        try:
            if path == ours or path.is_symlink():
                continue
            if path.is_file() and path.stat().st_mtime >= began:
                yield path
            elif path.is_dir() and path.name.lower().startswith(("spidesk", "qt", "reportlab", "etilqs")):
                yield from (one for one in path.rglob("*") if one.is_file() and one.stat().st_mtime >= began)
        except OSError:
            continue


def _start(path):
    try:
        with path.open("rb") as file:
            return file.read(1 << 24)
    except OSError:
        return b""


def test_the_papers_hold_the_number_on_the_inner_front_alone_and_nothing_else_typed(journey):
    fronts = len(journey.papers) // 4  # a batch is printed all fronts first, then backs, slips and outers
    for at, paper in enumerate(journey.papers):
        content = paper.read_bytes()
        assert not found(content, TYPED), paper.name
        text, inside = _opened(content)
        printed = {mark for mark in TYPED if mark in text}
        assert bool(printed) == (at < fronts), paper.name
        assert printed <= set(numbers())
        assert set(found(inside, TYPED)) <= printed, paper.name


def test_what_a_paper_says_of_itself_names_nobody(journey):
    for paper in journey.papers:
        reader = pypdf.PdfReader(paper)
        told = " ".join(f"{key} {value}" for key, value in (reader.metadata or {}).items())
        assert not found(told.encode(), TYPED)
        assert reader.xmp_metadata is None
        assert reader.attachments == {}
        assert reader.outline == []
        for word in (paper.name, "SP-2026", "F-2026", "Karin", "root"):
            assert word not in told


def _opened(content):
    """The words of a paper, and every stream of it unpacked."""
    reader = pypdf.PdfReader(BytesIO(content))
    text = "\n".join(page.extract_text() for page in reader.pages)
    inside = []
    for number in range(1, len(reader.xref[0]) + 1):
        found_there = reader.get_object(pypdf.generic.IndirectObject(number, 0, reader))
        if isinstance(found_there, pypdf.generic.StreamObject):
            inside.append(found_there.get_data())
        else:
            inside.append(repr(found_there).encode())
    assert len(inside) > 4
    return text, b"\n".join(inside)
