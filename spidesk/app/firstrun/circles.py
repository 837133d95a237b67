"""The first circles: the post circle that prints envelopes, and the circle of those who work with the persons."""

from __future__ import annotations

from collections.abc import Callable

from spidesk.app.firstrun.making import Making
from spidesk.refusal import Refusal
from spidesk.ui.fields import Choice, RadioField, TextField, TickField
from spidesk.ui.form import Form
from spidesk.ui.wizard import Step
from spidesk.ui.words.card import Card
from spidesk.ui.words.labels import PlainLabel
from spidesk.vault.session import CircleKind

_NAME = 80


class CirclesStep(Step):
    """Name and nämnd of the first circle and of its post circle; or none, for one who only administers."""

    can_go_back = False

    def __init__(self, making: Making) -> None:
        super().__init__()
        self.title = self.tr("De första kretsarna")
        self.text = self.tr(
            "En krets är de som arbetar med samma skyddade personer, inom en nämnd. Bara de i kretsen kan läsa. "
            "Postkretsen skriver ut kuvert och ser inget annat."
        )
        self._making = making
        self._busy = False
        self.form = Form(bar=False)
        self.own = self.form.add(
            "own",
            RadioField(
                self.tr("Ska du själv arbeta med personer?"),
                [
                    Choice(value=True, text=self.tr("Ja, lägg upp min krets nu")),
                    Choice(
                        value=False,
                        text=self.tr("Nej, jag är bara administratör"),
                        help=self.tr("Kretsar läggs upp senare, av dig, åt den som ska äga dem."),
                    ),
                ],
            ),
        )
        self.own.set_value(True)
        self.own.buttons[0].setObjectName("firstrun.circle_now")
        self.own.buttons[1].setObjectName("firstrun.circle_later")
        self.name = self.form.add("name", TextField(self.tr("Kretsens namn"), longest=_NAME))
        self.name.control.setObjectName("firstrun.circle_name")
        self.namnd = self.form.add(
            "namnd", TextField(self.tr("Nämnd"), longest=_NAME, help=self.tr("Den som är personuppgiftsansvarig."))
        )
        self.namnd.control.setObjectName("firstrun.namnd")
        self.post = self.form.add("post", TextField(self.tr("Postkretsens namn"), longest=_NAME))
        self.post.set_value(self.tr("Post"))
        self.post.control.setObjectName("firstrun.post_name")
        self.recoverable = self.form.add(
            "recoverable",
            TickField(
                self.tr("Återställningskorten öppnar också kretsarna"),
                help=self.tr("Utan bocken är allt i kretsen borta för alltid om ingen i den kan låsa upp."),
            ),
        )
        self.recoverable.set_value(True)
        self.recoverable.control.setObjectName("firstrun.recoverable")
        self.own.changed.connect(self._show_fields)
        self.column.addWidget(self.form)
        self.column.addStretch(1)

    def entered(self) -> None:
        """Put the keyboard in the first field."""
        self.form["name"].control.setFocus()

    def ready(self) -> bool:
        """Not while a circle is being made."""
        return not self._busy

    def leave(self, go: Callable[[], None]) -> None:
        """Make the post circle, then the circle that sends to it."""
        if not self.own.value():
            go()
            return
        if not self.form.check():
            return
        needed = ((self.name, "app.circle_name", "name"), (self.namnd, "app.circle_namnd", "namnd"))
        for field, code, key in (*needed, (self.post, "app.circle_name", "post")):
            if not field.value():
                self.form.refuse(Refusal(code, field=key))
                return
        self._set_busy(True)
        if self._making.post is None:
            self._add(self.post, CircleKind.POST, lambda: self._add(self.name, CircleKind.PERSONS, go))
        else:
            self._add(self.name, CircleKind.PERSONS, go)

    def _add(self, name: TextField, kind: CircleKind, then: Callable[[], None]) -> None:
        def done() -> None:
            if kind is CircleKind.PERSONS:
                self._set_busy(False)
            then()

        def refused(refusal: Refusal) -> None:
            self._set_busy(False)
            self.form.refuse(refusal)

        self._making.add_circle(
            self,
            name=name.value(),
            namnd=self.namnd.value(),
            kind=kind,
            recoverable=self.recoverable.value(),
            done=done,
            refused=refused,
        )

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.form.setEnabled(not busy)
        self.ready_changed.emit()

    def _show_fields(self) -> None:
        for field in (self.name, self.namnd, self.post, self.recoverable):
            field.setVisible(bool(self.own.value()))


class DoneStep(Step):
    """What there is now, and what comes next."""

    can_go_back = False

    def __init__(self, making: Making) -> None:
        super().__init__()
        self.title = self.tr("Valvet är klart")
        self.next_text = self.tr("Börja arbeta")
        self._making = making
        self._card = Card()
        self.column.addWidget(self._card)
        self.column.addStretch(1)

    def entered(self) -> None:
        """Say what comes next for one who works with persons, or only administers."""
        works = self._making.post is not None
        lines = (
            self.tr("Lägg de tre korten i förslutna kuvert hos tre olika personer i dag."),
            self.tr("Lägg till kollegor under Administration. Var och en får en engångsfras av dig."),
            self.tr("Registrera den första personen under Personer.")
            if works
            else self.tr("Lägg upp kretsar under Administration, åt dem som ska äga dem."),
            self.tr(
                "Innan någon kan beställa post behövs en godkänd returadress. "
                "Du som är valvadministratör godkänner den under Post > Returadresser."
            )
            if works
            else self.tr(
                "Innan någon kan beställa post behövs en postkrets och en godkänd returadress. "
                "Du som är valvadministratör godkänner den under Administration > Returadresser."
            ),
            self.tr("Lås med Ctrl+L när du lämnar datorn. Programmet låser sig själv efter tre minuter."),
        )
        for words in lines:
            self._card.add(PlainLabel(f"•  {words}"))
