"""Contrast, size, focus and icons, as UI.md promises them."""

import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from spidesk import shipped
from spidesk.ui.fields import DateField, PassphraseField, TextField
from spidesk.ui.look import icons, theme
from spidesk.ui.look.theme import Mode
from spidesk.ui.look.tokens import DARK, LIGHT, TARGET, contrast
from spidesk.ui.words import DangerButton, Heading, IconButton, LinkButton, PrimaryButton, QuietButton, Subheading
from spidesk.ui.words.chips import LOOKS

GROUNDS = ("page", "card", "field", "soft", "selected")
TEXT = [(ink, ground) for ink in ("text", "muted") for ground in GROUNDS] + [
    ("primary", "page"), ("primary", "card"), ("primary", "soft"), ("primary", "selected"),
    ("on_primary", "primary"), ("on_primary", "hover"), ("on_primary", "danger"), ("on_primary", "danger_hover"),
    ("on_error", "card"), ("on_error", "page"), ("on_ok", "card"),
    *{(look.ink, look.ground) for look in LOOKS.values()},
]  # fmt: skip
EDGES = [(edge, ground) for edge in ("edge", "focus") for ground in ("page", "card", "field", "soft")] + [
    ("on_error", "field"), ("primary", "card"), ("primary", "field"),
]  # fmt: skip


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(tokens, ink, ground):
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_controls_can_be_seen(tokens, edge, ground):
    assert contrast(getattr(tokens, edge), getattr(tokens, ground)) >= 3


def test_contrast_is_the_one_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.478, abs=0.001)


def test_the_light_tokens_are_those_agreed():
    assert (LIGHT.page, LIGHT.card, LIGHT.line) == ("#F5F6F8", "#FFFFFF", "#D5DAE1")
    assert (LIGHT.primary, LIGHT.on_primary, LIGHT.hover) == ("#1D4F7C", "#FFFFFF", "#163E62")
    assert (LIGHT.sekretess, LIGHT.on_sekretess, LIGHT.skyddad, LIGHT.on_skyddad) == (
        "#FFF1CC", "#5C3B00", "#FFE0D6", "#7A1F00",
    )  # fmt: skip


def test_every_state_has_a_shape_of_its_own():
    shapes = [look.shape for look in LOOKS.values()]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize(
    "make",
    [
        lambda: PrimaryButton("Spara"), lambda: QuietButton("Ångra", icon="undo"), lambda: DangerButton("Ta bort"),
        lambda: LinkButton("Visa"), lambda: IconButton("eye", "Visa"), lambda: TextField("Namn"),
        lambda: DateField("Dag"), lambda: PassphraseField("Fras"),
    ],
)  # fmt: skip
def test_targets_are_high_enough(make, qtbot):
    made = make()
    qtbot.addWidget(made)
    made.show()
    targets = [made, *made.findChildren(QWidget)]
    for widget in targets:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert widget.height() >= TARGET
            assert widget.width() >= TARGET


def test_type_follows_the_system_and_is_never_small(qapp):
    assert qapp.font().pointSizeF() >= 10.5
    field, heading, part = TextField("Namn"), Heading("Rubrik"), Subheading("Del")
    base = qapp.font().pointSizeF()
    assert field.line.font().pointSizeF() == pytest.approx(base)
    assert heading.font().pointSizeF() == pytest.approx(base * 1.6)
    assert part.font().pointSizeF() == pytest.approx(base * 1.25)


def test_modes_change_the_colours_and_come_back(qapp):
    theme.choose(Mode.DARK)
    assert theme.tokens() is DARK
    assert qapp.palette().window().color().name().upper() == DARK.page
    theme.choose(Mode.LIGHT)
    assert theme.tokens() is LIGHT


def test_the_tinted_pictures_have_the_colours_of_the_tokens():
    for mode, tokens in (("light", LIGHT), ("dark", DARK)):
        drawn = {
            name: shipped.text("icons", "tinted", mode, f"{name}.svg")
            for name in ("check", "dot", "chevron", "chevron_up")
        }
        assert tokens.on_primary in drawn["check"]
        assert tokens.primary in drawn["dot"]
        assert tokens.muted in drawn["chevron"]
        assert tokens.muted in drawn["chevron_up"]


def test_the_icons_are_one_family(qapp):
    assert {"due", "people", "mail", "settings", "lock", "search", "eye", "eye-off", "print", "key"} <= set(
        icons.names()
    )
    for name in icons.names():
        drawing = ET.fromstring(shipped.text("icons", f"{name}.svg"))
        assert drawing.get("viewBox") == "0 0 24 24"
        assert (drawing.get("stroke-width"), drawing.get("fill"), drawing.get("stroke")) == (
            "1.75",
            "none",
            "currentColor",
        )
        image = icons.pixmap(name, "#FF0000").toImage()
        inked = {
            image.pixelColor(x, y).name() for x in range(20) for y in range(20) if image.pixelColor(x, y).alpha() == 255
        }
        assert inked <= {"#ff0000"}
        assert any(image.pixelColor(x, y).alpha() > 100 for x in range(20) for y in range(20)), name


def test_an_icon_that_is_not_drawn_is_a_defect(qapp):
    with pytest.raises(FileNotFoundError):
        icons.pixmap("finns-inte", "#000000")


def _ring_pixels(window, ring):
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    corner = window.mapFromGlobal(ring.topLeft())
    middle = corner.y() + ring.height() // 2
    return [image.pixelColor(corner.x() + x, middle).name().upper() for x in range(4)]


def test_the_focus_ring_is_two_pixels_and_two_away(shown, themed, qtbot):
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(30, 30, 30, 30)
    first, second = QPushButton("A"), QLineEdit()
    column.addWidget(first)
    column.addWidget(second)
    shown(window)
    second.setFocus()
    first.setFocus()
    ring = themed.ring.ring_rect()
    target = first.rect().translated(first.mapToGlobal(QPoint(0, 0)))
    assert ring == target.adjusted(-4, -4, 4, 4)
    colours = _ring_pixels(window, ring)
    assert colours[:2] == [LIGHT.focus, LIGHT.focus]
    assert LIGHT.focus not in colours[2:]
    second.setFocus()
    moved = themed.ring.ring_rect()
    assert moved.center().y() > ring.center().y()
    window.resize(500, 400)
    QApplication.processEvents()
    assert themed.ring.ring_rect().width() == second.width() + 8


def test_the_ring_scrolls_with_what_it_surrounds(shown, themed, qtbot):
    area = QScrollArea()
    inside = QWidget()
    column = QVBoxLayout(inside)
    fields = [QLineEdit() for _ in range(30)]
    for field in fields:
        column.addWidget(field)
    area.setWidget(inside)
    area.resize(300, 200)
    shown(area)
    fields[1].setFocus()
    before = themed.ring.ring_rect()
    area.verticalScrollBar().setValue(40)
    assert themed.ring.ring_rect().y() == before.y() - 40


def test_the_ring_is_seen_where_there_is_no_room(shown, themed):
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    field = QLineEdit()
    column.addWidget(field)
    shown(window)
    QLineEdit().setFocus()
    field.clearFocus()
    field.setFocus(Qt.FocusReason.TabFocusReason)
    ring = themed.ring.ring_rect()
    assert ring.width() == field.width()
    assert LIGHT.focus in _ring_pixels(window, ring)


def test_no_icon_name_in_the_code_is_missing():
    known = set(icons.names())
    for file in shipped.root().parent.joinpath("spidesk").rglob("*.py"):
        for name in re.findall(r'\bicon="([a-z-]+)"', file.read_text(encoding="utf-8")):
            assert name in known, f"{file.name}: {name}"
