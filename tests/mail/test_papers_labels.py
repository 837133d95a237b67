"""Labels and the window page: what stands where, from any label, and that a window never shows an inner face."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spidesk import wording
from spidesk.documents.labels import L7160, L7162, L7165, LABEL_SHEETS
from spidesk.mail.document import forms, labels, window
from spidesk.mail.document.window import Window
from spidesk.mail.rules.order import PARCEL_PAIR, Kind, Pair, PaperKind
from spidesk.mail.rules.piece import Side, piece_code, scanned
from spidesk.mail.rules.wording import SenderLines
from spidesk.refusal import Refusal
from tests.mail.papering import (
    MM,
    NAME,
    NUMBER,
    PIECE,
    SENDER,
    SHOWN,
    TODAY,
    codes,
    envelope,
    ink,
    lines,
    overlapping,
    placed,
)

SHEETS = list(LABEL_SHEETS.values())
SAFE = 2.0
"""Every sheet lies a little askew: nothing nearer a label's edge than this, in millimetres."""


def refusal(call, *args, **named):
    with pytest.raises(Refusal) as caught:
        call(*args, **named)
    return caught.value.code, caught.value.field


def label_ink(made, sheet, number, at=0):
    """What is dark on one label, ten dots a millimetre."""
    box = sheet.label(number)
    return ink(made, at).crop(tuple(round(value * 10) for value in (box.left, box.top, box.right, box.bottom)))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_a_face_stands_on_its_own_label_from_every_start(sheet):
    faces = [(kind, envelope(name=NAME)) for kind in labels.ON_LABELS]
    for start in range(1, sheet.count + 1):
        made = labels.make(sheet, faces, start=start)
        numbers = [start + at for at in range(len(faces))]
        for at in range(made.pages):
            on_page = {number - at * sheet.count for number in numbers}
            for number in range(1, sheet.count + 1):
                dark = label_ink(made, sheet, number, at).getbbox()
                assert (dark is not None) is (number in on_page), (start, at, number)


@pytest.mark.parametrize(("sheet", "kind"), list(product(SHEETS, labels.ON_LABELS)))
def test_nothing_is_near_the_edge_of_its_label(sheet, kind):
    made = labels.make(sheet, [(kind, envelope(name=NAME))] * sheet.count)
    assert made.pages == 1
    for number in range(1, sheet.count + 1):
        box = sheet.label(number)
        left, top, right, bottom = (value / 10 for value in label_ink(made, sheet, number).getbbox())
        assert min(left, top, box.width - right, box.height - bottom) >= SAFE


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_each_label_stands_as_far_from_the_next_as_the_sheet_is_cut(sheet):
    made = labels.make(sheet, [(PaperKind.OUTER, envelope())] * sheet.count)
    firsts = [(left, base) for text, left, base, _ in placed(made) if text.startswith("Avs:")]
    assert len(firsts) == sheet.count
    for number, (left, base) in enumerate(firsts, start=1):
        box = sheet.label(number)
        assert left == pytest.approx(box.left + 3, abs=0.01)
        assert base == pytest.approx(box.top + 3 + 10 * 0.927 / MM, abs=0.01)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.key)
def test_every_inner_label_has_its_own_code_and_number(sheet):
    count = sheet.count + 3
    pieces = [piece_code([at % 23, 1, 2, 3, 4, 5, at // 23]) for at in range(count)]
    made = labels.make(sheet, [(PaperKind.INNER_FRONT, envelope(piece=one)) for one in pieces])
    assert made.pages == 2
    read = sorted(one[0] for at in range(2) for one in codes(made, at))
    assert read == sorted(scanned(one, Side.INNER) for one in pieces)
    assert sum(lines(made, at).count(SHOWN) for at in range(2)) == count


@pytest.mark.parametrize("sheet", [L7162, L7165], ids=lambda sheet: sheet.key)
def test_personlig_utlamning_stands_beside_the_number_on_a_label(sheet):
    made = labels.make(sheet, [(PaperKind.INNER_FRONT, envelope(kind=Kind.REK_PERSONAL))])
    by_text = {text: base for text, _, base, _ in placed(made)}
    assert by_text["Personlig utlämning"] == pytest.approx(by_text[SHOWN], abs=0.01)


def test_a_label_too_narrow_for_personlig_utlamning_is_refused_naming_the_letter():
    letter = envelope(kind=Kind.REK_PERSONAL, label="F-2026-0047")
    with pytest.raises(Refusal) as caught:
        labels.make(L7160, [(PaperKind.INNER_FRONT, envelope()), (PaperKind.INNER_FRONT, letter)])
    assert (caught.value.code, caught.value.field) == ("mail.label_small", "pair")
    told = wording.text(caught.value)
    assert letter.label in told
    assert "L7162 eller L7165" in told
    for sheet in (L7162, L7165):
        labels.make(sheet, [(PaperKind.INNER_FRONT, letter)])


def test_a_name_too_long_for_its_label_is_refused_not_cut():
    name = "Ann-Sofie Margareta Elisabet Konstantia af Wittgenstein-Berleburg von Hohenzollern-Sigmaringen und zu Sayn"
    letter = envelope(name=name)
    assert refusal(labels.make, L7160, [(PaperKind.INNER_FRONT, letter)]) == ("mail.too_long", "name")
    read = lines(labels.make(L7165, [(PaperKind.INNER_FRONT, letter)]))
    assert "".join("".join(read[2:]).split()) == "".join(name.split())


def test_outer_reply_and_back_labels_carry_nothing_of_the_recipient():
    for sheet, kind in product(SHEETS, (PaperKind.INNER_BACK, PaperKind.REPLY, PaperKind.OUTER)):
        one = labels.make(sheet, [(kind, envelope(name=NAME, label="F-2026-0001"))])
        other = labels.make(sheet, [(kind, envelope(number="", piece="", label="F-2026-0009"))])
        assert one.pdf == other.pdf
    outer = labels.make(L7165, [(PaperKind.OUTER, envelope())])
    assert lines(outer) == [f"Avs: {SENDER.neutral}", *forms.current(TODAY).address]


def test_a_parcels_faces_can_be_labels():
    letter = envelope(pair=PARCEL_PAIR, kind=Kind.PARCEL)
    made = labels.make(
        L7165, [(kind, letter) for kind in (PaperKind.INNER_FRONT, PaperKind.INNER_BACK, PaperKind.OUTER)]
    )
    text = " ".join(lines(made))
    for part in (PIECE, SHOWN, "Avsändare", "Förmedlingsuppdrag"):
        assert part in text


@pytest.mark.parametrize("kind", [PaperKind.SLIP, PaperKind.RECEIPT])
def test_what_lies_in_the_letter_is_no_label(kind):
    with pytest.raises(ValueError):
        labels.make(L7165, [(kind, envelope())])


def test_a_start_off_the_sheet_and_no_faces_at_all():
    faces = [(PaperKind.OUTER, envelope())]
    assert refusal(labels.make, L7165, faces, start=9) == ("documents.label_start", "start")
    with pytest.raises(ValueError):
        labels.make(L7165, [])


# The window page


@pytest.mark.parametrize(
    "window_at",
    [Window(), Window(left=20, top=50, width=100, height=40), Window(left=5, top=5, width=80, height=35)],
)
def test_the_page_shows_the_outer_face_inside_the_window_and_nothing_else(window_at):
    made = window.make(envelope(name=NAME, kind=Kind.REK_PERSONAL), window_at)
    assert lines(made) == [f"Avs: {SENDER.neutral}", *forms.current(TODAY).address]
    left, top, right, bottom = (value / 10 for value in ink(made).getbbox())
    box = window_at.box
    assert left >= box.left + SAFE
    assert top >= box.top + SAFE
    assert right <= box.right - SAFE
    assert bottom <= box.bottom - SAFE
    assert all(10 <= size <= 12 for *_, size in placed(made))


@pytest.mark.parametrize("kind", [Kind.ORDINARY, Kind.REK, Kind.REK_PERSONAL])
def test_a_window_never_shows_a_number_a_name_or_a_code(kind):
    full = window.make(envelope(name=NAME, kind=kind), Window())
    bare = window.make(envelope(number="", name="", piece="", label="", pair=Pair.DL_C5), Window())
    assert full.pdf == bare.pdf
    assert codes(full) == []
    for word in (NUMBER, SHOWN, PIECE, *NAME.split()):
        assert word not in " ".join(lines(full))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"left": 4.9}, "left"),
        ({"top": 0}, "top"),
        ({"left": 120, "width": 90}, "width"),
        ({"width": 0}, "width"),
        ({"top": 280, "height": 35}, "height"),
        ({"height": -1}, "height"),
    ],
)
def test_a_window_off_the_page_is_refused_beside_its_field(changed, field):
    assert refusal(window.make, envelope(), replace(Window(), **changed)) == ("mail.window_outside", field)
    assert refusal(window.outline, replace(Window(), **changed)) == ("mail.window_outside", field)


@pytest.mark.parametrize("changed", [{"width": 30}, {"height": 20}])
def test_a_window_too_small_for_the_address_is_refused(changed):
    code, _ = refusal(window.make, envelope(), replace(Window(), **changed))
    assert code == "mail.window_small"


def test_a_long_sender_line_does_not_push_the_address_out_of_the_window():
    long = SenderLines(lines=SENDER.lines, neutral="Storstads kommun, kommunhuset vid torget, Box 12, 123 45 Storstad")
    made = window.make(envelope(sender=long), Window(left=60, top=45, width=140, height=40))
    assert " ".join(lines(made)) == " ".join((f"Avs: {long.neutral}", *forms.current(TODAY).address))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 250), st.integers(0, 330), st.integers(-5, 250), st.integers(-5, 330))
def test_whatever_the_window_nothing_is_outside_it(left, top, width, height):
    at = Window(left=left, top=top, width=width, height=height)
    try:
        made = window.make(envelope(name=NAME), at)
    except Refusal as caught:
        if caught.code not in ("mail.window_outside", "mail.window_small"):
            raise
        return
    found = [value / 10 for value in ink(made).getbbox()]
    assert found[0] >= left + SAFE
    assert found[1] >= top + SAFE
    assert found[2] <= left + width - SAFE
    assert found[3] <= top + height - SAFE
    assert " ".join(lines(made)) == " ".join((f"Avs: {SENDER.neutral}", *forms.current(TODAY).address))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(SHEETS),
    st.sampled_from([Kind.ORDINARY, Kind.REK, Kind.REK_PERSONAL, Kind.PARCEL]),
    st.text(st.sampled_from("aåäöéüñçşğłőřßĐŁŠŽŒÆØþ- "), max_size=120),
)
def test_a_name_is_whole_on_its_label_or_refused(sheet, kind, name):
    try:
        made = labels.make(sheet, [(PaperKind.INNER_FRONT, envelope(kind=kind, name=name))], start=sheet.count)
    except Refusal as caught:
        if caught.code not in ("mail.too_long", "mail.label_small", "mail.label_full"):
            raise
        return
    read = "".join(text for text, *_ in placed(made)[(3 if kind.personal else 2) :])
    assert read.replace(" ", "") == name.replace(" ", "")
    assert overlapping(made) == []
    box = sheet.label(sheet.count)
    left, top, right, bottom = (value / 10 for value in label_ink(made, sheet, sheet.count).getbbox())
    assert min(left, top, box.width - right, box.height - bottom) >= SAFE


def test_a_parcel_has_no_window():
    with pytest.raises(ValueError):
        window.make(envelope(pair=PARCEL_PAIR, kind=Kind.PARCEL), Window())


def test_the_trial_page_has_the_windows_frame():
    class Page:
        pdf = window.outline(Window())
        height = 297.0

    box = Window().box
    dark = ink(Page)
    middle = round((box.top + box.height / 2) * 10)
    for edge in (box.left, box.right):
        strip = dark.crop((round(edge * 10) - 3, middle - 5, round(edge * 10) + 3, middle + 5))
        assert strip.getbbox()
    assert "45 mm uppifrån" in " ".join(lines(Page))
