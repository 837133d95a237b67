"""The smallest window there is to work in: 1366×768 at 200 %, which is 683×384 logical pixels, with the demo vault."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from spidesk.demo import build
from spidesk.person.rules import Place

WIDE, HIGH = 683, 384
LOGIN = build.USERS[0].login
PASSPHRASE = build.USERS[0].passphrase
"""Karin: valvadministratör, kretsägare of persons and of post, so that every page is hers."""
PLACES = (
    "worklist",
    "people",
    "people/oversikt",
    "people/kontakt",
    "people/post",
    "people/handelser",
    "intake",
    "post",
    "post/batch",
    "post/senders",
    "post/rules",
    "post/printers",
    "admin/users",
    "admin/circles",
    "admin/mine",
    "admin/vault",
    "admin/senders",
    "admin/rules",
)

OPENED = (
    ("people/oversikt", "person.identity.edit"),
    ("people/kontakt", "contact.add"),
    ("people/kontakt", "contact.post.edit"),
    ("people/kontakt", "contact.motringning.add"),
    ("people/post", "mail.order"),
    ("post", "post.more"),
    ("post", "post.came_back"),
    ("post/batch", "batch.begin"),
    ("post/rules", "rules.new"),
    ("people/handelser", "intake.event.new"),
    ("admin/users", "admin.new_user"),
    ("admin/circles", "admin.new_circle"),
    ("admin/mine", "admin.change_passphrase"),
)
"""Forms that open on a page, by the button that opens them."""


def shrink(run):
    """The window as small as the screen is."""
    run.window.setMinimumSize(1, 1)
    run.window.resize(WIDE, HIGH)
    run.window.activateWindow()
    run.settle(0.1)
    assert (run.window.width(), run.window.height()) == (WIDE, HIGH), "the content forces the window wider"


def go(run, name):
    """Show a place of the shell, by its page and tab; a tab of a person opens the first of the list."""
    key, _, tab = name.partition("/")
    shell = run.program.shell
    if not run.window.isActiveWindow():  # another test had a window of its own
        run.window.activateWindow()
        run.until(run.window.isActiveWindow, "the keyboard")
    if key == "people" and tab:
        shell.go(Place(page="people"))
        page = shell.pages.page
        run.until(lambda: page._rows, "rows")
        person = page._rows[0].person
        shell.go(Place(page="people", person=person.id, reference=person.reference, tab=tab))
        run.until(lambda: page.person is not None and page.person._stack.currentIndex() == 1, "the person")
    else:
        shell.go(Place(page=key, tab=tab))
    quiet(run)


def fresh(run):
    """Forget every page, with whatever stands open on it."""
    pages = run.program.shell.pages
    for page in pages._pages.values():
        pages.removeWidget(page)
        page.deleteLater()
    pages._pages.clear()
    pages._at = ""


def quiet(run):
    """Until the lane has answered what the page asked."""
    for _ in range(2):
        answered = []
        run.program.lane.submit(run.program, lambda vault: None, done=answered.append)
        run.until(lambda answered=answered: answered, "the lane")
        run.settle(0.05)


def sideways(window):
    """Every view in sight that would have to be scrolled sideways, tables not counted that cut their words."""
    found = []
    for area in window.findChildren(QAbstractScrollArea):
        bar = area.horizontalScrollBar()
        if area.isVisible() and bar.maximum() > 0:
            found.append(f"{area.objectName() or type(area).__name__} by {bar.maximum()}")
    return found


def controls(window):
    """Everything Tab must reach: enabled, in sight, and taking focus by Tab; of radio buttons that exclude each other
    only the chosen one, or the first."""
    return [
        one
        for one in window.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.window() is window
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
    ]


def hidden_part(widget):
    """What of a focused widget is out of sight: nothing when all of it, or as much as there is room for, is shown."""
    seen = widget.visibleRegion().boundingRect()
    window = widget.window()
    whole = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    shown = QRect(widget.mapTo(window, seen.topLeft()), seen.size()).intersected(window.rect())
    enough_high = shown.height() >= min(whole.height(), 60)
    enough_wide = shown.width() >= min(whole.width(), 200) and (whole.width() <= WIDE)
    return "" if enough_high and enough_wide else f"{whole.getRect()} shows {shown.getRect()}"


def name_of(widget):
    return widget.objectName() or widget.accessibleName() or type(widget).__name__


def f1(run):
    """Press F1 where the keyboard is."""
    QTest.keyClick(QApplication.focusWidget() or run.window, Qt.Key.Key_F1)
    QApplication.processEvents()


def walk(run):
    """Tab round the window once: what was reached, and what of it was out of sight."""
    window = run.window
    reached, unseen = [], []
    start = run.find("rail.lock") if run.seen("rail.lock") else window
    start.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    for _ in range(400):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        QApplication.processEvents()
        now = QApplication.focusWidget()
        if now is None or now in reached:
            break
        reached.append(now)
        hidden = hidden_part(now)
        if hidden:
            unseen.append(f"{name_of(now)}: {hidden}")
    return reached, unseen
