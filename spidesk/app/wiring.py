"""The one module that knows every room: which pages there are, who sees them, and what rooms are told of each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from spidesk.admin.page import AdminPage, MoreTab
from spidesk.app.shell.rail import RailEntry
from spidesk.app.shell.shell import Shell
from spidesk.app.workstation.paperwork import RememberedOffsets
from spidesk.app.workstation.settings import Settings
from spidesk.app.workstation.windows import RememberedWindow
from spidesk.contact import actions as contact
from spidesk.contact.page import contact_tab
from spidesk.intake import actions as intake
from spidesk.intake.page import IntakePage, events_tab
from spidesk.mail import actions as mail
from spidesk.mail.actions import posting
from spidesk.mail.page import EditionPage, PostPage, SenderPage, post_tab
from spidesk.person.actions import OPENERS
from spidesk.person.page import PeoplePage, TabSpec
from spidesk.person.page.queue import system_queue
from spidesk.ui.lane import Lane
from spidesk.ui.press import Press
from spidesk.ui.printing import PrintQueue
from spidesk.vault.session import CircleKind, Role, Session
from spidesk.vault.vault import Vault
from spidesk.worklist import actions as worklist
from spidesk.worklist.page import WorklistPage

SOURCES: tuple[worklist.Source, ...] = (intake.due, contact.due, mail.due)
"""What is due in each room, in the order it is shown."""
_WAYS = mail.Ways(post_way=contact.post_way, check_allowed=contact.check_allowed)


def tabs() -> Sequence[TabSpec]:
    """The tabs on a person's page, after the overview."""
    return (contact_tab(), post_tab(_WAYS), events_tab())


def entries(queue: PrintQueue | None = None) -> Sequence[RailEntry]:
    """Every page of the program; a user sees only what the roles use. `queue` replaces the computer's own printers."""
    offsets = RememberedOffsets()
    return (
        RailEntry(
            key="worklist",
            word=_tr("Att göra"),
            icon="due",
            shown_to=_works,
            make=lambda desk: WorklistPage(desk, SOURCES),
        ),
        RailEntry(
            key="people",
            word=_tr("Personer"),
            icon="people",
            shown_to=_opens,
            make=lambda desk: PeoplePage(desk, tabs()),
        ),
        RailEntry(
            key="intake",
            word="",
            icon="person-add",
            shown_to=_may_register,
            make=lambda desk: IntakePage(desk, queue=queue),
        ),
        RailEntry(
            key="post",
            word=_tr("Post"),
            icon="mail",
            shown_to=_posts,
            make=lambda desk: PostPage(desk, queue=queue, offsets=offsets, windows=RememberedWindow(), ways=_WAYS),
        ),
        RailEntry(
            key="admin",
            word=_tr("Administration"),
            icon="settings",
            shown_to=lambda session: True,
            make=lambda desk: AdminPage(desk, _more(desk.session), queue=lambda: queue or system_queue()),
        ),
    )


def _more(session: Session) -> Sequence[MoreTab]:
    """What other rooms lay under Administration: return addresses, and the rules of förmedling.

    A valvadministratör approves addresses and adds rules; the owner of a circle chooses among the addresses.
    """
    owner = any(circle.kind is CircleKind.PERSONS for circle in session.circles_with(Role.KRETSAGARE))
    senders = MoreTab(key="senders", title=_tr("Returadresser"), make=SenderPage)
    rules = MoreTab(key="rules", title=_tr("Förmedlingsregler"), make=EditionPage)
    if session.user.admin:
        return (senders, rules)
    return (senders,) if owner else ()


def shell(
    *,
    lane: Lane[Vault],
    press: Press,
    session: Session,
    today: Callable[[], date],
    settings: Settings,
    queue: PrintQueue | None = None,
) -> Shell:
    """Build the shell with every room in it."""
    return Shell(
        lane=lane,
        press=press,
        session=session,
        today=today,
        entries=entries(queue),
        count=lambda vault, on: worklist.count(vault, SOURCES, on),
        settings=settings,
    )


def _works(session: Session) -> bool:
    """Something can be due for those who work in a circle."""
    return _opens(session) or _posts(session)


def _opens(session: Session) -> bool:
    """Handläggare and kretsägare work with persons."""
    return any(circle.kind is CircleKind.PERSONS for circle in session.circles_with(*OPENERS))


def _may_register(session: Session) -> bool:
    """As `_opens`, in a vault that is not only read."""
    return _opens(session) and not session.read_only


def _posts(session: Session) -> bool:
    """Postexpeditörer of a post circle."""
    return bool(posting.post_circles(session))


def _tr(text: str) -> str:
    return QCoreApplication.translate("wiring", text)
