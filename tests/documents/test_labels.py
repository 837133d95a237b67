"""Sheets of labels: where each one lies."""

from io import BytesIO

import pypdf
import pytest

from spidesk.documents import testpage
from spidesk.documents.formats import A4
from spidesk.documents.labels import L7160, L7162, L7165, LABEL_SHEETS
from spidesk.refusal import Refusal

SHEETS = list(LABEL_SHEETS.values())


@pytest.mark.parametrize(
    ("sheet", "number", "corner"),
    [
        (L7160, 1, (7.5, 15.5)),
        (L7160, 3, (139.5, 15.5)),
        (L7160, 4, (7.5, 53.6)),
        (L7160, 21, (139.5, 244.1)),
        (L7162, 2, (106.5, 13.0)),
        (L7162, 16, (106.5, 250.3)),
        (L7165, 1, (4.7, 13.0)),
        (L7165, 8, (106.3, 216.1)),
    ],
)
def test_a_label_lies_where_the_sheet_is_cut(sheet, number, corner):
    box = sheet.label(number)
    assert (box.left, box.top) == (pytest.approx(corner[0]), pytest.approx(corner[1]))
    assert (box.width, box.height) == (sheet.width, sheet.height)


@pytest.mark.parametrize(("sheet", "count"), [(L7160, 21), (L7162, 16), (L7165, 8)])
def test_no_two_labels_meet_and_all_lie_on_the_sheet(sheet, count):
    assert sheet.count == count
    boxes = [sheet.label(number) for number in range(1, count + 1)]
    for at, box in enumerate(boxes):
        assert box.left >= 0
        assert box.right <= A4.width
        assert box.bottom <= A4.height
        for other in boxes[at + 1 :]:
            apart = max(other.left - box.right, box.left - other.right, other.top - box.bottom, box.top - other.bottom)
            assert apart > -0.001
    for number in (0, count + 1):
        with pytest.raises(ValueError):
            sheet.label(number)


@pytest.mark.parametrize("sheet", SHEETS)
def test_labels_go_on_over_sheets_from_any_label(sheet):
    for start in range(1, sheet.count + 1):
        places = list(sheet.places(start, 2 * sheet.count))
        assert [at for at, _ in places].count(0) == sheet.count - start + 1
        assert places[0][1] == sheet.label(start)
        assert places[sheet.count - start + 1] == (1, sheet.label(1))


@pytest.mark.parametrize("start", [0, -1, 22])
def test_a_label_the_sheet_does_not_have_is_refused(start):
    with pytest.raises(Refusal) as caught:
        L7160.places(start, 1)
    assert (caught.value.code, caught.value.field) == ("documents.label_start", "start")
    assert caught.value.params == {"most": 21}


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_outline_names_every_label(sheet):
    text = pypdf.PdfReader(BytesIO(testpage.labels(sheet))).pages[0].extract_text()
    for number in range(1, sheet.count + 1):
        assert f"{sheet.key}, etikett {number}" in text
