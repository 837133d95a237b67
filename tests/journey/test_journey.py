"""The main job through the real windows: what it says, what it prints, and what a bad file of people is told."""

import subprocess
import sys
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from spidesk import wording
from spidesk.demo.build import RETURN_ADDRESS
from spidesk.demo.run import main
from tests.journey.conftest import ROOT
from tests.journey.marks import STEM

MM = 72 / 25.4
SKATTEVERKET = ["Skatteverket", "Förmedlingsuppdrag", "Box 2820", "403 20 Göteborg"]
C4, C5, C6, DL, A4 = (324, 229), (229, 162), (162, 114), (220, 110), (210, 297)
# Number as printed, what stands beside it, inner and outer envelope, words of the slip.
LETTERS = (
    ("19880101-2389", [], C5, C4, ["C5 i C4", "Vanligt brev"]),
    ("19950101-2398", ["Personlig utlämning"], DL, C5, ["DL i C5", "rek", "personlig", "utlämning"]),
    ("19620112-2808", [], C6, C5, ["C6 i C5", "Rekommenderat brev"]),
)
ORDER = ("front", "back", "slip", "outer")


def letter(journey, number):
    """The four papers of one letter: printed as one batch, all of a kind before the next kind."""
    assert len(journey.papers) == len(ORDER) * len(LETTERS)
    return dict(zip(ORDER, journey.papers[number :: len(LETTERS)], strict=True))


def lines(paper):
    (page,) = pypdf.PdfReader(paper).pages
    return [line.strip() for line in page.extract_text().splitlines() if line.strip()]


def drawn(paper, dots_per_mm=8):
    document = pypdfium2.PdfDocument(paper)
    try:
        return document[0].render(scale=dots_per_mm / MM, grayscale=True).to_pil()
    finally:
        document.close()


def codes(paper):
    return [one.text for one in zxingcpp.read_barcodes(drawn(paper, 12))]


def test_the_journey_works_and_its_vault_is_whole(journey):
    assert journey.code == 0, journey.told
    assert "spidesk vault check, kod 0" in journey.told
    assert journey.told in journey.stdout


def test_it_says_what_became_of_each_person_and_what_the_refused_were_told(journey):
    told = journey.told.splitlines()
    assert told[0] == "Person 1: SP-2026-0001, brev: 1"
    assert told[1] == f"Person 2: nekad: {wording.texts()['person.number_check']}"
    assert told[2] == f"Person 3: nekad: {wording.texts()['intake.fingerade']}"
    assert told[3] == "Person 4: SP-2026-0002, brev: 1"
    assert told[4] == "Person 5: SP-2026-0003, brev: 1"
    assert told[5] == "Papper: 12. Postade brev: 3."


@pytest.mark.parametrize("at", range(len(LETTERS)))
def test_the_inner_front_has_the_number_and_no_name(journey, at):
    number, beside, *_ = LETTERS[at]
    code, *rest = lines(letter(journey, at)["front"])
    assert rest == [number, *beside]
    assert len(code) == len("ABCD-EFGH-I")
    assert code.endswith("-I")


@pytest.mark.parametrize("at", range(len(LETTERS)))
def test_the_inner_back_has_the_approved_address_alone(journey, at):
    assert lines(letter(journey, at)["back"]) == ["Avsändare", *RETURN_ADDRESS.splitlines()]


@pytest.mark.parametrize("at", range(len(LETTERS)))
def test_the_outer_envelope_has_skatteverkets_four_lines_alone(journey, at):
    assert lines(letter(journey, at)["outer"]) == SKATTEVERKET


@pytest.mark.parametrize("at", range(len(LETTERS)))
def test_the_slip_says_which_envelopes_and_nobodys_name_or_number(journey, at):
    number, _, _, _, words = LETTERS[at]
    said = " ".join(lines(letter(journey, at)["slip"]))
    assert all(word in said for word in words)
    digits = "".join(sign for sign in said if sign.isdigit())
    assert number.replace("-", "")[2:] not in digits
    assert STEM not in said.lower()


@pytest.mark.parametrize("at", range(len(LETTERS)))
def test_every_paper_has_the_size_of_its_envelope(journey, at):
    _, _, inner, outer, _ = LETTERS[at]
    sizes = {"front": inner, "back": inner, "slip": A4, "outer": outer}
    for kind, paper in letter(journey, at).items():
        box = pypdf.PdfReader(paper).pages[0].mediabox
        assert (float(box.width) / MM, float(box.height) / MM) == pytest.approx(sizes[kind], abs=0.1), kind


@pytest.mark.parametrize("at", range(len(LETTERS)))
def test_the_qr_code_is_the_printed_code_and_the_same_on_both_but_for_the_sign_of_its_paper(journey, at):
    papers = letter(journey, at)
    (front,), (slip,) = codes(papers["front"]), codes(papers["slip"])
    assert front == lines(papers["front"])[0]
    assert slip == lines(papers["slip"])[0]
    assert (front[:-2], front[-2:], slip[:-2], slip[-2:]) == (slip[:-2], "-I", front[:-2], "-B")
    assert codes(papers["back"]) == codes(papers["outer"]) == []


def test_no_two_letters_have_the_same_code(journey):
    found = {codes(letter(journey, at)["front"])[0] for at in range(len(LETTERS))}
    assert len(found) == len(LETTERS)


@pytest.mark.parametrize("at", range(len(LETTERS)))
@pytest.mark.parametrize("kind", ["front", "back", "outer"])
def test_ink_stays_inside_the_envelope_and_out_of_the_sorting_zone(journey, at, kind):
    paper = letter(journey, at)[kind]
    dots = 8
    image = drawn(paper, dots)
    ink = image.point(lambda value: 255 if value < 200 else 0)
    left, top, right, bottom = (value / dots for value in ink.getbbox())
    wide, high = image.width / dots, image.height / dots
    assert left >= 5
    assert top >= 5
    assert right <= wide - 5
    assert bottom <= high - 5
    zone = ink.crop((round((wide - 150) * dots), round((high - 30) * dots), image.width, image.height))
    assert zone.getbbox() is None


def test_the_pictures_are_numbered_and_show_every_step(journey):
    names = [one.stem for one in journey.pictures]
    assert [name[:2] for name in names] == [f"{number:02d}" for number in range(1, len(names) + 1)]
    assert len(names) >= 30
    titles = {name[3:] for name in names}
    assert titles >= {
        "valkommen",
        "aterstallningskort",
        "forsta-kretsen",
        "returadress",
        "ny-person-vem",
        "ny-person-skyddet",
        "ny-person-kontrollera",
        "personens-sida",
        "kontaktvagar",
        "nytt-formedlingsuppdrag",
        "nekad-person-2",
        "nekad-person-3",
        "att-gora",
        "bunt-sa-laggs-breven",
        "bunt-skriv-ut",
        "bunt-lagg-i-kuvert",
        "bunt-allt-utskrivet",
        "bunt-las-av-koderna",
        "bunt-alla-avlasta",
        "bunt-lamna-till-posten",
        "bunt-allt-postat",
        "post-allt-postat",
    }
    for picture in journey.pictures:
        with Image.open(picture) as image:
            assert image.width >= 400, picture.name
            assert image.height >= 250, picture.name
            assert image.convert("RGB").getcolors(64) is None, f"{picture.name} shows nothing"


def test_a_folder_with_a_vault_in_it_is_left_alone(journey, capsys):
    before = {path: path.stat().st_mtime_ns for path in journey.out.rglob("*")}
    assert main(["--journey", str(journey.out)]) == 2
    assert "not empty" in capsys.readouterr().err
    assert {path: path.stat().st_mtime_ns for path in journey.out.rglob("*")} == before


GOOD = """
[[person]]
given = "Zqxjvka"
number = "198801012389"
[person.protection]
level = "sekretessmarkering"
state = "decided"
"""
BAD = {
    "not TOML": (GOOD.replace('"decided"', "decided"), "(at line 7, column 9)"),
    "nobody": ("", "expected one or more [[person]]"),
    "something else": (GOOD + '[other]\nname = "Zqxjvkb"', "nothing else"),
    "unknown key": (GOOD.replace("given", "namn"), "person 1: unknown key namn"),
    "no protection": (GOOD + '[[person]]\ngiven = "Zqxjvkb"', "person 2, protection"),
    "no level": (GOOD.replace('level = "sekretessmarkering"\n', ""), "person 1, protection: a key is missing"),
    "wrong choice": (GOOD.replace("decided", "zqxjvkc"), "person 1, protection: state must be one of"),
    "wrong kind": (GOOD.replace('"Zqxjvka"', "17"), "person 1: given must be text"),
    "channel alone": (GOOD + "[[person.channel]]\nkind = 'sms'", "person 1, channel: a key is missing"),
    "wrong envelopes": (GOOD + "[person.letter]\nkind = 'rek'\nenvelopes = 'C3'", "letter: envelopes must be one of"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_of_another_format_ends_with_2_and_says_where(tmp_path, capsys, what):
    content, where = BAD[what]
    file, out = tmp_path / "people.toml", tmp_path / "out"
    file.write_text(content, encoding="utf-8")
    assert main(["--journey", str(out), "--people", str(file)]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("people.toml")
    assert where in said.err
    assert STEM not in said.err.lower(), "a value of the file was repeated"
    assert said.out == ""
    assert not out.exists()


@pytest.mark.parametrize("content", [b"\xff\xfe[\0[\0", None], ids=["utf-16", "missing"])
def test_a_file_that_cannot_be_read_ends_with_2(tmp_path, content):
    file = tmp_path / "people.toml"
    if content is not None:
        file.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-m", "spidesk", "demo", "--journey", str(tmp_path / "out"), "--people", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "people.toml: cannot be read as UTF-8 text\n"
    assert not Path(tmp_path / "out").exists()
