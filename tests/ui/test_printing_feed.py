"""How a paper is fed: the page is turned and placed so, to within half a millimetre, and the picture shows the same."""

import io
import itertools
from dataclasses import replace

import pypdf
import pytest
import zxingcpp
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from spidesk.documents import testpage
from spidesk.documents.formats import A4, C4, C5, C6, DL, FORMATS, free
from spidesk.documents.sheet import Sheet
from spidesk.refusal import Refusal
from spidesk.ui.look import theme
from spidesk.ui.paper import page_image
from spidesk.ui.printing.feed import Edge, Feed, Side, first_in, fits, fitting, lay, quarter
from spidesk.ui.printing.feed.form import FeedForm
from spidesk.ui.printing.feed.place import placed
from spidesk.ui.printing.feed.turn import Lie, TurnPicture, words
from spidesk.ui.words import QuietButton

MM = 72 / 25.4
ENVELOPES = [*(one for one in FORMATS.values() if one.envelope), free(230, 160), free(160, 90)]
FEEDS = [
    Feed(lying=lying, edge=edge, face_up=up, turned=turned, upside_down=down)
    for lying, edge, up, turned, down in itertools.product((0, 1), Edge, (0, 1), (0, 1), (0, 1))
]
MARK = (37.0, 29.0)
"""Where a letter stands on the paper as it is read, millimetres from its left and upper edge (its baseline)."""


def marked(size):
    sheet = Sheet(size)
    box = sheet.text(MARK[0], MARK[1], "H", size=11)
    sheet.qr(size.width - 40, 12, "SPIDESK-PROV", side=24)
    return sheet.bytes(), MARK[1] + 11 * 0.927 / MM, box


def where(pdf):
    """The page's size, and where its letter stands: millimetres from the page's left and upper edge."""
    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    found = []

    def note(text, cm, tm, _font, _size):
        if text.strip() == "H":
            found.append((tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]))

    page.extract_text(visitor_text=note)
    wide, high = float(page.mediabox.width) / MM, float(page.mediabox.height) / MM
    assert not page.get("/Rotate", 0)
    ((x, y),) = found
    return wide, high, x / MM, high - y / MM


def on_page(feed, size, baseline):
    """Where the letter must stand, said in the words of the one who lays in the envelope.

    The page leaves the printer upper edge first. What goes in first lies at the page's upper edge.
    """
    x, y = MARK[0] + feed.right_mm, baseline + feed.down_mm
    first = first_in(feed, size.width, size.height)
    along, across = {
        Side.LEFT: (x, size.height - y),
        Side.RIGHT: (size.width - x, y),
        Side.TOP: (y, x),
        Side.BOTTOM: (size.height - y, size.width - x),
    }[first]
    wide = size.height if first in (Side.LEFT, Side.RIGHT) else size.width
    high = size.width if first in (Side.LEFT, Side.RIGHT) else size.height
    page = (wide, high) if feed.edge is Edge.OWN else (210.0, 297.0)
    beside = page[0] - wide
    if feed.edge is Edge.CENTRE:
        across += beside / 2
    elif feed.edge is Edge.LEFT and not feed.face_up:
        across += beside
    if feed.upside_down:
        across, along = page[0] - across, page[1] - along
    return (*page, across, along)


@pytest.mark.parametrize("size", ENVELOPES, ids=lambda one: one.key)
def test_every_feed_places_the_drawing_where_the_envelope_is(size):
    pdf, baseline, _ = marked(size)
    tried = 0
    for feed in FEEDS:
        if not fits(feed.edge, lying=feed.lying, width=size.width, height=size.height):
            continue
        moved = replace(feed, right_mm=1.3, down_mm=-0.7)
        for one in (feed, moved):
            out, laid = placed(pdf, one, size.width, size.height)
            assert where(out) == pytest.approx(on_page(one, size, baseline), abs=0.5), one
            assert where(out)[:2] == pytest.approx((laid.page_width, laid.page_height), abs=0.1)
            tried += 1
    assert tried >= 32


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("lying", [False, True])
def test_a_code_on_a_turned_envelope_is_turned_with_it(lying, turned):
    pdf, _, _ = marked(C5)
    out, laid = placed(pdf, Feed(lying=lying, turned=turned), C5.width, C5.height)
    image = page_image(out, 0, 200).convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(image.constBits()).cast("B", (image.height(), image.bytesPerLine()))
    (code,) = zxingcpp.read_barcodes(pixels)
    assert code.text == "SPIDESK-PROV"
    assert code.orientation % 360 == pytest.approx(laid.turn % 360, abs=2)


@pytest.mark.parametrize(
    ("feed", "size", "page", "first"),
    [
        (Feed(), C5, (162, 229), Side.LEFT),
        (Feed(turned=True), C5, (162, 229), Side.RIGHT),
        (Feed(lying=True), C5, (229, 162), Side.TOP),
        (Feed(lying=True, turned=True), C5, (229, 162), Side.BOTTOM),
        (Feed(), A4, (210, 297), Side.TOP),
        (Feed(lying=True), A4, (297, 210), Side.LEFT),
        (Feed(edge=Edge.LEFT), DL, (210, 297), Side.LEFT),
    ],
)
def test_what_goes_in_first(feed, size, page, first):
    laid = lay(feed, size.width, size.height)
    assert (laid.page_width, laid.page_height) == page
    assert first_in(feed, size.width, size.height) is first


@pytest.mark.parametrize(("size", "lying"), [(C4, False), (C4, True), (C5, True), (DL, True)])
@pytest.mark.parametrize("edge", [Edge.LEFT, Edge.CENTRE])
def test_what_is_larger_than_a4_is_never_printed_on_an_a4_page(size, lying, edge):
    feed = Feed(lying=lying, edge=edge)
    pdf, _, _ = marked(size)
    with pytest.raises(Refusal, match=r"ui\.feed_too_wide"):
        placed(pdf, feed, size.width, size.height)
    assert fitting(feed, size.width, size.height).edge is Edge.OWN


def test_nothing_is_drawn_beside_the_envelope():
    sheet = Sheet(C6)
    sheet.line(0, 57, 162, 57, thick=4)
    out, laid = placed(sheet.bytes(), Feed(edge=Edge.CENTRE, right_mm=9, down_mm=9), C6.width, C6.height)
    image = page_image(out, 0, 254)
    dark = [
        x / 10 for x in range(image.width()) for y in range(0, image.height(), 7) if image.pixelColor(x, y).value() < 99
    ]
    assert min(dark) >= laid.left - 0.2
    assert max(dark) <= laid.left + laid.width + 0.2
    below = [image.pixelColor(x, y).value() for x in range(0, image.width(), 7) for y in range(1640, image.height())]
    assert min(below) > 250


def test_a_page_of_another_size_than_it_is_said_to_be_is_refused():
    pdf, _, _ = marked(C5)
    with pytest.raises(Refusal, match=r"ui\.paper_size"):
        placed(pdf, Feed(), C6.width, C6.height)


@pytest.mark.parametrize("size", [*ENVELOPES, A4], ids=lambda one: one.key)
def test_there_is_a_test_page_for_every_format_turned_like_its_papers(size):
    pdf = testpage.make(size)
    out, laid = placed(pdf, Feed(), size.width, size.height)
    wide, high = sorted((size.width, size.height))
    assert (laid.page_width, laid.page_height) == (wide, high)
    image = page_image(out, 0, 254)
    middle = [
        (dx, dy)
        for dx, dy in itertools.product(range(-3, 4), repeat=2)
        if image.pixelColor(round(wide * 5) + dx, round(high * 5) + dy).value() < 200
    ]
    assert (0, 0) in middle or len(middle) > 3, "the cross stands in the middle of the envelope as it is fed"


@pytest.mark.parametrize("feed", [one for one in FEEDS if not one.upside_down], ids=repr)
def test_the_picture_lies_as_the_page_is_printed(feed):
    """The printer is to the left: along the feed is to the right, and its left side is down.

    Seen from above, a printed side that lies down is seen through the paper: left on the page is right along the feed.
    """
    pdf, baseline, _ = marked(C6)
    if not fits(feed.edge, lying=feed.lying, width=C6.width, height=C6.height):
        return
    out, _ = placed(pdf, feed, C6.width, C6.height)
    wide, _, across, along = where(out)
    lie = Lie(feed=feed, width=C6.width, height=C6.height)
    seen = MARK[0] if feed.face_up else C6.width - MARK[0]
    shown = lie.transform(2.0, QPointF(100, 500)).map(QPointF(seen, baseline))
    assert (shown.x() - 100) / 2 == pytest.approx(along, abs=0.5)
    assert (500 - shown.y()) / 2 == pytest.approx(across if feed.face_up else wide - across, abs=0.5)


@pytest.mark.parametrize("feed", FEEDS, ids=repr)
def test_a_paper_by_the_left_guide_is_drawn_there_whichever_side_is_up(feed):
    if feed.edge is not Edge.LEFT or feed.lying:
        return
    lie = Lie(feed=feed, width=C6.width, height=C6.height)
    box = lie.transform(1.0, QPointF(0, 0)).mapRect(QRectF(0, 0, C6.width, C6.height))
    assert box.left() == pytest.approx(0, abs=0.01), "at the printer's mouth"
    assert box.bottom() == pytest.approx(0, abs=0.01), "against the guide that is to the left the way it is fed"


@pytest.mark.parametrize(
    ("feed", "more", "said"),
    [
        (Feed(), {}, "Adressidan uppåt, vänster kortsida in först."),
        (Feed(turned=True), {}, "Adressidan uppåt, höger kortsida in först."),
        (Feed(lying=True), {}, "Adressidan uppåt, övre långsidan in först."),
        (Feed(lying=True, turned=True, face_up=False), {}, "Adressidan nedåt, nedre långsidan in först."),
        (Feed(), {"back": True}, "Fliksidan uppåt, vänster kortsida in först."),
        (Feed(edge=Edge.LEFT), {}, "Mot vänster kant"),
        (Feed(edge=Edge.CENTRE), {}, "Mitt i facket"),
        (Feed(upside_down=True), {}, "vänster kortsida in först."),
    ],
)
def test_the_picture_in_words(feed, more, said):
    told = words(Lie(feed=feed, width=229, height=162, **more))
    assert said in told
    assert ("Vänster och höger är som" in told) is not feed.face_up


def test_the_flap_is_seen_where_it_is_up():
    faces = {(back, up): Lie(feed=Feed(face_up=up), width=229, height=162, back=back).flap_seen
             for back, up in itertools.product((True, False), repeat=2)}  # fmt: skip
    assert faces == {(True, True): True, (True, False): False, (False, True): False, (False, False): True}


def drawn(picture):
    image = QImage(picture.size(), QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    picture.render(painter, QPointF(0, 0).toPoint())
    painter.end()
    return image


def test_the_picture_is_drawn_otherwise_for_every_way_of_laying_the_envelope(qtbot):
    picture = TurnPicture()
    qtbot.addWidget(picture)
    picture.resize(400, 168)
    seen = {}
    for feed in FEEDS:
        if feed.upside_down or not fits(feed.edge, lying=feed.lying, width=C6.width, height=C6.height):
            continue
        picture.show_lie(Lie(feed=feed, width=C6.width, height=C6.height))
        image = drawn(picture)
        seen.setdefault(bytes(image.constBits()), []).append(feed)
    assert all(len(feeds) == 1 for feeds in seen.values()), seen.values()
    upside = Feed(upside_down=True)
    picture.show_lie(Lie(feed=upside, width=C6.width, height=C6.height))
    assert bytes(drawn(picture).constBits()) in seen, "a print that is turned alone changes nothing of how it lies"
    assert theme.tokens().primary.upper() in {
        image.pixelColor(x, y).name().upper() for x in range(400) for y in range(60, 110)
    }


@pytest.fixture
def form(shown):
    def show(feed, size, envelope=True):
        made = FeedForm(None, QuietButton("Testsida"))
        made.heard = []
        made.changed.connect(lambda: made.heard.append(made.feed()))
        made.show_feed(feed, size.width, size.height, envelope=envelope)
        return shown(made)

    return show


def test_the_choices_show_and_give_back_every_feed(form):
    made = form(Feed(), C6)
    for feed in FEEDS:
        feed = replace(feed, right_mm=0.1, down_mm=-12.3)
        made.show_feed(feed, C6.width, C6.height, envelope=True)
        assert made.feed() == fitting(feed, C6.width, C6.height)
    assert made.heard == [], "showing is not choosing"


def test_a_step_is_a_tenth_of_a_millimetre(form):
    made = form(Feed(), C6)
    made.right.box.stepUp()
    assert made.heard[-1].right_mm == 0.1
    for _ in range(3):
        made.down.box.stepDown()
    assert made.heard[-1].down_mm == -0.3


def test_only_what_fits_is_offered_and_turning_the_feed_takes_back_what_does_not(form):
    made = form(Feed(edge=Edge.CENTRE), C5)
    assert made.feed().edge is Edge.CENTRE
    made.lying.buttons[1].click()
    assert made.heard[-1] == Feed(lying=True, edge=Edge.OWN)
    assert not made.edge.isEnabled()
    assert not quarter(made.feed(), C5.width, C5.height)


def test_a_plain_sheet_has_no_lay_to_choose(form):
    made = form(Feed(), A4, envelope=False)
    assert made.right.isVisible()
    assert not made.lying.isVisible()
    assert not made.edge.isVisible()
