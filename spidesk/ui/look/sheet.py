"""The style sheet, made from tokens. Pure: a text in, nothing drawn.

Widgets are told apart by the property `kind` (set with `spidesk.ui.look.theme.mark`), never by object name, so that
any
page can hold any number of them.
"""

from __future__ import annotations

from string import Template
from typing import Final

from spidesk.ui.look.tokens import CORNER, TARGET, Tokens

_BASIC: Final = """
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[kind="page"] { background: $page; }
QWidget[kind="plain"], QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget {
    background: transparent; border: none;
}
QFrame[kind="card"] { background: $card; border: 1px solid $line; border-radius: ${corner}px; }
QFrame[kind="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
PlainLabel { background: transparent; border: none; }
PlainLabel[kind="muted"] { color: $muted; }
PlainLabel[kind="error"] { color: $on_error; }
PlainLabel[kind="ok"] { color: $on_ok; }
PlainLabel[kind="primary"] { color: $primary; }
PlainLabel:disabled { color: $disabled; }
QToolTip { background: $card; color: $text; border: 1px solid $edge; padding: 4px; }
"""

_BUTTONS: Final = """
QPushButton, QToolButton {
    min-height: ${inner}px; padding: 0 15px; border-radius: ${corner}px;
    background: $card; color: $primary; border: 1px solid $edge;
}
QPushButton:hover, QToolButton:hover { background: $soft; }
QPushButton:pressed, QToolButton:pressed { background: $selected; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; border-color: $line; background: $page; }
QPushButton[kind="primary"] { background: $primary; color: $on_primary; border-color: $primary; font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: $hover; border-color: $hover; }
QPushButton[kind="primary"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[kind="danger"] { background: $danger; color: $on_primary; border-color: $danger; font-weight: 600; }
QPushButton[kind="danger"]:hover, QPushButton[kind="danger"]:pressed { background: $danger_hover; }
QPushButton[kind="danger"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[kind="link"] {
    background: transparent; border: 1px solid transparent; padding: 0 4px; text-align: left; text-decoration:
    underline;
}
QPushButton[kind="link"]:hover { background: $soft; }
QPushButton[kind="alert-link"] {
    background: transparent; border: 1px solid transparent; padding: 0 4px; text-align: left; color: $on_error;
    text-decoration: underline;
}
QToolButton[kind="icon"] {
    background: transparent; border: 1px solid transparent; padding: 0; min-width: ${inner}px;
}
QToolButton[kind="icon"]:hover { background: $soft; }
QToolButton[kind="icon"]:pressed, QToolButton[kind="icon"]:checked { background: $selected; }
QPushButton[kind="rail"] {
    background: transparent; border: none; border-radius: ${corner}px; color: $text; text-align: left;
    padding: 0 12px; min-height: 40px;
}
QPushButton[slim="yes"] { padding: 0 6px; }
QPushButton[kind="rail"]:hover { background: $soft; }
QPushButton[kind="rail"]:checked { background: $selected; color: $primary; font-weight: 600; }
"""

_FIELDS: Final = """
QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox {
    background: $field; color: $text; border: 1px solid $edge; border-radius: ${corner}px;
    padding: 0 10px; min-height: ${field}px; selection-background-color: $primary; selection-color: $on_primary;
}
QPlainTextEdit { padding: 1px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"], QAbstractSpinBox[wrong="true"] {
    border: 2px solid $on_error;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
    color: $disabled; background: $page; border-color: $line;
}
QLineEdit:read-only { background: $page; }
QLineEdit[kind="search"] { padding-left: 34px; }
QLineEdit { placeholder-text-color: $muted; }
QComboBox { combobox-popup: 0; padding: 0 4px 0 12px; }
QComboBox::drop-down { border: none; width: 32px; }
QComboBox::down-arrow { image: url("$chevron"); width: 16px; height: 16px; }
QComboBox QAbstractItemView {
    background: $card; color: $text; border: 1px solid $edge; outline: 0; padding: 4px; selection-background-color:
    $selected; selection-color: $text;
}
QComboBox QAbstractItemView::item { min-height: ${target}px; padding: 0 8px; border-radius: 4px; }
QAbstractSpinBox { padding: 0 2px 0 10px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {
    border: none; padding: 0; background: transparent; min-height: 0;
}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 28px; border: none; background: transparent; }
QAbstractSpinBox::up-arrow { image: url("$chevron_up"); width: 14px; height: 14px; }
QAbstractSpinBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QCheckBox, QRadioButton { spacing: 10px; min-height: ${target}px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 18px; height: 18px; border: 2px solid $edge; background: $field;
}
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 11px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $primary; }
QCheckBox::indicator:checked { background: $primary; border-color: $primary; image: url("$check"); }
QRadioButton::indicator:checked { border-color: $primary; image: url("$dot"); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $page; }
QCheckBox[wrong="true"]::indicator, QRadioButton[wrong="true"]::indicator { border-color: $on_error; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
"""

_VIEWS: Final = """
QTableView, QTreeView, QListView {
    background: $card; alternate-background-color: $card; border: 1px solid $line; border-radius: ${corner}px;
    gridline-color: $line; outline: 0;
    selection-background-color: $selected; selection-color: $text;
}
QTableView::item { border: none; border-bottom: 1px solid $line; padding: 0 12px; }
QTableView::item:hover { background: $soft; }
QTableView::item:selected { background: $selected; color: $text; }
QHeaderView { background: $card; border: none; }
QHeaderView::section {
    background: $card; color: $muted; border: none; border-bottom: 1px solid $edge; padding: 0 15px; min-height: 38px;
    font-weight: 600; text-align: left;
}
QHeaderView::section:hover { color: $text; background: $soft; }
QTableCornerButton::section { background: $card; border: none; }
QTabWidget::pane { border: none; border-top: 1px solid $line; }
QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab {
    background: transparent; color: $muted; border: none; border-bottom: 3px solid transparent;
    min-height: 36px; padding: 0 4px; margin-right: 24px;
}
QTabBar::tab:hover { color: $text; border-bottom-color: $edge; }
QTabBar QToolButton { min-height: 0; padding: 0; border: none; border-radius: 0; background: $page; color: $primary; }
QTabBar::tab:selected { color: $primary; border-bottom-color: $primary; font-weight: 600; }
QScrollBar:vertical { background: transparent; width: 14px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 14px; margin: 2px; }
QScrollBar::handle { background: $edge; border-radius: 5px; min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: transparent; border: none; width: 0; height: 0;
}
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; margin: 0 6px; }
QProgressBar {
    background: $soft; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; text-align: center;
    color: transparent;
}
QProgressBar::chunk { background: $primary; border-radius: 4px; }
QMenu { background: $card; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 0 24px 0 12px; min-height: ${target}px; border-radius: 4px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $card; }
QListWidget::item { padding: 0 10px; }
QCalendarWidget QToolButton { border: none; background: transparent; color: $text; padding: 0 8px; }
QCalendarWidget QToolButton:hover { background: $soft; }
QCalendarWidget QAbstractItemView {
    background: $card; border: none; selection-background-color: $primary; selection-color: $on_primary;
}
"""

_SHAPES: Final = """
QFrame[kind="rail"] { background: $card; border: none; border-right: 1px solid $line; }
QFrame[kind="foot"] { background: $card; border: none; border-top: 1px solid $line; }
QFrame[kind="bar"] { background: $card; border: none; border-bottom: 1px solid $line; }
QFrame[kind="notice-info"] {
    background: $info; border: 1px solid $info_edge; border-radius: ${corner}px;
}
QFrame[kind="notice-ok"] {
    background: $ok; border: 1px solid $ok_edge; border-radius: ${corner}px;
}
QFrame[kind="notice-warning"] {
    background: $sekretess; border: 1px solid $sekretess_edge; border-radius: ${corner}px;
}
QFrame[kind="notice-error"] {
    background: $error; border: 1px solid $error_edge; border-radius: ${corner}px;
}
QFrame[kind="notice-info"] PlainLabel { color: $on_info; }
QFrame[kind="notice-ok"] PlainLabel { color: $on_ok; }
QFrame[kind="notice-warning"] PlainLabel { color: $on_sekretess; }
QFrame[kind="notice-error"] PlainLabel { color: $on_error; }
"""


def sheet(tokens: Tokens, pictures: dict[str, str]) -> str:
    """The whole style sheet. `pictures` gives the paths of check, dot, chevron and chevron_up."""
    named = {
        f"{ground}_edge": _between(getattr(tokens, ground), getattr(tokens, ink))
        for ground, ink in (("info", "on_info"), ("ok", "on_ok"), ("sekretess", "on_sekretess"), ("error", "on_error"))
    }
    named |= {name: getattr(tokens, name) for name in tokens.__dataclass_fields__ if name != "dark"}
    return Template(_BASIC + _BUTTONS + _FIELDS + _VIEWS + _SHAPES).substitute(
        named,
        corner=CORNER,
        target=TARGET,
        inner=TARGET - 2,
        field=TARGET + 2,
        **pictures,
    )


def _between(ground: str, ink: str) -> str:
    """A quiet edge: three parts of the ground and one of the ink."""
    parts = ((int(ground[at : at + 2], 16) * 3 + int(ink[at : at + 2], 16)) // 4 for at in (1, 3, 5))
    return "#" + "".join(f"{part:02X}" for part in parts)
