"""Makes papers for the tests, reads them back, and keeps the golden ones.

    python -m tests.mail.papering

draws every golden paper anew into tests/mail/golden: only after a change that was meant, and each picture looked at.
"""

import json
from datetime import date
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp

from spidesk.documents import fonts
from spidesk.documents.formats import A5, E6, ENVELOPES, Box, by_key, fits_in, free, sorting_zone
from spidesk.mail.document import forms, labels, lists, papers, window
from spidesk.mail.rules.lists import ListedLetter, SendingList
from spidesk.mail.rules.order import PAIRS, PARCEL_PAIR, Kind, Pair, PaperKind
from spidesk.mail.rules.piece import piece_code
from spidesk.mail.rules.posting import Envelope
from spidesk.mail.rules.wording import SenderLines
from spidesk.refusal import Refusal

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 11, 21)
MM = 72 / 25.4
PIECE = piece_code([1, 2, 3, 4, 5, 6, 7])
OTHER = piece_code([7, 6, 5, 4, 3, 2, 1])
SENDER = SenderLines(lines=("Storstads kommun", "Box 12", "123 45 Storstad"), neutral="Box 12, 123 45 Storstad")
NUMBER, SHOWN, NAME = "200001252386", "20000125-2386", "Åsa-Maria Šťastný von Öhrn"
FREE = (free(230, 160), free(140, 90), free(300, 120), free(250, 250))
SIZES = (*ENVELOPES, *FREE)
TRIED = (*PAIRS, Pair.of("230x160_C4"), Pair.of("140x90_C6"), Pair.of("300x120_C4"), PARCEL_PAIR)
PAIR = pytest.mark.parametrize("pair", TRIED, ids=lambda pair: pair.value)
FACES = (PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.OUTER)
_DOTS = 72
"""Dots an inch of a golden picture: enough to see what stands where and to read it."""


def envelope(**changed):
    """A letter with everything on it but the name."""
    values = {
        "label": "F-2026-0001",
        "kind": Kind.ORDINARY,
        "pair": Pair.C5_C4,
        "piece": PIECE,
        "ordered_on": TODAY,
        "number": NUMBER,
        "name": "",
        "sender": SENDER,
        "edition": forms.current(TODAY),
    }
    return Envelope(**{**values, **changed})


def lines(paper, at=0):
    """The lines of text on a page, as they are read."""
    text = pypdf.PdfReader(BytesIO(paper.pdf)).pages[at].extract_text()
    return [one.strip() for one in text.splitlines() if one.strip()]


def placed(paper, at=0):
    """Each text drawn: (text, left, baseline from the top, size), in millimetres and points."""
    found = []

    def see(text, _cm, tm, _font, size):
        if text.strip():
            found.append((text.strip(), tm[4] / MM, paper.height - tm[5] / MM, size))

    pypdf.PdfReader(BytesIO(paper.pdf)).pages[at].extract_text(visitor_text=see)
    return found


def check_straight(block):
    """One left margin, ten to twelve points, and no empty line between."""
    assert len({round(left, 2) for _, left, _, _ in block}) == 1
    assert all(10 <= size <= 12 for *_, size in block)
    steps = {round(low[2] - high[2], 2) for high, low in pairwise(block)}
    assert len(steps) == 1
    assert steps.pop() < block[0][3] * 1.5 / MM


def check_clear(made):
    """Inside the paper and out of the sorting zone."""
    dark = ink(made)
    left, top, right, bottom = (value / 10 for value in dark.getbbox())
    assert left >= 5
    assert top >= 5
    assert right <= made.width - 5
    assert bottom <= made.height - 5
    zone = sorting_zone(made.format)
    crop = dark.crop(tuple(round(value * 10) for value in (zone.left, zone.top, zone.right, zone.bottom)))
    assert crop.getbbox() is None


def refusal(call, *args, **named):
    """What a call is refused with: code and field."""
    with pytest.raises(Refusal) as caught:
        call(*args, **named)
    return caught.value.code, caught.value.field


def letter_papers(pair):
    """Every paper this pair of envelopes can have."""
    return [one for one in PaperKind if one is not PaperKind.REPLY or fits_in(E6, pair.inner)]


def overlapping(paper, at=0):
    """Texts that share any ink's room with another text on the page."""
    boxes = []
    for text, left, base, size in placed(paper, at):
        bold = text.startswith(PIECE) or text in (SHOWN, "Personlig utlämning")
        wide = fonts.width(text, size=size, bold=bold)
        boxes.append((text, Box(left=left, top=base - 0.9 * size / MM, width=wide, height=1.1 * size / MM)))
    return [(one, other) for (one, box), (other, second) in combinations(boxes, 2) if box.meets(second)]


def picture(paper, at=0, dots=300):
    """The page as a printer of so many dots an inch would draw it, in grey."""
    return pypdfium2.PdfDocument(paper.pdf)[at].render(scale=dots / 72, grayscale=True).to_pil()


def codes(paper, at=0):
    """Each code on the page: (what it holds, left, top, side without its quiet zone), in millimetres."""
    found = []
    for one in zxingcpp.read_barcodes(picture(paper, at)):
        corner, across = one.position.top_left, one.position.top_right
        found.append((one.text, corner.x * 25.4 / 300, corner.y * 25.4 / 300, (across.x - corner.x) * 25.4 / 300))
    return sorted(found)


def ink(paper, at=0):
    """What is dark on the page, ten dots a millimetre."""
    image = pypdfium2.PdfDocument(paper.pdf)[at].render(scale=10 / MM, grayscale=True).to_pil()
    return image.point(lambda value: 255 if value < 200 else 0)


def letters(count, *, reks=5):
    """Letters for a list: ordinary ones five to an outer, every so manieth registered and alone."""
    found, outer = [], 0
    for number in range(1, count + 1):
        registered = number % reks == 0
        outer += 1 if registered or number % reks == 1 else 0
        kind = (Kind.REK_PERSONAL if number % 2 else Kind.REK) if registered else Kind.ORDINARY
        known = "RR123456785SE" if registered and number % 3 else ""
        found.append(ListedLetter(label=f"F-2026-{number:04}", kind=kind, format="C4", outer=outer, rek=known))
    return tuple(found)


def listed(count):
    """A list for signature with so many letters."""
    return SendingList(label="S-2026-0001", day=TODAY, letters=letters(count))


def golden_papers():
    """Every golden paper by its name: each format, each paper, the sheets of labels, the window page, the lists."""
    made = {}
    for size in (*ENVELOPES, by_key("230x160")):
        letter = envelope(pair=Pair(size, size), kind=Kind.REK_PERSONAL, name=NAME)
        for kind in FACES:
            made[f"{kind.value}-{size.key}"] = papers.make(kind, letter)
    for inner in ("C4", "C5", "E5", "C6"):
        reply = papers.make(PaperKind.REPLY, envelope(pair=Pair.of(f"{inner}_C4")))
        made[f"reply-{reply.format.key}"] = reply
    for kind in FACES:
        parcel = envelope(pair=PARCEL_PAIR, kind=Kind.PARCEL)
        made[f"parcel_{kind.value}-{A5.key}"] = papers.make(kind, parcel)
    made["slip-parcel"] = papers.make(PaperKind.SLIP, envelope(pair=PARCEL_PAIR, kind=Kind.PARCEL))
    for pair in (Pair.C5_C4, Pair.DL_C5, Pair.C6_C5):
        made[f"slip-{pair.value}"] = papers.make(PaperKind.SLIP, envelope(pair=pair, kind=Kind.REK, delgivning=True))
    made["receipt"] = papers.make(PaperKind.RECEIPT, envelope(delgivning=True))
    faces = [(kind, envelope(name=NAME)) for kind in labels.ON_LABELS]
    personal = (PaperKind.INNER_FRONT, envelope(name=NAME, kind=Kind.REK_PERSONAL))
    made["labels-L7160"] = labels.make(labels.L7160, faces, start=5)
    made["labels-L7162"] = labels.make(labels.L7162, [*faces, personal], start=4)
    made["labels-L7165"] = labels.make(labels.L7165, [*faces, personal], start=6)
    made["window"] = window.make(envelope(), window.Window())
    made["sending_list"] = lists.sending(listed(40))
    made["rek_list"] = lists.rek(listed(40))
    return made


def measured(paper):
    """Where everything stands on each page, to tenths of a millimetre."""
    return [
        {
            "texts": [[text, round(left, 1), round(base, 1), size] for text, left, base, size in placed(paper, at)],
            "codes": [[text, *(round(value, 1) for value in where)] for text, *where in codes(paper, at)],
        }
        for at in range(paper.pages)
    ]


def _keep():
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.png"):
        old.unlink()
    kept = {}
    for name, paper in golden_papers().items():
        kept[name] = {"width": paper.width, "height": paper.height, "pages": measured(paper)}
        for at in range(paper.pages):
            small = picture(paper, at, _DOTS).quantize(8)
            small.save(GOLDEN / f"{name}-{at + 1}.png", optimize=True)
    text = json.dumps(kept, ensure_ascii=False, indent=1)
    (GOLDEN / "positions.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _keep()
